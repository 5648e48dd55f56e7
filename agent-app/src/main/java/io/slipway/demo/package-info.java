/** The demonstration: a laboratory and an agent of its own, the order that fills it, and the proof; the same for terminal and desktop. */
@NullMarked
package io.slipway.demo;

import org.jspecify.annotations.NullMarked;
