package io.slipway.desktop.editor;

/** One line of a previewed file. */
record PreviewLine(int number, String text, boolean changed) {}
