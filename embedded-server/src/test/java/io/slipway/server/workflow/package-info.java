@NullMarked
package io.slipway.server.workflow;

import org.jspecify.annotations.NullMarked;
