package io.slipway.iso.read;

import io.slipway.iso.Extent;
import io.slipway.iso.IsoException;
import io.slipway.iso.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks an image against ECMA-119, Joliet, Rock Ridge, El Torito and UDF beyond what reading needs: descriptor fields, path
 * tables, order of records, overlapping extents, agreement of the views.
 */
public final class Lint {
    private static final int MOST_FINDINGS = 200;

    private final IsoReader reader;
    private final List<Finding> findings = new ArrayList<>();

    private Lint(IsoReader reader) {
        this.reader = reader;
    }

    /** All broken rules, at most 200; an image that cannot be read to its end has one for that. */
    public static List<Finding> check(IsoReader reader) throws IOException {
        var lint = new Lint(reader);
        try {
            lint.run();
        } catch (IsoException e) {
            lint.find("readable", e.getMessage() == null ? "unreadable" : e.getMessage());
        }
        return List.copyOf(lint.findings);
    }

    private void run() throws IOException {
        require("size", reader.size() % Medium.BLOCK == 0, "The image's size is not a multiple of 2048.");
        var descriptors = reader.descriptors();
        var primary = descriptors.primary();
        if (primary != null) {
            require("descriptors", descriptors.types().getFirst() == 1, "The first descriptor is not the primary one.");
            new DescriptorLint(this, reader.size()).check("primary", primary, false);
            directories("primary", primary, reader.tree(View.ISO), false);
        }
        var joliet = descriptors.joliet();
        if (joliet != null) {
            new DescriptorLint(this, reader.size()).check("joliet", joliet, true);
            directories("joliet", joliet, reader.tree(View.JOLIET), true);
            require(
                    "joliet.size",
                    primary == null || primary.le32(80) == joliet.le32(80),
                    "The primary and the Joliet descriptor give different volume sizes.");
        }
        if (descriptors.bootCatalog() >= 0) {
            require("boot.record", descriptors.types().get(1) == 0, "The boot record is not in block 17.");
            reader.bootEntries();
        }
        agreement();
        overlaps();
    }

    private void directories(String view, Bytes descriptor, TreeNode root, boolean joliet) throws IOException {
        new DirectoryLint(this, reader.medium(), view, joliet).check(root);
        new PathTableLint(this, reader.medium(), view).check(descriptor, root);
    }

    /** All views hold the same files: same sizes at the same places. */
    private void agreement() throws IOException {
        Map<View, Map<Extent, Integer>> files = new EnumMap<>(View.class);
        for (var view : reader.views()) {
            Map<Extent, Integer> found = new HashMap<>();
            for (var entry : reader.entries(view)) {
                if (entry.kind() == IsoEntry.Kind.FILE
                        && entry.size() > 0
                        && !entry.extents().isEmpty()) {
                    found.merge(new Extent(entry.extents().getFirst().position(), entry.size()), 1, Integer::sum);
                }
            }
            files.put(view, found);
        }
        View first = reader.bestView();
        files.forEach((view, found) -> require(
                "views.agree",
                found.equals(files.get(first)),
                "The views " + first + " and " + view + " hold different files."));
    }

    private void overlaps() throws IOException {
        var taken = new TreeMap<Long, Long>();
        Map<Extent, String> seen = new HashMap<>();
        for (var view : reader.views()) {
            for (var entry : reader.entries(view)) {
                for (var extent : merged(entry.extents())) {
                    if (extent.length() > 0 && seen.put(extent, entry.path()) == null) {
                        claim(taken, extent, view + " " + entry.path());
                    }
                }
            }
        }
    }

    private static List<Extent> merged(List<Extent> extents) {
        List<Extent> merged = new ArrayList<>();
        for (var extent : extents) {
            var last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && last.position() + last.length() == extent.position()) {
                merged.set(merged.size() - 1, new Extent(last.position(), last.length() + extent.length()));
            } else {
                merged.add(extent);
            }
        }
        return merged;
    }

    private void claim(TreeMap<Long, Long> taken, Extent extent, String what) {
        long end = extent.position() + extent.length();
        var before = taken.lowerEntry(end);
        require("overlap", before == null || before.getValue() <= extent.position(), what + " overlaps another entry.");
        taken.merge(extent.position(), end, Math::max);
    }

    void require(String rule, boolean holds, String message) {
        if (!holds) {
            find(rule, message);
        }
    }

    private void find(String rule, String message) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(new Finding(rule, message));
        }
    }
}
