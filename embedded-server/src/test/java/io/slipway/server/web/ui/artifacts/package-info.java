@NullMarked
package io.slipway.server.web.ui.artifacts;

import org.jspecify.annotations.NullMarked;
