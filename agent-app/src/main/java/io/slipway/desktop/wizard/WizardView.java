package io.slipway.desktop.wizard;

import io.slipway.desktop.shell.Desk;
import io.slipway.server.compat.Node;
import io.slipway.server.draft.Draft;
import io.slipway.server.draft.OnHost;
import io.slipway.server.draft.ProfileOption;
import io.slipway.server.host.Host;
import io.slipway.server.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/**
 * The wizard for new VMs: five steps over one draft, and a dry run after each change whose objection is shown beside what it is
 * about. Use on the JavaFX thread; nothing waits on it.
 */
public final class WizardView extends VBox implements Wizard {
    private static final int REVIEW = 4;
    /** Long enough not to ask the host for every letter. */
    private static final Duration PAUSE = Duration.millis(250);

    private final Desk desk;
    private final Text text;
    private final WizardReader reader;
    private final List<Step> steps;
    private final Rail rail;
    private final ScrollPane middle = new ScrollPane();
    private final Button back;
    private final Button next;
    private final PauseTransition pause = new PauseTransition(PAUSE);
    private final List<HostOption> hosts = new ArrayList<>();
    private final ReviewStep review;

    private Draft draft;
    private Checked checked = new Checked.Incomplete();
    private Optional<OnHost> onHost = Optional.empty();
    private Optional<Throwable> hostFailure = Optional.empty();
    private List<ProfileOption> profiles = List.of();
    private String readHost = "";
    private int current;
    private long round;

    /**
     * A wizard.
     *
     * @param first what is chosen already
     * @param created hears the id of the job that was ordered
     */
    public WizardView(Desk desk, Draft first, Consumer<String> created) {
        this.desk = desk;
        this.text = desk.text("wizard");
        this.reader = new WizardReader(desk);
        this.draft = first;
        getStyleClass().addAll("page", "wizard");
        getStylesheets()
                .add(Objects.requireNonNull(WizardView.class.getResource("wizard.css"))
                        .toExternalForm());
        review = new ReviewStep(this, created);
        steps = List.of(
                new HostStep(this), new TemplateStep(this), new ProfileStep(this), new NetworkStep(this), review);
        rail = new Rail(text, steps.stream().map(Step::key).toList(), this::open);
        var shell = desk.text("shell");
        back = new Button(shell.get("action.back"));
        back.setId("wizard-back");
        back.setOnAction(event -> open(current - 1));
        next = new Button(shell.get("action.next"));
        next.setId("wizard-next");
        next.getStyleClass().add("accent");
        next.setOnAction(event -> next());
        middle.setFitToWidth(true);
        middle.getStyleClass().add("bare");
        VBox.setVgrow(middle, Priority.ALWAYS);
        var title = new Label(text.get("title"));
        title.getStyleClass().add("title");
        getChildren().addAll(title, rail, middle, footer());
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        pause.setOnFinished(event -> check());
    }

    private HBox footer() {
        var room = new Region();
        HBox.setHgrow(room, Priority.ALWAYS);
        var footer = new HBox(8, back, room, next, review.create());
        footer.setAlignment(Pos.CENTER_RIGHT);
        return footer;
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
            event.consume();
            if (current == REVIEW) {
                review.create().fire();
            } else {
                next();
            }
        }
    }

    /** Comes into sight: what may have changed meanwhile is read again; the draft stays. */
    public void start() {
        desk.background().run(reader::hosts, this::ask, failure -> hostFailed(failure));
        desk.background()
                .run(
                        reader::profiles,
                        found -> {
                            profiles = found;
                            usual();
                            refresh();
                        },
                        failure -> hostFailed(failure));
        review.renew();
        open(current);
    }

    /** Fills the wizard for a machine that an application wants: its name and template; the rest is the template's. */
    @Override
    public void prefill(Node node) {
        var filled = draft.with(Draft.Key.NODE, node.id())
                .with(Draft.Key.PATTERN, node.name())
                .with(Draft.Key.COUNT, "1");
        filled = node.hypervisorId().map(known(filled, Draft.Key.HOST)).orElse(filled);
        change(node.templateId().map(known(filled, Draft.Key.TEMPLATE)).orElse(filled));
    }

    private static java.util.function.Function<String, Draft> known(Draft draft, Draft.Key key) {
        return value -> draft.with(key, value);
    }

    /** Shows the last step whose predecessors are done; for a draft that is complete already. */
    public void openReview() {
        current = REVIEW;
        open(REVIEW);
    }

    /** What a host answered last stands until it answers anew: a step that was done stays done while the hosts are asked again. */
    private void ask(List<Host> found) {
        var before = List.copyOf(hosts);
        hosts.clear();
        for (var host : found) {
            hosts.add(before.stream()
                    .filter(option -> option.connected() && option.host().id().equals(host.id()))
                    .filter(option -> option.host().address().equals(host.address()))
                    .findFirst()
                    .map(option -> new HostOption(host, option.probe(), Optional.empty()))
                    .orElseGet(() -> new HostOption(host, Optional.empty(), Optional.empty())));
            desk.background().run(() -> reader.look(host), this::answered, failure -> hostFailed(failure));
        }
        refresh();
    }

    private void answered(HostOption option) {
        hosts.replaceAll(old -> old.host().id().equals(option.host().id()) ? option : old);
        if (!draft.has(Draft.Key.HOST) && option.connected() && hosts.size() == 1) {
            change(draft.with(Draft.Key.HOST, option.host().id()));
        }
        readHost();
        refresh();
    }

    private void hostFailed(Throwable failure) {
        hostFailure = Optional.of(failure);
        refresh();
    }

    private void usual() {
        if (!draft.has(Draft.Key.PROFILE)) {
            profiles.stream()
                    .filter(ProfileOption::usual)
                    .findFirst()
                    .ifPresent(option -> draft = draft.with(Draft.Key.PROFILE, option.word()));
        }
    }

    private void readHost() {
        var option = host().filter(HostOption::connected);
        var id = option.map(found -> found.host().id()).orElse("");
        if (id.equals(readHost)) {
            return;
        }
        readHost = id;
        onHost = Optional.empty();
        hostFailure = Optional.empty();
        option.ifPresent(chosen -> desk.background()
                .run(
                        () -> reader.onHost(chosen.host()),
                        found -> {
                            if (readHost.equals(id)) {
                                onHost = Optional.of(found);
                                refresh();
                                recheck();
                            }
                        },
                        failure -> {
                            if (readHost.equals(id)) {
                                readHost = "";
                                hostFailed(failure);
                            }
                        }));
    }

    @Override
    public void change(Draft changed) {
        if (changed.equals(draft)) {
            return;
        }
        draft = changed;
        review.renew();
        readHost();
        recheck();
        refresh();
    }

    private void recheck() {
        round++;
        checked = draft.plannable() ? new Checked.Running() : new Checked.Incomplete();
        pause.playFromStart();
    }

    private void check() {
        if (!draft.plannable()) {
            return;
        }
        long mine = round;
        var asked = draft;
        desk.background()
                .run(
                        () -> reader.check(asked),
                        answer -> {
                            if (mine == round) {
                                checked = answer;
                                refresh();
                            }
                        },
                        failure -> {
                            if (mine == round) {
                                review.failed(failure);
                            }
                        });
    }

    @Override
    public void open(int step) {
        current = Math.clamp(step, 0, reached());
        var shown = steps.get(current);
        if (middle.getContent() != shown.view()) {
            middle.setContent(shown.view());
            middle.setVvalue(0);
        }
        refresh();
        shown.shown();
        recheck();
    }

    @Override
    public void next() {
        if (current < REVIEW && steps.get(current).ready()) {
            open(current + 1);
        }
    }

    /** A step can be opened when all before it are done. */
    private int reached() {
        int furthest = 0;
        while (furthest < REVIEW && steps.get(furthest).ready()) {
            furthest++;
        }
        return Math.max(furthest, current == REVIEW ? REVIEW : 0);
    }

    private void refresh() {
        steps.forEach(step -> step.refresh(checked));
        rail.show(
                current,
                reached(),
                checked instanceof Checked.Blocked blocked ? blocked.spot().step() : -1);
        boolean last = current == REVIEW;
        back.setDisable(current == 0);
        show(next, !last);
        show(review.create(), last);
        next.setDisable(!steps.get(current).ready());
        next.setDefaultButton(!last);
        review.create().setDefaultButton(last);
    }

    private static void show(Button button, boolean shown) {
        button.setVisible(shown);
        button.setManaged(shown);
    }

    @Override
    public void lookAgain() {
        hostFailure = Optional.empty();
        readHost = "";
        start();
    }

    @Override
    public Desk desk() {
        return desk;
    }

    @Override
    public Text text() {
        return text;
    }

    @Override
    public WizardReader reader() {
        return reader;
    }

    @Override
    public Draft draft() {
        return draft;
    }

    @Override
    public List<HostOption> hosts() {
        return List.copyOf(hosts);
    }

    @Override
    public Optional<OnHost> onHost() {
        return onHost;
    }

    @Override
    public Optional<Throwable> hostFailure() {
        return hostFailure;
    }

    @Override
    public List<ProfileOption> profiles() {
        return profiles;
    }
}
