/** What every capability needs: ids, problems, secrets, JSON, clocks. */
@NullMarked
package io.slipway.server.base;

import org.jspecify.annotations.NullMarked;
