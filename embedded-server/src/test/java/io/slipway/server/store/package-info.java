@NullMarked
package io.slipway.server.store;

import org.jspecify.annotations.NullMarked;
