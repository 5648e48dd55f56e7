package io.slipway.server.web.ui.wizard;

import io.slipway.server.disc.DiscOrder;
import io.slipway.server.disc.DiscPreview;
import io.slipway.server.form.FormSayings;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.profile.Firmware;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormModel;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One profile before it is used: what it sets, and what of that will not take effect with the chosen template.
 *
 * @param id of a profile of the operator's own, which has a page; empty for one that came with the program
 * @param settings as far as they are simple values; secrets as dots
 * @param warnings what will not do what a reader may expect
 * @param blocked why no files can be made of it; empty when they can
 */
record ProfileShown(
        String id, String name, List<Setting> settings, int more, List<String> warnings, String blocked, Text text) {
    private static final String EXAMPLE = "00000000-0000-4000-8000-000000000001";
    private static final int MOST_SETTINGS = 80;
    private static final int LONGEST_VALUE = 200;
    /** What says which profile it is, not what it does. */
    private static final Set<String> NO_SETTINGS = Set.of("/schemaVersion", "/id", "/name");

    /** Something that a profile says. */
    record Setting(String label, String value) {}

    /**
     * Makes the files of a VM that is called {@code PC-01} for a try; nothing is kept of them.
     *
     * @param document with its secrets
     * @param template what it is for; empty while the host was not asked
     */
    static ProfileShown of(
            PageFrame frame, String id, ProfileDocument document, Optional<Template> template, DiscPreview preview) {
        var text = frame.text("webwizard");
        var settings = new Settings(document, frame).all();
        var shown = preview.show(order(document, template));
        List<String> warnings =
                switch (shown) {
                    case DiscPreview.Shown done ->
                        done.warnings().stream()
                                .map(warning ->
                                        ProfileForms.said(warning, frame.look().language()))
                                .toList();
                    case DiscPreview.Refused refused -> List.of();
                };
        var blocked =
                switch (shown) {
                    case DiscPreview.Shown done -> "";
                    case DiscPreview.Refused refused ->
                        ProblemWords.of(frame.look().language()).line(refused.problem());
                };
        return new ProfileShown(
                id,
                document.profile().name(),
                settings.stream().limit(MOST_SETTINGS).toList(),
                Math.max(0, settings.size() - MOST_SETTINGS),
                warnings,
                blocked,
                text);
    }

    private static DiscOrder order(ProfileDocument document, Optional<Template> template) {
        var usual = DiscOrder.of(document, EXAMPLE, "PC-01");
        var firmware = template.map(one -> one.firmware() == Template.Firmware.UEFI ? Firmware.UEFI : Firmware.BIOS)
                .orElse(usual.firmware());
        return new DiscOrder(
                document,
                Optional.empty(),
                Optional.empty(),
                usual.vmUuid(),
                usual.vmName(),
                usual.mac(),
                usual.address(),
                usual.kind(),
                firmware,
                false,
                Optional.empty());
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }

    /** Reads a document field by field in the words of its form. */
    private static final class Settings {
        private final FormModel model;
        private final Set<String> secrets;
        private final ObjectNode masked;
        private final Text text;
        private final List<Setting> all = new ArrayList<>();

        Settings(ProfileDocument document, PageFrame frame) {
            this.model = ProfileForms.of(document.stored(), frame.look().language());
            this.secrets = new HashSet<>(document.secretPlaces());
            this.secrets.add("/xmlTemplate"); // an answer file of the operator's own may hold passwords anywhere
            this.masked = document.masked();
            this.text = frame.text("webwizard");
        }

        List<Setting> all() {
            value("", masked);
            return all;
        }

        private void value(String at, JsonNode node) {
            if (NO_SETTINGS.contains(at)) {
                return;
            }
            if (node instanceof ObjectNode object && !secrets.contains(at)) {
                object.properties().forEach(member -> value(at + "/" + member.getKey(), member.getValue()));
            } else if (node instanceof ArrayNode list && list.valueStream().anyMatch(JsonNode::isObject)) {
                add(at, Integer.toString(list.size()));
            } else {
                add(at, said(at, node));
            }
        }

        private String said(String at, JsonNode node) {
            if (secrets.contains(at)) {
                return DiscPreview.DOTS;
            }
            if (node.isBoolean()) {
                return text.get(node.booleanValue() ? "profile.yes" : "profile.no");
            }
            var field = model.place(at).field();
            if (node instanceof ArrayNode list) {
                var item = field instanceof Field.Items items ? items.item() : field;
                return list.valueStream().map(one -> named(item, one)).collect(Collectors.joining(", "));
            }
            return named(field, node);
        }

        /** A known value by its name, such as a language's for its code. */
        private static String named(Field field, JsonNode node) {
            return FormSayings.option(field, node).map(Field.Option::label).orElseGet(() -> node.asString(""));
        }

        private void add(String at, String value) {
            var place = model.place(at);
            // A place that the form does not show by itself says nothing under its group's name.
            if (!value.isEmpty() && !(place.field() instanceof Field.Group)) {
                var shown = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
                all.add(new Setting(
                        place.field().label(), shown.lines().findFirst().orElse("")));
            }
        }
    }
}
