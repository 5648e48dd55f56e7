/** The notifications centre: one entry per job and per host, changed in place. */
@NullMarked
package io.slipway.server.web.ui.notices;

import org.jspecify.annotations.NullMarked;
