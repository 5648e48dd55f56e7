/** The playbooks' pages: what is done in a VM after its system is installed. */
@NullMarked
package io.slipway.server.web.ui.playbooks;

import org.jspecify.annotations.NullMarked;
