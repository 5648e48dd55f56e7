package io.slipway.server.vault;

/**
 * One version of an operator's secret as it is stored and may leave this machine: nobody reads it without the vault key.
 *
 * @param alg always {@value SecretEnvelope#ALGORITHM} today
 * @param keyId which vault key sealed the data key, not the key
 * @param nonce 12 bytes in base64
 * @param ciphertext value and 16-byte tag in base64
 * @param aadMeta what the value is bound to, and its sealed data key
 */
public record SealedSecret(String alg, String keyId, String nonce, String ciphertext, AadMeta aadMeta) {

    /**
     * What a value is bound to.
     *
     * @param tenant whose value
     * @param secretId which secret
     * @param version of that secret, from 1
     * @param label the secret's label when it was sealed
     * @param dataKeyNonce of the sealed data key, base64
     * @param dataKey sealed under the vault key, base64
     */
    public record AadMeta(
            String tenant, String secretId, int version, String label, String dataKeyNonce, String dataKey) {}
}
