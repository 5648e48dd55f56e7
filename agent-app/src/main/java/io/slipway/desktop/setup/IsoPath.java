package io.slipway.desktop.setup;

import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.wizard.Choice;
import io.slipway.desktop.wizard.Field;
import io.slipway.server.base.Caller;
import io.slipway.server.disc.DiscImage;
import io.slipway.server.disc.DiscMaker;
import io.slipway.server.disc.DiscOrder;
import io.slipway.server.disc.DiscPreview;
import io.slipway.server.draft.ProfileOption;
import io.slipway.server.profile.BoundProfiles;
import io.slipway.server.text.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Just an ISO: profile, a look at its files, save. For a machine that no host of ours knows. */
final class IsoPath {
    private static final String NAME = "PC-01";

    private final Desk desk;
    private final Text text;
    private final SetupPorts ports;
    private final Consumer<Screen> show;
    private final Runnable welcome;
    private final Runnable on;
    private final TextField name = new TextField(NAME);
    private final TextField mac = new TextField();
    private String profile = "";

    IsoPath(Desk desk, SetupPorts ports, Consumer<Screen> show, Runnable welcome, Runnable on) {
        this.desk = desk;
        this.text = desk.text("setup");
        this.ports = ports;
        this.show = show;
        this.welcome = welcome;
        this.on = on;
        name.setId("iso-name");
        mac.setId("iso-mac");
    }

    private Screen screen(String key) {
        return new Screen(desk.text("shell"), text.get("iso." + key + ".title"), text.get("iso." + key + ".sentence"));
    }

    Screen start() {
        var screen = screen("profile").back(welcome);
        var list = new VBox(8, Screen.muted(desk.text("shell").get("loading")));
        screen.with(list);
        var next = screen.primary("iso-next", desk.text("shell").get("action.next"), () -> preview(this::again));
        next.setDisable(true);
        desk.background()
                .run(
                        () -> ProfileOption.all(desk.services().profiles(), Caller.localOperator()),
                        found -> {
                            list.getChildren().setAll(choices(found));
                            next.setDisable(profile.isEmpty());
                        },
                        failure -> {
                            list.getChildren().clear();
                            screen.failed(failure, Optional.empty());
                            next.setDisable(true);
                        });
        return screen;
    }

    private void again() {
        show.accept(start());
    }

    private List<Choice> choices(List<ProfileOption> found) {
        var group = new ToggleGroup();
        var words = desk.text("wizard");
        if (profile.isEmpty()) {
            profile = found.stream()
                    .filter(ProfileOption::usual)
                    .findFirst()
                    .map(ProfileOption::word)
                    .orElse("");
        }
        group.selectedToggleProperty().addListener((seen, before, now) -> {
            if (now != null) {
                profile = (String) now.getUserData();
            }
        });
        return found.stream()
                .map(option -> {
                    var family = words.get("family." + option.family().name().toLowerCase(Locale.ROOT) + ".name");
                    var detail = option.builtIn()
                            ? words.get("profile.builtIn", family)
                            : words.get("profile.own", family, option.version());
                    var choice = new Choice(group, "iso-" + option.word(), option.name(), detail, List.of());
                    choice.button().setUserData(option.word());
                    choice.button().setSelected(option.word().equals(profile));
                    return choice;
                })
                .toList();
    }

    /** What was typed and chosen, taken from the controls on their own thread. */
    private record Wanted(String profile, String name, String mac) {}

    private Wanted wanted() {
        return new Wanted(profile, name.getText().strip(), mac.getText().strip());
    }

    private DiscOrder order(Wanted wanted) {
        var services = desk.services();
        var document = new BoundProfiles(services.profiles(), services.secrets())
                .named(Caller.localOperator(), wanted.profile())
                .document();
        var order = DiscOrder.of(document, services.ids().next(), wanted.name());
        return wanted.mac().isEmpty() ? order : order.withMac(wanted.mac());
    }

    private void preview(Runnable back) {
        var waiting = screen("preview");
        waiting.back(back);
        show.accept(waiting);
        var wanted = wanted();
        desk.background()
                .run(
                        () -> new DiscPreview(desk.services()::guestEndpoints).show(order(wanted)),
                        result -> {
                            if (waiting.inSight()) {
                                preview(result, back);
                            }
                        },
                        failure -> waiting.failed(failure, Optional.empty()));
    }

    private void preview(DiscPreview.Result result, Runnable back) {
        switch (result) {
            case DiscPreview.Refused refused -> {
                var screen = screen("preview").back(back);
                show.accept(screen);
                screen.failed(refused.problem().exception(), Optional.empty());
            }
            case DiscPreview.Shown shown -> files(shown, back);
        }
    }

    private void files(DiscPreview.Shown shown, Runnable back) {
        var files = shown.files().stream()
                .map(file -> new FilesScreen.Shown(file.name(), file.size(), file.text()))
                .toList();
        var screen = new FilesScreen(
                        desk,
                        text.get("iso.preview.title"),
                        text.get("iso.preview.sentence"),
                        files,
                        "autounattend.xml",
                        back)
                .screen();
        var fields = new HBox(16, new Field(text.get("iso.name"), name, text.get("iso.name.words")));
        fields.getChildren().add(new Field(text.get("iso.mac"), mac, text.get("iso.mac.words")));
        screen.with(fields);
        shown.warnings().forEach(warning -> {
            var blocker = new Field.Blocker();
            blocker.show(Optional.of(warning.message()));
            screen.with(blocker);
        });
        screen.primary("iso-save", text.get("iso.save"), () -> save(screen, back));
        show.accept(screen);
    }

    private void save(Screen screen, Runnable back) {
        ports.saveAs().apply(name.getText().strip() + ".iso").ifPresent(file -> {
            screen.busy(true);
            var wanted = wanted();
            desk.background()
                    .run(
                            () -> write(file, wanted),
                            size -> {
                                screen.busy(false);
                                if (screen.inSight()) {
                                    saved(file, size, back);
                                }
                            },
                            failure -> screen.failed(failure, Optional.empty()));
        });
    }

    private long write(Path file, Wanted wanted) {
        var services = desk.services();
        var order = order(wanted);
        var made = new DiscMaker(services.guestTokens(), services::guestEndpoints).make(Caller.localOperator(), order);
        return new DiscImage(services.clock()).save(order.kind(), made.files(), file);
    }

    private void saved(Path file, long size, Runnable back) {
        var screen = new Screen(
                        desk.text("shell"), text.get("iso.saved.title"), text.get("iso.saved.sentence", file, size))
                .back(() -> preview(back))
                .with(Screen.muted(text.get("iso.saved.next")));
        screen.primary("iso-done", text.get("continue"), on);
        show.accept(screen);
    }
}
