package io.slipway.desktop.setup;

import io.slipway.demo.DemoOrder;
import io.slipway.demo.DemoProof;
import io.slipway.demo.DemoStage;
import io.slipway.desktop.hosts.AddHost;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.wizard.WizardView;
import io.slipway.server.base.Sleeper;
import io.slipway.server.draft.Draft;
import io.slipway.server.proof.Proof;
import io.slipway.server.text.Text;
import io.slipway.server.vault.VaultState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;

/**
 * The first run: three cards, and behind each the shortest way to a first success. Use on the JavaFX thread.
 *
 * <p>A demonstration that was started belongs to the first run until {@link #close}, unless a window to look around took it over.
 */
public final class FirstRun implements AutoCloseable {
    private static final String ANSWER_FILE = "autounattend.xml";

    private final Desk desk;
    private final SetupPorts ports;
    private final Text text;
    private final BorderPane root = new BorderPane();
    private Optional<DemoStage> demo = Optional.empty();
    private Optional<BuildScreen> building = Optional.empty();
    private Optional<Screen> screen = Optional.empty();
    private Optional<AddHost> connecting = Optional.empty();
    private Runnable escape = () -> {};
    private boolean closed;

    /** A first run on the real services; the demonstration brings its own. */
    public FirstRun(Desk desk, SetupPorts ports) {
        this.desk = desk;
        this.ports = ports;
        this.text = desk.text("setup");
        root.getStyleClass().addAll("frame", "setup");
        for (var sheet : List.of("setup.css", "/io/slipway/desktop/wizard/wizard.css")) {
            root.getStylesheets()
                    .add(Objects.requireNonNull(FirstRun.class.getResource(sheet), sheet)
                            .toExternalForm());
        }
        root.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        welcome();
    }

    /** What is shown; the same node all the time. */
    public Parent view() {
        return root;
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            event.consume();
            if (screen.isEmpty() || !screen.get().goBack()) {
                escape.run();
            }
        } else if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
            event.consume();
            screen.ifPresent(Screen::goOn);
        }
    }

    private void show(Node node, Runnable onEscape) {
        connecting.ifPresent(AddHost::hidden);
        connecting = Optional.empty();
        screen = node instanceof Screen known ? Optional.of(known) : Optional.empty();
        escape = onEscape;
        root.setCenter(node);
    }

    private void show(Screen next) {
        show(next, () -> {});
    }

    private void welcome() {
        leaveDemo();
        show(new WelcomeScreen(text, ports, this::chosen).view(), () -> {});
    }

    private void chosen(Way way) {
        if (desk.services().vault().status().state() == VaultState.NEW) {
            show(new VaultScreen(desk, this::welcome, () -> go(way)).screen());
        } else {
            go(way);
        }
    }

    private void go(Way way) {
        switch (way) {
            case DEMO -> startDemo();
            case HOST -> connect();
            case ISO -> show(new IsoPath(desk, ports, this::show, this::welcome, this::home).start());
        }
    }

    /** The same steps as on the page of the hosts. */
    private void connect() {
        var steps = new AddHost(
                desk,
                text.get("host.wizard"),
                host -> wizard(desk, Draft.EMPTY.with(Draft.Key.HOST, host.id()), false),
                this::welcome);
        show(Screen.framed(steps.view()), steps::goBack);
        connecting = Optional.of(steps);
        steps.start();
    }

    private void startDemo() {
        var waiting = waiting("demo.starting", "demo.starting.words");
        show(waiting);
        desk.background()
                .run(
                        () -> {
                            var stage = ports.openDemo().call();
                            try {
                                stage.register();
                                return stage;
                            } catch (RuntimeException e) {
                                stage.close();
                                throw e;
                            }
                        },
                        stage -> {
                            if (closed || !waiting.inSight()) {
                                close(stage);
                            } else {
                                demo = Optional.of(stage);
                                ribbon();
                                wizard(demoDesk(stage), Draft.of(DemoOrder.json(1)), true);
                            }
                        },
                        failure -> waiting.back(this::welcome).failed(failure, Optional.of(this::startDemo)));
    }

    private Desk demoDesk(DemoStage stage) {
        return new Desk(stage.parts(), desk.language(), desk.background(), desk.navigator(), true);
    }

    private Screen waiting(String title, String words) {
        var turning = new ProgressIndicator();
        turning.setMaxSize(32, 32);
        turning.setAccessibleText(text.get(title));
        return new Screen(desk.text("shell"), text.get(title), text.get(words)).with(turning);
    }

    private void wizard(Desk on, Draft draft, boolean review) {
        var wizard = new WizardView(on, draft, job -> build(on, job));
        show(wizard, this::welcome);
        wizard.start();
        if (review) {
            wizard.openReview();
        }
    }

    private void build(Desk on, String job) {
        var build = new BuildScreen(on, job, this::welcome, look -> ended(job, look));
        building = Optional.of(build);
        show(build.screen());
    }

    private void ended(String job, BuildScreen.Look look) {
        boolean well = look.run().filter(run -> run.problem().isEmpty()).isPresent();
        if (demo.isEmpty()) {
            building.ifPresent(build -> build.screen().primary("build-continue", text.get("continue"), this::home));
            return;
        }
        if (!well) {
            return;
        }
        var stage = demo.get();
        desk.background()
                .run(
                        () -> new DemoProof(stage).of(job, Sleeper.system()),
                        proofs -> proof(
                                proofs.getFirst(), look.run().orElseThrow().id()),
                        failure -> screen.ifPresent(shown -> shown.failed(failure, Optional.empty())));
    }

    private void proof(Proof proof, String run) {
        if (demo.isEmpty()) {
            return;
        }
        var stage = demo.get();
        Runnable again = () -> proof(proof, run);
        var ways = new ProofScreen.Ways(
                () -> disc(stage, run, "", again),
                () -> disc(stage, run, ANSWER_FILE, again),
                ports.lookAround().map(look -> () -> {
                    demo = Optional.empty();
                    root.setTop(null);
                    look.accept(stage);
                    home();
                }),
                () -> {
                    leaveDemo();
                    chosen(Way.HOST);
                },
                this::home);
        show(new ProofScreen(demoDesk(stage), proof, ways).screen());
    }

    private void disc(DemoStage stage, String run, String first, Runnable back) {
        var disc = stage.discs().of(run);
        var files = disc.stream()
                .flatMap(found -> found.files().stream())
                .map(file -> new FilesScreen.Shown(file.path(), file.size(), file.text()))
                .toList();
        var sentence = disc.map(found -> text.get("files.disc", found.name(), found.size(), found.sha256()))
                .orElse(text.get("files.none"));
        var title = text.get(first.isEmpty() ? "files.discTitle" : "files.answerTitle");
        show(new FilesScreen(desk, title, sentence, files, first, back).screen());
    }

    private void home() {
        leaveDemo();
        show(new HomeScreen(desk, ports).screen());
    }

    private void ribbon() {
        var words = desk.text("shell");
        var leave = new Hyperlink(words.get("demo.leave"));
        leave.setId("demo-leave");
        leave.setOnAction(event -> welcome());
        var ribbon = new HBox(new Label(words.get("demo.ribbon")), leave);
        ribbon.getStyleClass().add("ribbon");
        root.setTop(ribbon);
    }

    private void leaveDemo() {
        building.ifPresent(BuildScreen::stop);
        building = Optional.empty();
        root.setTop(null);
        demo.ifPresent(this::close);
        demo = Optional.empty();
    }

    /** Closing waits for the demonstration's own work, so not here. */
    private void close(DemoStage stage) {
        Thread.ofVirtual().name("demo-close").start(stage::close);
    }

    /** Ends what the first run began; the demonstration and its data go away. */
    @Override
    public void close() {
        closed = true;
        leaveDemo();
    }
}
