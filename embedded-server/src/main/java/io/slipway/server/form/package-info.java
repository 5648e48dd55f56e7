/** What every form of a schema shows, whoever draws it: its lines, the words beside them, what typed text means. */
@NullMarked
package io.slipway.server.form;

import org.jspecify.annotations.NullMarked;
