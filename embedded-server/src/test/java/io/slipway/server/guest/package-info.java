@NullMarked
package io.slipway.server.guest;

import org.jspecify.annotations.NullMarked;
