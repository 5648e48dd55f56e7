package io.slipway.iso;

/**
 * Says why an image cannot be made or cannot be trusted. The message is one English sentence that names the entry.
 *
 * <p>It is thrown for input that breaks a rule; a failing disk or network shows as {@link java.io.IOException}.
 */
public final class IsoException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What kind of rule was broken, for callers that branch. */
    public enum Reason {
        /** A name that some reader of the image could not resolve. */
        INVALID_NAME,
        /** A volume id outside the rules of ECMA-119, Joliet or the profile. */
        INVALID_VOLUME_ID,
        /** The builder was used wrongly: a path twice, a boot file that is not there. */
        INVALID_INPUT,
        /** The consumer named by the profile would not read this image. */
        PROFILE_RULE,
        /** More files, levels or bytes than the format or the reader's limits allow. */
        LIMIT,
        /** A source changed between planning and writing. */
        SOURCE_CHANGED,
        /** The image breaks ECMA-119, Joliet, SUSP/RRIP, El Torito or ECMA-167. */
        CORRUPT_IMAGE,
        /** The image uses a part of the standards that this library leaves out, or a remastered one could not keep. */
        UNSUPPORTED,
        /** The image holds no such path or no such view. */
        NOT_FOUND
    }

    private final Reason reason;

    /** Creates the exception with its reason and a complete sentence. */
    public IsoException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The broken rule's kind. */
    public Reason reason() {
        return reason;
    }
}
