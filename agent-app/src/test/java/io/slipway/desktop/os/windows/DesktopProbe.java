package io.slipway.desktop.os.windows;

import io.slipway.desktop.Fx;
import io.slipway.desktop.Hands;
import io.slipway.desktop.app.Launcher;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.MouseEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.animation.AnimationTimer;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javax.imageio.ImageIO;
import javax.swing.JMenuItem;

/**
 * Sits in the process of the real program, on Windows, and uses it: its window by its controls, its icon by the mouse. The program
 * ends by its own menu; only what fails ends it otherwise.
 */
public final class DesktopProbe {
    private static final String PROFILE = "Office PC Büro";
    private static final int STARTS = 5;
    private static final int FAILED = 9;
    private static final int USAGE = 2;
    private static final int ATTEMPTS = 4;
    private static final int FRAMES = 10;
    /** Patience with one click, in seconds. */
    private static final int SHORT = 10;

    /** Most that Windows takes for the frame of a window, in pixels. */
    private static final int FRAME = 40;

    private final Path folder;
    private final String part;

    private DesktopProbe(String part, Path folder) {
        this.part = part;
        this.folder = folder;
    }

    /** @param arguments {@code new}, {@code first} or {@code again}, and the folder for reports */
    @SuppressWarnings("CatchAndPrintStackTrace") // What it prints is the report.
    public static void main(String[] arguments) throws IOException {
        var probe = new DesktopProbe(arguments[0], Path.of(arguments[1]));
        Launcher.main(new String[] {"--show"});
        try {
            switch (arguments[0]) {
                case "new" -> probe.firstRun();
                case "first" -> probe.first();
                default -> probe.again();
            }
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            System.out.println("FAILED " + e);
            e.printStackTrace(System.out);
            Sight.keep(Sight.all(), probe.folder.resolve(probe.part + "-failed.png"));
            Runtime.getRuntime().halt(FAILED);
        }
    }

    /** A new data folder: the operator lets Windows keep the key, then ends the program. */
    private void firstRun() throws IOException {
        window("#card-iso");
        readable((Labeled) node("#setup-language"), "Try the demo", "Connect my Proxmox");
        var icon = icon();
        picture("welcome");
        press("#card-iso");
        node("#vault-dpapi");
        check("Windows is offered to keep the key of the vault", true);
        picture("vault");
        press("#vault-continue");
        Fx.until("the first run goes on", () -> scene().map(it -> it.lookup("#vault-continue"))
                .isEmpty());
        check("the vault was made in the window", !words().contains("VAULT_"));
        picture("iso");
        quit(icon);
    }

    private void first() throws IOException, InterruptedException {
        window("#place-profiles");
        picture("window");
        readable((Labeled) node("#place-profiles"), "Jobs", "Profiles", "Settings", "New VM");
        var icon = icon();
        saveProfile();
        picture("profile");
        secondStarts();
        byIcon(icon);
        quit(icon);
    }

    private void again() throws IOException, InterruptedException {
        window("#place-profiles");
        var icon = icon();
        press("#place-profiles");
        check("the profile is there after the restart", becomes(() -> words().contains(PROFILE)));
        picture("again");
        var standing = output("vault", "status");
        check("the vault is open", standing.lines().anyMatch(line -> line.matches("vault +unlocked")));
        check("Windows opened it", standing.contains("key kept by  dpapi"));
        quit(icon);
    }

    private void window(String selector) {
        node(selector);
        say("FIGURE " + part + ": from the start of the process to the window: " + sinceStart() + " ms");
        check("the window is shown", Fx.get(() -> stage().isShowing() && !stage().isIconified()));
        check(
                "the frame fills it",
                Fx.get(() ->
                        scene().orElseThrow().getRoot().getLayoutBounds().getWidth() > stage().getWidth() - FRAME));
        check("its title says who it is", Fx.get(() -> stage().getTitle()).equals("Slipway"));
    }

    private static long sinceStart() {
        return java.lang.management.ManagementFactory.getRuntimeMXBean().getUptime();
    }

    private static void readable(Labeled label, String... said) {
        var missing =
                Arrays.stream(said).filter(word -> !words().contains(word)).toList();
        check("its words are there, missing " + missing, missing.isEmpty());
        check(
                "letters are ours: " + label.getFont().getFamily(),
                label.getFont().getFamily().equals("Inter"));
        check(
                "letters can be told from their ground",
                Sight.becomes(() -> Sight.contrast(Sight.of(onScreen(Fx.get(() -> label.lookup(".text"))))) > 100));
        var whole = Sight.of(onScreen(Fx.get(() -> scene().orElseThrow().getRoot())));
        check("the window is not black: " + Sight.dark(whole) + " % dark", Sight.dark(whole) < 40);
    }

    private static Rectangle onScreen(Node node) {
        return Fx.get(() -> {
            var bounds = node.localToScreen(node.getLayoutBounds());
            return new Rectangle(
                    (int) bounds.getMinX(), (int) bounds.getMinY(), (int) bounds.getWidth(), (int) bounds.getHeight());
        });
    }

    private Point icon() throws IOException {
        var before = ImageIO.read(folder.resolve("bar-before.png").toFile());
        check("an icon came to the bar", Sight.becomes(() -> Sight.newcomer(before)
                .isPresent()));
        check(
                "Windows has one icon of ours",
                java.awt.SystemTray.getSystemTray().getTrayIcons().length == 1);
        Sight.keep(Sight.bar(), folder.resolve(part + "-bar.png"));
        return Sight.newcomer(before).orElseThrow();
    }

    private void saveProfile() throws IOException {
        press("#place-profiles");
        press("#profile-first");
        picture("editor");
        press("#editor-save");
        var name = (TextInputControl) node("#name-field");
        Fx.run(() -> name.setText(PROFILE));
        press("#name-ok");
        check("the profile is saved", becomes(() -> text("#editor-version").equals("v1")));
        check("under its name", text("#editor-title").equals(PROFILE));
    }

    /** Each brings the hidden window up and ends. */
    private void secondStarts() throws IOException, InterruptedException {
        var whole = new ArrayList<Long>();
        var machine = new ArrayList<Long>();
        for (int i = 0; i < STARTS; i++) {
            closeWindow();
            machine.add(time(USAGE, "--unknown"));
            whole.add(time(0, "--show"));
            check(i, "a second start brings the window up", becomes(() -> stage().isShowing()));
        }
        say("FIGURE a second start took " + median(whole) + " ms, " + median(machine)
                + " ms of them to the refusal of an unknown argument (medians of " + STARTS + ")");
    }

    private void closeWindow() {
        Fx.run(() -> Event.fireEvent(stage(), new WindowEvent(stage(), WindowEvent.WINDOW_CLOSE_REQUEST)));
        Fx.until("the window goes to the tray", () -> !stage().isShowing());
    }

    private static long median(List<Long> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }

    private long time(int code, String argument) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        var process = process("second", List.of(Launcher.class.getName(), argument));
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != code) {
            throw new AssertionError(
                    argument + " did not end with " + code + ": " + Files.readString(folder.resolve("second.txt")));
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    private String output(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add("io.slipway.cli.Main");
        command.addAll(List.of(words));
        var process = process("output", command);
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError(command + " did not end");
        }
        return Files.readString(folder.resolve("output.txt"));
    }

    private Process process(String name, List<String> words) throws IOException {
        var command = DesktopConductor.java();
        command.addAll(words);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".txt").toFile())
                .start();
    }

    /** The left button brings the hidden window up. */
    private void byIcon(Point icon) {
        closeWindow();
        Sight.click(icon, MouseEvent.BUTTON1);
        check("a click on the icon brings the window up", becomes(() -> stage().isShowing()));
    }

    /** By the icon's menu, with the mouse; as a person again when the menu went away because a window came up late. */
    private void quit(Point icon) throws IOException {
        var stories = new ArrayList<String>();
        while (stories.size() < ATTEMPTS) {
            var story = quitOnce(icon, stories.size() + 1);
            if (story.isEmpty()) {
                return;
            }
            stories.add(story);
        }
        throw new AssertionError("the menu's Quit cannot be clicked: " + stories);
    }

    /** Empty when it was chosen, else how far it came. */
    private String quitOnce(Point icon, int attempt) throws IOException {
        Sight.click(icon, MouseEvent.BUTTON3);
        if (!Sight.becomes(() -> quitEntry().isPresent(), SHORT)) {
            Sight.keep(Sight.all(), folder.resolve(part + "-no-menu-" + attempt + ".png"));
            return "no menu";
        }
        var entry = quitEntry().orElseThrow();
        var at = entry.getLocationOnScreen();
        boolean readable =
                Sight.becomes(() -> Sight.contrast(Sight.of(new Rectangle(at, entry.getSize()))) > 80, SHORT);
        Sight.keep(Sight.all(), folder.resolve(part + "-menu.png"));
        var ended = new CountDownLatch(1);
        // Called before the program's own: what it says is said before the process ends.
        entry.addActionListener(event -> {
            check(part + ": the icon's menu can be read and ends the program", readable);
            ended.countDown();
        });
        var target = new Point(at.x + entry.getWidth() / 2, at.y + entry.getHeight() / 2);
        Sight.click(target, MouseEvent.BUTTON1);
        if (Sight.becomes(() -> ended.getCount() == 0, SHORT)) {
            return "";
        }
        Sight.keep(Sight.all(), folder.resolve(part + "-no-click-" + attempt + ".png"));
        return "readable " + readable + ", clicked at " + target + ", then showing " + entry.isShowing()
                + ", pointer at " + java.awt.MouseInfo.getPointerInfo().getLocation();
    }

    private static Optional<JMenuItem> quitEntry() {
        return Arrays.stream(java.awt.Window.getWindows())
                .filter(java.awt.Window::isShowing)
                .flatMap(DesktopProbe::items)
                .filter(item -> item.isShowing() && item.getText().startsWith("Quit"))
                .findFirst();
    }

    private static Stream<JMenuItem> items(java.awt.Component component) {
        return component instanceof JMenuItem item
                ? Stream.of(item)
                : component instanceof java.awt.Container container
                        ? Arrays.stream(container.getComponents()).flatMap(DesktopProbe::items)
                        : Stream.empty();
    }

    private void picture(String name) throws IOException {
        Fx.run(() -> stage().toFront());
        awaitFrames();
        Sight.keep(Sight.all(), folder.resolve(part + "-" + name + ".png"));
    }

    /** What the scene says now is on the screen some frames later. */
    private static void awaitFrames() {
        var frames = new CountDownLatch(FRAMES);
        var timer = new AnimationTimer() {
            @Override
            public void handle(long now) {
                frames.countDown();
            }
        };
        Fx.run(timer::start);
        Fx.until("frames are drawn", () -> frames.getCount() == 0);
        Fx.run(timer::stop);
    }

    private static Stage stage() {
        return Fx.get(() -> Window.getWindows().stream()
                .filter(Stage.class::isInstance)
                .map(Stage.class::cast)
                .findFirst()
                .orElseGet(() -> kept.getFirst()));
    }

    /** The window, also while it is hidden and the toolkit does not list it. */
    private static final List<Stage> kept = new ArrayList<>();

    private static Optional<Scene> scene() {
        return Window.getWindows().stream()
                .filter(Stage.class::isInstance)
                .map(Stage.class::cast)
                .peek(stage -> {
                    if (kept.isEmpty()) {
                        kept.add(stage);
                    }
                })
                .map(Window::getScene)
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }

    private static Node node(String selector) {
        Fx.until(selector, () -> usable(selector).isPresent());
        return Fx.get(() -> usable(selector).orElseThrow());
    }

    private static Optional<Node> usable(String selector) {
        return scene().map(it -> it.lookup(selector)).filter(node -> !node.isDisabled() && Hands.seen(node));
    }

    private static void press(String selector) {
        var button = (ButtonBase) node(selector);
        Fx.run(button::fire);
    }

    private static String text(String selector) {
        return Fx.get(() -> scene().map(it -> it.lookup(selector))
                .map(node -> ((Labeled) node).getText())
                .orElse(""));
    }

    /** Everything that can be read in the window. */
    private static String words() {
        return Fx.get(() -> {
            var said = new StringBuilder();
            scene().orElseThrow().getRoot().lookupAll("*").forEach(node -> {
                if (node instanceof Labeled label && label.getText() != null && Hands.seen(label)) {
                    said.append(label.getText()).append('\n');
                }
            });
            return said.toString();
        });
    }

    private static boolean becomes(java.util.function.BooleanSupplier condition) {
        return Sight.becomes(() -> Fx.get(condition::getAsBoolean));
    }

    private static void check(int round, String what, boolean holds) {
        if (round == 0 || !holds) {
            check(what, holds);
        }
    }

    private static void check(String what, boolean holds) {
        if (!holds) {
            throw new AssertionError(what);
        }
        say("OK " + what);
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
