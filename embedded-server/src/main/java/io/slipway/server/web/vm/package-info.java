/** The LAN listener: TLS, and only what a VM may ask. */
@NullMarked
package io.slipway.server.web.vm;

import org.jspecify.annotations.NullMarked;
