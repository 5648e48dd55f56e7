/** The control plane as the command line sees it: one HTTP client and typed views of its answers. */
@NullMarked
package io.slipway.cli.client;

import org.jspecify.annotations.NullMarked;
