@NullMarked
package io.slipway.server.web.ui.settings;

import org.jspecify.annotations.NullMarked;
