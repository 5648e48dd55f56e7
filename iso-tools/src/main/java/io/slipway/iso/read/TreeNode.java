package io.slipway.iso.read;

import static io.slipway.iso.IsoException.Reason.CORRUPT_IMAGE;

import io.slipway.iso.Extent;
import io.slipway.iso.IsoException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry while a view is read. */
final class TreeNode {
    final @Nullable TreeNode parent;
    final String name;
    final int depth;
    IsoEntry.Kind kind;
    long size;
    List<Extent> extents = new ArrayList<>(1);
    String linkTarget = "";
    int permissions = -1;
    long userId;
    long groupId;

    @Nullable
    Instant modified;

    byte @Nullable [] embedded;
    final Map<String, TreeNode> children = new LinkedHashMap<>();

    /** Block of a directory's extent or of a UDF file entry. */
    long block;

    TreeNode(@Nullable TreeNode parent, String name, IsoEntry.Kind kind) {
        this.parent = parent;
        this.name = name;
        this.kind = kind;
        this.depth = parent == null ? 1 : parent.depth + 1;
    }

    String path() {
        if (parent == null) {
            return "/";
        }
        var path = new StringBuilder();
        for (TreeNode at = this; at != null && at.parent != null; at = at.parent) {
            path.insert(0, at.name).insert(0, '/');
        }
        return path.toString();
    }

    void add(TreeNode child) {
        if (children.putIfAbsent(child.name, child) != null) {
            throw new IsoException(CORRUPT_IMAGE, "The directory " + path() + " has '" + child.name + "' twice.");
        }
    }
}
