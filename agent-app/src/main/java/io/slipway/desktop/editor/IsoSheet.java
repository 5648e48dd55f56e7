package io.slipway.desktop.editor;

import io.slipway.desktop.editor.Sheets.Choice;
import io.slipway.server.answer.Seed;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.disc.DiscByHand;
import io.slipway.server.disc.DiscOrder;
import io.slipway.server.form.FormSayings;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.profile.ProfileTransfer;
import io.slipway.server.profile.ProfileWarning;
import io.slipway.server.text.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** A config disc for a machine that no host of ours knows: any hypervisor, or a real one. At most three inputs. */
final class IsoSheet {
    private final ProfilesPage page;
    private final Text text;
    private final String profileName;
    private final String profileId;
    private final ProfileDocument document;
    private final Optional<Seed> seed;
    private final TextField machine = new TextField("PC-01");
    private final TextField mac = new TextField();
    private final CheckBox reports;

    IsoSheet(ProfilesPage page, String profileName, String profileId, ProfileDocument document, Optional<Seed> seed) {
        this.page = page;
        this.text = page.text();
        this.profileName = profileName;
        this.profileId = profileId;
        this.document = document;
        this.seed = seed;
        this.reports = new CheckBox(text.get("iso.token"));
    }

    void show() {
        page.work(page.services()::usualPlaybook, this::show);
    }

    private void show(Optional<String> usual) {
        machine.setId("iso-machine");
        mac.setId("iso-mac");
        mac.setPromptText("BC:24:11:00:00:01");
        reports.setId("iso-token");
        boolean reach = page.services().guestsReachUs();
        reports.setDisable(!reach);
        reports.setWrapText(true);
        var fields = new VBox(8, new Label(text.get("iso.machine")), machine);
        if (DiscOrder.needsMac(document)) {
            fields.getChildren().addAll(new Label(text.get("iso.mac")), mac);
        }
        fields.getChildren().add(reports);
        if (!reach) {
            var off = ProfileActions.wrapped(text.get("iso.tokenOff"));
            off.getStyleClass().add("muted");
            fields.getChildren().add(off);
        }
        var playbook = ProfileActions.wrapped(
                usual.map(name -> text.get("iso.playbook", name)).orElseGet(() -> text.get("iso.noPlaybook")));
        playbook.setId("iso-playbook");
        playbook.getStyleClass().add("muted");
        fields.getChildren().add(playbook);
        var warning = ProfileActions.wrapped(text.get("iso.secret"));
        warning.getStyleClass().add("muted");
        fields.getChildren().add(warning);
        page.sheets()
                .show(
                        text.get("iso.title", profileName),
                        fields,
                        List.of(
                                Choice.plain(
                                        "iso-cancel", page.desk().text("shell").get("action.cancel"), () -> {}),
                                Choice.accent("iso-save", text.get("iso.action"), this::choose)));
    }

    private void choose() {
        var name = machine.getText().strip();
        var scene = page.view().getScene();
        page.files()
                .save(
                        scene == null ? null : scene.getWindow(),
                        text.get("iso.title", profileName),
                        ProfileTransfer.fileName(name) + ".iso")
                .ifPresent(file -> {
                    var wanted = wanted(name);
                    page.work(() -> make(wanted, file), iso -> saved(file, iso));
                });
    }

    /** What was typed, taken from the controls on their own thread. */
    private DiscByHand.Wanted wanted(String name) {
        var address = mac.getText().strip();
        return new DiscByHand.Wanted(
                page.services().freshId(),
                profileId,
                document,
                name,
                Optional.of(address).filter(typed -> DiscOrder.needsMac(document)),
                reports.isSelected(),
                seed);
    }

    private ProfileDesk.SavedIso make(DiscByHand.Wanted wanted, Path file) {
        if (!wanted.mac().map(DiscOrder::isMac).orElse(true)) {
            throw Problem.of(ProblemCode.BAD_REQUEST, text.get("iso.mac.wrong")).exception();
        }
        return page.services().saveIso(wanted, file);
    }

    private String said(ProfileWarning warning) {
        var language = page.desk().language();
        return FormSayings.remark(
                warning.pointer(), ProfileForms.said(warning, language), ProfileForms.of(document.masked(), language));
    }

    private void saved(Path file, ProfileDesk.SavedIso iso) {
        var words = new StringBuilder(text.get("iso.done.hint", Math.max(1, iso.size() / 1024)));
        iso.warnings().forEach(warning -> words.append("\n\n").append(said(warning)));
        new ProfileActions(page).tell(text.get("iso.done", file.getFileName()), words.toString());
    }
}
