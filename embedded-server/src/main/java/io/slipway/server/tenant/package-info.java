/** Who may use the admin API, and the trail of what was done. */
@NullMarked
package io.slipway.server.tenant;

import org.jspecify.annotations.NullMarked;
