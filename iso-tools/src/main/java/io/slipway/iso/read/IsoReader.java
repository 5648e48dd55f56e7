package io.slipway.iso.read;

import static io.slipway.iso.IsoException.Reason.NOT_FOUND;

import io.slipway.iso.IsoException;
import io.slipway.iso.Origin;
import io.slipway.iso.View;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an image that nobody vouches for. Everything is checked and bounded: extents lie inside the image, directories form
 * a tree, depth, counts and continuation chains have {@link Limits}. What breaks a rule ends with {@link IsoException}.
 *
 * <p>A view's tree is read when it is first asked for and kept. Safe for use by several threads; streams are not.
 */
public final class IsoReader implements Closeable {
    private final Medium medium;
    private final Limits limits;
    private final Descriptors descriptors;
    private final Set<View> views;
    private final Map<View, TreeNode> trees = new EnumMap<>(View.class);
    private @Nullable UdfReader udf;

    private IsoReader(Medium medium, Limits limits) throws IOException {
        this.medium = medium;
        this.limits = limits;
        this.descriptors = Descriptors.read(medium);
        this.views = findViews();
    }

    /** Opens a file with the default limits. */
    public static IsoReader open(Path file) throws IOException {
        return open(file, Limits.DEFAULT);
    }

    /** Opens a file. */
    public static IsoReader open(Path file, Limits limits) throws IOException {
        var medium = new Medium(file);
        boolean opened = false;
        try {
            var reader = new IsoReader(medium, limits);
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                medium.close();
            }
        }
    }

    /** Opens an image in memory with the default limits; it must not change while it is read. */
    public static IsoReader open(byte[] image) throws IOException {
        return open(image, Limits.DEFAULT);
    }

    /** Opens an image in memory, which must not change while it is read. */
    public static IsoReader open(byte[] image, Limits limits) throws IOException {
        return open(new ByteChannelView(image), limits);
    }

    /** Opens an image behind a channel, with the default limits; closing the reader closes the channel. */
    public static IsoReader open(SeekableByteChannel channel) throws IOException {
        return open(channel, Limits.DEFAULT);
    }

    /** Opens an image behind a channel; closing the reader closes the channel. */
    public static IsoReader open(SeekableByteChannel channel, Limits limits) throws IOException {
        return new IsoReader(new Medium(channel), limits);
    }

    private Set<View> findViews() throws IOException {
        Set<View> found = EnumSet.noneOf(View.class);
        if (descriptors.primary() != null) {
            found.add(View.ISO);
            if (IsoTreeReader.hasRockRidge(medium, limits, descriptors.primary())) {
                found.add(View.ROCK_RIDGE);
            }
        }
        if (descriptors.joliet() != null) {
            found.add(View.JOLIET);
        }
        if (descriptors.hasUdf()) {
            found.add(View.UDF);
        }
        return Collections.unmodifiableSet(found);
    }

    /** The views the image has. */
    public Set<View> views() {
        return views;
    }

    /** The view that systems prefer: UDF, then Rock Ridge, then Joliet, then plain ISO. */
    public View bestView() {
        for (var view : List.of(View.UDF, View.ROCK_RIDGE, View.JOLIET)) {
            if (views.contains(view)) {
                return view;
            }
        }
        return View.ISO;
    }

    /** The label of the primary descriptor, or of the UDF volume when there is no other. */
    public String volumeId() throws IOException {
        return descriptors.primary() == null ? volumeId(View.UDF) : Descriptors.label(descriptors.primary(), false);
    }

    /** The label that a view shows. */
    public String volumeId(View view) throws IOException {
        require(view);
        return switch (view) {
            case ISO, ROCK_RIDGE -> Descriptors.label(java.util.Objects.requireNonNull(descriptors.primary()), false);
            case JOLIET -> Descriptors.label(java.util.Objects.requireNonNull(descriptors.joliet()), true);
            case UDF -> udf().label();
        };
    }

    /** Size of the image in bytes. */
    public long size() {
        return medium.size();
    }

    /** The primary volume descriptor's 2048 bytes; empty for a disc that is UDF only. */
    public Optional<byte[]> primaryDescriptor() {
        return Optional.ofNullable(descriptors.primary()).map(Bytes::toArray);
    }

    /** When the volume was made, to the second, by its primary descriptor; empty where that is unset or no date. */
    public Optional<Instant> created() {
        var primary = descriptors.primary();
        if (primary == null) {
            return Optional.empty();
        }
        var created = RecordDate.text(primary, 813);
        return Optional.ofNullable(created == null ? RecordDate.text(primary, 830) : created);
    }

    /** The first 32 KiB, which ECMA-119 leaves to others: boot records and partition tables of disks. */
    public byte[] systemArea() throws IOException {
        return medium.bytes(0, Descriptors.FIRST * Medium.BLOCK, "The system area")
                .toArray();
    }

    /** The image as the origin of another one's bytes. */
    public Origin origin() {
        return medium;
    }

    /** The block of the boot catalog; empty for a disc that does not boot. */
    public OptionalLong bootCatalog() {
        return descriptors.bootCatalog() < 0 ? OptionalLong.empty() : OptionalLong.of(descriptors.bootCatalog());
    }

    /** The boot catalog's entries; empty for a disc that does not boot. */
    public List<BootEntry> bootEntries() throws IOException {
        return descriptors.bootCatalog() < 0 ? List.of() : BootEntry.read(medium, descriptors.bootCatalog());
    }

    /** The root directory of a view. */
    public IsoEntry root(View view) throws IOException {
        return new IsoEntry(medium, tree(view));
    }

    /** All entries of a view but the root, parents before their children. */
    public List<IsoEntry> entries(View view) throws IOException {
        List<TreeNode> nodes = new ArrayList<>();
        nodes.add(tree(view));
        for (int i = 0; i < nodes.size(); i++) {
            nodes.addAll(nodes.get(i).children.values());
        }
        return nodes.stream().skip(1).map(node -> new IsoEntry(medium, node)).toList();
    }

    /**
     * Finds an entry of the preferred view by its exact path.
     *
     * @throws IsoException {@code NOT_FOUND} when there is none
     */
    public IsoEntry find(String path) throws IOException {
        return lookUp(bestView(), path)
                .orElseThrow(() -> new IsoException(NOT_FOUND, "The image has no " + path + "."));
    }

    /** Finds an entry of one view by its exact path, with or without the leading {@code /}. */
    public Optional<IsoEntry> lookUp(View view, String path) throws IOException {
        return lookUp(view, path, false);
    }

    /** Finds an entry as Windows does, without regard to case; the first match wins. */
    public Optional<IsoEntry> lookUpIgnoringCase(View view, String path) throws IOException {
        return lookUp(view, path, true);
    }

    private Optional<IsoEntry> lookUp(View view, String path, boolean ignoreCase) throws IOException {
        TreeNode at = tree(view);
        for (String part : (path.startsWith("/") ? path.substring(1) : path).split("/", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            var next = at.children.get(part);
            if (next == null && ignoreCase) {
                next = at.children.values().stream()
                        .filter(child -> child.name.equalsIgnoreCase(part))
                        .findFirst()
                        .orElse(null);
            }
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(new IsoEntry(medium, at));
    }

    private void require(View view) {
        if (!views.contains(view)) {
            throw new IsoException(NOT_FOUND, "The image has no " + view + " view.");
        }
    }

    private synchronized UdfReader udf() throws IOException {
        if (udf == null) {
            udf = new UdfReader(medium, limits);
        }
        return udf;
    }

    synchronized TreeNode tree(View view) throws IOException {
        require(view);
        var known = trees.get(view);
        if (known != null) {
            return known;
        }
        var tree =
                switch (view) {
                    case ISO, ROCK_RIDGE ->
                        new IsoTreeReader(medium, limits, view)
                                .read(java.util.Objects.requireNonNull(descriptors.primary()));
                    case JOLIET ->
                        new IsoTreeReader(medium, limits, view)
                                .read(java.util.Objects.requireNonNull(descriptors.joliet()));
                    case UDF -> udf().read();
                };
        trees.put(view, tree);
        return tree;
    }

    Medium medium() {
        return medium;
    }

    Limits limits() {
        return limits;
    }

    Descriptors descriptors() {
        return descriptors;
    }

    @Override
    public void close() throws IOException {
        medium.close();
    }
}
