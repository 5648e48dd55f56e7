@NullMarked
package io.slipway.server.web.ui.hosts;

import org.jspecify.annotations.NullMarked;
