/** Files of releases in the data folder. */
@NullMarked
package io.slipway.server.artifact.folder;

import org.jspecify.annotations.NullMarked;
