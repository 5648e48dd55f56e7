/** The VMs of the control panel: their list, one of them, and what can be done to it. */
@NullMarked
package io.slipway.server.web.ui.vms;

import org.jspecify.annotations.NullMarked;
