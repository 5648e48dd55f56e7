package io.slipway.server.web.ui.profiles;

import io.slipway.server.form.FormRow;
import io.slipway.server.form.FormRows;
import io.slipway.server.form.FormSayings;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormFinding;
import io.slipway.server.schema.FormModel;
import io.slipway.server.schema.FormSection;
import io.slipway.server.schema.FormState;
import io.slipway.server.schema.SecretState;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.Address;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.StateShape;
import java.util.List;
import java.util.Optional;

/**
 * A draft as the editor shows it; made and drawn under the draft's lock.
 *
 * @param newest stored version of the profile; 0 for a new one
 * @param secrets the operator's, those that fill places of the profile and those that could
 * @param disc what a disc of it would carry besides
 * @param focus the place that is shown next; may be empty
 */
record EditView(
        PageFrame frame, Draft draft, EditAsked asked, int newest, EditSecrets secrets, DiscExtras disc, String focus) {
    /** A section beside the form. */
    record SectionLine(
            FormSection section, StateShape shape, String words, int changed, boolean current, String link) {}

    FormState state() {
        return draft.state();
    }

    FormModel model() {
        return draft.state().model();
    }

    Text form() {
        return frame.text("form");
    }

    Text editor() {
        return frame.text("editor");
    }

    Text own() {
        return frame.text("webprofiles");
    }

    FormSayings sayings() {
        return new FormSayings(draft.state(), form());
    }

    String path() {
        return "/ui/profiles/" + draft.id() + "/edit";
    }

    String name() {
        return draft.name().isEmpty() ? editor().get("draft.name") : draft.name();
    }

    int version() {
        return draft.base().map(StoredProfile::version).orElse(0);
    }

    /** Whether somebody else stored a version while this one is edited. */
    boolean overtaken() {
        return draft.base().isPresent() && newest > version();
    }

    /** Whether somebody else deleted the profile while it is edited. */
    boolean gone() {
        return draft.base().isPresent() && newest == 0;
    }

    boolean fresh() {
        return draft.base().isEmpty();
    }

    /** What is wrong with the document as it stands. */
    List<FormFinding> mistakes() {
        return state().findings().stream()
                .filter(finding -> finding.severity() == FormFinding.Severity.ERROR)
                .toList();
    }

    /** The address that shows a place, in the expert view when the basic one does not have it. */
    String to(String pointer) {
        var place = model().place(pointer);
        var home = place.field().facts().section();
        var section = model().section(home).orElse(model().sections().getFirst());
        boolean basic = FormRows.of(state(), section, false).stream()
                .anyMatch(row -> row.pointer().equals(place.pointer()));
        return link(section.id(), asked.expert() || !basic, "") + "&at=" + Address.encoded(place.pointer());
    }

    FormSection section() {
        return model().section(asked.section()).orElse(model().sections().getFirst());
    }

    List<SectionLine> sections() {
        var words = sayings();
        return model().sections().stream()
                .map(section -> {
                    var status = state().status(section);
                    return new SectionLine(
                            section,
                            FormSayings.shape(status),
                            words.words(status),
                            status.changed(),
                            asked.words().isEmpty() && section.equals(section()),
                            link(section.id(), asked.expert(), ""));
                })
                .toList();
    }

    String link(String section, boolean expert, String words) {
        return path() + "?section=" + Address.encoded(section) + (expert ? "&view=expert" : "")
                + (words.isEmpty() ? "" : "&q=" + Address.encoded(words));
    }

    /** The lines of the form: of the section, or those that fit the words. */
    List<FormRow> rows() {
        return asked.words().isEmpty()
                ? FormRows.of(state(), section(), asked.expert())
                : FormRows.found(state(), asked.words());
    }

    static String key(FormRow row) {
        return "row-" + row.key().replace(' ', '-');
    }

    /** Id of the control at a place. */
    static String id(String pointer) {
        return "at" + pointer.replace(' ', '_');
    }

    /** What was found at the place of a line, worst first as the check gave it. */
    List<FormFinding> findings(FormRow row) {
        return switch (row) {
            case FormRow.Entry entry ->
                entry.field() instanceof Field.Items || entry.field() instanceof Field.Secret
                        ? state().findingsWithin(entry.pointer())
                        : state().findingsAt(entry.pointer());
            case FormRow.SectionHead head -> state().findingsAt("");
            case FormRow.GroupHead head -> state().findingsAt(head.pointer());
            case FormRow.ListHead head -> state().findingsAt(head.pointer());
            case FormRow.ListEntry entry -> state().findingsAt(entry.pointer());
            case FormRow.VariantHead head -> state().findingsAt(head.pointer());
            case FormRow.ListFoot foot -> List.of();
            case FormRow.Found found -> List.of();
            case FormRow.Summary summary -> List.of();
        };
    }

    static boolean wrong(List<FormFinding> findings) {
        return findings.stream().anyMatch(each -> each.severity() == FormFinding.Severity.ERROR);
    }

    /** Why the setting of a line does not count. */
    Optional<String> idle(FormRow row) {
        return switch (row) {
            case FormRow.Entry entry -> sayings().idle(entry.field(), entry.pointer());
            case FormRow.GroupHead head -> sayings().idle(head.field(), head.pointer());
            case FormRow.ListHead head -> sayings().idle(head.field(), head.pointer());
            case FormRow.VariantHead head -> sayings().idle(head.field(), head.pointer());
            case FormRow.SectionHead head -> Optional.empty();
            case FormRow.ListEntry entry -> Optional.empty();
            case FormRow.ListFoot foot -> Optional.empty();
            case FormRow.Found found -> Optional.empty();
            case FormRow.Summary summary -> Optional.empty();
        };
    }

    boolean differs(FormRow.Entry entry) {
        return state().differs(entry.field(), entry.pointer());
    }

    boolean required(Field field, String pointer) {
        return state().required(field, pointer);
    }

    /** Whether a flag knows no third state. */
    static boolean twoStates(Field.Flag flag) {
        return flag.facts().defaultValue().isPresent() || flag.facts().required();
    }

    /** Whether its control says its own name. */
    static boolean namesItself(Field field) {
        return field instanceof Field.Flag flag && twoStates(flag);
    }

    String typed(String pointer) {
        return FormSayings.plain(state().effective(pointer));
    }

    boolean ticked(String pointer, Field.Option option) {
        return state().effective(pointer).valueStream().anyMatch(option.value()::equals);
    }

    String secretWords(SecretState now) {
        return form().get(
                        switch (now) {
                            case NOT_SET -> "secret.notSet";
                            case DEFAULT -> "secret.default";
                            case STORED -> "secret.stored";
                            case CHANGED -> "secret.changed";
                            case GENERATED -> "secret.generated";
                        });
    }

    static String secretIcon(SecretState now) {
        return switch (now) {
            case NOT_SET -> "lock-open";
            case DEFAULT -> "alert-triangle";
            case STORED, CHANGED -> "lock";
            case GENERATED -> "key";
        };
    }

    /** Whether an entry of a list is one plain value, with its control in the line. */
    static boolean plain(Field.Items list) {
        return !(list.item() instanceof Field.Group)
                && !(list.item() instanceof Field.Variant)
                && !(list.item() instanceof Field.Items);
    }

    /** Id of the list of known values of a field; empty when it has none. */
    static String known(Field field) {
        return FormSayings.options(field).isEmpty() || field instanceof Field.Choice
                ? ""
                : "known" + field.pointer().replace(' ', '_').replace('*', '-');
    }
}
