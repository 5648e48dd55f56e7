/** The VMs of ours and the nodes that applications ordered: where they are, what they are, and what can be done with them. */
@NullMarked
package io.slipway.desktop.vms;

import org.jspecify.annotations.NullMarked;
