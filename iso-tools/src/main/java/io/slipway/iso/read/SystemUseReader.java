package io.slipway.iso.read;

import static io.slipway.iso.IsoException.Reason.LIMIT;

import io.slipway.iso.IsoException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the SUSP and Rock Ridge entries of one directory record, following continuation areas up to a limit. */
final class SystemUseReader {
    /** PATH_MAX of Linux, and room for one name. */
    private static final int MOST_TEXT = 8192;

    private final Medium medium;
    private final Limits limits;
    private int skip;

    SystemUseReader(Medium medium, Limits limits) {
        this.medium = medium;
        this.limits = limits;
    }

    /** What the entries said; absent parts keep their defaults. */
    static final class Entries {
        boolean sharing;
        boolean relocated;
        boolean extension;
        int mode = -1;
        long userId;
        long groupId;

        @Nullable
        Instant modified;

        long childBlock = -1;

        @Nullable
        ByteArrayOutputStream name;

        boolean isLink;
        final LinkTarget target = new LinkTarget();

        private long nextBlock = -1;
        private int nextOffset;
        private int nextLength;

        @Nullable
        String nameText() {
            return name == null ? null : name.toString(StandardCharsets.UTF_8);
        }
    }

    /** The number of bytes to skip in every record but the root's own (SUSP 5.3). */
    void skip(int bytes) {
        this.skip = bytes;
    }

    Entries read(Bytes record, boolean rootSelf) throws IOException {
        int identifier = record.u8(32);
        int start = 33 + identifier + (1 - (identifier & 1)) + (rootSelf ? 0 : skip);
        var entries = new Entries();
        if (start >= record.length()) {
            return entries;
        }
        var area = record.slice(start, record.length() - start);
        if (rootSelf && (area.length() < 7 || !area.ascii(0, 2).equals("SP"))) {
            return entries;
        }
        area(area, entries);
        for (int hops = 0; entries.nextBlock >= 0; hops++) {
            if (hops == limits.maxContinuations()) {
                throw new IsoException(LIMIT, record.what() + " has more than " + hops + " continuation areas.");
            }
            long position = entries.nextBlock * Medium.BLOCK + entries.nextOffset;
            entries.nextBlock = -1;
            area(medium.bytes(position, entries.nextLength, record.what()), entries);
        }
        return entries;
    }

    private void area(Bytes area, Entries entries) {
        int at = 0;
        while (area.length() - at >= 4 && area.u8(at) != 0) {
            int length = area.u8(at + 2);
            if (length < 4 || length > area.length() - at) {
                throw area.corrupt("a system use entry has length " + length);
            }
            var entry = area.slice(at, length);
            String signature = entry.ascii(0, 2);
            if (signature.equals("ST")) {
                return;
            }
            entry(signature, entry, entries);
            at += length;
        }
    }

    private void entry(String signature, Bytes entry, Entries entries) {
        switch (signature) {
            case "SP" -> {
                if (entry.u8(4) != 0xbe || entry.u8(5) != 0xef) {
                    throw entry.corrupt("the SP entry is malformed");
                }
                entries.sharing = true;
                skip = entry.u8(6);
            }
            case "ER" -> {
                String id = entry.ascii(8, entry.u8(4));
                entries.extension |= id.equals("RRIP_1991A") || id.equals("IEEE_P1282") || id.equals("IEEE_1282");
            }
            case "CE" -> continuation(entry, entries);
            case "PX" -> {
                entries.mode = (int) entry.both32(4);
                entries.userId = entry.both32(20);
                entries.groupId = entry.both32(28);
            }
            case "TF" -> entries.modified = modified(entry);
            case "NM" -> name(entry, entries);
            case "SL" -> {
                entries.isLink = true;
                entries.target.add(entry.slice(5, entry.length() - 5));
            }
            case "CL" -> entries.childBlock = entry.both32(4);
            case "RE" -> entries.relocated = true;
            default -> {}
        }
    }

    /** The times stand in the order of their flags: creation, then modification (RRIP 4.1.6). */
    private static @Nullable Instant modified(Bytes entry) {
        int flags = entry.u8(4);
        boolean isLong = (flags & 0x80) != 0;
        int at = 5 + ((flags & 1) != 0 ? (isLong ? 17 : 7) : 0);
        if ((flags & 2) == 0) {
            return null;
        }
        return isLong ? RecordDate.text(entry, at) : RecordDate.binary(entry, at);
    }

    private static void continuation(Bytes entry, Entries entries) {
        if (entries.nextBlock >= 0) {
            throw entry.corrupt("two continuations in one area");
        }
        long offset = entry.both32(12);
        long length = entry.both32(20);
        if (offset + length > Medium.BLOCK) {
            throw entry.corrupt("a continuation area crosses its block");
        }
        entries.nextBlock = entry.both32(4);
        entries.nextOffset = (int) offset;
        entries.nextLength = (int) length;
    }

    private static void name(Bytes entry, Entries entries) {
        if ((entry.u8(4) & 6) != 0) {
            return;
        }
        if (entries.name == null) {
            entries.name = new ByteArrayOutputStream();
        }
        entries.name.writeBytes(entry.slice(5, entry.length() - 5).toArray());
        if (entries.name.size() > MOST_TEXT) {
            throw entry.corrupt("a name is longer than " + MOST_TEXT + " bytes");
        }
    }

    /** Puts the components of SL entries together (RRIP 4.1.3). */
    static final class LinkTarget {
        private final ByteArrayOutputStream text = new ByteArrayOutputStream(0);
        private boolean separate;

        private void add(Bytes components) {
            int at = 0;
            while (components.length() - at >= 2) {
                int flags = components.u8(at);
                int length = components.u8(at + 1);
                var part = components.slice(at + 2, length);
                at += 2 + length;
                if ((flags & 8) != 0) {
                    text.write('/');
                    separate = false;
                    continue;
                }
                if (separate) {
                    text.write('/');
                }
                text.writeBytes(
                        switch (flags & 6) {
                            case 2 -> new byte[] {'.'};
                            case 4 -> new byte[] {'.', '.'};
                            default -> part.toArray();
                        });
                separate = (flags & 1) == 0;
                if (text.size() > MOST_TEXT) {
                    throw components.corrupt("a link target is longer than " + MOST_TEXT + " bytes");
                }
            }
        }

        String text() {
            return text.toString(StandardCharsets.UTF_8);
        }
    }
}
