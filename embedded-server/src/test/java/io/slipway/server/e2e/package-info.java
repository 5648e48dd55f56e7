/** The main job through real SSH, real TLS, real ISO bytes and a real database, against the laboratory. */
@NullMarked
package io.slipway.server.e2e;

import org.jspecify.annotations.NullMarked;
