@NullMarked
package io.slipway.server.job;

import org.jspecify.annotations.NullMarked;
