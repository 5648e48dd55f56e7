@NullMarked
package io.slipway.server.syncthing;

import org.jspecify.annotations.NullMarked;
