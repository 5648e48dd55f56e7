@NullMarked
package io.slipway.server.draft;

import org.jspecify.annotations.NullMarked;
