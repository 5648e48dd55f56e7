/** The laboratory's guests: machines that boot from the bytes of their attached media. */
@NullMarked
package io.slipway.server.lab.guest;

import org.jspecify.annotations.NullMarked;
