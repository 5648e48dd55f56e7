/** What a VM may ask: its provisioning token, its progress reports, its playbook. */
@NullMarked
package io.slipway.server.guest;

import org.jspecify.annotations.NullMarked;
