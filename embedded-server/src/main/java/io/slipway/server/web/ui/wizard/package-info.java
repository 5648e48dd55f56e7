/** The wizard of the control panel in which VMs are ordered: host, template, profile, names and network, review. */
@NullMarked
package io.slipway.server.web.ui.wizard;

import org.jspecify.annotations.NullMarked;
