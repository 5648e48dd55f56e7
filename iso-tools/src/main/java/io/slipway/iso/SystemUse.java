package io.slipway.iso;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds the Rock Ridge entries of one directory record (SUSP 1.12, RRIP 1.10) and splits them between the record and
 * continuation areas. Sizing and writing run the same code, so nothing is kept between them.
 *
 * <p>Not safe for use by several threads: one instance is reused for all records.
 */
final class SystemUse {
    /** Longest directory record: one byte for the length, kept even (ECMA-119 9.1.1). */
    private static final int RECORD = 254;

    private static final int CE = 28;
    private static final int PIECE = 250;
    private static final byte[] ER = extensionReference();

    /** Which record the entries are for. */
    enum Role {
        ROOT_SELF,
        SELF,
        PARENT,
        CHILD
    }

    private final Dates dates;
    private byte[] bytes = new byte[512];
    private int length;
    private final int[] starts = new int[64];
    private int[] entryStarts = starts;
    private int entries;

    /** End of each part in {@code bytes}: the record's own first, then the areas. */
    private final List<Integer> ends = new ArrayList<>();

    SystemUse(Dates dates) {
        this.dates = dates;
    }

    /** Assembles the entries for a record whose identifier has that many bytes. */
    void assemble(Node node, Role role, int identifierLength) {
        length = 0;
        entries = 0;
        ends.clear();
        if (role == Role.ROOT_SELF) {
            entry(new byte[] {'S', 'P', 7, 1, (byte) 0xbe, (byte) 0xef, 0});
        }
        posix(node, role);
        times(node);
        if (role == Role.CHILD) {
            name(node.rockName.getBytes(StandardCharsets.UTF_8));
            if (node.kind == Node.Kind.LINK) {
                symlink(node.target);
            }
        }
        if (role == Role.ROOT_SELF) {
            entry(ER);
        }
        split(RECORD - 33 - identifierLength - (1 - (identifierLength & 1)));
    }

    /** Bytes of system use in the record itself. */
    int inRecord() {
        return ends.size() == 1 ? ends.getFirst() : ends.getFirst() + CE;
    }

    int areas() {
        return ends.size() - 1;
    }

    /** Length of a continuation area, its own link to the next one included. */
    int areaLength(int area) {
        int own = ends.get(area + 1) - ends.get(area);
        return area + 1 < areas() ? own + CE : own;
    }

    byte[] bytes() {
        return bytes;
    }

    int partStart(int part) {
        return part == 0 ? 0 : ends.get(part - 1);
    }

    int partEnd(int part) {
        return ends.get(part);
    }

    private void split(int room) {
        int limit = room;
        int start = 0;
        int at = 0;
        while (true) {
            if (length - start <= limit) {
                ends.add(length);
                return;
            }
            int end = start;
            while (at < entries && endOf(at) - start <= limit - CE) {
                end = endOf(at++);
            }
            ends.add(end);
            start = end;
            limit = Sink.BLOCK;
        }
    }

    private int endOf(int entry) {
        return entry + 1 < entries ? entryStarts[entry + 1] : length;
    }

    private void posix(Node node, Role role) {
        var shown = role == Role.PARENT ? node.parentOrSelf() : node;
        int type =
                switch (shown.kind) {
                    case DIRECTORY -> 0040000;
                    case FILE -> 0100000;
                    case LINK -> 0120000;
                };
        start('P', 'X', 36);
        both32(type | shown.attributes.permissions());
        both32(shown.isDirectory() ? 2L + shown.directories.length : 1);
        both32(shown.attributes.userId());
        both32(shown.attributes.groupId());
    }

    private void times(Node node) {
        byte[] date = dates.record(node.attributes.modified());
        start('T', 'F', 26);
        put(0x0e);
        for (int i = 0; i < 3; i++) {
            for (byte b : date) {
                put(b);
            }
        }
    }

    private void name(byte[] name) {
        for (int at = 0; at < name.length; at += PIECE) {
            int piece = Math.min(PIECE, name.length - at);
            start('N', 'M', 5 + piece);
            put(at + piece < name.length ? 1 : 0);
            for (int i = 0; i < piece; i++) {
                put(name[at + i]);
            }
        }
    }

    /** libarchive loses the slash between two SL entries, so an entry always ends inside a component. */
    private void symlink(String target) {
        List<byte[]> pieces = SymlinkComponents.entries(target);
        for (int i = 0; i < pieces.size(); i++) {
            byte[] piece = pieces.get(i);
            start('S', 'L', 5 + piece.length);
            put(i + 1 < pieces.size() ? 1 : 0);
            for (byte b : piece) {
                put(b);
            }
        }
    }

    private void start(char first, char second, int size) {
        if (entries == entryStarts.length) {
            entryStarts = Arrays.copyOf(entryStarts, 2 * entries);
        }
        entryStarts[entries++] = length;
        if (length + size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + size));
        }
        put(first);
        put(second);
        put(size);
        put(1);
    }

    private void entry(byte[] whole) {
        start((char) whole[0], (char) whole[1], whole.length);
        System.arraycopy(whole, 4, bytes, length, whole.length - 4);
        length += whole.length - 4;
    }

    private void put(int value) {
        bytes[length++] = (byte) value;
    }

    private void both32(long value) {
        for (int shift = 0; shift < 32; shift += 8) {
            put((int) (value >> shift));
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            put((int) (value >> shift));
        }
    }

    private static byte[] extensionReference() {
        String id = "RRIP_1991A";
        String description = "THE ROCK RIDGE INTERCHANGE PROTOCOL PROVIDES SUPPORT FOR POSIX FILE SYSTEM SEMANTICS";
        String source = "PLEASE CONTACT DISC PUBLISHER FOR SPECIFICATION SOURCE.  SEE PUBLISHER IDENTIFIER IN PRIMARY"
                + " VOLUME DESCRIPTOR FOR CONTACT INFORMATION.";
        byte[] text = (id + description + source).getBytes(StandardCharsets.US_ASCII);
        byte[] entry = new byte[8 + text.length];
        entry[0] = 'E';
        entry[1] = 'R';
        entry[2] = (byte) entry.length;
        entry[3] = 1;
        entry[4] = (byte) id.length();
        entry[5] = (byte) description.length();
        entry[6] = (byte) source.length();
        entry[7] = 1;
        System.arraycopy(text, 0, entry, 8, text.length);
        return entry;
    }

    /** Where a continuation area goes: never across a block's end. */
    static long place(long cursor, int length) {
        long inBlock = cursor & (Sink.BLOCK - 1);
        return inBlock + length > Sink.BLOCK ? cursor - inBlock + Sink.BLOCK : cursor;
    }
}
