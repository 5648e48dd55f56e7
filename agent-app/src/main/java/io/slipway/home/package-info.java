/** What the program has on a user's machine: the data folder and the log in it. Command line and desktop share it. */
@NullMarked
package io.slipway.home;

import org.jspecify.annotations.NullMarked;
