@NullMarked
package io.slipway.server.lease;

import org.jspecify.annotations.NullMarked;
