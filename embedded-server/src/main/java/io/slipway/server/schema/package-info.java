/** JSON Schema checks with messages for people, and defaults taken from the schema. */
@NullMarked
package io.slipway.server.schema;

import org.jspecify.annotations.NullMarked;
