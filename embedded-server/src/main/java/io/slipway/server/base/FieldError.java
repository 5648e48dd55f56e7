package io.slipway.server.base;

/**
 * One mistake in a submitted document.
 *
 * @param pointer JSON Pointer (RFC 6901) of the field, empty for the document itself
 * @param message what is wrong and what is accepted, one sentence without a secret
 */
public record FieldError(String pointer, String message) {}
