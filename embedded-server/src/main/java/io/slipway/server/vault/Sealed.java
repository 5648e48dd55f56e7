package io.slipway.server.vault;

/**
 * A value that only the holder of the vault key can read.
 *
 * @param alg always {@value SecretBox#ALGORITHM} today
 * @param keyId which key sealed it, not the key
 * @param nonce 12 bytes in base64
 * @param ciphertext value and 16-byte tag in base64
 */
public record Sealed(String alg, String keyId, String nonce, String ciphertext) {}
