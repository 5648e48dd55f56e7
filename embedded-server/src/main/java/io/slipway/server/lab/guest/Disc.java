package io.slipway.server.lab.guest;

import io.slipway.iso.IsoException;
import io.slipway.iso.View;
import io.slipway.iso.read.IsoEntry;
import io.slipway.iso.read.IsoReader;
import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.PveError;
import io.slipway.server.lab.sh.VfsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a guest sees in one of its CD drives, read from the bytes of the attached image.
 *
 * @param slot the drive, such as {@code sata5}
 * @param name the volume id in the storage
 * @param label the volume label
 * @param files contents by path with forward slashes and without a leading one, as the guest's system shows the names
 * @param standIn whether the storage holds a medium without bytes that only stands for an operator's one
 */
record Disc(String slot, String name, String label, Map<String, byte[]> files, boolean standIn) {
    private static final int LARGEST_FILE = 16 << 20;

    /** The order in which firmware and Windows meet the drives: IDE before SATA, low numbers first. */
    private static final List<String> ORDER =
            List.of("ide0", "ide1", "ide2", "ide3", "sata0", "sata1", "sata2", "sata3", "sata4", "sata5");

    /** The discs that Windows Setup sees; drives at a SCSI controller need a driver it does not have. */
    static List<Disc> forWindows(Map<String, String> conf, Cluster cluster) throws GuestFailure {
        return read(conf, cluster, ORDER, List.of(View.UDF, View.JOLIET, View.ISO));
    }

    /** The discs that Linux sees. */
    static List<Disc> forLinux(Map<String, String> conf, Cluster cluster) throws GuestFailure {
        var slots = new ArrayList<>(ORDER);
        conf.keySet().stream().filter(key -> key.matches("scsi[0-9]+")).sorted().forEach(slots::add);
        return read(conf, cluster, slots, List.of(View.ROCK_RIDGE, View.JOLIET, View.ISO));
    }

    private static List<Disc> read(Map<String, String> conf, Cluster cluster, List<String> slots, List<View> views)
            throws GuestFailure {
        var discs = new ArrayList<Disc>();
        for (var slot : slots) {
            var drive = conf.getOrDefault(slot, "");
            var volume = drive.replaceAll(",.*", "");
            if (drive.contains("media=cdrom") && volume.contains(":")) {
                discs.add(open(slot, volume, cluster, views));
            }
        }
        return discs;
    }

    private static Disc open(String slot, String volume, Cluster cluster, List<View> views) throws GuestFailure {
        byte[] bytes;
        try {
            bytes = cluster.files().read(cluster.volumes().path(volume));
        } catch (PveError | VfsException e) {
            throw new GuestFailure("the medium in " + slot + " vanished: " + e.getMessage());
        }
        if (bytes.length == 0) {
            return new Disc(slot, volume, "", Map.of(), true);
        }
        try (var reader = IsoReader.open(bytes)) {
            var view =
                    views.stream().filter(reader.views()::contains).findFirst().orElse(View.ISO);
            var files = new TreeMap<String, byte[]>();
            for (var entry : reader.entries(view)) {
                if (entry.kind() == IsoEntry.Kind.FILE) {
                    files.put(entry.path().replaceFirst("^/", ""), entry.bytes(LARGEST_FILE));
                }
            }
            return new Disc(slot, volume, reader.volumeId(view), files, false);
        } catch (IOException | IsoException e) {
            // A drive with an unreadable disc is a drive without a disc.
            return new Disc(slot, volume, "", Map.of(), false);
        }
    }

    /** Finds a file at the root without regard to case, as Windows does. */
    byte @Nullable [] find(String fileName) {
        for (var file : files.entrySet()) {
            if (file.getKey().equalsIgnoreCase(fileName)) {
                return file.getValue();
            }
        }
        return null;
    }

    /** Whether this is a Windows installation medium; stand-ins are known by their file name. */
    boolean installsWindows() {
        var lower = name.toLowerCase(Locale.ROOT);
        return standIn ? lower.contains("win") && !lower.contains("virtio") : find("sources/boot.wim") != null;
    }

    /** Whether this is the virtio-win driver medium, which brings the guest agent. */
    boolean bringsAgent() {
        return name.toLowerCase(Locale.ROOT).contains("virtio") || find("virtio-win-guest-tools.exe") != null;
    }

    /** The same disc with one file replaced. */
    Disc with(String fileName, byte[] content) {
        var changed = new TreeMap<>(files);
        changed.keySet().removeIf(key -> key.equalsIgnoreCase(fileName));
        changed.put(fileName, content);
        return new Disc(slot, name, label, changed, standIn);
    }
}
