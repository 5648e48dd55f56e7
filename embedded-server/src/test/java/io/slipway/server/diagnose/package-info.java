@NullMarked
package io.slipway.server.diagnose;

import org.jspecify.annotations.NullMarked;
