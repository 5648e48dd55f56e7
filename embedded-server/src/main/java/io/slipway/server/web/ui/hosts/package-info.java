/** The hosts: the list, one host with its identity, rights, templates and limits, and the way to a new one. */
@NullMarked
package io.slipway.server.web.ui.hosts;

import org.jspecify.annotations.NullMarked;
