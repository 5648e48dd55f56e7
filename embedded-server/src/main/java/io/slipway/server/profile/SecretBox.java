package io.slipway.server.profile;

/**
 * Seals secret values before they are stored. Thread-safe.
 *
 * <p>A sealed value opens only in the context it was sealed for, so that a value copied to another row is refused.
 */
public interface SecretBox {
    /** Sealed text, different on every call. */
    String seal(String plain, String context);

    /**
     * The value.
     *
     * @throws io.slipway.server.base.SlipwayException CONFIG_ERROR when key, context or text do not fit
     */
    String open(String sealed, String context);
}
