package io.slipway.server.lab.pve;

import io.slipway.server.lab.pve.Effect.Kind;
import io.slipway.server.lab.sh.Output;
import io.slipway.server.lab.sh.PipeClosed;
import io.slipway.server.lab.sh.VfsException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Storages of type dir and the volumes on them. Thread-safe. */
public final class Volumes {
    /** A volume as the content lists show it. */
    public record Volume(String volid, String format, String content, long size, long created, int vmid) {}

    private static final Pattern DISK = Pattern.compile("(?:.*/)?(?:vm|base)-([0-9]+)-.*\\.(raw|qcow2)");

    private final Cluster cluster;
    private final Map<String, StorageSpec> storages = new LinkedHashMap<>();

    Volumes(Cluster cluster, List<StorageSpec> specs) {
        this.cluster = cluster;
        for (var spec : specs) {
            storages.put(spec.id(), spec);
            cluster.files.quota(spec.path(), spec.limitBytes());
            for (var folder : List.of("/template/iso", "/images")) {
                try {
                    cluster.files.makeDirectories(spec.path() + folder, 0755);
                } catch (VfsException e) {
                    throw new IllegalArgumentException("storage path " + spec.path(), e);
                }
            }
        }
    }

    public List<StorageSpec> all() {
        return storages.values().stream()
                .sorted(java.util.Comparator.comparing(StorageSpec::id))
                .toList();
    }

    /** The storage, enabled or not. */
    public StorageSpec storage(String id) throws PveError {
        var storage = storages.get(id);
        if (storage == null) {
            throw new PveError("storage '" + id + "' does not exist");
        }
        return storage;
    }

    /** The storage if it can be used on this node now. */
    public StorageSpec usable(String id) throws PveError {
        var storage = storage(id);
        if (storage.disabled()) {
            throw new PveError("storage '" + id + "' is disabled");
        }
        if (!storage.availableOn(cluster.local().name())) {
            throw new PveError("storage '" + id + "' is not available on node '"
                    + cluster.local().name() + "'");
        }
        return storage;
    }

    boolean active(StorageSpec storage) {
        return !storage.disabled() && storage.availableOn(cluster.local().name());
    }

    /** The path of a volume; asked for without looking whether it exists, as pvesm does. */
    public String path(String volid) throws PveError {
        int colon = volid.indexOf(':');
        if (colon < 0) {
            throw new PveError("unable to parse volume ID '" + volid + "'\n");
        }
        var storage = storage(volid.substring(0, colon));
        var name = volid.substring(colon + 1);
        if (name.matches("iso/[^/]+\\.(iso|img|ISO|IMG)")) {
            return storage.path() + "/template/" + name;
        }
        if (name.matches("(snippets|backup|vztmpl)/[^/]+")) {
            return storage.path() + "/" + name;
        }
        if (DISK.matcher(name).matches()) {
            var parts = name.split("/", -1);
            int from = parts.length == 4 ? 2 : 0;
            return storage.path() + "/images/" + parts[from] + "/" + parts[from + 1];
        }
        throw new PveError("unable to parse directory volume name '" + name + "'");
    }

    boolean exists(String volid) {
        try {
            return cluster.files.exists(path(volid));
        } catch (PveError e) {
            return false;
        }
    }

    /** @throws PveError as qm set and qm start say it when a volume is missing or its storage is not usable */
    long sizeOf(String volid) throws PveError {
        usable(volid.substring(0, volid.indexOf(':')));
        var stat = cluster.files.stat(path(volid));
        if (stat == null) {
            throw new PveError("volume '" + volid + "' does not exist");
        }
        return stat.size();
    }

    void createStandIn(String key, String value) {
        var drive = Properties.stored(value);
        if (!Properties.DRIVE.matcher(key).matches() || !drive.hasVolume() || exists(drive.first())) {
            return;
        }
        try {
            cluster.files.putSparse(
                    path(drive.first()), Properties.bytes(drive.rest().getOrDefault("size", "0")), 0640);
        } catch (VfsException | PveError e) {
            throw new IllegalArgumentException(key + ": " + value, e);
        }
    }

    /** Allocates a disk named after its machine; the name is the next free one. */
    String allocate(String storageId, int vmid, String format, long size) throws PveError {
        var storage = usable(storageId);
        if (!storage.content().contains("images")) {
            throw new PveError("storage '" + storageId + "' does not support content-type 'images'");
        }
        synchronized (this) {
            var folder = storage.path() + "/images/" + vmid;
            int number = 0;
            while (cluster.files.exists(folder + "/vm-" + vmid + "-disk-" + number + ".raw")
                    || cluster.files.exists(folder + "/vm-" + vmid + "-disk-" + number + ".qcow2")) {
                number++;
            }
            var name = "vm-" + vmid + "-disk-" + number + "." + format;
            try {
                cluster.files.putSparse(folder + "/" + name, size, 0640);
            } catch (VfsException e) {
                throw new PveError("unable to create image: qemu-img: " + folder + "/" + name
                        + ": Could not resize file: " + e.getMessage());
            }
            return name;
        }
    }

    /** Deletes a volume's file and the machine's folder when it was the last one. */
    void drop(String volid) {
        try {
            var path = path(volid);
            if (cluster.files.exists(path)) {
                cluster.files.delete(path);
            }
            var folder = path.substring(0, path.lastIndexOf('/'));
            if (folder.contains("/images/") && cluster.files.list(folder).isEmpty()) {
                cluster.files.delete(folder);
            }
        } catch (VfsException | PveError e) {
            // Removing what is not there is what freeing means here.
        }
    }

    /** The volumes of a storage, sorted by volume id; dot files and foreign endings are not listed. */
    public List<Volume> list(StorageSpec storage, @Nullable String content, int vmid) {
        var found = new ArrayList<Volume>();
        try {
            if (storage.content().contains("iso") && vmid == 0 && (content == null || content.equals("iso"))) {
                for (var name : cluster.files.list(storage.path() + "/template/iso")) {
                    if (name.matches("[^.].*\\.(iso|img|ISO|IMG)")) {
                        add(found, storage, "iso/" + name, "iso", "iso", 0);
                    }
                }
            }
            if (storage.content().contains("images") && (content == null || content.equals("images"))) {
                for (var owner : cluster.files.list(storage.path() + "/images")) {
                    for (var name : cluster.files.list(storage.path() + "/images/" + owner)) {
                        var match = DISK.matcher(name);
                        if (match.matches() && (vmid == 0 || owner.equals(String.valueOf(vmid)))) {
                            add(found, storage, owner + "/" + name, match.group(2), "images", Integer.parseInt(owner));
                        }
                    }
                }
            }
        } catch (VfsException e) {
            return found;
        }
        return found;
    }

    private void add(List<Volume> found, StorageSpec storage, String name, String format, String content, int vmid) {
        var folder = content.equals("iso") ? "/template/" : "/images/";
        var stat = cluster.files.stat(storage.path() + folder + name);
        if (stat != null) {
            found.add(
                    new Volume(storage.id() + ":" + name, format, content, stat.size(), stat.modifiedSeconds(), vmid));
        }
    }

    /** pvesm free: idempotent and without asking whether anybody uses the volume. */
    public void free(String volid, Output log) throws PveError, PipeClosed {
        var path = path(volid);
        usable(volid.substring(0, volid.indexOf(':')));
        if (!cluster.files.exists(path)) {
            log.line("disk image '" + path + "' does not exist");
        } else {
            var effect = cluster.effects.begin(Kind.FREE_ISO, 0, volid, path);
            drop(volid);
            cluster.effects.end(effect);
        }
        log.line("Removed volume '" + volid + "'");
    }

    /** The worker of the upload call: checks the sum, moves the temporary file into the storage. */
    void importFile(String temporary, StorageSpec storage, String name, @Nullable String sha256, Output log)
            throws PveError, PipeClosed {
        var target = storage.path() + "/template/iso/" + name;
        try {
            var bytes = cluster.files.read(temporary);
            log.line("starting file import from: " + temporary);
            if (sha256 != null) {
                var sum = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
                log.print("calculating checksum...");
                if (!sum.equalsIgnoreCase(sha256)) {
                    throw new PveError("checksum mismatch: got '" + sum + "' != expect '" + sha256 + "'");
                }
                log.line("OK, checksum verified");
            }
            log.line("target node: " + cluster.local().name());
            log.line("target file: " + target);
            log.line("file size is: " + bytes.length);
            log.line("command: cp -- " + temporary + " " + target);
            var effect = cluster.effects.begin(Kind.UPLOAD, 0, storage.id() + ":iso/" + name, target);
            cluster.files.put(target, bytes, 0644);
            cluster.files.delete(temporary);
            cluster.effects.end(effect);
            log.line("finished file import successfully");
        } catch (VfsException e) {
            throw new PveError("import failed: " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
