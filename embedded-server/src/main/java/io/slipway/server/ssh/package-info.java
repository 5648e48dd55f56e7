/** SSH to hosts: pinned keys, bounded commands, uploads, one shared connection per host. The library stays inside. */
@NullMarked
package io.slipway.server.ssh;

import org.jspecify.annotations.NullMarked;
