@NullMarked
package io.slipway.server.notice;

import org.jspecify.annotations.NullMarked;
