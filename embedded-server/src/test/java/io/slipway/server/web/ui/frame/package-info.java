@NullMarked
package io.slipway.server.web.ui.frame;

import org.jspecify.annotations.NullMarked;
