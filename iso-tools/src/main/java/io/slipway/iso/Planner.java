package io.slipway.iso;

import static io.slipway.iso.IsoException.Reason.INVALID_VOLUME_ID;
import static io.slipway.iso.IsoException.Reason.LIMIT;
import static io.slipway.iso.IsoException.Reason.PROFILE_RULE;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a tree into a laid-out image: checks the profile, names the entries, digests the contents. */
final class Planner {
    /** Windows' MAX_PATH less a drive letter and the final NUL. */
    private static final int WIN32_PATH = 255;

    private final Profile profile;
    private final NamePolicy names;
    private final ContentKey key;
    private final List<Deviation> report;

    Planner(Profile profile, NamePolicy names, ContentKey key, List<Deviation> notes) {
        this.report = new ArrayList<>(notes);
        this.profile = profile;
        this.names = names;
        this.key = key;
    }

    IsoImage plan(ImageOptions options, Node root) throws IOException {
        checkVolumeId(options.volumeId());
        checkDate("", options.timestamp());
        prepare(root, new NamePlanner(profile, names, report));
        checkRequired(root, options.boot());
        var digest = new ContentDigest(key, options, names, root);
        var layout = new Layout(options, root, digest);
        if (options.boot() != null) {
            BootPatch.complete(options.boot());
        }
        digest.prepare();
        return new IsoImage(layout, digest, report);
    }

    private void checkVolumeId(String id) {
        if (id.isBlank() || id.length() > profile.maxLabel() || !id.strip().equals(id)) {
            throw new IsoException(
                    INVALID_VOLUME_ID,
                    "The volume id '" + id + "' must have 1 to " + profile.maxLabel() + " characters for "
                            + profile.name() + ", without blanks at the ends.");
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < 0x20 || c > 0x7e || "*/:;?\\".indexOf(c) >= 0) {
                throw new IsoException(
                        INVALID_VOLUME_ID,
                        "The volume id '" + id + "' has a character outside printable ASCII or one of * / : ; ? \\.");
            }
        }
        if (!profile.volumeIds().isEmpty() && !profile.volumeIds().contains(id)) {
            throw new IsoException(
                    PROFILE_RULE,
                    profile.name() + " needs the volume id "
                            + String.join(
                                    " or ",
                                    profile.volumeIds().stream().sorted().toList()) + ", not '" + id
                            + "'.");
        }
        if (profile.has(View.JOLIET) && id.length() > 16) {
            adjusted(View.JOLIET, "", "the label " + id.substring(0, 16), "Joliet labels have 16 characters");
        }
    }

    private void checkDate(String path, @Nullable Instant date) {
        if (date != null && !Dates.clamp(date).equals(date)) {
            adjusted(View.ISO, path, "the date " + Dates.clamp(date), "directory records hold the years 1900 to 2155");
        }
    }

    private void adjusted(View view, String path, String written, String reason) {
        report.add(new Deviation(Deviation.Kind.ADJUSTED, view, path, written, reason));
    }

    /** Breadth first without recursion; {@code directories} is what link counts need. */
    private void prepare(Node root, NamePlanner planner) {
        List<Node> queue = new ArrayList<>();
        queue.add(root);
        for (int i = 0; i < queue.size(); i++) {
            var directory = queue.get(i);
            planner.name(directory);
            directory.directories =
                    Arrays.stream(directory.isoOrder).filter(Node::isDirectory).toArray(Node[]::new);
            queue.addAll(Arrays.asList(directory.directories));
            checkDate(directory.path(), directory.attributes.modified());
            for (var child : directory.isoOrder) {
                if (!child.isDirectory()) {
                    checkLeaf(child);
                }
            }
        }
    }

    private void checkLeaf(Node node) {
        checkDate(node.path(), node.attributes.modified());
        if (node.size() > profile.maxFileSize()) {
            throw new IsoException(
                    profile.maxFileSize() == Profile.MAX_FILE ? LIMIT : PROFILE_RULE,
                    "'" + node.path() + "' has " + node.size() + " bytes; " + profile.name() + " allows "
                            + profile.maxFileSize() + ".");
        }
        if (node.kind == Node.Kind.LINK) {
            checkLink(node);
        }
        if (profile.win32Names() && node.path().length() > WIN32_PATH) {
            throw new IsoException(
                    PROFILE_RULE,
                    "'" + node.path() + "' has more than " + WIN32_PATH + " characters and Windows could not open it.");
        }
    }

    private void checkLink(Node node) {
        if (!profile.links()) {
            throw new IsoException(
                    PROFILE_RULE, "'" + node.path() + "' is a symbolic link, which Windows would not see.");
        }
        if (!profile.has(View.ROCK_RIDGE) || profile.has(View.UDF)) {
            throw new IsoException(
                    PROFILE_RULE,
                    "'" + node.path()
                            + "' is a symbolic link; they need Rock Ridge, and several UDF readers fail on them.");
        }
        String target = node.target;
        if (target.contains("//") || target.length() > 1 && target.endsWith("/")) {
            String shown = target.replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
            adjusted(View.ROCK_RIDGE, node.path(), "the target " + shown, "links cannot have empty components");
        }
    }

    private void checkRequired(Node root, @Nullable ElTorito boot) {
        for (String alternatives : profile.requiredFiles()) {
            boolean found = false;
            for (String path : alternatives.split("\\|", -1)) {
                found |= isFile(root, path);
            }
            if (!found) {
                throw new IsoException(
                        PROFILE_RULE,
                        profile.name() + " needs " + alternatives.replace("|", " or ") + " at the root of the image.");
            }
        }
        if (profile.bootable() && boot == null) {
            throw new IsoException(PROFILE_RULE, profile.name() + " needs a boot image for BIOS or UEFI.");
        }
    }

    private boolean isFile(Node root, String path) {
        for (var child : root.children.values()) {
            boolean same = profile.win32Names() ? child.name.equalsIgnoreCase(path) : child.name.equals(path);
            if (same && child.kind == Node.Kind.FILE) {
                return true;
            }
        }
        return false;
    }
}
