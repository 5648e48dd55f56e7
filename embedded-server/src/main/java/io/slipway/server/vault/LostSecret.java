package io.slipway.server.vault;

/**
 * A stored secret that must be entered again, because it was sealed under a key that is lost.
 *
 * @param id of its row or its profile
 * @param label what it is for
 */
public record LostSecret(String id, String label) {}
