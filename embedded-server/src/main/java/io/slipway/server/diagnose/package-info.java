/** What is wrong with the installation, and what its maker needs to know about it, without a secret. */
@NullMarked
package io.slipway.server.diagnose;

import org.jspecify.annotations.NullMarked;
