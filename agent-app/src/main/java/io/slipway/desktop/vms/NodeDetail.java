package io.slipway.desktop.vms;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.jobs.Question;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.compat.CommandOrder;
import io.slipway.server.compat.Commands;
import io.slipway.server.compat.Node;
import io.slipway.server.compat.Nodes;
import io.slipway.server.compat.TemplateMappings;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A node that an application ordered and that has no VM: it can be provisioned or forgotten, and nothing else (F177). */
final class NodeDetail {
    private final Desk desk;
    private final Text text;
    private final Recorded recorded;
    private final VBox head = new VBox(8);
    private final VBox trouble = new VBox();
    private final Button provision;
    private final Button delete;
    private final VBox view;
    private @Nullable Node node;

    NodeDetail(Desk desk) {
        this.desk = desk;
        this.text = desk.text("jobs");
        this.recorded = new Recorded(desk.services());
        this.provision = Parts.button("node-provision", text.get("node.provision"), this::provision, "accent");
        this.delete = Parts.button("node-delete", text.get("node.delete"), this::askDelete, "danger");
        var buttons = new FlowPane(8, 8, provision, delete);
        for (var id : List.of("vm.job", "vm.copyAddress", "vm.passwords")) {
            var other = Parts.button("node-" + id.replace('.', '-'), text.get(id), () -> {});
            other.setDisable(true);
            buttons.getChildren().add(other);
        }
        view = new VBox(12, head, trouble, buttons);
        view.getStyleClass().addAll("card", "detail");
        view.setId("node-detail");
    }

    VBox view() {
        return view;
    }

    void show(Node fresh) {
        if (node == null || !node.id().equals(fresh.id())) {
            trouble.getChildren().clear();
        }
        node = fresh;
        boolean making = fresh.actions().isEmpty();
        head.getChildren()
                .setAll(
                        Parts.words(fresh.name(), "heading"),
                        Parts.state(
                                making ? StateShape.BUSY : StateShape.OFF,
                                text.get(making ? "node.making" : "node.state")));
        fresh.templateId().ifPresent(template -> head.getChildren()
                .add(Parts.words(text.get("node.template", template), "muted")));
        provision.setDisable(!fresh.actions().contains(Node.Action.PROVISION));
        delete.setDisable(!fresh.actions().contains(Node.Action.DELETE));
    }

    /** As its application would: template and host are in the record. Without them the operator chooses. */
    private void provision() {
        var one = node;
        if (one == null) {
            return;
        }
        if (one.templateId().isEmpty() || one.hypervisorId().isEmpty()) {
            desk.navigator().open(new Place.NewVm());
            return;
        }
        provision.setDisable(true);
        desk.background()
                .run(
                        () -> recorded.call("desktop.node.provision", one.id(), () -> order(one)),
                        job -> desk.navigator().open(new Place.Jobs(Optional.of(job))),
                        this::failed);
    }

    private String order(Node one) {
        var services = desk.services();
        var orders = new CommandOrder(services.hosts(), services.profiles(), new TemplateMappings(services.database()));
        var commands = new Commands(
                services.hosts(), services.vms(), services.jobs(), services.provisioning(), nodes(), orders);
        var params = Json.object().put("name", one.name());
        params.putObject("template").put("template_id", one.templateId().orElseThrow());
        return commands.provision(
                        Caller.localOperator(), one.hypervisorId().orElseThrow(), params, Optional.of(one.id()))
                .commandId();
    }

    private Nodes nodes() {
        var services = desk.services();
        return new Nodes(services.database(), services.ids(), services.clock());
    }

    private void askDelete() {
        var one = node;
        if (one == null) {
            return;
        }
        var words = new Question.Words(
                text.get("node.delete.title", one.name()),
                List.of(Parts.words(text.get("node.delete.body"))),
                text.get("node.delete.yes"),
                text.get("node.delete.no"));
        Question.ask(view, words, () -> desk.background()
                .run(
                        () -> recorded.call("desktop.node.delete", one.id(), () -> {
                            nodes().delete(desk.tenant(), one.id());
                            return true;
                        }),
                        done -> {},
                        this::failed));
    }

    private void failed(Throwable failure) {
        if (node != null) {
            show(node);
        }
        trouble.getChildren().setAll(ProblemView.of(desk.text("shell"), failure, Optional.empty()));
    }
}
