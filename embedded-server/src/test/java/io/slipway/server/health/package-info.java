@NullMarked
package io.slipway.server.health;

import org.jspecify.annotations.NullMarked;
