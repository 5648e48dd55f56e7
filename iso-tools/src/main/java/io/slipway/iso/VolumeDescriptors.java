package io.slipway.iso;

import java.io.IOException;

/** Writes the descriptors from block 16 on (ECMA-119 8, Joliet, El Torito 2.0). */
final class VolumeDescriptors {
    private final Layout layout;

    VolumeDescriptors(Layout layout) {
        this.layout = layout;
    }

    void write(Sink out) throws IOException {
        describe(out, false);
        if (layout.boot() != null) {
            bootRecord(out);
        }
        if (layout.profile().has(View.JOLIET)) {
            describe(out, true);
        }
        header(out, 255);
        out.alignToBlock();
        if (layout.profile().has(View.UDF)) {
            for (String id : new String[] {"BEA01", "NSR02", "TEA01"}) {
                out.u8(0);
                out.ascii(id, 5);
                out.u8(1);
                out.alignToBlock();
            }
        }
    }

    private static void header(Sink out, int type) throws IOException {
        out.u8(type);
        out.ascii("CD001", 5);
        out.u8(1);
    }

    private void describe(Sink out, boolean joliet) throws IOException {
        var table = joliet ? layout.jolietTable() : layout.isoTable();
        long tableBlock = joliet ? layout.jolietTableBlock() : layout.isoTableBlock();
        var root = joliet ? layout.root().joliet : layout.root().iso;
        header(out, joliet ? 2 : 1);
        out.u8(0);
        text(out, layout.kept().texts().getFirst(), 32, joliet);
        text(out, joliet ? layout.jolietLabel() : layout.volumeId(), 32, joliet);
        out.zeros(8);
        out.both32(layout.totalBlocks());
        if (joliet) {
            out.ascii("%/E", 3);
            out.zeros(29);
        } else {
            out.zeros(32);
        }
        out.both16(1);
        out.both16(1);
        out.both16(Sink.BLOCK);
        out.both32(table.bytes());
        out.le32(tableBlock);
        out.le32(0);
        out.be32(tableBlock + table.blocks());
        out.be32(0);
        rootRecord(out, root);
        identifiers(out, joliet);
        dates(out);
        out.u8(1);
        out.u8(0);
        // Windows takes the descriptor's bytes for the volume serial: other contents must mean other descriptors.
        out.ascii("SLIPWAY CONTENT SHA-256 " + layout.contentDigest(), 512);
        out.alignToBlock();
    }

    private void rootRecord(Sink out, Node.DirectoryPlace root) throws IOException {
        out.u8(34);
        out.u8(0);
        out.both32(root.block);
        out.both32(root.bytes);
        out.bytes(layout.dates().record(layout.root().attributes.modified()));
        out.u8(2);
        out.u8(0);
        out.u8(0);
        out.both16(1);
        out.u8(1);
        out.u8(0);
    }

    private void identifiers(Sink out, boolean joliet) throws IOException {
        for (String text : layout.kept().texts().subList(1, 5)) {
            text(out, text, 128, joliet);
        }
        for (int i = 0; i < 3; i++) {
            text(out, "", 37, joliet);
        }
    }

    /** The hundredths of the modification date follow the content, because libblkid makes the UUID from that date. */
    private void dates(Sink out) throws IOException {
        if (layout.kept().dates().length > 0) {
            out.bytes(layout.kept().dates());
            return;
        }
        out.bytes(layout.dates().volume(0));
        out.bytes(layout.dates().volume(Integer.parseInt(layout.contentDigest().substring(0, 4), 16) % 100));
        for (int i = 0; i < 2; i++) {
            out.ascii("0000000000000000", 16);
            out.u8(0);
        }
    }

    private static void text(Sink out, String text, int field, boolean joliet) throws IOException {
        if (!joliet) {
            out.ascii(text, field);
            return;
        }
        for (int i = 0; i < field / 2; i++) {
            out.be16(i < text.length() ? text.charAt(i) : ' ');
        }
        out.zeros(field & 1);
    }

    private void bootRecord(Sink out) throws IOException {
        header(out, 0);
        out.ascii("EL TORITO SPECIFICATION", 23);
        out.zeros(9);
        out.zeros(32);
        out.le32(layout.bootCatalogBlock());
        out.alignToBlock();
    }
}
