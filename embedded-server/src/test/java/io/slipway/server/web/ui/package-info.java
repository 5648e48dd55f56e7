@NullMarked
package io.slipway.server.web.ui;

import org.jspecify.annotations.NullMarked;
