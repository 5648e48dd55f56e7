package io.slipway.desktop.wizard;

import io.slipway.desktop.look.Icon;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.answer.StaticIpv4;
import io.slipway.server.draft.PlanWords;
import io.slipway.server.draft.ProfileOption;
import io.slipway.server.draft.Spot;
import io.slipway.server.provision.OrderPlan;
import io.slipway.server.provision.Plans;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * The order in words, with all that will be done; and the button that orders. However often it is pressed, one draft is ordered
 * once.
 */
final class ReviewStep implements Step {
    private static final int POSITION = 4;
    /** So many VMs are read at a glance. */
    private static final int SHORT = 5;

    private final Wizard wizard;
    private final Consumer<String> created;
    private final VBox view = new VBox(12);
    private final Button create = new Button();
    private Checked drawn = new Checked.Incomplete();
    private Optional<Trouble> failure = Optional.empty();
    private String key = fresh();
    private boolean ordering;
    private boolean listening;

    /** What went wrong, and how that very thing is tried again. */
    private record Trouble(Throwable problem, Runnable again) {}

    ReviewStep(Wizard wizard, Consumer<String> created) {
        this.wizard = wizard;
        this.created = created;
        view.getStyleClass().add("step");
        create.setId("wizard-create");
        create.getStyleClass().add("accent");
        create.setGraphic(Icon.of("rocket"));
        create.setOnAction(event -> order());
        create.setText(wizard.text().get("create"));
        create.setDisable(true);
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    Button create() {
        return create;
    }

    /** The draft is another one: what was ordered before has nothing to do with it. */
    void renew() {
        if (!ordering) {
            key = fresh();
            failure = Optional.empty();
        }
    }

    /** The dry run itself broke. */
    void failed(Throwable problem) {
        failure = Optional.of(new Trouble(problem, this::lookAgain));
        draw(new Checked.Incomplete());
    }

    private void lookAgain() {
        failure = Optional.empty();
        draw(new Checked.Running());
        wizard.open(POSITION);
    }

    private void order() {
        if (ordering || !(drawn instanceof Checked.Planned planned) || planned.unreachable()) {
            return;
        }
        ordering = true;
        failure = Optional.empty();
        draw(drawn);
        var draft = wizard.draft();
        var once = key;
        wizard.desk()
                .background()
                .run(
                        () -> wizard.reader().submit(draft, once),
                        job -> {
                            ordering = false;
                            key = fresh();
                            created.accept(job);
                        },
                        problem -> {
                            ordering = false;
                            // The key belongs to what was ordered with it, not to what the draft has become since.
                            if (!wizard.draft().equals(draft)) {
                                key = fresh();
                            }
                            failure = Optional.of(new Trouble(problem, this::order));
                            draw(drawn);
                        });
    }

    @Override
    public String key() {
        return "review";
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown() {
        create.requestFocus();
    }

    @Override
    public void refresh(Checked checked) {
        if (!checked.equals(drawn)) {
            if (checked instanceof Checked.Planned || checked instanceof Checked.Blocked) {
                failure = Optional.empty();
            }
            draw(checked);
        }
    }

    private void draw(Checked checked) {
        boolean first = !(drawn instanceof Checked.Planned);
        drawn = checked;
        var text = wizard.text();
        view.getChildren().clear();
        failure.ifPresent(trouble -> view.getChildren()
                .add(ProblemView.of(wizard.desk().text("shell"), trouble.problem(), Optional.of(trouble.again()))));
        switch (checked) {
            case Checked.Incomplete incomplete -> waits(text.get("review.incomplete"));
            case Checked.Running running -> waits(text.get("review.running"));
            case Checked.Blocked blocked -> blocked(blocked);
            case Checked.Planned planned -> planned(planned);
        }
        boolean can = checked instanceof Checked.Planned planned && !planned.unreachable() && !ordering;
        create.setDisable(!can);
        if (can && first && view.getScene() != null) {
            create.requestFocus();
        }
    }

    /** Beside a failure it would be wrong: nothing is missing and nothing runs. */
    private void waits(String words) {
        if (failure.isEmpty()) {
            say(words);
        }
    }

    private void say(String words) {
        view.getChildren().add(muted(words));
    }

    private void blocked(Checked.Blocked blocked) {
        view.getChildren()
                .add(ProblemView.of(
                        wizard.desk().text("shell"), blocked.problem().exception(), Optional.empty()));
        if (blocked.spot() != Spot.REVIEW) {
            var names = List.of("host", "template", "profile", "network");
            var step = wizard.text().get("step." + names.get(blocked.spot().step()));
            var go = new Hyperlink(wizard.text().get("review.go", step));
            go.setId("wizard-go");
            go.setOnAction(event -> wizard.open(blocked.spot().step()));
            view.getChildren().add(go);
        }
    }

    private void planned(Checked.Planned planned) {
        var text = wizard.text();
        var plan = planned.plan();
        int vms = plan.vms().size();
        create.setText(text.count("create.count", vms));
        var sentence = new Label(sentence(plan));
        sentence.setId("wizard-sentence");
        sentence.setWrapText(true);
        sentence.getStyleClass().add("heading");
        view.getChildren().add(sentence);
        planned.earlier().ifPresent(earlier -> say(words().earlier(earlier)));
        if (planned.unreachable()) {
            view.getChildren().add(unreachable());
        }
        PlanWords.warnings(plan).forEach(warning -> {
            var blocker = new Field.Blocker();
            blocker.show(Optional.of(warning));
            view.getChildren().add(blocker);
        });
        view.getChildren().add(exact(plan));
    }

    private String sentence(OrderPlan plan) {
        var profile = wizard.profile()
                .map(ProfileOption::name)
                .orElse(plan.profile()
                        .map(document -> document.profile().name())
                        .orElse(""));
        return words().sentence(plan, profile);
    }

    private PlanWords words() {
        return new PlanWords(wizard.text());
    }

    /** The order would be refused; the cure is one press away. */
    private Node unreachable() {
        var words = new Field.Blocker();
        words.show(Optional.of(wizard.text().get("review.lanOff")));
        var listen = new Button(wizard.text().get("review.listen"));
        listen.setId("wizard-listen");
        listen.setDisable(listening);
        listen.setOnAction(event -> listen());
        return new VBox(8, words, listen);
    }

    private void listen() {
        if (listening) {
            return;
        }
        listening = true;
        failure = Optional.empty();
        draw(drawn);
        wizard.desk()
                .background()
                .run(
                        () -> {
                            wizard.reader().listen();
                            return true;
                        },
                        done -> {
                            listening = false;
                            wizard.open(POSITION);
                        },
                        problem -> {
                            listening = false;
                            failure = Optional.of(new Trouble(problem, this::listen));
                            draw(drawn);
                        });
    }

    private TitledPane exact(OrderPlan plan) {
        var text = wizard.text();
        var first = plan.vms().getFirst();
        var kinds = Plans.kinds(plan.planKind(), first);
        var steps = new VBox(4);
        for (int i = 0; i < kinds.size(); i++) {
            steps.getChildren().add(new Label((i + 1) + ". " + text.get("action." + kinds.get(i))));
        }
        var table = new GridPane(16, 4);
        table.getStyleClass().add("mono");
        plan.vms()
                .forEach(vm -> table.addRow(
                        table.getRowCount(),
                        new Label(vm.name()),
                        new Label(vm.address().map(StaticIpv4::address).orElse("DHCP")),
                        new Label(vm.mac()),
                        new Label(words().size(vm, plan))));
        HBox.setHgrow(table, Priority.ALWAYS);
        var pane = new TitledPane(
                text.count("review.exact", (long) kinds.size() * plan.vms().size()), new VBox(12, table, steps));
        pane.setId("wizard-plan");
        pane.setExpanded(plan.vms().size() <= SHORT);
        pane.setAnimated(false);
        return pane;
    }

    private static Label muted(String words) {
        var label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().add("muted");
        return label;
    }

    @Override
    public boolean ready() {
        return false;
    }
}
