/** The laboratory's shell: a POSIX sh subset over a virtual file system. */
@NullMarked
package io.slipway.server.lab.sh;

import org.jspecify.annotations.NullMarked;
