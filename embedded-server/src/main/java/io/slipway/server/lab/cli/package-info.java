/** The laboratory's qm, pvesh, pvesm, pveum and pveversion: arguments in, texts and exit codes out. */
@NullMarked
package io.slipway.server.lab.cli;

import org.jspecify.annotations.NullMarked;
