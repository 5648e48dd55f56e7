/** What the operating system that this program runs on is asked, and what it keeps for us: key protection, colours, starting with the session. */
@NullMarked
package io.slipway.desktop.os;

import org.jspecify.annotations.NullMarked;
