@NullMarked
package io.slipway.server.web.admin;

import org.jspecify.annotations.NullMarked;
