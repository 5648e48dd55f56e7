package io.slipway.server.web.ui.profiles;

import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.ProfileSummary;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The list of profiles in the operator's words.
 *
 * @param words that profiles are searched by
 * @param page from 1
 * @param rows of this page
 * @param found how many fit the words
 * @param all how many there are
 * @param drafts what was typed and not saved
 */
record ProfileListView(
        PageFrame frame,
        String words,
        int page,
        List<ProfileSummary> rows,
        int found,
        int all,
        List<Drafts.Line> drafts) {
    private static final int ROWS = 100;

    /** A profile that comes with the product. */
    record Preset(String id, String name, String words) {}

    static ProfileListView of(
            PageFrame frame, String words, int page, List<ProfileSummary> stored, List<Drafts.Line> drafts) {
        var wanted = words.toLowerCase(Locale.ROOT);
        var fitting = stored.stream()
                .filter(row -> (row.name() + " " + system(frame.text("editor"), row.kind()))
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted))
                .toList();
        var rows = fitting.stream().skip((page - 1L) * ROWS).limit(ROWS).toList();
        return new ProfileListView(frame, words, page, rows, fitting.size(), stored.size(), drafts);
    }

    Text editor() {
        return frame.text("editor");
    }

    Text own() {
        return frame.text("webprofiles");
    }

    static String system(Text editor, String kind) {
        return editor.has("kind." + kind) ? editor.get("kind." + kind) : kind;
    }

    String system(ProfileSummary row) {
        return system(editor(), row.kind());
    }

    String count() {
        return found == all ? own().count("count", all) : own().count("some", all, found);
    }

    boolean more() {
        return (long) page * ROWS < found;
    }

    String link(int other) {
        return "/ui/profiles?q=" + encoded(words) + "&page=" + other;
    }

    /** The VMs that were ordered with it. */
    static String vms(ProfileSummary row) {
        return "/ui/vms?q=" + encoded(row.name());
    }

    private static String encoded(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8);
    }

    /** What to begin with; its sentence is English, so other readers get the system's name. */
    static List<Preset> presets(PageFrame frame) {
        boolean english = frame.look().language().getLanguage().equals("en");
        return BuiltInProfiles.all().stream()
                .map(document -> {
                    var kind = system(
                            frame.text("editor"),
                            document.stored().path("target").path("os").asString("win11"));
                    var words = english ? document.stored().path("description").asString(kind) : kind;
                    return new Preset(
                            document.profile().id(), document.profile().name(), words);
                })
                .toList();
    }
}
