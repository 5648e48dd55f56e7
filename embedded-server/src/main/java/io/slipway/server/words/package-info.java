/** What jobs, VMs, spans of time and states are called and how they look, the same on every surface. */
@NullMarked
package io.slipway.server.words;

import org.jspecify.annotations.NullMarked;
