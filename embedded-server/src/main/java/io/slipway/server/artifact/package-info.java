/** Files that VMs may download: releases, who gets which, the links, and the trail of every attempt. */
@NullMarked
package io.slipway.server.artifact;

import org.jspecify.annotations.NullMarked;
