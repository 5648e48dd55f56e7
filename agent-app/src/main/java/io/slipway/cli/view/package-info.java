/** What people see: tables, progress, problems and units. Knows nothing of commands and HTTP. */
@NullMarked
package io.slipway.cli.view;

import org.jspecify.annotations.NullMarked;
