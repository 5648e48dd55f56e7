package io.slipway.server.lab.sh;

import io.slipway.server.lab.sh.VfsException.Reason;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The laboratory's files, all in memory, with quotas and read-only synthetic folders.
 *
 * <p>Stands for every mount of the cluster at once. Thread-safe by one lock; no call blocks for long. A synthetic folder is
 * asked without that lock, because it takes its own, under which its owner asks for files.
 */
public final class Vfs {
    /** What stat tells. */
    public record Stat(boolean directory, long size, int mode, long modifiedSeconds) {}

    /** A folder whose files are made up when looked at, such as /etc/pve. */
    public interface Synthetic {
        /** The names in a folder, or null when it is not one. */
        @Nullable
        List<String> list(String path);

        /** The bytes of a file, or null when it is not one. */
        byte @Nullable [] read(String path);
    }

    private static final class Node {
        final @Nullable TreeMap<String, Node> children;
        byte[] bytes = new byte[0];
        int length;
        long sparseSize = -1;
        int mode;
        long modified;

        Node(boolean directory, int mode, long modified) {
            this.children = directory ? new TreeMap<>() : null;
            this.mode = mode;
            this.modified = modified;
        }

        long size() {
            return Math.max(sparseSize, length);
        }
    }

    private final InstantSource clock;
    private final Node root;
    private final Map<String, Synthetic> synthetic = new ConcurrentHashMap<>();
    private final Map<String, Long> quotas = new LinkedHashMap<>();

    public Vfs(InstantSource clock) {
        this.clock = clock;
        this.root = new Node(true, 0755, now());
    }

    /** Removes {@code .}, {@code ..} and empty parts of an absolute path. */
    public static String normalise(String path) {
        var parts = new ArrayDeque<String>();
        for (var part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public void mount(String prefix, Synthetic folder) {
        synthetic.put(prefix, folder);
    }

    /** Bounds the bytes below a folder; a negative limit removes the bound. */
    public synchronized void quota(String prefix, long limit) {
        if (limit < 0) {
            quotas.remove(prefix);
        } else {
            quotas.put(prefix, limit);
        }
    }

    public @Nullable Stat stat(String path) {
        var folder = mounted(path);
        if (folder != null) {
            if (folder.list(path) != null) {
                return new Stat(true, 0, 0755, now());
            }
            var bytes = folder.read(path);
            return bytes == null ? null : new Stat(false, bytes.length, 0640, now());
        }
        return storedStat(path);
    }

    private synchronized @Nullable Stat storedStat(String path) {
        var node = find(path);
        return node == null ? null : new Stat(node.children != null, node.size(), node.mode, node.modified);
    }

    public boolean exists(String path) {
        return stat(path) != null;
    }

    /** The names in a folder, sorted. */
    public List<String> list(String path) throws VfsException {
        var folder = mounted(path);
        if (folder != null) {
            var names = folder.list(path);
            if (names == null) {
                throw new VfsException(folder.read(path) == null ? Reason.ENOENT : Reason.ENOTDIR);
            }
            return names.stream().sorted().toList();
        }
        return storedList(path);
    }

    private synchronized List<String> storedList(String path) throws VfsException {
        var node = existing(path);
        if (node.children == null) {
            throw new VfsException(Reason.ENOTDIR);
        }
        return List.copyOf(node.children.keySet());
    }

    public byte[] read(String path) throws VfsException {
        var folder = mounted(path);
        if (folder != null) {
            var bytes = folder.read(path);
            if (bytes == null) {
                throw new VfsException(folder.list(path) == null ? Reason.ENOENT : Reason.EISDIR);
            }
            return bytes;
        }
        return storedBytes(path);
    }

    private synchronized byte[] storedBytes(String path) throws VfsException {
        var node = existing(path);
        if (node.children != null) {
            throw new VfsException(Reason.EISDIR);
        }
        return Arrays.copyOf(node.bytes, node.length);
    }

    /** Creates a file or empties an existing one. */
    public synchronized void create(String path, int mode) throws VfsException {
        var node = fileForWrite(path, mode);
        node.length = 0;
        node.bytes = new byte[0];
        node.sparseSize = -1;
        node.modified = now();
    }

    /** Writes at a position, growing the file; past its end the gap reads as zeros. */
    public synchronized void write(String path, long offset, byte[] data, int mode) throws VfsException {
        var node = fileForWrite(path, mode);
        long end = offset + data.length;
        if (end > Integer.MAX_VALUE - 16) {
            throw new VfsException(Reason.ENOSPC);
        }
        if (end > node.length) {
            checkQuota(path, end - node.size());
            if (end > node.bytes.length) {
                node.bytes = Arrays.copyOf(node.bytes, (int) Math.max(end, Math.min(node.bytes.length * 2L, 1 << 29)));
            }
            node.length = (int) end;
        }
        System.arraycopy(data, 0, node.bytes, (int) offset, data.length);
        node.modified = now();
    }

    public void append(String path, byte[] data, int mode) throws VfsException {
        synchronized (this) {
            var stat = storedStat(path);
            write(path, stat == null ? 0 : stat.size(), data, mode);
        }
    }

    public synchronized void put(String path, byte[] data, int mode) throws VfsException {
        create(path, mode);
        write(path, 0, data, mode);
    }

    /** A file that claims a size without holding bytes, for disk images and big media. */
    public synchronized void putSparse(String path, long size, int mode) throws VfsException {
        checkQuota(path, size);
        makeDirectories(parent(path), 0755);
        create(path, mode);
        existing(path).sparseSize = size;
    }

    public synchronized void makeDirectory(String path, int mode) throws VfsException {
        if (find(path) != null) {
            throw new VfsException(Reason.EEXIST);
        }
        parentOf(path).put(name(path), new Node(true, mode, now()));
    }

    public synchronized void makeDirectories(String path, int mode) throws VfsException {
        var stat = storedStat(path);
        if (stat != null) {
            if (!stat.directory()) {
                throw new VfsException(Reason.EEXIST);
            }
            return;
        }
        makeDirectories(parent(path), mode);
        makeDirectory(path, mode);
    }

    /** Renames within the file system, replacing a file but never a folder. */
    public synchronized void rename(String from, String to) throws VfsException {
        var node = existing(from);
        var target = find(to);
        if (target != null && target.children != null && node.children == null) {
            throw new VfsException(Reason.EISDIR);
        }
        if (target != null && target.children != null && !target.children.isEmpty()) {
            throw new VfsException(Reason.ENOTEMPTY);
        }
        checkQuota(to, from.startsWith(parent(to) + "/") ? 0 : node.size());
        var destination = parentOf(to);
        parentOf(from).remove(name(from));
        destination.put(name(to), node);
    }

    public synchronized void copy(String from, String to) throws VfsException {
        var source = existing(from);
        put(to, storedBytes(from), 0644);
        existing(to).sparseSize = source.sparseSize;
    }

    public synchronized void delete(String path) throws VfsException {
        var node = existing(path);
        if (node.children != null && !node.children.isEmpty()) {
            throw new VfsException(Reason.ENOTEMPTY);
        }
        parentOf(path).remove(name(path));
    }

    public synchronized void deleteTree(String path) throws VfsException {
        existing(path);
        parentOf(path).remove(name(path));
    }

    public synchronized void mode(String path, int mode) throws VfsException {
        existing(path).mode = mode;
    }

    /** The bytes claimed below a folder. */
    public synchronized long used(String path) {
        var node = find(path);
        return node == null ? 0 : sizeOf(node);
    }

    private static long sizeOf(Node node) {
        if (node.children == null) {
            return node.size();
        }
        return node.children.values().stream().mapToLong(Vfs::sizeOf).sum();
    }

    private void checkQuota(String path, long growth) throws VfsException {
        for (var quota : quotas.entrySet()) {
            if (path.startsWith(quota.getKey() + "/") && used(quota.getKey()) + growth > quota.getValue()) {
                throw new VfsException(Reason.ENOSPC);
            }
        }
    }

    private Node fileForWrite(String path, int mode) throws VfsException {
        var siblings = parentOf(path);
        var node = siblings.computeIfAbsent(name(path), missing -> new Node(false, mode, now()));
        if (node.children != null) {
            throw new VfsException(Reason.EISDIR);
        }
        return node;
    }

    private TreeMap<String, Node> parentOf(String path) throws VfsException {
        if (mounted(path) != null || path.equals("/")) {
            throw new VfsException(Reason.EACCES);
        }
        var parent = existing(parent(path));
        if (parent.children == null) {
            throw new VfsException(Reason.ENOTDIR);
        }
        return parent.children;
    }

    private Node existing(String path) throws VfsException {
        var node = find(path);
        if (node == null) {
            throw new VfsException(mounted(path) == null ? Reason.ENOENT : Reason.EACCES);
        }
        return node;
    }

    private @Nullable Node find(String path) {
        var node = root;
        for (var part : path.split("/", -1)) {
            if (!part.isEmpty()) {
                node = node.children == null ? null : node.children.get(part);
                if (node == null) {
                    return null;
                }
            }
        }
        return node;
    }

    private @Nullable Synthetic mounted(String path) {
        for (var mount : synthetic.entrySet()) {
            if (path.equals(mount.getKey()) || path.startsWith(mount.getKey() + "/")) {
                return mount.getValue();
            }
        }
        return null;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
