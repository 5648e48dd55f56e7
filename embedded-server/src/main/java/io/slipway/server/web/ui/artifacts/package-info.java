/** The artifacts: releases of files, who gets which, and who took one. */
@NullMarked
package io.slipway.server.web.ui.artifacts;

import org.jspecify.annotations.NullMarked;
