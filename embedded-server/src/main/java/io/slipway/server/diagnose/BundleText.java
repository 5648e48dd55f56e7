package io.slipway.server.diagnose;

/** An entry's text as it was read, not cleaned yet. */
record BundleText(String name, String what, String text) {}
