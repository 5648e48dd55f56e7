@NullMarked
package io.slipway.server.tenant;

import org.jspecify.annotations.NullMarked;
