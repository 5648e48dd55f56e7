/** What every HTTP listener of the product shares: limits, guards, problems, correlation, rate limits. */
@NullMarked
package io.slipway.server.web;

import org.jspecify.annotations.NullMarked;
