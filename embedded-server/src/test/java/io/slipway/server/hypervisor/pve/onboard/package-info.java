/** The onboarding scripts under real shells, and the rights report against answers of a host. */
@NullMarked
package io.slipway.server.hypervisor.pve.onboard;

import org.jspecify.annotations.NullMarked;
