/** Whether the program can work, and what the operator should know. */
@NullMarked
package io.slipway.server.health;

import org.jspecify.annotations.NullMarked;
