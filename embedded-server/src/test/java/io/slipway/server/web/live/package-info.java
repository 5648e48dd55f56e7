@NullMarked
package io.slipway.server.web.live;

import org.jspecify.annotations.NullMarked;
