package io.slipway.iso;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over everything that decides an image's bytes: format version, options, names, attributes and, with
 * {@link ContentKey#CONTENT}, the SHA-256 of each file.
 */
final class ContentDigest {
    /** Raised whenever the same input gives other bytes than before. */
    private static final int FORMAT = 1;

    private final ContentKey key;
    private final MessageDigest file = sha256();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final MessageDigest whole = sha256();
    private byte[] buffer = new byte[0];

    ContentDigest(ContentKey key) {
        this.key = key;
    }

    String of(ImageOptions options, NamePolicy names, Node root) throws IOException {
        out.writeInt(FORMAT);
        text(options.volumeId());
        out.writeLong(options.timestamp().getEpochSecond());
        for (var view : View.values()) {
            out.writeBoolean(options.profile().has(view));
        }
        out.writeBoolean(options.profile().win32Names());
        out.writeByte(names.ordinal());
        out.writeByte(key.ordinal());
        out.writeInt(options.systemArea().length);
        out.write(options.systemArea());
        boot(options);
        node(root);
        drain();
        return HexFormat.of().formatHex(whole.digest());
    }

    private void boot(ImageOptions options) throws IOException {
        var boot = options.boot();
        if (boot != null) {
            text(boot.bios() == null ? "" : boot.bios().path());
            out.writeInt(boot.biosLoad().sectors());
            text(boot.uefi() == null ? "" : boot.uefi().path());
        }
    }

    private void node(Node node) throws IOException {
        out.writeByte(node.kind.ordinal());
        text(node.name);
        var attributes = node.attributes;
        out.writeInt(attributes.permissions());
        out.writeInt(attributes.userId());
        out.writeInt(attributes.groupId());
        out.writeLong(
                attributes.modified() == null
                        ? Long.MIN_VALUE
                        : attributes.modified().getEpochSecond());
        switch (node.kind) {
            case LINK -> text(node.target);
            case FILE -> source(java.util.Objects.requireNonNull(node.source));
            case DIRECTORY -> {
                out.writeInt(node.children.size());
                for (var child : node.children.values()) {
                    node(child);
                }
            }
        }
        if (bytes.size() > 1 << 16) {
            drain();
        }
    }

    private void source(Source source) throws IOException {
        out.writeLong(source.size());
        var known = source.knownSha256();
        if (known.isPresent()) {
            out.write(HexFormat.of().parseHex(known.get()));
        } else if (source instanceof ByteSource inMemory) {
            out.write(file.digest(inMemory.bytes()));
        } else if (key == ContentKey.CONTENT) {
            out.write(read(source));
        } else if (source instanceof PathSource onDisk) {
            out.writeLong(onDisk.modifiedMillis());
        }
    }

    private byte[] read(Source source) throws IOException {
        if (buffer.length == 0) {
            buffer = new byte[1 << 16];
        }
        long left = source.size();
        try (var in = source.open()) {
            while (left >= 0) {
                int count = in.read(buffer);
                if (count < 0) {
                    break;
                }
                file.update(buffer, 0, count);
                left -= count;
            }
        }
        if (left != 0) {
            throw new IsoException(
                    IsoException.Reason.SOURCE_CHANGED,
                    "A source announced " + source.size() + " bytes and gave " + (left > 0 ? "fewer." : "more."));
        }
        return file.digest();
    }

    private void text(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private void drain() {
        whole.update(bytes.toByteArray());
        bytes.reset();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
