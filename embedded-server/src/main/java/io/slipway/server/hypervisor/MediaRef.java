package io.slipway.server.hypervisor;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.regex.Pattern;

/**
 * An ISO image on a storage of a host.
 *
 * <p>Names are limited to characters that no layer of the host rewrites: Proxmox' property strings have no escape.
 *
 * @param storage the storage's name
 * @param fileName 5 to 100 of lower-case letters, digits, dot, underscore, hyphen, ending in {@code .iso}
 */
public record MediaRef(String storage, String fileName) {
    private static final Pattern STORAGE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,98}[A-Za-z0-9]");
    private static final Pattern FILE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,95}\\.iso");

    public MediaRef {
        if (!STORAGE.matcher(storage).matches()) {
            throw Problem.of(ProblemCode.INVALID_NAME, "That is not a storage name.")
                    .exception();
        }
        if (!FILE.matcher(fileName).matches() || fileName.contains("..")) {
            throw Problem.of(
                            ProblemCode.INVALID_NAME,
                            "An ISO name has lower-case letters, digits, dot, underscore, hyphen and ends in .iso.")
                    .exception();
        }
    }

    /** As the host writes it: {@code local:iso/name.iso}. */
    public String volume() {
        return storage + ":iso/" + fileName;
    }

    /** Reads what {@link #volume} wrote. */
    public static MediaRef parse(String volume) {
        int colon = volume.indexOf(':');
        if (colon < 1 || !volume.startsWith("iso/", colon + 1)) {
            throw Problem.of(ProblemCode.INVALID_NAME, "That is not an ISO volume.")
                    .exception();
        }
        return new MediaRef(volume.substring(0, colon), volume.substring(colon + 5));
    }
}
