@NullMarked
package io.slipway.server.web;

import org.jspecify.annotations.NullMarked;
