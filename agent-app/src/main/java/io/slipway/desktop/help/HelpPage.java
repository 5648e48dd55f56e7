package io.slipway.desktop.help;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.cards.Folder;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Page;
import io.slipway.desktop.shell.Place;
import io.slipway.home.LogFile;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What helps when something does not work, and what this program is. */
public final class HelpPage implements Page {
    private static final List<String> SHORTCUTS =
            List.of("help", "new", "find", "palette", "panes", "default", "close");

    private final Desk desk;
    private final Text text;
    private final DoctorCard doctor;
    private final BundleCard bundle;
    private final VBox view;

    public HelpPage(Desk desk) {
        this.desk = desk;
        this.text = desk.text("help");
        this.doctor = new DoctorCard(desk);
        this.bundle = new BundleCard(desk);
        var cards = new VBox(doctor.view(), bundle.view(), logs(), shortcuts(), about());
        cards.getStyleClass().add("cards");
        var scroll = new ScrollPane(cards);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("plain-scroll");
        scroll.setId("help");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        view = new VBox(Parts.words(text.get("title"), "title"), scroll);
        view.getStyleClass().addAll("page", "help-page");
        Parts.dress(view);
        Card.dress(view);
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown(Place place) {
        doctor.examine();
    }

    private Node logs() {
        var card = new Card(desk, "card-help-logs", text.get("logs.title"), text.get("logs.hint"));
        var data = desk.services().config().dataFolder();
        var file = LogFile.of(data);
        var open = Parts.button("help-open-logs", text.get("logs.open"), () -> {});
        open.setOnAction(event -> Folder.open(desk, card, open, LogFile.folder(data)));
        var settings = Parts.button("help-log-settings", text.get("logs.more"), () -> desk.navigator()
                .open(new Place.Settings(java.util.Optional.of("logs"))));
        return card.with(Fields.fact(text.get("logs.file"), file.toString(), "mono"), Fields.buttons(open, settings));
    }

    private Node shortcuts() {
        var card = new Card(desk, "card-shortcuts", text.get("keys.title"), "");
        SHORTCUTS.forEach(key -> card.and(Fields.fact(text.get("keys." + key + ".keys"), text.get("keys." + key))));
        return card;
    }

    private Node about() {
        var card = new Card(desk, "card-about", text.get("about.title"), text.get("about.hint"));
        var notice = new TextArea();
        notice.setId("notice");
        notice.setEditable(false);
        notice.setWrapText(true);
        notice.setPrefRowCount(14);
        notice.setAccessibleText(text.get("about.licences"));
        notice.getStyleClass().add("script");
        var fold = new TitledPane(text.get("about.licences"), notice);
        fold.setId("licences");
        fold.setExpanded(false);
        fold.setAnimated(false);
        fold.expandedProperty().addListener((seen, before, open) -> {
            if (open && notice.getText().isEmpty()) {
                desk.background().run(HelpPage::licences, notice::setText, card::fail);
            }
        });
        return card.with(
                Fields.fact("Slipway", version()),
                Fields.fact("Java", Runtime.version() + ", " + System.getProperty("java.vendor", "")),
                Fields.fact("JavaFX", System.getProperty("javafx.runtime.version", "")),
                Fields.fact(
                        text.get("about.system"),
                        System.getProperty("os.name", "") + " " + System.getProperty("os.version", "")),
                fold);
    }

    private static String version() {
        var version = AgentAssembly.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static String licences() throws IOException {
        try (var in = HelpPage.class.getResourceAsStream("/META-INF/NOTICE")) {
            if (in == null) {
                throw new IOException("the notice is not in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
