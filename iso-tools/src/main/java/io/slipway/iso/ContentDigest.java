package io.slipway.iso;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over everything that decides an image's bytes: format version, options, names, attributes and, with
 * {@link ContentKey#CONTENT}, the SHA-256 of each file. Files on disk are read when the value is first asked for, unless
 * somebody who read them anyway says what they hold.
 *
 * <p>Safe for use by several threads once prepared.
 */
final class ContentDigest {
    /** Raised whenever the same input gives other bytes than before. */
    private static final int FORMAT = 2;

    private final ContentKey key;
    private final ImageOptions options;
    private final NamePolicy names;
    private final Node root;
    private final Map<Node, byte[]> known = new IdentityHashMap<>();
    private final List<Node> deferred = new ArrayList<>();
    private final Map<Origin, byte[]> fingerprints = new IdentityHashMap<>();
    private @Nullable String value;

    ContentDigest(ContentKey key, ImageOptions options, NamePolicy names, Node root) {
        this.key = key;
        this.options = options;
        this.names = names;
        this.root = root;
    }

    /** Digests what may be gone later: arrays and streams. Without files on disk the value is known then. */
    synchronized void prepare() throws IOException {
        if (key == ContentKey.CONTENT) {
            collect(root);
        }
        if (deferred.isEmpty()) {
            value();
        }
    }

    /** Whether a file lies on disk and nobody vouched for what it holds. */
    static boolean isDeferred(Node file) {
        var source = file.source;
        return (source instanceof PathSource || source instanceof RangeSource)
                && source.knownSha256().isEmpty();
    }

    private void collect(Node node) throws IOException {
        for (var child : node.children.values()) {
            if (child.isDirectory()) {
                collect(child);
            } else if (isDeferred(child)) {
                deferred.add(child);
            } else if (child.source != null && child.source.knownSha256().isEmpty()) {
                known.put(child, read(child.source));
            }
        }
    }

    synchronized boolean isKnown() {
        return value != null;
    }

    /** The digest in hex; reads the files that nobody has read yet. */
    synchronized String value() throws IOException {
        if (value == null) {
            for (var file : deferred) {
                if (!known.containsKey(holder(file))) {
                    known.put(holder(file), read(Objects.requireNonNull(holder(file).source)));
                }
            }
            value = compute();
        }
        return value;
    }

    /** The digest in hex, by the SHA-256 of each file that was read just now. */
    synchronized String value(Map<Node, byte[]> justRead) throws IOException {
        known.putAll(justRead);
        return value();
    }

    /** Equal files are read once. */
    private static Node holder(Node file) {
        return file.twin == null ? file : file.twin;
    }

    private String compute() throws IOException {
        var whole = sha256();
        try (var out = new DataOutputStream(
                new BufferedOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), whole), 1 << 13))) {
            out.writeInt(FORMAT);
            text(out, options.volumeId());
            out.writeLong(options.timestamp().getEpochSecond());
            for (var view : View.values()) {
                out.writeBoolean(options.profile().has(view));
            }
            out.writeBoolean(options.profile().win32Names());
            out.writeByte(names.ordinal());
            out.writeByte(key.ordinal());
            out.writeInt(options.systemArea().length);
            out.write(options.systemArea());
            for (String text : options.kept().texts()) {
                text(out, text);
            }
            out.write(options.kept().dates());
            boot(out);
            node(out, root);
        }
        known.clear();
        deferred.clear();
        return HexFormat.of().formatHex(whole.digest());
    }

    private void boot(DataOutputStream out) throws IOException {
        var boot = options.boot();
        if (boot != null) {
            for (var entry : boot.entries()) {
                out.writeInt(entry.platform() << 16 | entry.mediaType() << 8 | entry.systemType());
                out.writeInt(entry.loadSegment() << 16 | entry.sectorCount());
                out.writeBoolean(entry.bootable());
                out.writeBoolean(entry.bootInfoTable());
                out.writeBoolean(entry.grub2BootInfo());
                text(out, entry.node().path());
                source(out, entry.node());
            }
            text(out, boot.catalog() == null ? "" : boot.catalog().path());
        }
    }

    private void node(DataOutputStream out, Node node) throws IOException {
        out.writeByte(node.kind.ordinal());
        text(out, node.name);
        var attributes = node.attributes;
        out.writeInt(attributes.permissions());
        out.writeInt(attributes.userId());
        out.writeInt(attributes.groupId());
        out.writeLong(
                attributes.modified() == null
                        ? Long.MIN_VALUE
                        : attributes.modified().getEpochSecond());
        switch (node.kind) {
            case LINK -> text(out, node.target);
            case FILE -> source(out, node);
            case DIRECTORY -> {
                out.writeInt(node.children.size());
                for (var child : node.children.values()) {
                    node(out, child);
                }
            }
        }
    }

    private void source(DataOutputStream out, Node node) throws IOException {
        var source = Objects.requireNonNull(node.source);
        out.writeLong(source.size());
        var vouched = source.knownSha256();
        byte[] sha256 = known.get(holder(node));
        if (vouched.isPresent()) {
            out.write(HexFormat.of().parseHex(vouched.get()));
        } else if (sha256 != null) {
            out.write(sha256);
        } else if (source instanceof ByteSource || key == ContentKey.CONTENT) {
            out.write(read(source));
        } else if (source instanceof PathSource onDisk) {
            out.writeLong(onDisk.modifiedMillis());
        } else if (source instanceof RangeSource range) {
            range(out, range);
        }
    }

    private void range(DataOutputStream out, RangeSource range) throws IOException {
        byte[] fingerprint = fingerprints.get(range.origin());
        if (fingerprint == null) {
            fingerprint = range.origin().fingerprint();
            fingerprints.put(range.origin(), fingerprint);
        }
        out.write(fingerprint);
        for (var extent : range.extents()) {
            out.writeLong(extent.position());
            out.writeLong(extent.length());
        }
    }

    /** The SHA-256 of a source in hex. */
    static String sha256(Source source) throws IOException {
        return HexFormat.of().formatHex(read(source));
    }

    private static byte[] read(Source source) throws IOException {
        var digest = sha256();
        if (source instanceof ByteSource inMemory) {
            return digest.digest(inMemory.bytes());
        }
        byte[] buffer = new byte[Math.clamp(source.size(), 1, 1 << 16)];
        long left = source.size();
        try (var in = source.open()) {
            while (left >= 0) {
                int count = in.read(buffer);
                if (count < 0) {
                    break;
                }
                digest.update(buffer, 0, count);
                left -= count;
            }
        }
        if (left != 0) {
            throw new IsoException(
                    IsoException.Reason.SOURCE_CHANGED,
                    "A source announced " + source.size() + " bytes and gave " + (left > 0 ? "fewer." : "more."));
        }
        return digest.digest();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
