@NullMarked
package io.slipway.server.artifact;

import org.jspecify.annotations.NullMarked;
