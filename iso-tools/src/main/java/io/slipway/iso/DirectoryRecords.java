package io.slipway.iso;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Measures and writes the directories of the ISO view (with Rock Ridge when given) or of the Joliet view (ECMA-119 9.1,
 * 6.8). Measuring and writing walk the same records.
 *
 * <p>Not safe for use by several threads.
 */
final class DirectoryRecords {
    /** Largest section that is a multiple of the block size and fits 32 bits. */
    static final long SECTION = 0xFFFF_F800L;

    private static final byte[] SELF = {0};
    private static final byte[] PARENT = {1};
    private static final int DIRECTORY = 2;
    private static final int MORE_SECTIONS = 0x80;

    private final boolean joliet;
    private final Dates dates;
    private final @Nullable SystemUse systemUse;

    DirectoryRecords(boolean joliet, boolean rockRidge, Dates dates) {
        this.joliet = joliet;
        this.dates = dates;
        this.systemUse = rockRidge && !joliet ? new SystemUse(dates) : null;
    }

    /** What happens to each record in turn. */
    private interface Step {
        void record(Node node, byte[] id, int flags, long block, long bytes) throws IOException;
    }

    private void walk(Node directory, Step step) throws IOException {
        var own = place(directory);
        var above = place(directory.parentOrSelf());
        assemble(directory, directory.parent == null ? SystemUse.Role.ROOT_SELF : SystemUse.Role.SELF, SELF);
        step.record(directory, SELF, DIRECTORY, own.block, own.bytes);
        assemble(directory, SystemUse.Role.PARENT, PARENT);
        step.record(directory, PARENT, DIRECTORY, above.block, above.bytes);
        for (var child : joliet ? directory.jolietOrder : directory.isoOrder) {
            byte[] id = joliet ? child.jolietName.getBytes(StandardCharsets.UTF_16BE) : child.isoId;
            assemble(child, SystemUse.Role.CHILD, id);
            if (child.isDirectory()) {
                var place = place(child);
                step.record(child, id, DIRECTORY, place.block, place.bytes);
                continue;
            }
            long block = child.dataBlock;
            long left = child.size();
            for (; left > SECTION; left -= SECTION) {
                step.record(child, id, MORE_SECTIONS, block, SECTION);
                block += SECTION / Sink.BLOCK;
            }
            step.record(child, id, 0, block, left);
        }
    }

    private Node.DirectoryPlace place(Node directory) {
        return joliet ? directory.joliet : directory.iso;
    }

    private void assemble(Node node, SystemUse.Role role, byte[] id) {
        if (systemUse != null) {
            systemUse.assemble(node, role, id.length);
        }
    }

    private int recordLength(byte[] id) {
        int fixed = 33 + id.length + (1 - (id.length & 1));
        int all = fixed + (systemUse == null ? 0 : systemUse.inRecord());
        return all + (all & 1);
    }

    /** Sets the byte counts of the directory and of its continuation areas, both whole blocks. */
    void measure(Node directory) throws IOException {
        var cursors = new long[2];
        walk(directory, (node, id, flags, block, bytes) -> {
            int length = recordLength(id);
            cursors[0] = SystemUse.place(cursors[0], length) + length;
            for (int area = 0; systemUse != null && area < systemUse.areas(); area++) {
                int areaLength = systemUse.areaLength(area);
                cursors[1] = SystemUse.place(cursors[1], areaLength) + areaLength;
            }
        });
        place(directory).bytes = Layout.wholeBlocks(cursors[0]);
        if (!joliet) {
            directory.continuationBytes = Layout.wholeBlocks(cursors[1]);
        }
    }

    /** Writes the directory's extent. */
    void write(Node directory, Sink out) throws IOException {
        long start = out.position();
        var continuation = new long[1];
        walk(directory, (node, id, flags, block, bytes) -> {
            int length = recordLength(id);
            long at = out.position() - start;
            out.zeros(SystemUse.place(at, length) - at);
            record(out, length, node, id, flags, block, bytes);
            if (systemUse != null) {
                writeSystemUse(directory, out, continuation);
            }
            out.zeros(length - (out.position() - start - SystemUse.place(at, length)));
        });
        out.alignToBlock();
    }

    private void record(Sink out, int length, Node node, byte[] id, int flags, long block, long bytes)
            throws IOException {
        out.u8(length);
        out.u8(0);
        out.both32(block);
        out.both32(bytes);
        out.bytes(dates.record(node.attributes.modified()));
        out.u8(flags);
        out.u8(0);
        out.u8(0);
        out.both16(1);
        out.u8(id.length);
        out.bytes(id);
        if ((id.length & 1) == 0) {
            out.u8(0);
        }
    }

    private void writeSystemUse(Node directory, Sink out, long[] cursor) throws IOException {
        var entries = java.util.Objects.requireNonNull(systemUse);
        out.bytes(entries.bytes(), 0, entries.partEnd(0));
        for (int area = 0; area < entries.areas(); area++) {
            int length = entries.areaLength(area);
            long at = SystemUse.place(cursor[0], length);
            if (area == 0) {
                link(out, directory, at, length);
            }
            cursor[0] = at + length;
        }
    }

    private static void link(Sink out, Node directory, long at, int length) throws IOException {
        out.u8('C');
        out.u8('E');
        out.u8(28);
        out.u8(1);
        out.both32(directory.continuationBlock + at / Sink.BLOCK);
        out.both32(at % Sink.BLOCK);
        out.both32(length);
    }

    /** Writes the continuation areas that the directory's records point to. */
    void writeContinuations(Node directory, Sink out) throws IOException {
        var entries = java.util.Objects.requireNonNull(systemUse);
        long start = out.position();
        walk(directory, (node, id, flags, block, bytes) -> {
            for (int area = 0; area < entries.areas(); area++) {
                int length = entries.areaLength(area);
                long now = out.position() - start;
                long at = SystemUse.place(now, length);
                out.zeros(at - now);
                out.bytes(
                        entries.bytes(),
                        entries.partStart(area + 1),
                        entries.partEnd(area + 1) - entries.partStart(area + 1));
                if (area + 1 < entries.areas()) {
                    int next = entries.areaLength(area + 1);
                    link(out, directory, SystemUse.place(at + length, next), next);
                }
            }
        });
        out.alignToBlock();
    }
}
