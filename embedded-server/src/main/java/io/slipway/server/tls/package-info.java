/** The local certificate authority whose pin travels on the configuration disc. */
@NullMarked
package io.slipway.server.tls;

import org.jspecify.annotations.NullMarked;
