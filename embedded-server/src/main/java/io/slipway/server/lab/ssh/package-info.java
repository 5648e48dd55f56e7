/** The laboratory's SSH and SFTP face. */
@NullMarked
package io.slipway.server.lab.ssh;

import org.jspecify.annotations.NullMarked;
