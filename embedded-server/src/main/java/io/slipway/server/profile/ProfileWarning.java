package io.slipway.server.profile;

/**
 * A setting that is accepted and will not do what a reader may expect.
 *
 * @param pointer JSON Pointer into the submitted document, empty when it concerns the whole
 * @param message what happens instead, one sentence without a secret
 */
public record ProfileWarning(String pointer, String message) {}
