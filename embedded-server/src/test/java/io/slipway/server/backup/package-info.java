@NullMarked
package io.slipway.server.backup;

import org.jspecify.annotations.NullMarked;
