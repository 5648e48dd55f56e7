package io.slipway.desktop.hosts;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.look.Icon;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Live;
import io.slipway.desktop.shell.Page;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.host.Host;
import io.slipway.server.text.Text;
import io.slipway.server.words.Times;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The hosts: the list at the left, the chosen one or the way to a new one at the right. */
public final class HostsPage implements Page {
    private final Desk desk;
    private final Text text;
    private final ListView<HostLine> list = new ListView<>();
    private final StackPane right = new StackPane();
    private final StackPane notice = new StackPane();
    private final HostDetail detail;
    private final Live<List<HostLine>> live;
    private final VBox view;
    private final Map<String, HostLine.Sight> sights = new ConcurrentHashMap<>();
    private Optional<String> wanted = Optional.empty();
    private final VBox nothing;
    private Optional<AddHost> way = Optional.empty();
    private boolean filling;
    private boolean adding;

    public HostsPage(Desk desk) {
        this.desk = desk;
        this.text = desk.text("hosts");
        this.detail = new HostDetail(desk, this::seen, this::removed);
        this.live = desk.live(() -> HostLine.read(desk, sights), this::shown, this::failed);
        this.nothing = Parts.empty(
                text.get("empty"),
                Parts.button("host-add-first", text.get("add"), () -> add("", AddHost.SSH), "accent"));
        list.setId("hosts");
        list.getStyleClass().add("rows");
        list.setAccessibleText(text.get("list.name"));
        list.setCellFactory(unused -> new HostCell(text, Times.of(desk.text("jobs"))));
        list.setPlaceholder(Parts.words(text.get("list.loading"), "muted"));
        list.getSelectionModel().selectedItemProperty().addListener((seen, before, now) -> picked());
        var add = Parts.button("host-add", text.get("add"), () -> add("", AddHost.SSH), "accent");
        add.setGraphic(Icon.of("plus", 16));
        VBox.setVgrow(list, Priority.ALWAYS);
        var left = new VBox(12, notice, list, add);
        Parts.show(notice, false);
        var split = new SplitPane(left, right);
        split.setDividerPositions(0.32);
        SplitPane.setResizableWithParent(left, false);
        VBox.setVgrow(split, Priority.ALWAYS);
        view = new VBox(new HBox(Parts.words(text.get("title"), "title")), split);
        view.getStyleClass().addAll("page", "hosts-page");
        view.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && adding) {
                way.ifPresent(AddHost::goBack);
                event.consume();
            }
        });
        Parts.dress(view);
        Card.dress(view);
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown(Place place) {
        if (place instanceof Place.Hosts hosts) {
            wanted = hosts.host();
        } else if (place instanceof Place.AddHost form) {
            add(form.address(), form.port());
        }
        live.start();
        lookAround();
    }

    @Override
    public void hidden() {
        live.stop();
        detail.hide();
        way.ifPresent(AddHost::hidden);
    }

    /** Asks every host once, so that the list tells how they are and not how they were. */
    private void lookAround() {
        desk.background()
                .run(
                        () -> desk.services().hosts().list(desk.tenant()),
                        hosts -> hosts.forEach(this::look),
                        failure -> {});
    }

    private void look(Host host) {
        desk.background()
                .run(
                        () -> HostLine.look(desk, host),
                        sight -> {
                            sights.put(host.id(), sight);
                            live.poke();
                        },
                        failure -> {});
    }

    private void seen(Host host, HostLine.Sight sight) {
        sights.put(host.id(), sight);
        live.poke();
    }

    private void shown(List<HostLine> lines) {
        Parts.show(notice, false);
        filling = true;
        var selected =
                wanted.or(() -> Optional.ofNullable(list.getSelectionModel().getSelectedItem())
                        .map(line -> line.host().id()));
        list.getItems().setAll(lines);
        var found = selected.flatMap(name -> lines.stream()
                .filter(line ->
                        line.host().id().equals(name) || line.host().name().equals(name))
                .findFirst());
        found.or(() -> lines.stream().findFirst())
                .ifPresent(line -> list.getSelectionModel().select(line));
        filling = false;
        if (found.isPresent()) {
            wanted = Optional.empty();
        }
        if (lines.isEmpty() && !adding) {
            detail.hide();
            // The same one every time: its button keeps the keyboard.
            if (!right.getChildren().contains(nothing)) {
                right.getChildren().setAll(nothing);
            }
            list.setPlaceholder(Parts.words(text.get("list.none"), "muted"));
        } else {
            chosen();
        }
    }

    private void failed(Throwable failure) {
        notice.getChildren().setAll(ProblemView.of(desk.text("shell"), failure, Optional.of(live::poke)));
        Parts.show(notice, true);
    }

    /** Whoever picks a host leaves the way to a new one. */
    private void picked() {
        if (!filling) {
            adding = false;
            way.ifPresent(AddHost::hidden);
            way = Optional.empty();
            chosen();
        }
    }

    private void chosen() {
        var line = list.getSelectionModel().getSelectedItem();
        if (adding || line == null) {
            return;
        }
        if (!right.getChildren().contains(detail.view())) {
            right.getChildren().setAll(detail.view());
        }
        detail.show(line);
    }

    private void add(String address, int port) {
        adding = true;
        detail.hide();
        var flow = new AddHost(desk, text.get("rights.next"), this::added, this::stopAdding);
        way = Optional.of(flow);
        right.getChildren().setAll(flow.view());
        flow.start(address, port);
    }

    private void added(Host host) {
        wanted = Optional.of(host.id());
        look(host);
        stopAdding();
    }

    private void stopAdding() {
        adding = false;
        way.ifPresent(AddHost::hidden);
        way = Optional.empty();
        right.getChildren().clear();
        live.poke();
    }

    private void removed() {
        right.getChildren().clear();
        live.poke();
    }
}
