package io.slipway.desktop.jobs;

import io.slipway.desktop.Aim;
import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.shell.Background;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Page;
import io.slipway.desktop.shell.Place;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import io.slipway.server.boot.LanConfig;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.job.Job;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.provision.ProvisionOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.testfx.api.FxRobot;
import tools.jackson.databind.node.ObjectNode;

/** A laboratory, an agent that knows it as its host {@code lab}, and a real window with one page. */
public final class JobsRig implements AutoCloseable {
    private static final String PASSWORD = "lab-root-password-4c7e";

    public final Laboratory lab = Laboratory.builder().rootPassword(PASSWORD).start();
    public final AgentAssembly agent;
    public final List<Place> visited = new CopyOnWriteArrayList<>();
    public final FxRobot robot = new FxRobot();
    private Background background = new Background();
    private Optional<Page> page = Optional.empty();
    private Optional<Stage> stage = Optional.empty();

    public JobsRig(Path folder) {
        Fx.start(Theme.LIGHT);
        this.agent = AgentAssembly.open(AgentConfig.of(folder, Optional.of(LanConfig.forLaboratory()))
                .withPauses(Duration.ofMillis(20), Duration.ofMillis(50)));
    }

    /** Registers the laboratory. */
    public JobsRig withHost() {
        var key = agent.parts().ssh().fetchHostKey("127.0.0.1", lab.port()).toString();
        agent.parts()
                .hosts()
                .add(
                        TenantId.DEFAULT,
                        new NewHost(
                                "lab",
                                "127.0.0.1",
                                lab.port(),
                                "root",
                                Optional.of(Secret.of(PASSWORD)),
                                Optional.empty(),
                                Optional.of(key),
                                TlsContact.unpinned(),
                                false,
                                new HostLimits(2, 1000, 1999)));
        return this;
    }

    /** An order of Windows VMs {@code NAME-01} and so on. */
    public String order(String name, int first, int count) {
        return agent.parts()
                .provisioning()
                .submit(Caller.localOperator(), ProvisionOrder.parse(windows(name, first, count)), Optional.empty())
                .jobId();
    }

    private static ObjectNode windows(String name, int first, int count) {
        var order = Json.object()
                .put("host", "lab")
                .put("template", "win11-tpl")
                .put("profile", "windows-11-worker")
                .put("name_pattern", name + "-{n:2}")
                .put("first_number", first)
                .put("count", count)
                .put("cores", 2)
                .put("memory_mib", 4096);
        order.putObject("network")
                .put("mode", "static")
                .put("from", "10.20.0.10")
                .put("to", "10.20.3.250")
                .put("prefix", 22)
                .put("gateway", "10.20.0.1");
        return order;
    }

    public Job job(String id) {
        return agent.parts().jobs().require(TenantId.DEFAULT, id);
    }

    /** Waits for the end of a job by looking at its row. */
    public Job ended(String id) {
        Fx.until("the end of " + id, () -> job(id).state().ended());
        return job(id);
    }

    /** Opens a window with the page that the maker makes. */
    public Parent open(Theme theme, Locale language, Function<Desk, Page> maker, Place place) {
        Fx.start(theme);
        shut();
        background = new Background();
        var desk = new Desk(agent.parts(), language, background, visited::add, false);
        return Fx.get(() -> {
            var made = maker.apply(desk);
            var window = new Stage();
            var scene = new Scene((Parent) made.view(), 1080, 800);
            theme.dress(scene);
            scene.getRoot().getStyleClass().add("frame");
            window.setScene(scene);
            window.setX(0);
            window.setY(0);
            window.show();
            made.shown(place);
            page = Optional.of(made);
            stage = Optional.of(window);
            return (Parent) made.view();
        });
    }

    public Page page() {
        return page.orElseThrow();
    }

    public Scene scene() {
        return stage.orElseThrow().getScene();
    }

    /** A picture of the window as it is. */
    public void picture(String name) {
        Fx.picture(scene(), name);
    }

    /** The control with that id in any of our windows, if it is in sight. */
    public Optional<Node> find(String id) {
        return Fx.get(() -> Window.getWindows().stream()
                .filter(Window::isShowing)
                .flatMap(window -> window.getScene().getRoot().lookupAll("#" + id).stream())
                .filter(JobsRig::visible)
                .findFirst());
    }

    private static boolean visible(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    public void await(String id) {
        Fx.until("#" + id, () -> find(id).isPresent());
    }

    public <T extends Node> T node(String id, Class<T> type) {
        await(id);
        return type.cast(find(id).orElseThrow());
    }

    /** Clicks with the mouse when it is there and can be clicked. */
    public void click(String id) {
        Fx.until("#" + id + " can be clicked", () -> find(id).filter(node -> !node.isDisabled())
                .isPresent());
        Aim.at("#" + id, () -> find(id), () -> robot.clickOn(place(id)));
    }

    /** Presses it by the keyboard when it is there and can be pressed. */
    public void press(String id) {
        Fx.until("#" + id + " can be pressed", () -> find(id).filter(node -> !node.isDisabled())
                .isPresent());
        Aim.type("#" + id, () -> find(id), () -> robot.type(KeyCode.SPACE));
    }

    /** Where to click. What is live may draw the node anew while it is measured; then the new one is. */
    private Point2D place(String id) {
        for (int tries = 20; ; tries--) {
            Fx.run(() -> find(id).ifPresent(node -> node.getScene().getRoot().layout()));
            try {
                return robot.point(find(id).orElseThrow()).query();
            } catch (RuntimeException gone) {
                if (tries == 0) {
                    throw gone;
                }
            }
        }
    }

    /** All words in the window. */
    public String words() {
        return Fx.get(() -> {
            var all = new StringBuilder();
            Window.getWindows().stream()
                    .filter(Window::isShowing)
                    .forEach(window -> window.getScene().getRoot().lookupAll(".label").stream()
                            .filter(JobsRig::visible)
                            .filter(javafx.scene.control.Labeled.class::isInstance)
                            .forEach(label -> all.append(((javafx.scene.control.Labeled) label).getText())
                                    .append('\n')));
            return all.toString();
        });
    }

    public void awaitWords(String words) {
        try {
            Fx.until("the words " + words, () -> words().contains(words));
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; there are: " + words(), late);
        }
    }

    public String clipboard() {
        return Fx.get(() -> Clipboard.getSystemClipboard().getString());
    }

    private void shut() {
        Fx.run(() -> {
            page.ifPresent(Page::hidden);
            List.copyOf(Window.getWindows()).forEach(Window::hide);
        });
        background.close();
    }

    @Override
    public void close() {
        shut();
        agent.close();
        lab.close();
    }
}
