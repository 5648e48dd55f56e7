/** Load tests with targets; results in docs/benchmarks.md. */
@NullMarked
package io.slipway.server.bench;

import org.jspecify.annotations.NullMarked;
