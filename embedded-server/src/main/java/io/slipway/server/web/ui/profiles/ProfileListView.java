package io.slipway.server.web.ui.profiles;

import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.ProfileSummary;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.Address;
import io.slipway.server.web.ui.frame.ListAsked;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.List;

/**
 * The list of profiles in the operator's words.
 *
 * @param rows of this page
 * @param found how many fit the words
 * @param all how many there are
 * @param drafts what was typed and not saved
 */
record ProfileListView(
        PageFrame frame, ListAsked asked, List<ProfileSummary> rows, int found, int all, List<Drafts.Line> drafts) {
    /** A profile that comes with the product. */
    record Preset(String id, String name, String words) {}

    static ProfileListView of(PageFrame frame, ListAsked asked, List<ProfileSummary> stored, List<Drafts.Line> drafts) {
        var fitting = stored.stream()
                .filter(row -> asked.in(row.name() + " " + system(frame.text("editor"), row.kind())))
                .toList();
        return new ProfileListView(frame, asked, asked.cut(fitting), fitting.size(), stored.size(), drafts);
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
        return asked.more(found);
    }

    /** The VMs that were ordered with it. */
    static String vms(ProfileSummary row) {
        return "/ui/vms?q=" + Address.encoded(row.name());
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
