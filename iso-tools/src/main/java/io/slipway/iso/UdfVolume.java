package io.slipway.iso;

import java.io.IOException;

/** Writes the volume-level descriptors of the UDF view (ECMA-167 3/10, UDF 1.02 section 2.2). */
final class UdfVolume {
    private static final int MAIN = 32;
    private static final int RESERVE = 48;
    private static final int INTEGRITY = 64;
    private static final int SEQUENCE = 16;
    private static final int DESCRIPTOR = 512;

    private final Layout layout;
    private final Udf udf;
    private final UdfBlock block = new UdfBlock();

    UdfVolume(Layout layout, Udf udf) {
        this.layout = layout;
        this.udf = udf;
    }

    void writeSequences(Sink out) throws IOException {
        sequence(out, MAIN);
        sequence(out, RESERVE);
        integrity(out);
        terminator(out, INTEGRITY + 1);
        out.zeros((Udf.PARTITION_BLOCK - 1 - INTEGRITY - 2L) * Sink.BLOCK);
    }

    private void sequence(Sink out, int at) throws IOException {
        primary(out, at);
        implementationUse(out, at + 1);
        partition(out, at + 2);
        logicalVolume(out, at + 3);
        block.start(Sink.BLOCK).putInt(5);
        emit(out, 7, at + 4, 24);
        terminator(out, at + 5);
        out.zeros((SEQUENCE - 6L) * Sink.BLOCK);
    }

    private void emit(Sink out, int tag, long location, int length) throws IOException {
        block.seal(tag, location, length);
        out.bytes(block.bytes());
    }

    private void terminator(Sink out, long location) throws IOException {
        block.start(Sink.BLOCK);
        emit(out, 8, location, DESCRIPTOR);
    }

    private void primary(Sink out, int at) throws IOException {
        var fields = block.start(Sink.BLOCK).putInt(1).putInt(0);
        block.dstring(24, 32, layout.volumeId());
        fields.position(56);
        fields.putShort((short) 1).putShort((short) 1).putShort((short) 2).putShort((short) 3);
        fields.putInt(1).putInt(1);
        // UDF 2.2.2.5: the first 16 characters are unique for the volume.
        block.dstring(72, 128, layout.contentDigest());
        block.charspec(200);
        block.charspec(264);
        block.entity(344, "*SLIPWAY ISO-TOOLS");
        fields.position(376);
        fields.put(layout.dates().udf(null));
        block.implementation(388);
        emit(out, 1, at, DESCRIPTOR);
    }

    private void implementationUse(Sink out, int at) throws IOException {
        block.start(Sink.BLOCK).putInt(2);
        block.entity(20, "*UDF LV Info", 0x02, 0x01);
        block.charspec(52);
        block.dstring(116, 128, layout.volumeId());
        block.implementation(352);
        emit(out, 4, at, DESCRIPTOR);
    }

    private void partition(Sink out, int at) throws IOException {
        var fields = block.start(Sink.BLOCK).putInt(3).putShort((short) 1).putShort((short) 0);
        block.entity(24, "+NSR02");
        fields.position(184);
        fields.putInt(1).putInt(Udf.PARTITION_BLOCK).putInt((int) udf.partitionBlocks());
        block.implementation(196);
        emit(out, 5, at, DESCRIPTOR);
    }

    private void logicalVolume(Sink out, int at) throws IOException {
        var fields = block.start(Sink.BLOCK).putInt(4);
        block.charspec(20);
        block.dstring(84, 128, layout.volumeId());
        fields.position(212);
        fields.putInt(Sink.BLOCK);
        domain(216);
        fields.position(248);
        fields.putInt(2 * Sink.BLOCK).putInt(0).putShort((short) 0);
        fields.position(264);
        fields.putInt(6).putInt(1);
        block.implementation(272);
        fields.position(432);
        fields.putInt(2 * Sink.BLOCK).putInt(INTEGRITY);
        fields.put((byte) 1).put((byte) 6).putShort((short) 1).putShort((short) 0);
        emit(out, 6, at, 446);
    }

    /** UDF 2.1.5.3: revision 1.02, hard and soft write protected. */
    private void domain(int offset) {
        block.entity(offset, "*OSTA UDF Compliant", 0x02, 0x01, 0x03);
    }

    private void integrity(Sink out) throws IOException {
        var fields = block.start(Sink.BLOCK).put(layout.dates().udf(null)).putInt(1);
        fields.position(40);
        fields.putLong(udf.nextUniqueId());
        fields.position(72);
        fields.putInt(1).putInt(46).putInt(0).putInt((int) udf.partitionBlocks());
        block.implementation(88);
        fields.position(120);
        fields.putInt(udf.fileCount()).putInt(udf.directoryCount());
        fields.putShort((short) 0x102).putShort((short) 0x102).putShort((short) 0x102);
        emit(out, 9, INTEGRITY, 134);
    }

    void writeAnchor(Sink out, long location) throws IOException {
        block.start(Sink.BLOCK)
                .putInt(SEQUENCE * Sink.BLOCK)
                .putInt(MAIN)
                .putInt(SEQUENCE * Sink.BLOCK)
                .putInt(RESERVE);
        emit(out, 2, location, DESCRIPTOR);
    }

    /** The file set descriptor and its terminator, partition blocks 0 and 1. */
    void writeFileSet(Sink out) throws IOException {
        var fields = block.start(Sink.BLOCK).put(layout.dates().udf(null));
        fields.putShort((short) 3)
                .putShort((short) 3)
                .putInt(1)
                .putInt(1)
                .putInt(0)
                .putInt(0);
        block.charspec(48);
        block.dstring(112, 128, layout.volumeId());
        block.charspec(240);
        block.dstring(304, 32, layout.volumeId());
        fields.position(400);
        fields.putInt(Sink.BLOCK).putInt((int) layout.root().udfBlock).putShort((short) 0);
        domain(416);
        emit(out, 256, 0, DESCRIPTOR);
        terminator(out, 1);
    }
}
