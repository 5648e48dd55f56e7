/** SSH against a real server on loopback. */
@NullMarked
package io.slipway.server.ssh;

import org.jspecify.annotations.NullMarked;
