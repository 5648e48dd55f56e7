@NullMarked
package io.slipway.server.boot;

import org.jspecify.annotations.NullMarked;
