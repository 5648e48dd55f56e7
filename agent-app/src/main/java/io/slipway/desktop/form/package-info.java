/** Forms made from a schema: the JavaFX controls of {@link io.slipway.server.schema.FormModel}. */
@NullMarked
package io.slipway.desktop.form;

import org.jspecify.annotations.NullMarked;
