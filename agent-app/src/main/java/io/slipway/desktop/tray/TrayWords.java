package io.slipway.desktop.tray;

import io.slipway.desktop.shell.Place;
import io.slipway.desktop.tray.TrayMenu.Item;
import io.slipway.desktop.tray.TrayMenu.Label;
import io.slipway.desktop.tray.TrayMenu.Leaf;
import io.slipway.desktop.tray.TrayMenu.Line;
import io.slipway.desktop.tray.TrayMenu.Separator;
import io.slipway.desktop.tray.TrayMenu.SubMenu;
import io.slipway.desktop.watch.Work;
import io.slipway.server.text.Text;
import io.slipway.server.vault.VaultState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts the facts into words: one sentence and a menu of at most nine lines. Thread-safe. */
public final class TrayWords {
    /** The bundle of the tray and of its messages. */
    public static final String BUNDLE = "tray";

    private final Text text;

    public TrayWords(Locale language) {
        this.text = Text.of(BUNDLE, language);
    }

    /** What the icon shows for these facts. */
    public TrayModel model(TrayFacts facts) {
        var parts = parts(facts);
        return new TrayModel(TrayState.of(facts), tooltip(parts), menu(facts, String.join(" · ", parts)));
    }

    private String tooltip(List<String> parts) {
        var sentence = capital(String.join(", ", parts));
        return sentence.length() <= TrayModel.LONGEST_TOOLTIP
                ? sentence
                : sentence.substring(0, TrayModel.LONGEST_TOOLTIP - 1) + "…";
    }

    /** Numbers first, then what stands in the way; at least one part. */
    private List<String> parts(TrayFacts facts) {
        var parts = new ArrayList<String>();
        count(parts, "building", facts.building());
        count(parts, "deleting", facts.deleting());
        count(parts, parts.isEmpty() ? "needsYou" : "needsYouToo", facts.needsYou());
        count(parts, "warnings", facts.warnings());
        switch (facts.server()) {
            case STARTING -> parts.add(text.get("state.starting"));
            case STOPPED -> parts.add(text.get("state.stopped"));
            case RUNNING -> running(parts, facts);
        }
        return parts;
    }

    private void running(List<String> parts, TrayFacts facts) {
        if (facts.vault() != VaultState.UNLOCKED) {
            parts.add(text.get("state.vault." + facts.vault().word()));
        }
        if (facts.intake() == Work.Intake.PAUSED) {
            parts.add(text.get("state.paused"));
        }
        if (parts.isEmpty()) {
            parts.add(text.get("state.idle"));
        }
    }

    private void count(List<String> parts, String key, int number) {
        if (number > 0) {
            parts.add(text.count("count." + key, number));
        }
    }

    private String capital(String sentence) {
        int end = sentence.offsetByCodePoints(0, 1);
        return sentence.substring(0, end).toUpperCase(text.language()) + sentence.substring(end);
    }

    private TrayMenu menu(TrayFacts facts, String status) {
        boolean running = facts.server() == Work.Server.RUNNING;
        var lines = new ArrayList<Line>();
        lines.add(new Item(Label.plain(capital(status)), new TrayAction.Open(facts.first())));
        lines.add(new Separator());
        lines.add(item("newVm", new TrayAction.Open(new Place.NewVm()), running));
        lines.add(item("profiles", new TrayAction.Open(new Place.Profiles(Optional.empty())), running));
        lines.add(item("panel", TrayAction.Plain.CONTROL_PANEL, running));
        if (!facts.recent().isEmpty()) {
            lines.add(new SubMenu(label("recent"), recent(facts)));
        }
        lines.add(
                switch (facts.intake()) {
                    case OPEN -> item("pause", TrayAction.Plain.PAUSE, running);
                    case PAUSED -> item("resume", TrayAction.Plain.RESUME, running);
                });
        lines.add(new Separator());
        lines.add(new SubMenu(label("help"), help(facts, running)));
        lines.add(item("quit", TrayAction.Plain.QUIT, true));
        return new TrayMenu(lines);
    }

    /** Three VMs with three lines each are all that a menu holds. */
    private List<Leaf> recent(TrayFacts facts) {
        var lines = new ArrayList<Leaf>();
        for (var vm : facts.recent()) {
            if (!lines.isEmpty()) {
                lines.add(new Separator());
            }
            lines.add(new Item(
                    Label.plain(text.get("recent.show", vm.name())),
                    new TrayAction.Open(new Place.Vms(Optional.of(vm.vmId())))));
            vm.address().ifPresent(address -> {
                lines.add(new Item(
                        Label.plain(text.get("recent.connect", vm.name())),
                        new TrayAction.Connect(vm.vmId(), address)));
                lines.add(new Item(
                        Label.plain(text.get("recent.copy", vm.name(), address)), new TrayAction.CopyAddress(address)));
            });
        }
        return lines;
    }

    private List<Leaf> help(TrayFacts facts, boolean running) {
        var lines = new ArrayList<Leaf>();
        lines.add(item("logs", TrayAction.Plain.LOGS, true));
        lines.add(item("bundle", TrayAction.Plain.DIAGNOSTIC_BUNDLE, true));
        lines.add(item("hosts", new TrayAction.Open(new Place.Hosts(Optional.empty())), running));
        if (facts.paired()) {
            lines.add(item("pair", TrayAction.Plain.PAIR_AGAIN, running));
        }
        lines.add(item("about", TrayAction.Plain.ABOUT, true));
        return lines;
    }

    private Item item(String key, TrayAction action, boolean enabled) {
        return new Item(label(key), action, enabled);
    }

    private Label label(String key) {
        return Label.marked(text.get("menu." + key));
    }
}
