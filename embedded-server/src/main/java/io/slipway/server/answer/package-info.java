/** What lies on the config disc of one VM: answer file, identity, scripts, or NoCloud files. */
@NullMarked
package io.slipway.server.answer;

import org.jspecify.annotations.NullMarked;
