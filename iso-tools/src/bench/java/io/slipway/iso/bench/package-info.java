/** JMH benchmarks of the ISO writer and the programs it is compared with. */
@NullMarked
package io.slipway.iso.bench;

import org.jspecify.annotations.NullMarked;
