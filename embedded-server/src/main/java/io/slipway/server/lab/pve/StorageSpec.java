package io.slipway.server.lab.pve;

import java.util.List;

/**
 * One storage of type dir.
 *
 * @param nodes the nodes it exists on; empty means all
 * @param limitBytes its size; more than that does not fit
 */
public record StorageSpec(
        String id,
        String path,
        List<String> content,
        boolean shared,
        boolean disabled,
        List<String> nodes,
        long limitBytes) {
    /** The size of a storage nobody bounded. */
    public static final long DEFAULT_LIMIT = 270_553_174_016L;

    public StorageSpec {
        content = List.copyOf(content);
        nodes = List.copyOf(nodes);
    }

    /** An enabled storage on every node. */
    public static StorageSpec directory(String id, String path, String... content) {
        return new StorageSpec(id, path, List.of(content), false, false, List.of(), DEFAULT_LIMIT);
    }

    /** The same, shared by all nodes. */
    public StorageSpec asShared() {
        return new StorageSpec(id, path, content, true, disabled, nodes, limitBytes);
    }

    /** The same, switched off. */
    public StorageSpec asDisabled() {
        return new StorageSpec(id, path, content, shared, true, nodes, limitBytes);
    }

    /** The same, only on the given nodes. */
    public StorageSpec on(String... names) {
        return new StorageSpec(id, path, content, shared, disabled, List.of(names), limitBytes);
    }

    /** The same with another size in bytes. */
    public StorageSpec limited(long bytes) {
        return new StorageSpec(id, path, content, shared, disabled, nodes, bytes);
    }

    boolean availableOn(String node) {
        return nodes.isEmpty() || nodes.contains(node);
    }
}
