@NullMarked
package io.slipway.server.web.ui.profiles;

import org.jspecify.annotations.NullMarked;
