/** The page of profiles and their editor: the form, the files it makes as they change, and what can be done with a profile. */
@NullMarked
package io.slipway.desktop.editor;

import org.jspecify.annotations.NullMarked;
