package io.slipway.server.web.ui.profiles;

import io.slipway.server.form.FormRow;
import io.slipway.server.form.FormRows;
import io.slipway.server.form.FormSayings;
import io.slipway.server.profile.ProfileSummary;
import io.slipway.server.profile.ProfileVersion;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormState;
import io.slipway.server.schema.Pointers;
import io.slipway.server.schema.SecretState;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One stored profile in the operator's words.
 *
 * @param draft whether something was typed and not saved
 * @param disc what a disc of it would carry besides
 * @param versions newest first
 */
record ProfileView(
        PageFrame frame, ProfileSummary row, Tab tab, boolean draft, DiscExtras disc, List<ProfileVersion> versions) {
    ProfileView {
        versions = List.copyOf(versions);
    }

    /** The parts of the page; each has an address. */
    enum Tab {
        SETTINGS("settings"),
        FILES("files"),
        HISTORY("history");

        private final String word;

        Tab(String word) {
            this.word = word;
        }

        /** The text in the address. */
        String word() {
            return word;
        }

        static Optional<Tab> find(String word) {
            return Arrays.stream(values()).filter(tab -> tab.word.equals(word)).findFirst();
        }
    }

    /** What a section of the profile sets. */
    record Section(String id, String name, List<Setting> settings) {}

    /** A setting that says something other than its default. */
    record Setting(String name, String value) {}

    Text editor() {
        return frame.text("editor");
    }

    Text own() {
        return frame.text("webprofiles");
    }

    String path() {
        return "/ui/profiles/" + row.id();
    }

    String link(Tab to) {
        return to == Tab.SETTINGS ? path() : path() + "?tab=" + to.word();
    }

    String system() {
        return ProfileListView.system(editor(), row.kind());
    }

    /** What the profile sets, section by section; a section that leaves all as it is by default is not among them. */
    static List<Section> sections(FormState state, Text form, Text own, EditSecrets secrets) {
        var sayings = new FormSayings(state, form);
        var sections = new ArrayList<Section>();
        for (var section : state.model().sections()) {
            var settings = new ArrayList<Setting>();
            for (var row : FormRows.of(state, section, true)) {
                setting(row, sayings, own, secrets).ifPresent(settings::add);
            }
            if (!settings.isEmpty()) {
                sections.add(new Section(section.id(), section.label(), settings));
            }
        }
        return sections;
    }

    private static Optional<Setting> setting(FormRow row, FormSayings sayings, Text own, EditSecrets secrets) {
        var state = sayings.state();
        return switch (row) {
            case FormRow.Entry entry -> {
                if (entry.field() instanceof Field.Secret secret) {
                    var bound = secrets.bound().get(entry.pointer());
                    if (bound != null) {
                        yield Optional.of(
                                new Setting(place(entry.pointer(), state), own.get("secret.bound", bound.label())));
                    }
                    var now = state.secret(secret, entry.pointer());
                    yield now == SecretState.NOT_SET
                            ? Optional.empty()
                            : Optional.of(new Setting(place(entry.pointer(), state), own.get("secret." + word(now))));
                }
                boolean chosen = !(entry.field() instanceof Field.Choice choice)
                        || choice.options().size() > 1;
                boolean telling = chosen
                        && state.isPresent(entry.pointer())
                        && (state.differs(entry.field(), entry.pointer())
                                || entry.field().facts().required());
                yield telling
                        ? Optional.of(new Setting(
                                place(entry.pointer(), state),
                                sayings.said(entry.field(), state.value(entry.pointer()))))
                        : Optional.empty();
            }
            case FormRow.ListEntry entry ->
                EditView.plain(entry.list())
                        ? Optional.of(new Setting(
                                place(entry.pointer(), state),
                                sayings.said(entry.list().item(), state.value(entry.pointer()))))
                        : Optional.empty();
            case FormRow.SectionHead head -> Optional.empty();
            case FormRow.GroupHead head -> Optional.empty();
            case FormRow.ListHead head -> Optional.empty();
            case FormRow.ListFoot foot -> Optional.empty();
            case FormRow.VariantHead head -> Optional.empty();
            case FormRow.Found found -> Optional.empty();
            case FormRow.Summary summary -> Optional.empty();
        };
    }

    private static String word(SecretState now) {
        return now.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The way to a field below its section: a first step that the section is named after is not said again. */
    private static String place(String pointer, FormState state) {
        var path = FormSayings.path(pointer, state.model());
        var top = pointer.indexOf('/', 1) < 0 ? pointer : pointer.substring(0, pointer.indexOf('/', 1));
        var first = state.model().place(top).field();
        var section = state.model().section(first.facts().section());
        boolean said = !Pointers.parent(pointer).isEmpty()
                && section.filter(each -> each.label().equals(first.label())).isPresent();
        return said ? path.substring(path.indexOf(" › ") + 3) : path;
    }
}
