/** Registered hosts: how to reach them, what they offer, and how much work they take at a time. */
@NullMarked
package io.slipway.server.host;

import org.jspecify.annotations.NullMarked;
