package io.slipway.desktop.wizard;

import io.slipway.desktop.shell.Place;
import io.slipway.server.draft.Draft;
import io.slipway.server.draft.ProfileOption;
import io.slipway.server.draft.Spot;
import io.slipway.server.hypervisor.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

/** What the guests shall be; a profile for another system than the template's cannot be chosen and says so. */
final class ProfileStep implements Step {
    private final Wizard wizard;
    private final VBox view = new VBox(8);
    private final ChoiceRows list = new ChoiceRows(8);
    private final Field.Blocker blocker = new Field.Blocker();
    private List<ProfileOption> drawn = List.of();
    private Optional<Template> forTemplate = Optional.empty();
    private String chosen = "";

    ProfileStep(Wizard wizard) {
        this.wizard = wizard;
        var heading = new Label(wizard.text().get("profile.heading"));
        heading.getStyleClass().add("heading");
        var edit = new Hyperlink(wizard.text().get("profile.edit"));
        edit.setId("wizard-edit-profile");
        edit.setOnAction(event -> wizard.desk()
                .navigator()
                .open(new Place.Profiles(wizard.profile().map(ProfileOption::word))));
        view.getStyleClass().add("step");
        view.getChildren().addAll(heading, list, blocker, edit);
    }

    @Override
    public String key() {
        return "profile";
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown() {
        list.begin();
        draw();
    }

    @Override
    public void refresh(Checked checked) {
        if (!drawn.equals(wizard.profiles())
                || !forTemplate.equals(wizard.template())
                || !chosen.equals(wizard.draft().get(Draft.Key.PROFILE))) {
            draw();
        }
        blocker.show(NetworkStep.reason(wizard.desk().language(), checked, Spot.PROFILE));
    }

    private void draw() {
        drawn = wizard.profiles();
        forTemplate = wizard.template();
        chosen = wizard.draft().get(Draft.Key.PROFILE);
        var group = new ToggleGroup();
        var rows = new ArrayList<Node>();
        drawn.forEach(option -> rows.add(row(group, option)));
        list.show(rows, group);
        group.selectedToggleProperty().addListener((seen, before, now) -> {
            if (now != null && !now.getUserData().equals(chosen)) {
                chosen = (String) now.getUserData();
                wizard.change(wizard.draft().with(Draft.Key.PROFILE, chosen));
            }
        });
    }

    private Choice row(ToggleGroup group, ProfileOption option) {
        var text = wizard.text();
        var family = text.get("family." + option.family().name().toLowerCase(Locale.ROOT) + ".name");
        var detail = option.builtIn()
                ? text.get("profile.builtIn", family)
                : text.get("profile.own", family, option.version());
        var marks = option.usual() ? List.of(text.get("profile.usual")) : List.<String>of();
        var row = new Choice(group, "profile-" + option.word(), option.name(), detail, marks);
        row.button().setUserData(option.word());
        row.block(forTemplate
                .filter(template -> !option.fits(template))
                .map(template -> text.get("profile.unfit", family, template.name())));
        boolean picked = option.word().equals(chosen) || option.name().equals(chosen);
        row.button().setSelected(picked && !row.button().isDisable());
        return row;
    }

    @Override
    public boolean ready() {
        return wizard.profile()
                .filter(option -> wizard.template().filter(option::fits).isPresent())
                .isPresent();
    }
}
