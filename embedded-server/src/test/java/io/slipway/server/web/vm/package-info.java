@NullMarked
package io.slipway.server.web.vm;

import org.jspecify.annotations.NullMarked;
