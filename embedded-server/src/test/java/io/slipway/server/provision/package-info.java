@NullMarked
package io.slipway.server.provision;

import org.jspecify.annotations.NullMarked;
