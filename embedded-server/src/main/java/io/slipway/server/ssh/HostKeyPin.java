package io.slipway.server.ssh;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.regex.Pattern;

/**
 * The host key we expect, as {@code ssh-keygen -l} shows it.
 *
 * @param algorithm key type of RFC 4253 and its successors, for example {@code ssh-ed25519}
 * @param fingerprint {@code SHA256:} and 43 characters of unpadded base64
 */
public record HostKeyPin(String algorithm, String fingerprint) {
    private static final Pattern ALGORITHM = Pattern.compile("[a-z0-9@.-]{4,64}");
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    public HostKeyPin {
        if (!ALGORITHM.matcher(algorithm).matches()
                || !FINGERPRINT.matcher(fingerprint).matches()) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "A host key pin is a key type and a fingerprint of the form SHA256:….")
                    .exception();
        }
    }

    /** Reads what {@link #toString} wrote. */
    public static HostKeyPin parse(String text) {
        int space = text.indexOf(' ');
        return space < 0
                ? new HostKeyPin("", text)
                : new HostKeyPin(text.substring(0, space), text.substring(space + 1));
    }

    @Override
    public String toString() {
        return algorithm + " " + fingerprint;
    }
}
