package io.slipway.iso.read;

import io.slipway.iso.Extent;
import io.slipway.iso.IsoException;
import io.slipway.iso.View;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The outcome of checking an image: broken rules, the SHA-256 of each file, and differences from a folder.
 *
 * @param findings broken rules and differences; empty for a good image
 * @param sha256 digest in hex by path, of the preferred view
 */
public record Verification(List<Finding> findings, Map<String, String> sha256) {

    /** Copies both collections. */
    public Verification {
        findings = List.copyOf(findings);
        sha256 = java.util.Collections.unmodifiableMap(new TreeMap<>(sha256));
    }

    /** Whether nothing is wrong. */
    public boolean passed() {
        return findings.isEmpty();
    }

    /** Checks the rules and reads every file once. */
    public static Verification of(IsoReader reader) throws IOException {
        List<Finding> findings = new ArrayList<>(Lint.check(reader));
        Map<String, String> digests = new TreeMap<>();
        try {
            for (var entry : reader.entries(reader.bestView())) {
                if (entry.kind() == IsoEntry.Kind.FILE) {
                    try (var in = entry.open()) {
                        digests.put(entry.path(), sha256(in));
                    }
                }
            }
        } catch (IsoException e) {
            findings.add(new Finding("readable", String.valueOf(e.getMessage())));
        }
        return new Verification(findings, digests);
    }

    /**
     * Checks the rules, reads every file once and compares every view but the plain one with a folder: names, kinds, sizes,
     * contents, link targets.
     */
    public static Verification of(IsoReader reader, Path folder) throws IOException {
        var alone = of(reader);
        List<Finding> findings = new ArrayList<>(alone.findings);
        if (findings.stream().noneMatch(finding -> finding.rule().equals("readable"))) {
            Map<Extent, String> known = new HashMap<>();
            for (var view : reader.views()) {
                if (view != View.ISO || reader.views().size() == 1) {
                    compare(reader, view, folder, findings, known);
                }
            }
        }
        return new Verification(findings, alone.sha256);
    }

    private static void compare(
            IsoReader reader, View view, Path folder, List<Finding> findings, Map<Extent, String> known)
            throws IOException {
        String rule = "compare." + view;
        Map<String, IsoEntry> inImage = new TreeMap<>();
        reader.entries(view).forEach(entry -> inImage.put(entry.path().substring(1), entry));
        Set<String> inFolder = new TreeSet<>();
        try (var files = Files.walk(folder)) {
            files.skip(1).forEach(file -> inFolder.add(portable(folder.relativize(file))));
        }
        for (String path : inFolder) {
            var file = folder.resolve(path);
            var entry = inImage.remove(path);
            if (entry == null) {
                if (view != View.JOLIET || !Files.isSymbolicLink(file)) {
                    findings.add(new Finding(rule, path + " is missing in the image."));
                }
                continue;
            }
            String difference = difference(entry, file, known);
            if (!difference.isEmpty()) {
                findings.add(new Finding(rule, path + " " + difference));
            }
        }
        inImage.keySet().forEach(path -> findings.add(new Finding(rule, path + " is in the image only.")));
    }

    private static String portable(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }

    private static String difference(IsoEntry entry, Path file, Map<Extent, String> known) throws IOException {
        if (Files.isSymbolicLink(file)) {
            String target = Files.readSymbolicLink(file).toString();
            return entry.kind() == IsoEntry.Kind.LINK && entry.linkTarget().equals(target)
                    ? ""
                    : "does not link to " + target + ".";
        }
        boolean isDirectory = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
        if (isDirectory != (entry.kind() == IsoEntry.Kind.DIRECTORY) || entry.kind() == IsoEntry.Kind.LINK) {
            return "is of another kind.";
        }
        if (isDirectory) {
            return "";
        }
        if (entry.size() != Files.size(file)) {
            return "has " + entry.size() + " bytes in the image and " + Files.size(file) + " in the folder.";
        }
        return digest(entry, known).equals(digest(file)) ? "" : "has other contents in the image.";
    }

    /** The views share their data: what one has read need not be read again. */
    private static String digest(IsoEntry entry, Map<Extent, String> known) throws IOException {
        long position =
                entry.extents().isEmpty() ? -1 : entry.extents().getFirst().position();
        var key = new Extent(position, entry.size());
        String digest = known.get(key);
        if (digest == null) {
            try (var in = entry.open()) {
                digest = sha256(in);
            }
            known.put(key, digest);
        }
        return digest;
    }

    private static String digest(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return sha256(in);
        }
    }

    private static String sha256(InputStream in) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
