package io.slipway.desktop.hosts;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.look.Shapes;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.compat.TemplateMappings;
import io.slipway.server.host.Host;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.hypervisor.TemplateFinding;
import io.slipway.server.hypervisor.TemplateFinding.Verdict;
import io.slipway.server.provision.TemplateLint;
import io.slipway.server.provision.TemplateLint.Health;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The templates of a host, each with what would keep its VMs from coming up, and the names that applications use for them. */
final class TemplatesCard {
    private final Desk desk;
    private final Text text;
    private final Host host;
    private final TemplateMappings mappings;
    private final Card card;
    private final VBox found = new VBox(12);
    private final Button look;

    /** What was read together. */
    private record Read(List<Health> templates, Map<String, Integer> mapped) {}

    TemplatesCard(Desk desk, Host host) {
        this.desk = desk;
        this.text = desk.text("hosts");
        this.host = host;
        this.mappings = new TemplateMappings(desk.services().database());
        this.card = new Card(desk, "host-templates", text.get("templates.title"), text.get("templates.hint"));
        this.look = Parts.button("host-templates-look", text.get("templates.look"), this::read);
        card.with(found, Fields.buttons(look));
    }

    Node view() {
        return card;
    }

    private void read() {
        card.run(look, text.get("templates.waits"), this::now, this::show);
    }

    private Read now() {
        return new Read(
                new TemplateLint(desk.services().hosts(), desk.services().database()).look(host),
                mappings.list(desk.tenant(), host.id()));
    }

    private void show(Read read) {
        var rows = new ArrayList<Node>();
        if (read.templates().isEmpty()) {
            rows.add(Parts.words(text.get("templates.none"), "muted"));
        }
        read.templates().forEach(health -> rows.add(template(health)));
        rows.add(Parts.words(text.get("mapping.title"), "strong"));
        rows.add(Parts.words(text.get("mapping.hint"), "muted"));
        read.mapped().forEach((name, id) -> rows.add(mapping(name, id)));
        if (!read.templates().isEmpty()) {
            rows.add(newMapping(read.templates().stream().map(Health::template).toList()));
        }
        found.getChildren().setAll(rows);
    }

    private Node template(Health health) {
        var template = health.template();
        var box = new VBox(4);
        box.setId("template-" + template.id());
        box.getChildren().add(Parts.words(template.name() + "  " + template.id(), "strong"));
        box.getChildren()
                .add(Parts.words(
                        text.get(
                                "template.facts",
                                system(template),
                                template.firmware().name(),
                                String.valueOf(template.cores()),
                                String.valueOf(template.memoryMiB()),
                                String.valueOf(template.diskGiB())),
                        "muted",
                        "figures"));
        if (health.built() + health.failed() > 0) {
            box.getChildren()
                    .add(Parts.words(
                            text.get("template.past", String.valueOf(health.built()), String.valueOf(health.failed())),
                            "muted"));
        }
        health.findings().forEach(finding -> box.getChildren().add(finding(finding)));
        return box;
    }

    private String system(Template template) {
        return switch (template.family()) {
            case WINDOWS -> text.get("os.windows");
            case LINUX -> text.get("os.linux");
            case OTHER -> text.get("os.unknown");
        };
    }

    private Node finding(TemplateFinding finding) {
        var words = Parts.words(text.get("lint." + finding.topic() + "." + finding.verdict(), finding.fact()));
        HBox.setHgrow(words, Priority.ALWAYS);
        var shape = Shapes.draw(shape(finding.verdict()));
        shape.setAccessibleText(text.get("verdict." + finding.verdict()));
        var row = new HBox(8, shape, words);
        row.setAccessibleText(text.get("verdict." + finding.verdict()) + ": " + words.getText());
        return row;
    }

    private static StateShape shape(Verdict verdict) {
        return switch (verdict) {
            case GOOD, PROVED -> StateShape.DONE;
            case UNKNOWN -> StateShape.OFF;
            case ATTENTION -> StateShape.NEEDS_YOU;
            case BAD -> StateShape.FAILED;
        };
    }

    private Node mapping(String name, int id) {
        var words = Parts.words(name + "  →  " + id, "mono");
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMaxWidth(Double.MAX_VALUE);
        var forget = Parts.button("unmap-" + name, text.get("mapping.remove"), () -> {});
        forget.setAccessibleText(text.get("mapping.remove") + " " + name);
        forget.setOnAction(event ->
                change(forget, "desktop.template.unmap", () -> mappings.remove(desk.tenant(), host.id(), name)));
        return new HBox(8, words, forget);
    }

    private Node newMapping(List<Template> templates) {
        var name = Fields.text("mapping-name", "");
        var template = new ComboBox<Template>();
        template.setId("mapping-template");
        template.setConverter(new Named());
        template.getItems().setAll(templates);
        template.getSelectionModel().selectFirst();
        var add = Parts.button("mapping-add", text.get("mapping.add"), () -> {});
        add.setOnAction(event -> map(add, name, templates, template.getValue()));
        return new VBox(
                8,
                Fields.field(text.get("mapping.name"), name, ""),
                Fields.field(text.get("mapping.template"), template, ""),
                Fields.buttons(add));
    }

    private void map(Button by, TextField name, List<Template> templates, Template template) {
        var typed = name.getText().strip();
        if (!TemplateMappings.isName(typed)) {
            card.object(text.get("wrong.mapping"));
            return;
        }
        change(
                by,
                "desktop.template.map",
                () -> mappings.put(
                        desk.tenant(), host, templates, typed, template.id().value()));
    }

    private void change(Button by, String action, Runnable deed) {
        card.run(
                by,
                text.get("templates.waits"),
                () -> {
                    new Recorded(desk.services()).call(action, host.id(), () -> {
                        deed.run();
                        return true;
                    });
                    return now();
                },
                this::show);
    }

    /** A template by its name; nothing is typed here. */
    private static final class Named extends StringConverter<Template> {
        @Override
        public String toString(@Nullable Template template) {
            return template == null ? "" : template.name() + "  " + template.id();
        }

        @Override
        public @Nullable Template fromString(String words) {
            return null;
        }
    }
}
