@NullMarked
package io.slipway.server.event;

import org.jspecify.annotations.NullMarked;
