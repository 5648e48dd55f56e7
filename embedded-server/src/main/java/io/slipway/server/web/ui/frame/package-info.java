/** What surrounds every page: its route, its look, its language, the files it loads, the problem in its place. */
@NullMarked
package io.slipway.server.web.ui.frame;

import org.jspecify.annotations.NullMarked;
