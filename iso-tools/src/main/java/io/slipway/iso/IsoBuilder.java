package io.slipway.iso;

import static io.slipway.iso.IsoException.Reason.INVALID_INPUT;
import static io.slipway.iso.IsoException.Reason.LIMIT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the entries and options of one image. Paths use {@code /}, with or without one in front; missing parent
 * directories are created.
 *
 * <p>One builder makes one plan. Not safe for use by several threads.
 */
public final class IsoBuilder {
    /** The first moment of the DOS calendar: the timestamp of images that were given none. */
    public static final Instant DEFAULT_TIMESTAMP = Instant.parse("1980-01-01T00:00:00Z");

    /** libisofs (xorriso) refuses a whole image for one longer target. */
    private static final int MAX_TARGET = 1023;

    private final NodeTree tree = new NodeTree();
    private final List<Deviation> notes = new ArrayList<>();
    private String volumeId = "";
    private Profile profile = Profile.DATA;
    private NamePolicy names = NamePolicy.STRICT;
    private ContentKey contentKey = ContentKey.CONTENT;
    private Instant timestamp = DEFAULT_TIMESTAMP;
    private byte[] systemArea = {};
    private @Nullable String biosPath;
    private Bios bios = Bios.noEmulation(4);
    private @Nullable String uefiPath;
    private boolean dedupe;
    private KeptVolume kept = KeptVolume.NONE;
    private @Nullable ElTorito keptBoot;
    private boolean planned;

    IsoBuilder() {}

    /** Sets the label: 1 to 32 printable ASCII characters; the profile may allow fewer. */
    public IsoBuilder volumeId(String id) {
        this.volumeId = id;
        return this;
    }

    /** Says who will read the image; {@link Profile#DATA} when not called. */
    public IsoBuilder profile(Profile reader) {
        this.profile = reader;
        return this;
    }

    /** Sets all dates of the volume and of entries without their own, to the second, brought into 1900 to 2155. */
    public IsoBuilder timestamp(Instant instant) {
        this.timestamp = instant;
        return this;
    }

    /** Refuse or rename what a view cannot show; {@link NamePolicy#STRICT} when not called. */
    public IsoBuilder names(NamePolicy policy) {
        this.names = policy;
        return this;
    }

    /** Chooses what the digest in the descriptors covers; {@link ContentKey#CONTENT} when not called. */
    public IsoBuilder contentKey(ContentKey key) {
        this.contentKey = key;
        return this;
    }

    /** Adds a file from memory; the array is not copied. */
    public IsoBuilder file(String path, byte[] bytes) {
        return file(path, Source.of(bytes));
    }

    /** Adds a file, readable by all. */
    public IsoBuilder file(String path, Source source) {
        return file(path, source, Attributes.FILE);
    }

    /** Adds a file with its own attributes. */
    public IsoBuilder file(String path, Source source, Attributes attributes) {
        tree.add(path, Node.Kind.FILE, attributes).source = source;
        return this;
    }

    /** Adds a directory; one that is there already keeps its entries. */
    public IsoBuilder directory(String path) {
        return directory(path, Attributes.DIRECTORY);
    }

    /** Adds a directory with its own attributes; the empty path is the root. */
    public IsoBuilder directory(String path, Attributes attributes) {
        if (path.isEmpty() || path.equals("/")) {
            tree.root().attributes = attributes;
        } else {
            tree.add(path, Node.Kind.DIRECTORY, attributes);
        }
        return this;
    }

    /** Adds a symbolic link, shown by the Rock Ridge view only. */
    public IsoBuilder symlink(String path, String target) {
        return symlink(path, target, Attributes.LINK);
    }

    /** Adds a symbolic link with its own attributes. */
    public IsoBuilder symlink(String path, String target, Attributes attributes) {
        int bytes = target.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_TARGET || target.indexOf('\0') >= 0) {
            throw new IsoException(
                    INVALID_INPUT,
                    "The link '" + path + "' has a target of " + bytes + " bytes; readers accept 1 to " + MAX_TARGET
                            + ".");
        }
        tree.add(path, Node.Kind.LINK, attributes).target = target;
        return this;
    }

    /**
     * Adds everything below a folder; links stay links, an owner's execute bit is kept as 0555, all other attributes are
     * the defaults.
     *
     * @throws IOException when the folder cannot be listed
     */
    public IsoBuilder tree(Path folder) throws IOException {
        FolderTree.add(folder, "", this);
        return this;
    }

    /** Sets the first 32 KiB, for example a boot record; shorter arrays are padded with zeros. */
    public IsoBuilder systemArea(byte[] bytes) {
        if (bytes.length > 16 * Sink.BLOCK) {
            throw new IsoException(LIMIT, "The system area has 32768 bytes, not " + bytes.length + ".");
        }
        this.systemArea = bytes.clone();
        return this;
    }

    /** Makes a file of the image the boot image for BIOS machines. */
    public IsoBuilder bootBios(String path, Bios load) {
        this.biosPath = path;
        this.bios = load;
        return this;
    }

    /** Makes a file of the image, a FAT file system, the boot image for UEFI machines. */
    public IsoBuilder bootUefi(String path) {
        this.uefiPath = path;
        return this;
    }

    /**
     * Stores equal files once, in all views: compared by size, SHA-256 and then byte by byte, which reads files of equal size
     * once or twice more. Off when not called.
     */
    public IsoBuilder dedupe() {
        this.dedupe = true;
        return this;
    }

    /**
     * Lays the image out. From here on its size is known and nothing can change.
     *
     * @throws IsoException when a name, the label, the profile or a limit forbids the image
     * @throws IOException when a source cannot be read
     */
    public IsoImage plan() throws IOException {
        if (planned) {
            throw new IllegalStateException("one builder makes one plan");
        }
        planned = true;
        Twins.ofSameRanges(tree);
        var boot = boot();
        if (dedupe) {
            Twins.ofSameContents(tree);
        }
        var plan = new Planner(profile, names, contentKey, notes);
        return plan.plan(new ImageOptions(profile, volumeId, timestamp, systemArea, boot, kept), tree.root());
    }

    private @Nullable ElTorito boot() throws IOException {
        List<BootImage> entries = new ArrayList<>();
        if (keptBoot != null) {
            keptBoot.entries().forEach(entry -> entries.add(entry.resolved()));
        }
        if (biosPath != null) {
            replace(entries, BootImage.bios(bootFile(biosPath), bios));
        }
        if (uefiPath != null) {
            var image = BootImage.uefi(bootFile(uefiPath));
            BootPatch.requireFat(image.node());
            replace(entries, image);
        }
        if (entries.isEmpty()) {
            return null;
        }
        var boot = new ElTorito(entries, keptBoot == null ? null : keptBoot.catalog());
        if (boot.catalog() != null) {
            boot.catalog().patched = true;
        }
        BootPatch.prepare(boot);
        return boot;
    }

    /** A BIOS entry goes first: firmware takes the default entry for BIOS. */
    private static void replace(List<BootImage> entries, BootImage image) {
        int at = 0;
        while (at < entries.size() && entries.get(at).platform() != image.platform()) {
            at++;
        }
        entries.removeIf(entry -> entry.platform() == image.platform());
        entries.add(image.platform() == BootImage.BIOS ? 0 : Math.min(at, entries.size()), image);
    }

    private Node bootFile(String path) {
        var node = tree.find(path);
        if (node == null || node.kind != Node.Kind.FILE || node.size() == 0) {
            throw new IsoException(
                    INVALID_INPUT, "The boot image '" + path + "' is not a file with data in the image.");
        }
        return node.twin == null ? node : node.twin;
    }

    NodeTree nodes() {
        return tree;
    }

    /** What the report says besides what planning finds. */
    void note(Deviation deviation) {
        notes.add(deviation);
    }

    /** Takes over what a remastered image keeps of its source. */
    void keep(KeptVolume volume, @Nullable ElTorito boot) {
        this.kept = volume;
        this.keptBoot = boot;
    }
}
