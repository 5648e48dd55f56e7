package io.slipway.iso;

import static io.slipway.iso.IsoException.Reason.LIMIT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides where everything lies, before a byte is written. Blocks of 2048 bytes; the order is: system area, descriptors,
 * UDF structures, path tables, ISO directories, Joliet directories, boot catalog, boot images, file data.
 */
final class Layout {
    private static final long MAX_BLOCKS = 0xFFFF_FFFFL;
    private static final int MAX_DIRECTORIES = 65_535;

    private final ImageOptions options;
    private final ContentDigest digest;
    private final Node root;
    private final Dates dates;
    private final PathTable isoTable;
    private final PathTable jolietTable;
    private final List<Part> parts = new ArrayList<>();
    private final @Nullable Udf udf;
    private long next;
    private long isoTableBlock;
    private long jolietTableBlock;
    private long bootCatalogBlock;

    Layout(ImageOptions options, Node root, ContentDigest digest) throws IOException {
        this.options = options;
        this.digest = digest;
        this.root = root;
        this.dates = new Dates(options.timestamp());
        this.isoTable = new PathTable(root, false);
        this.jolietTable = new PathTable(root, true);
        if (isoTable.directories().size() > MAX_DIRECTORIES) {
            throw new IsoException(
                    LIMIT,
                    "The image has " + isoTable.directories().size() + " directories; path tables number at most "
                            + MAX_DIRECTORIES + ".");
        }
        this.udf = options.profile().has(View.UDF) ? new Udf(this, isoTable.directories()) : null;
        structures();
        directories();
        data();
        if (udf != null) {
            add(udf.endBlocks(), null, udf::writeEnd);
        }
        if (next > MAX_BLOCKS) {
            throw new IsoException(LIMIT, "The image would have more than 2^32 blocks (8 TiB).");
        }
    }

    private void structures() {
        add(16, null, out -> {
            out.bytes(options.systemArea());
            out.zeros(16 * Sink.BLOCK - options.systemArea().length);
        });
        int descriptors = 2
                + (options.boot() == null ? 0 : 1)
                + (options.profile().has(View.JOLIET) ? 1 : 0)
                + (udf == null ? 0 : 3);
        keyed(descriptors, new VolumeDescriptors(this)::write);
        if (udf != null) {
            long gap = Udf.VOLUME_BLOCK - next;
            add(gap, null, out -> out.zeros(gap * Sink.BLOCK));
            keyed(Udf.PARTITION_BLOCK - next, udf::writeVolume);
            add(udf.partitionStructureBlocks(), null, udf::writePartition);
        }
        isoTableBlock = next;
        table(isoTable);
        if (options.profile().has(View.JOLIET)) {
            jolietTableBlock = next;
            table(jolietTable);
        }
    }

    private void table(PathTable table) {
        add(table.blocks(), null, out -> table.write(out, false));
        add(table.blocks(), null, out -> table.write(out, true));
    }

    private void directories() throws IOException {
        boolean rockRidge = options.profile().has(View.ROCK_RIDGE);
        var records = new DirectoryRecords(false, rockRidge, dates);
        for (var directory : isoTable.directories()) {
            records.measure(directory);
            directory.iso.block = next;
            long blocks = directory.iso.bytes / Sink.BLOCK;
            add(blocks, null, out -> new DirectoryRecords(false, rockRidge, dates).write(directory, out));
            directory.continuationBlock = next;
            if (directory.continuationBytes > 0) {
                add(directory.continuationBytes / Sink.BLOCK, null, out -> new DirectoryRecords(false, rockRidge, dates)
                        .writeContinuations(directory, out));
            }
        }
        if (options.profile().has(View.JOLIET)) {
            var joliet = new DirectoryRecords(true, false, dates);
            for (var directory : jolietTable.directories()) {
                joliet.measure(directory);
                directory.joliet.block = next;
                long blocks = directory.joliet.bytes / Sink.BLOCK;
                add(blocks, null, out -> new DirectoryRecords(true, false, dates).write(directory, out));
            }
        }
    }

    private void data() {
        var boot = options.boot();
        if (boot != null) {
            bootCatalogBlock = next;
            add(1, null, boot::writeCatalog);
            if (boot.catalog() != null) {
                boot.catalog().dataBlock = bootCatalogBlock;
            }
            boot.images().forEach(this::place);
        }
        for (var directory : isoTable.directories()) {
            for (var child : directory.isoOrder) {
                place(child);
            }
        }
    }

    private void place(Node file) {
        if (file.twin != null) {
            place(file.twin);
            file.dataBlock = file.twin.dataBlock;
            return;
        }
        var source = file.source;
        if (source != null && source.size() > 0 && file.dataBlock == 0) {
            file.dataBlock = next;
            add(blocks(source.size()), file, out -> {
                out.source(source, file.path());
                out.alignToBlock();
            });
        }
    }

    private void add(long blocks, @Nullable Node file, Part.Body body) {
        parts.add(new Part(next, blocks, file, false, body));
        next += blocks;
    }

    private void keyed(long blocks, Part.Body body) {
        parts.add(new Part(next, blocks, null, true, body));
        next += blocks;
    }

    static long blocks(long bytes) {
        return (bytes + Sink.BLOCK - 1) / Sink.BLOCK;
    }

    static long wholeBlocks(long bytes) {
        return blocks(bytes) * Sink.BLOCK;
    }

    List<Part> parts() {
        return parts;
    }

    long totalBlocks() {
        return next;
    }

    Profile profile() {
        return options.profile();
    }

    @Nullable
    ElTorito boot() {
        return options.boot();
    }

    String volumeId() {
        return options.volumeId();
    }

    /** The Joliet descriptor has 16 characters for the label. */
    String jolietLabel() {
        String id = options.volumeId();
        return id.length() > 16 ? id.substring(0, 16) : id;
    }

    /** Known once every file has been read; reads them when it is not. */
    String contentDigest() throws IOException {
        return digest.value();
    }

    KeptVolume kept() {
        return options.kept();
    }

    byte[] systemArea() {
        return options.systemArea();
    }

    Node root() {
        return root;
    }

    Dates dates() {
        return dates;
    }

    PathTable isoTable() {
        return isoTable;
    }

    PathTable jolietTable() {
        return jolietTable;
    }

    long isoTableBlock() {
        return isoTableBlock;
    }

    long jolietTableBlock() {
        return jolietTableBlock;
    }

    long bootCatalogBlock() {
        return bootCatalogBlock;
    }
}
