package io.slipway.server.lab.powershell;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The guest's files: a writable C: and read-only discs. Paths are case-insensitive. Thread-safe. */
public final class GuestDisk {
    private static final int LARGEST = 64 << 20;

    private final Map<String, byte[]> files = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> folders = new HashSet<>();
    private final Set<String> locked = new HashSet<>();
    private final Map<Character, GuestDrive> drives = new TreeMap<>();

    GuestDisk() {
        for (var folder : List.of("C:", "C:\\ProgramData", "C:\\Windows", "C:\\Windows\\System32")) {
            createFolder(folder);
        }
    }

    /** Puts a disc into a drive. */
    public synchronized void attach(GuestDrive drive) {
        drives.put(Character.toUpperCase(drive.letter()), drive);
    }

    /** Takes the disc out of a drive. */
    public synchronized void eject(char letter) {
        drives.remove(Character.toUpperCase(letter));
    }

    synchronized List<GuestDrive> drives() {
        return new ArrayList<>(drives.values());
    }

    /** Whether a file is there. */
    public synchronized boolean exists(String path) {
        return find(path) != null;
    }

    /** The file's bytes. */
    public synchronized byte[] read(String path) {
        var bytes = find(path);
        if (bytes == null) {
            throw new NetFailure("IO.FileNotFoundException", "Could not find file '" + path + "'.");
        }
        return bytes.clone();
    }

    private byte @Nullable [] find(String path) {
        if (path.length() < 3 || path.charAt(1) != ':') {
            return null;
        }
        char letter = Character.toUpperCase(path.charAt(0));
        if (letter == 'C') {
            return files.get(path);
        }
        var drive = drives.get(letter);
        return drive == null ? null : drive.files().get(path.substring(3));
    }

    /** Writes a file on C:. */
    public synchronized void write(String path, byte[] bytes) {
        if (path.length() < 3 || Character.toUpperCase(path.charAt(0)) != 'C' || path.charAt(1) != ':') {
            throw new NetFailure("UnauthorizedAccessException", "Access to the path '" + path + "' is denied.");
        }
        if (!folders.contains(folder(path)) || bytes.length > LARGEST) {
            throw new NetFailure("IO.DirectoryNotFoundException", "Could not find a part of the path '" + path + "'.");
        }
        files.put(path, bytes.clone());
    }

    synchronized void append(String path, byte[] more) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(exists(path) ? read(path) : new byte[0]);
        all.writeBytes(more);
        write(path, all.toByteArray());
    }

    /** Deletes a file on C: if it is there. */
    public synchronized void delete(String path) {
        files.remove(path);
    }

    synchronized void move(String from, String to, boolean replace) {
        if (exists(to) != replace) {
            throw new NetFailure("IO.IOException", replace ? "Unable to find the file." : "The file exists already.");
        }
        write(to, read(from));
        delete(from);
    }

    /** Creates a folder on C: and those above it. */
    public synchronized void createFolder(String path) {
        for (var at = path; at.length() >= 2; at = at.contains("\\") ? at.substring(0, at.lastIndexOf('\\')) : "") {
            folders.add(at.toLowerCase(Locale.ROOT));
        }
    }

    synchronized boolean folderExists(String path) {
        return folders.contains(path.replaceAll("\\\\+$", "").toLowerCase(Locale.ROOT));
    }

    synchronized void restrict(String path) {
        locked.add(path.toLowerCase(Locale.ROOT));
    }

    /** Whether only SYSTEM and Administrators may enter the folder. */
    public synchronized boolean restricted(String path) {
        return locked.contains(path.toLowerCase(Locale.ROOT));
    }

    /** Paths of all files on C:. */
    public synchronized List<String> paths() {
        return new ArrayList<>(files.keySet());
    }

    /** Paths of the files directly in a folder of C:. */
    synchronized List<String> files(String folder) {
        var wanted = folder.toLowerCase(Locale.ROOT);
        return files.keySet().stream()
                .filter(path -> folder(path).equals(wanted))
                .toList();
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('\\')).toLowerCase(Locale.ROOT);
    }
}
