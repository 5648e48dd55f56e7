/** Help and diagnostics: whether all is well, what to send to somebody who helps, shortcuts, versions and licences. */
@NullMarked
package io.slipway.desktop.help;

import org.jspecify.annotations.NullMarked;
