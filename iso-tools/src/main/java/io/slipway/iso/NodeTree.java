package io.slipway.iso;

import static io.slipway.iso.IsoException.Reason.INVALID_INPUT;
import static io.slipway.iso.IsoException.Reason.INVALID_NAME;
import static io.slipway.iso.IsoException.Reason.LIMIT;
import static io.slipway.iso.IsoException.Reason.NOT_FOUND;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The entries of an image before it is planned, by path. */
final class NodeTree {
    /** Levels of directories, far below what a reader's stack and a path's length allow. */
    static final int MAX_DEPTH = 250;

    private final Node root = new Node("", null, Node.Kind.DIRECTORY, Attributes.DIRECTORY);

    Node root() {
        return root;
    }

    @Nullable
    Node find(String path) {
        Node at = root;
        for (String part : parts(path)) {
            at = at == null ? null : at.children.get(part);
        }
        return at;
    }

    /** The entry at that path; the message for a missing one names what differs by case only. */
    Node get(String path) {
        var node = find(path);
        if (node != null) {
            return node;
        }
        String near = "";
        Node at = root;
        for (String part : parts(path)) {
            Node next = at == null ? null : similar(at, part);
            near = next == null ? "" : next.path();
            at = next;
        }
        throw new IsoException(
                NOT_FOUND, "The image has no '" + path + "'" + (at == null ? "." : "; it has '" + near + "'."));
    }

    private static @Nullable Node similar(Node directory, String name) {
        for (var child : directory.children.values()) {
            if (child.name.equalsIgnoreCase(name)) {
                return child;
            }
        }
        return null;
    }

    /** Adds an entry and the directories above it. */
    Node add(String path, Node.Kind kind, Attributes attributes) {
        String[] parts = parts(path);
        if (parts.length > MAX_DEPTH) {
            throw new IsoException(LIMIT, "'" + path + "' has more than " + MAX_DEPTH + " levels.");
        }
        Node at = root;
        for (int i = 0; i + 1 < parts.length; i++) {
            at = child(at, parts[i], Node.Kind.DIRECTORY, Attributes.DIRECTORY);
            if (!at.isDirectory()) {
                throw new IsoException(INVALID_INPUT, "'" + at.path() + "' is a file and cannot hold '" + path + "'.");
            }
        }
        var node = child(at, parts[parts.length - 1], kind, attributes);
        if (node.kind != kind || node.explicit && kind != Node.Kind.DIRECTORY) {
            throw new IsoException(INVALID_INPUT, "'" + path + "' was added twice.");
        }
        node.explicit = true;
        node.attributes = attributes;
        return node;
    }

    /** Adds an entry to a directory that is known to lack one of that name. */
    Node add(Node parent, String name, Node.Kind kind, Attributes attributes) {
        var node = new Node(name, parent, kind, attributes);
        node.explicit = true;
        parent.children.put(name, node);
        return node;
    }

    /** Takes an entry and everything below it out. */
    void remove(Node node) {
        if (node.parent == null) {
            throw new IsoException(INVALID_INPUT, "The root of an image cannot be removed.");
        }
        node.parent.children.remove(node.name);
    }

    /** Whether the entry is still part of the tree. */
    boolean holds(Node node) {
        for (Node at = node; at.parent != null; at = at.parent) {
            if (at.parent.children.get(at.name) != at) {
                return false;
            }
        }
        return true;
    }

    /** Visits the files in the canonical order of the tree. */
    void forEachFile(Consumer<Node> visitor) {
        List<Node> queue = new ArrayList<>();
        queue.add(root);
        for (int i = 0; i < queue.size(); i++) {
            for (var child : queue.get(i).children.values()) {
                if (child.isDirectory()) {
                    queue.add(child);
                } else if (child.kind == Node.Kind.FILE) {
                    visitor.accept(child);
                }
            }
        }
    }

    private static Node child(Node parent, String name, Node.Kind kind, Attributes attributes) {
        var present = parent.children.get(name);
        if (present != null) {
            return present;
        }
        var created = new Node(name, parent, kind, attributes);
        parent.children.put(name, created);
        return created;
    }

    private static String[] parts(String path) {
        String[] parts = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
        for (String part : parts) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new IsoException(INVALID_NAME, "'" + path + "' has an empty part, '.' or '..' in it.");
            }
        }
        return parts;
    }
}
