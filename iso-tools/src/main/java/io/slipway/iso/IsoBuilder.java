package io.slipway.iso;

import static io.slipway.iso.IsoException.Reason.INVALID_INPUT;
import static io.slipway.iso.IsoException.Reason.LIMIT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
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

    /** Levels of directories, far below what a reader's stack and a path's length allow. */
    static final int MAX_DEPTH = 250;

    /** libisofs (xorriso) refuses a whole image for one longer target. */
    private static final int MAX_TARGET = 1023;

    private final Node root = new Node("", null, Node.Kind.DIRECTORY, Attributes.DIRECTORY);
    private String volumeId = "";
    private Profile profile = Profile.DATA;
    private NamePolicy names = NamePolicy.STRICT;
    private ContentKey contentKey = ContentKey.CONTENT;
    private Instant timestamp = DEFAULT_TIMESTAMP;
    private byte[] systemArea = {};
    private @Nullable String biosPath;
    private Bios bios = Bios.noEmulation(4);
    private @Nullable String uefiPath;
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
        add(path, Node.Kind.FILE, attributes).source = source;
        return this;
    }

    /** Adds a directory; one that is there already keeps its entries. */
    public IsoBuilder directory(String path) {
        return directory(path, Attributes.DIRECTORY);
    }

    /** Adds a directory with its own attributes; the empty path is the root. */
    public IsoBuilder directory(String path, Attributes attributes) {
        if (path.isEmpty() || path.equals("/")) {
            root.attributes = attributes;
        } else {
            add(path, Node.Kind.DIRECTORY, attributes);
        }
        return this;
    }

    /** Adds a symbolic link, shown by the Rock Ridge view only. */
    public IsoBuilder symlink(String path, String target) {
        int bytes = target.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_TARGET || target.indexOf('\0') >= 0) {
            throw new IsoException(
                    INVALID_INPUT,
                    "The link '" + path + "' has a target of " + bytes + " bytes; readers accept 1 to " + MAX_TARGET
                            + ".");
        }
        add(path, Node.Kind.LINK, Attributes.LINK).target = target;
        return this;
    }

    /**
     * Adds everything below a folder; links stay links, an owner's execute bit is kept as 0555, all other attributes are
     * the defaults.
     *
     * @throws IOException when the folder cannot be listed
     */
    public IsoBuilder tree(Path folder) throws IOException {
        FolderTree.add(folder, this);
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
        var plan = new Planner(profile, names, contentKey);
        var boot = boot();
        return plan.plan(new ImageOptions(profile, volumeId, timestamp, systemArea, boot, ""), root);
    }

    private @Nullable ElTorito boot() throws IOException {
        if (biosPath == null && uefiPath == null) {
            return null;
        }
        var biosNode = biosPath == null ? null : bootFile(biosPath);
        if (biosNode != null && (bios.bootInfoTable() || bios.grub2BootInfo())) {
            biosNode.source = BootPatch.prepare(Objects.requireNonNull(biosNode.source), biosNode, bios);
        }
        var uefiNode = uefiPath == null ? null : bootFile(uefiPath);
        if (uefiNode != null) {
            BootPatch.requireFat(uefiNode);
        }
        return new ElTorito(biosNode, bios, uefiNode);
    }

    private Node bootFile(String path) {
        var node = find(path);
        if (node == null || node.kind != Node.Kind.FILE || node.size() == 0) {
            throw new IsoException(
                    INVALID_INPUT, "The boot image '" + path + "' is not a file with data in the image.");
        }
        return node;
    }

    private @Nullable Node find(String path) {
        Node at = root;
        for (String part : parts(path)) {
            at = at == null ? null : at.children.get(part);
        }
        return at;
    }

    private Node add(String path, Node.Kind kind, Attributes attributes) {
        String[] parts = parts(path);
        if (parts.length > MAX_DEPTH) {
            throw new IsoException(LIMIT, "'" + path + "' has more than " + MAX_DEPTH + " levels.");
        }
        Node at = root;
        for (int i = 0; i + 1 < parts.length; i++) {
            at = child(at, parts[i], Node.Kind.DIRECTORY, Attributes.DIRECTORY);
            if (!at.isDirectory()) {
                throw new IsoException(INVALID_INPUT, "'" + at.path() + "' is a file and cannot hold '" + path + "'.");
            }
        }
        var node = child(at, parts[parts.length - 1], kind, attributes);
        if (node.kind != kind || node.explicit && kind != Node.Kind.DIRECTORY) {
            throw new IsoException(INVALID_INPUT, "'" + path + "' was added twice.");
        }
        node.explicit = true;
        node.attributes = attributes;
        return node;
    }

    private static Node child(Node parent, String name, Node.Kind kind, Attributes attributes) {
        var present = parent.children.get(name);
        if (present != null) {
            return present;
        }
        var created = new Node(name, parent, kind, attributes);
        parent.children.put(name, created);
        return created;
    }

    private static String[] parts(String path) {
        String[] parts = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
        for (String part : parts) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new IsoException(
                        IsoException.Reason.INVALID_NAME, "'" + path + "' has an empty part, '.' or '..' in it.");
            }
        }
        return parts;
    }
}
