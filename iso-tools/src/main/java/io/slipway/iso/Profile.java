package io.slipway.iso;

import static io.slipway.iso.IsoException.Reason.INVALID_INPUT;

import java.util.List;
import java.util.Set;

/**
 * Who will read the image: which views it gets and which images are refused because that reader would not use them.
 *
 * @param name for messages
 * @param views the views written; ISO is always there
 * @param win32Names refuse names that Win32 cannot open: {@code < > " |}, device names, paths over 255 characters
 * @param links whether symbolic links are allowed
 * @param maxFileSize largest file in bytes
 * @param maxLabel longest volume id; Windows shows 16 characters of a Joliet label
 * @param volumeIds the only volume ids allowed; empty allows all legal ones
 * @param requiredFiles paths that must be there as files; alternatives separated by {@code |}, compared without case when
 *     {@code win32Names}
 * @param bootable whether at least one boot entry is required
 */
public record Profile(
        String name,
        Set<View> views,
        boolean win32Names,
        boolean links,
        long maxFileSize,
        int maxLabel,
        Set<String> volumeIds,
        List<String> requiredFiles,
        boolean bootable) {
    private static final long FOUR_GIB = 1L << 32;

    /** Linux reads at most 100 sections per file (isofs). */
    static final long MAX_FILE = 100 * 0xFFFF_F800L;

    private static final Set<View> PLAIN = Set.of(View.ISO, View.JOLIET, View.ROCK_RIDGE);
    private static final Set<View> BRIDGE = Set.of(View.ISO, View.JOLIET, View.ROCK_RIDGE, View.UDF);

    /** Any data: ISO, Joliet and Rock Ridge, no consumer's rules. */
    public static final Profile DATA =
            new Profile("DATA", PLAIN, false, true, MAX_FILE, 32, Set.of(), List.of(), false);

    /**
     * The disc with the answer file that Windows Setup searches at the root of each CD drive (Microsoft, "Windows Setup
     * automation overview").
     */
    public static final Profile WINDOWS_CONFIG = new Profile(
            "WINDOWS_CONFIG",
            PLAIN,
            true,
            false,
            FOUR_GIB - 1,
            16,
            Set.of(),
            List.of("autounattend.xml|unattend.xml"),
            false);

    /** The seed that cloud-init's NoCloud data source mounts: label {@code cidata}, never UDF (blkid would say udf). */
    public static final Profile NOCLOUD = new Profile(
            "NOCLOUD",
            PLAIN,
            false,
            true,
            FOUR_GIB - 1,
            32,
            Set.of("cidata", "CIDATA"),
            List.of("user-data", "meta-data"),
            false);

    /** Windows installation media: a UDF bridge, because {@code install.wim} is larger than 4 GiB; bootable. */
    public static final Profile WINDOWS_INSTALLER =
            new Profile("WINDOWS_INSTALLER", BRIDGE, true, false, MAX_FILE, 30, Set.of(), List.of(), true);

    /** Linux installation media: Rock Ridge and Joliet, bootable. */
    public static final Profile LINUX_INSTALLER =
            new Profile("LINUX_INSTALLER", PLAIN, false, true, MAX_FILE, 32, Set.of(), List.of(), true);

    /** @throws IsoException {@code INVALID_INPUT} when the ISO view is missing or a limit is out of range */
    public Profile {
        views = Set.copyOf(views);
        volumeIds = Set.copyOf(volumeIds);
        requiredFiles = List.copyOf(requiredFiles);
        if (!views.contains(View.ISO)) {
            throw new IsoException(INVALID_INPUT, "Every image has the ISO view.");
        }
        if (maxFileSize < 0 || maxFileSize > MAX_FILE || maxLabel < 1 || maxLabel > 32) {
            throw new IsoException(
                    INVALID_INPUT, "A profile's limits go up to " + MAX_FILE + " bytes and 32 characters.");
        }
        if (views.contains(View.UDF) && maxLabel > 30) {
            throw new IsoException(INVALID_INPUT, "A UDF label has at most 30 characters.");
        }
    }

    /** A profile of your own: these views, no further rules. */
    public static Profile custom(String name, Set<View> views) {
        int label = views.contains(View.UDF) ? 30 : 32;
        return new Profile(name, views, false, true, MAX_FILE, label, Set.of(), List.of(), false);
    }

    /** The same profile with other required files. */
    public Profile withRequiredFiles(List<String> required) {
        return new Profile(name, views, win32Names, links, maxFileSize, maxLabel, volumeIds, required, bootable);
    }

    /** The same profile, bootable or not. */
    public Profile withBootable(boolean required) {
        return new Profile(name, views, win32Names, links, maxFileSize, maxLabel, volumeIds, requiredFiles, required);
    }

    boolean has(View view) {
        return views.contains(view);
    }
}
