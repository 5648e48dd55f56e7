package io.slipway.iso;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * POSIX attributes of one entry, shown by the Rock Ridge and UDF views.
 *
 * @param permissions the nine permission bits and set-id/sticky bits, 0 to 07777
 * @param userId owner, 0 or more
 * @param groupId group, 0 or more
 * @param modified time of last modification; {@code null} means the image's timestamp
 */
public record Attributes(
        int permissions, int userId, int groupId, @Nullable Instant modified) {
    /** Readable by all, owned by root: the default for files. */
    public static final Attributes FILE = new Attributes(0444, 0, 0, null);

    /** Readable and executable by all, owned by root. */
    public static final Attributes EXECUTABLE = new Attributes(0555, 0, 0, null);

    /** Readable and searchable by all, owned by root: the default for directories. */
    public static final Attributes DIRECTORY = new Attributes(0555, 0, 0, null);

    static final Attributes LINK = new Attributes(0777, 0, 0, null);

    /** @throws IsoException {@code INVALID_INPUT} when a component is out of range */
    public Attributes {
        if (permissions < 0 || permissions > 07777 || userId < 0 || groupId < 0) {
            throw new IsoException(
                    IsoException.Reason.INVALID_INPUT,
                    "Permissions must be 0 to 07777 and owner ids not negative, were "
                            + Integer.toOctalString(permissions) + ", " + userId + ", " + groupId + ".");
        }
    }
}
