@NullMarked
package io.slipway.server.tls;

import org.jspecify.annotations.NullMarked;
