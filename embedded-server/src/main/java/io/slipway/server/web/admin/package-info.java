/** The admin listener on the loopback: the JSON API for the command line, the tray and pages of this machine. */
@NullMarked
package io.slipway.server.web.admin;

import org.jspecify.annotations.NullMarked;
