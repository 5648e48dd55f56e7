/** Hosts: which there are, how they stand, whether they still are who they were, and how a new one is let in. */
@NullMarked
package io.slipway.desktop.hosts;

import org.jspecify.annotations.NullMarked;
