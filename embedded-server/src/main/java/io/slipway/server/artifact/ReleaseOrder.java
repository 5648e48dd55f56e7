package io.slipway.server.artifact;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A release that somebody wants to make of a stored file.
 *
 * @param version 1 to 100 printable characters without blanks
 * @param objectKey a relative path with slashes, at most 1024 characters, none of whose parts is empty, {@code .} or {@code ..}
 * @param digest 64 hex digits
 * @param size of the file in bytes, as the releaser knows it
 */
public record ReleaseOrder(
        ArtifactScope scope, String version, String objectKey, String digest, long size, ReleaseStatus status) {
    private static final Pattern VERSION = Pattern.compile("[\\x21-\\x7e]{1,100}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9 ._+()@,=~/-]{1,1024}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** @throws SlipwayException BAD_REQUEST with a pointer per wrong field */
    public ReleaseOrder {
        digest = digest.toLowerCase(Locale.ROOT);
        var errors = new ArrayList<FieldError>();
        if (!VERSION.matcher(version).matches()) {
            errors.add(new FieldError("/version", "must be 1 to 100 printable characters without blanks"));
        }
        if (!safe(objectKey)) {
            errors.add(new FieldError(
                    "/object_key",
                    "must be a relative path of at most 1024 letters, digits, blanks and ._+()@,=~- with slashes,"
                            + " none of whose parts is empty, . or .."));
        }
        if (!DIGEST.matcher(digest).matches()) {
            errors.add(new FieldError("/sha256", "must be 64 hex digits"));
        }
        if (size <= 0) {
            errors.add(new FieldError("/size_bytes", "must be above 0"));
        }
        if (!errors.isEmpty()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "The release is not valid.", errors)
                    .exception();
        }
    }

    /** Whether a key can be a name in a store and of a downloaded file, and nothing else. */
    static boolean safe(String key) {
        return KEY.matcher(key).matches()
                && List.of(key.split("/", -1)).stream()
                        .noneMatch(part -> part.isBlank() || part.equals(".") || part.equals(".."));
    }
}
