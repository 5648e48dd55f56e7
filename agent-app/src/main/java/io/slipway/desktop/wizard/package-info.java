/** New VMs in five steps: host, template, profile, names and network, review. */
@NullMarked
package io.slipway.desktop.wizard;

import org.jspecify.annotations.NullMarked;
