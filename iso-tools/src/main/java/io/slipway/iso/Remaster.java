package io.slipway.iso;

import static io.slipway.iso.IsoException.Reason.INVALID_INPUT;
import static io.slipway.iso.IsoException.Reason.UNSUPPORTED;

import io.slipway.iso.read.IsoReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A changed copy of an image: new structures, and the data of the old files, which a write to a file copies inside the
 * system. Names, modes and times, the label, the volume's dates and identifiers are kept; files that shared their bytes go
 * on sharing them. The source must not change until the copy is written; it is compared before and after.
 *
 * <p>The copy has the source's views; a disc that is UDF only, like Microsoft's, becomes a bridge of all four. A source that
 * also starts as a disk (isohybrid) is refused unless that is given up: its boot record names places that move.
 *
 * <p>One remaster makes one plan. Not safe for use by several threads.
 */
public final class Remaster {
    private final IsoReader reader;
    private final IsoBuilder builder = new IsoBuilder();
    private final SourceTree source;
    private final NodeTree tree;
    private @Nullable Profile profile;
    private @Nullable String volumeId;
    private @Nullable Instant timestamp;
    private byte @Nullable [] systemArea;
    private ContentKey contentKey = ContentKey.METADATA;
    private boolean keepBoot;
    private boolean ownBoot;

    Remaster(IsoReader reader) throws IOException {
        this.reader = reader;
        this.tree = builder.nodes();
        this.source = new SourceTree(reader, builder);
    }

    /** Gives a file of the source other bytes. */
    public Remaster replace(String path, byte[] bytes) {
        return replace(path, Source.of(bytes));
    }

    /**
     * Gives a file of the source other bytes; its mode stays, its time becomes the image's.
     *
     * @throws IsoException {@code NOT_FOUND} when the source has no such file
     */
    public Remaster replace(String path, Source bytes) {
        var node = tree.get(path);
        if (node.kind != Node.Kind.FILE) {
            throw new IsoException(INVALID_INPUT, "'" + path + "' is not a file; remove it, then add one.");
        }
        var old = node.attributes;
        node.source = bytes;
        node.attributes = new Attributes(old.permissions(), old.userId(), old.groupId(), null);
        return this;
    }

    /** Adds a file that the source does not have. */
    public Remaster add(String path, byte[] bytes) {
        return add(path, Source.of(bytes));
    }

    /**
     * Adds a file that the source does not have, and the directories above it.
     *
     * @throws IsoException {@code INVALID_INPUT} when there is an entry of that name
     */
    public Remaster add(String path, Source bytes) {
        if (tree.find(path) != null) {
            throw new IsoException(
                    INVALID_INPUT, "The image has '" + path + "' already; replace it, or remove it first.");
        }
        builder.file(path, bytes);
        return this;
    }

    /**
     * Adds a directory with everything below a folder, as {@link IsoBuilder#tree} does; one that the source has gets more
     * entries.
     *
     * @throws IsoException {@code INVALID_INPUT} when there is a file of one of the names
     */
    public Remaster addTree(String path, Path folder) throws IOException {
        if (tree.find(path) == null) {
            builder.directory(path);
        }
        FolderTree.add(folder, path + "/", builder);
        return this;
    }

    /**
     * Takes out a file, a link, or a directory with all that is in it.
     *
     * @throws IsoException {@code NOT_FOUND} when the image has no such entry
     */
    public Remaster remove(String path) {
        tree.remove(tree.get(path));
        return this;
    }

    /**
     * Keeps the boot catalog with all its entries; boot info tables are written anew. Without it the copy does not start,
     * and the report says so.
     */
    public Remaster keepBoot() {
        this.keepBoot = true;
        return this;
    }

    /** Makes a file of the image the boot image for BIOS machines, in place of the source's. */
    public Remaster bootBios(String path, Bios load) {
        this.ownBoot = true;
        builder.bootBios(path, load);
        return this;
    }

    /** Makes a file of the image the boot image for UEFI machines, in place of the source's. */
    public Remaster bootUefi(String path) {
        this.ownBoot = true;
        builder.bootUefi(path);
        return this;
    }

    /** Sets another label. */
    public Remaster volumeId(String id) {
        this.volumeId = id;
        return this;
    }

    /** Sets other dates for the volume and for entries without their own; the volume's UUID changes with it. */
    public Remaster timestamp(Instant instant) {
        this.timestamp = instant;
        return this;
    }

    /** Says who will read the copy. When not called the source decides: its views, and Windows' rules for its installer. */
    public Remaster profile(Profile reader) {
        this.profile = reader;
        return this;
    }

    /** Refuse or rename what a view cannot show; {@link NamePolicy#STRICT} when not called. */
    public Remaster names(NamePolicy policy) {
        builder.names(policy);
        return this;
    }

    /**
     * Chooses what the digest in the descriptors covers. When not called, {@link ContentKey#METADATA}: the source's files
     * count by its descriptors and their places, so that nothing is read but what is copied.
     */
    public Remaster contentKey(ContentKey key) {
        this.contentKey = key;
        return this;
    }

    /** Stores equal files once, see {@link IsoBuilder#dedupe}; reads every file whose size another one has. */
    public Remaster dedupe() {
        builder.dedupe();
        return this;
    }

    /** Sets the first 32 KiB in place of the source's. */
    public Remaster systemArea(byte[] bytes) {
        this.systemArea = bytes.clone();
        return this;
    }

    /** Gives up the source's first 32 KiB, with which it starts as a disk. */
    public Remaster dropSystemArea() {
        return systemArea(new byte[0]);
    }

    /**
     * Lays the copy out.
     *
     * @throws IsoException when a name, the label, the profile or a limit forbids the copy, or it could not keep what makes
     *     the source start
     * @throws IOException when a source cannot be read
     */
    public IsoImage plan() throws IOException {
        source.requireNoSpecials();
        var kept = new KeptBoot(reader, source, tree);
        var boot = keepBoot ? kept.read() : null;
        if (boot == null) {
            withoutCatalog(kept.catalogFile());
        }
        var primary = reader.primaryDescriptor().orElse(null);
        byte[] area = systemArea == null ? reader.systemArea() : systemArea;
        boolean inherited = systemArea == null && !isZero(area);
        builder.keep(primary == null ? KeptVolume.NONE : KeptVolume.of(primary, timestamp == null), boot);
        builder.profile(profile == null ? derivedProfile(boot != null || ownBoot) : profile)
                .volumeId(volumeId == null ? reader.volumeId(source.view()) : volumeId)
                .contentKey(contentKey)
                .timestamp(timestamp == null ? reader.created().orElse(IsoBuilder.DEFAULT_TIMESTAMP) : timestamp)
                .systemArea(inherited || systemArea != null ? area : new byte[0]);
        var image = builder.plan();
        if (inherited) {
            requireSamePlaces(image, boot);
        }
        return image;
    }

    private void withoutCatalog(@Nullable Node catalogFile) {
        if (catalogFile != null) {
            tree.remove(catalogFile);
        }
        if (!keepBoot && !ownBoot && reader.bootCatalog().isPresent()) {
            builder.note(new Deviation(
                    Deviation.Kind.OMITTED, View.ISO, "", "", "the source's boot catalog was not asked for"));
        }
    }

    private Profile derivedProfile(boolean bootable) {
        if (isWindowsInstaller()) {
            return Profile.WINDOWS_INSTALLER.withBootable(bootable);
        }
        Set<View> views = EnumSet.of(View.ISO);
        views.addAll(source.view() == View.UDF ? EnumSet.allOf(View.class) : reader.views());
        return Profile.custom("The remastered image", views);
    }

    private boolean isWindowsInstaller() {
        for (var child : tree.root().children.values()) {
            if (child.name.equalsIgnoreCase("sources")) {
                for (var file : child.children.values()) {
                    if (file.name.equalsIgnoreCase("boot.wim")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /**
     * What stands in the system area names places: the whole image and its boot images (isohybrid's MBR), and with a GPT or
     * an Apple map also places behind the volume. It is true for the copy when nothing of that moved.
     */
    private void requireSamePlaces(IsoImage image, @Nullable ElTorito boot) throws IOException {
        boolean same = image.size() == reader.size() && !ownBoot && !hasMap(reader.systemArea());
        var before = reader.bootEntries();
        for (int i = 0; i < before.size(); i++) {
            same &= boot != null
                    && boot.entries().get(i).node().dataBlock == before.get(i).block();
        }
        if (!same) {
            throw new IsoException(
                    UNSUPPORTED,
                    "The source also starts as a disk: its first 32 KiB (isohybrid MBR, GPT or another boot record) name"
                            + " places of the image that move. Drop the system area to get an image that starts as a CD"
                            + " only, or give one that fits.");
        }
    }

    private static boolean hasMap(byte[] area) {
        for (int at = 512; at <= 4096; at += 512) {
            boolean gpt = startsWith(area, at, "EFI PART");
            boolean apple = startsWith(area, at, "PM");
            if (gpt || apple) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] bytes, int at, String text) {
        return new String(bytes, at, text.length(), java.nio.charset.StandardCharsets.ISO_8859_1).equals(text);
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
