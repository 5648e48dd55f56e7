package io.slipway.server.disc;

import io.slipway.server.answer.Choices;
import io.slipway.server.answer.Seed;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.ProfileCodec;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.schema.FormFinding;
import io.slipway.server.text.Text;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The files that a profile makes while it is edited, with the lines marked that differ from others. Thread-safe. */
public final class ProfilePreview {
    /** The files that people read, in this order of importance. */
    public static final List<String> READ_BY_PEOPLE = List.of(
            "autounattend.xml",
            "unattend.xml",
            "provision.json",
            "START.ps1",
            "system.json",
            "user-data",
            "meta-data",
            "network-config");

    /** Longer lines carry whole files; people see how they begin. */
    public static final int LONGEST_LINE = 400;

    private static final int KEPT_OF_LONG_LINE = 120;
    private static final String EXAMPLE_NAME = "pc-01";

    private final DiscPreview preview;
    private final Locale language;
    private final String vmUuid;

    /** @param vmUuid of the machine that the files are made for, an example */
    public ProfilePreview(DiscPreview preview, Locale language, String vmUuid) {
        this.preview = preview;
        this.language = language;
        this.vmUuid = vmUuid;
    }

    /**
     * What to make.
     *
     * @param base the stored profile, whose secrets the masks mean; empty for one that is not stored yet
     * @param document as the form submits it; holds secrets
     * @param versus what changed lines are told by
     */
    public record Request(Optional<ProfileDocument> base, ObjectNode document, Seed seed, Versus versus) {
        /** What the lines are compared with. */
        public enum Versus {
            /** The stored version with the same seed: what saving would change. */
            STORED,
            /** The preview before this one: what another seed changes. */
            BEFORE
        }

        @Override
        public String toString() {
            return "Request[" + versus + "]";
        }
    }

    /**
     * What came of it.
     *
     * @param changed for each file, the lines that are marked
     * @param findings what the profile's own rules say, in the operator's language
     */
    public record Outcome(
            DiscPreview.Result result, Map<String, BitSet> changed, Request.Versus versus, List<FormFinding> findings) {
        public Outcome {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Makes the files.
     *
     * @param before the lines of the preview before this one, by file
     */
    public Outcome make(Request request, Map<String, List<String>> before) {
        ProfileDocument profile;
        try {
            profile = request.base().isPresent()
                    ? request.base().get().edited(request.document())
                    : ProfileCodec.parse(request.document());
        } catch (SlipwayException e) {
            return new Outcome(new DiscPreview.Refused(e.problem()), Map.of(), request.versus(), findings(request));
        }
        var result = preview.show(order(profile, request.seed()));
        var changed = new LinkedHashMap<String, BitSet>();
        if (result instanceof DiscPreview.Shown files) {
            var older = request.versus() == Request.Versus.BEFORE ? before : stored(request);
            for (var file : files.files()) {
                var earlier = older.get(file.name());
                if (earlier != null) {
                    changed.put(file.name(), LineChanges.of(earlier, file.lines()));
                }
            }
        }
        return new Outcome(result, changed, request.versus(), findings(request));
    }

    private List<FormFinding> findings(Request request) {
        var check = request.base()
                .map(base -> ProfileForms.check(base, language))
                .orElseGet(() -> ProfileForms.check(language));
        return check.check(request.document());
    }

    private Map<String, List<String>> stored(Request request) {
        return request.base()
                .map(base -> preview.show(order(base, request.seed())) instanceof DiscPreview.Shown files
                        ? lines(files)
                        : Map.<String, List<String>>of())
                .orElse(Map.of());
    }

    private DiscOrder order(ProfileDocument profile, Seed seed) {
        return DiscOrder.of(profile, vmUuid, EXAMPLE_NAME).with(seed).reporting();
    }

    /** The lines of each file. */
    public static Map<String, List<String>> lines(DiscPreview.Shown files) {
        var lines = new LinkedHashMap<String, List<String>>();
        files.files().forEach((PreviewFile file) -> lines.put(file.name(), file.lines()));
        return lines;
    }

    /**
     * What chance decided, in words: name, accounts, what is removed.
     *
     * @param text the bundle {@code editor}
     */
    public static String drawn(Choices choices, Text text) {
        var said = new ArrayList<String>();
        said.add(choices.computerName());
        said.add(String.join(", ", choices.userNames().isEmpty() ? List.of(choices.userName()) : choices.userNames()));
        if (!choices.packages().isEmpty()) {
            said.add(text.count("preview.removes", choices.packages().size()));
        }
        if (!choices.effects().isEmpty()) {
            said.add(text.count(
                    "preview.effects",
                    choices.effects().values().stream().filter(on -> on).count()));
        }
        return text.get("preview.drawn", String.join(" · ", said));
    }

    /**
     * A line as it is shown.
     *
     * @param text the bundle {@code editor}
     */
    public static String folded(String line, Text text) {
        return line.length() <= LONGEST_LINE
                ? line.replace("\t", "  ")
                : line.substring(0, KEPT_OF_LONG_LINE) + " "
                        + text.get("preview.folded", line.length() - KEPT_OF_LONG_LINE);
    }
}
