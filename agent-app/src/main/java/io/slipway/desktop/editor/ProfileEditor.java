package io.slipway.desktop.editor;

import io.slipway.desktop.editor.Sheets.Choice;
import io.slipway.desktop.form.FormView;
import io.slipway.desktop.shell.Live;
import io.slipway.server.answer.Seed;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.disc.ProfilePreview;
import io.slipway.server.profile.ProfileCodec;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.schema.FormChange;
import io.slipway.server.schema.FormFinding;
import io.slipway.server.schema.FormState;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Optional;
import javafx.application.Platform;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One profile in the editor: the form in the middle, the files it makes at the right, and above what can be done.
 *
 * <p>Nothing is stored before the operator says so, and nothing that somebody else stored meanwhile is overwritten unseen.
 */
final class ProfileEditor {
    private static final double FILES_SHARE = 0.38;
    private static final double FILES_LEAST = 320;
    private static final double FILES_MOST = 640;
    /** Sections, labels and controls side by side without breaking words. */
    private static final double FORM_LEAST = 740;
    /** So wide is the form when it has the whole window and the window is small. */
    private static final double FORM_ALONE = 420;

    private final ProfilesPage page;
    private final Text text;
    private final String origin;
    private final FormState state;
    private final FormView form;
    private final PreviewPane preview;
    private final Previewer previewer;
    private final EditorBar bar;
    private final BorderPane root = new BorderPane();
    private final SplitPane split;
    private final Live<Optional<Integer>> follow;
    private final ConflictSheet conflict = new ConflictSheet(this);
    private @Nullable StoredProfile stored;
    /** What had the focus when saving began. */
    private @Nullable Node before;

    private String name;
    private Seed seed;
    private boolean saving;
    private boolean closed;
    /** What the operator said of the files; nothing yet means where there is room. */
    private Optional<Boolean> filesWanted = Optional.empty();
    /** Whether there is room for the files beside the form; unknown before the first layout. */
    private Optional<Boolean> roomy = Optional.empty();
    /** Where the operator wants to go once what is being saved is answered. */
    private Optional<Runnable> leaving = Optional.empty();

    private int newest;

    private ProfileEditor(
            ProfilesPage page, @Nullable StoredProfile stored, String name, ObjectNode document, String origin) {
        this.page = page;
        this.text = page.text();
        this.stored = stored;
        this.name = name;
        this.origin = origin;
        this.newest = stored == null ? 0 : stored.version();
        var language = page.desk().language();
        this.state = new FormState(
                ProfileForms.of(document, language),
                document,
                this::findings,
                page.desk().services().clock());
        this.form = new FormView(state, language);
        this.seed = Previewer.seed(page.services());
        this.preview = new PreviewPane(
                text, state.model(), form::reveal, this::seeded, () -> seeded(Previewer.seed(page.services())));
        this.previewer = new Previewer(page.desk(), page.services(), preview::show, page::failed);
        this.bar = new EditorBar(this);
        this.follow = page.desk().live(this::storedVersion, this::followed, failure -> {});
        this.split = new SplitPane(form, preview);
        split.setOrientation(Orientation.HORIZONTAL);
        split.getStyleClass().add("editor-split");
        SplitPane.setResizableWithParent(preview, false);
        split.widthProperty().addListener((seen, before, now) -> fit(now.doubleValue()));
        root.setTop(bar.view());
        root.setCenter(split);
        EditorKeys.on(root, this);
        state.listen(this::changed);
    }

    /** A profile that is stored. */
    static ProfileEditor stored(ProfilesPage page, StoredProfile profile) {
        return new ProfileEditor(
                page, profile, profile.name(), profile.document().masked(), "");
    }

    /** A document that is not stored yet; saving asks for its name. */
    static ProfileEditor draft(ProfilesPage page, String name, ObjectNode document, String origin) {
        return new ProfileEditor(page, null, name, document, origin);
    }

    Node view() {
        return root;
    }

    Optional<String> id() {
        return Optional.ofNullable(stored).map(StoredProfile::id);
    }

    String name() {
        return name;
    }

    Optional<StoredProfile> stored() {
        return Optional.ofNullable(stored);
    }

    ProfilesPage page() {
        return page;
    }

    FormState state() {
        return state;
    }

    FormView form() {
        return form;
    }

    PreviewPane preview() {
        return preview;
    }

    Previewer previewer() {
        return previewer;
    }

    Seed seed() {
        return seed;
    }

    /** Whether leaving would lose something. */
    boolean unsaved() {
        return stored == null || state.isModified();
    }

    void start() {
        state.validate();
        bar.refresh();
        render(ProfilePreview.Request.Versus.STORED);
        follow.start();
    }

    void close() {
        closed = true;
        follow.stop();
        previewer.close();
        form.dispose();
        state.close();
    }

    private List<FormFinding> findings(ObjectNode submitted) {
        var language = page.desk().language();
        var present = stored;
        return (present == null ? ProfileForms.check(language) : ProfileForms.check(present.document(), language))
                .check(submitted);
    }

    private void changed(FormChange change) {
        bar.refresh();
        if (change.kind() != FormChange.Kind.FINDINGS) {
            render(ProfilePreview.Request.Versus.STORED);
        }
    }

    private void seeded(Seed chosen) {
        seed = chosen;
        render(ProfilePreview.Request.Versus.BEFORE);
    }

    private void render(ProfilePreview.Request.Versus versus) {
        previewer.request(
                new ProfilePreview.Request(stored().map(StoredProfile::document), state.submission(), seed, versus));
    }

    private Optional<Integer> storedVersion() {
        var id = id();
        return id.isEmpty() ? Optional.empty() : page.services().version(id.get());
    }

    private void followed(Optional<Integer> version) {
        newest = version.orElse(0);
        bar.refresh();
    }

    /** The version that somebody else stored while this one is being edited; empty while there is none. */
    Optional<Integer> newer() {
        var present = stored;
        return present != null && !saving && newest > present.version() ? Optional.of(newest) : Optional.empty();
    }

    /** The document as it stands in the form, checked; empty after the mistakes have been shown. */
    Optional<ProfileDocument> current() {
        form.commit();
        var mistake = state.validate().stream()
                .filter(finding -> finding.severity() == FormFinding.Severity.ERROR)
                .findFirst();
        if (mistake.isPresent()) {
            form.reveal(mistake.get().pointer());
            return Optional.empty();
        }
        var submitted = state.submission();
        var present = stored;
        return Optional.of(
                present == null
                        ? ProfileCodec.parse(submitted)
                        : present.document().edited(submitted));
    }

    /** Asks what the history shall say, then saves; a draft is asked for its name. */
    void save() {
        if (current().isPresent()) {
            save(() -> {});
        }
    }

    private void save(Runnable then) {
        var present = stored;
        if (present == null) {
            saveAs(then);
            return;
        }
        if (!state.isModified()) {
            then.run();
            return;
        }
        var note = new TextField();
        note.setId("save-note");
        note.setPromptText(text.get("save.note.example"));
        page.sheets()
                .show(
                        text.get("save.title", name, present.version() + 1),
                        new VBox(4, new Label(text.get("save.note")), note),
                        List.of(
                                Choice.plain("save-cancel", cancel(), () -> {}),
                                Choice.accent(
                                        "save-ok",
                                        text.get("save.action", present.version() + 1),
                                        () -> store(present.version(), note.getText(), then))));
    }

    /** Stores on top of a version. */
    void store(int seen, String noteText, Runnable then) {
        var present = stored;
        if (present == null) {
            return;
        }
        var submitted = state.submission();
        saving(true);
        page.desk()
                .background()
                .run(
                        () -> page.services().save(present.id(), submitted, seen, noteText),
                        saved -> {
                            saved(saved);
                            then.run();
                        },
                        this::refused);
    }

    /** While it is not answered nothing can be typed, as the answer takes the place of what stands in the form. */
    private void saving(boolean now) {
        saving = now;
        var scene = root.getScene();
        var focused = now && scene != null ? scene.getFocusOwner() : null;
        if (focused != null) {
            before = focused;
        }
        form.setDisable(now);
        bar.refresh();
        var again = before;
        if (!now && again != null) {
            before = null;
            again.requestFocus();
        }
    }

    boolean saving() {
        return saving;
    }

    private void refused(Throwable failure) {
        leaving = Optional.empty();
        saving(false);
        if (closed) {
            return;
        }
        if (failure instanceof SlipwayException problem && problem.problem().code() == ProblemCode.WRONG_STATE) {
            conflict.show();
        } else {
            page.failed(failure);
        }
    }

    private void saved(StoredProfile now) {
        if (closed) {
            return;
        }
        stored = now;
        name = now.name();
        newest = Math.max(newest, now.version());
        state.saved(now.document().masked());
        state.validate();
        saving(false);
        follow.start();
        var go = leaving;
        leaving = Optional.empty();
        go.ifPresent(Runnable::run);
    }

    /** Keeps what stands in the form as a profile of its own. */
    void saveAs(Runnable then) {
        if (current().isEmpty()) {
            return;
        }
        new ProfileActions(page)
                .askName(
                        text.get("saveAs.title"),
                        stored == null ? name : text.get("duplicate.name", name),
                        text.get("saveAs.action"),
                        given -> create(given, then));
    }

    /** A profile of that name, in its document too. */
    private void create(String given, Runnable then) {
        var present = stored;
        var submitted = state.submission();
        saving(true);
        page.desk()
                .background()
                .run(
                        () -> {
                            var document = present == null
                                    ? submitted
                                    : present.document().edited(submitted).stored();
                            return page.services().create(given, document.put("name", given), origin);
                        },
                        made -> {
                            saved(made);
                            then.run();
                        },
                        this::refused);
    }

    /** Takes over what is stored now, whatever stood in the form. */
    void reload(StoredProfile now) {
        page.edit(now);
    }

    /** Shows the files or hides them. */
    void toggleFiles() {
        filesWanted = Optional.of(!split.getItems().contains(preview));
        arrange(split.getWidth());
    }

    /** The first time it has a width and whenever there is room or no more; between these the operator decides. */
    private void fit(double width) {
        var fits = Optional.of(width >= FORM_LEAST + FILES_LEAST);
        if (width > 0 && !fits.equals(roomy)) {
            roomy = fits;
            // Not within the layout that told the width.
            Platform.runLater(() -> arrange(split.getWidth()));
        }
    }

    /** The files have their share beside the form; without room for that they are hidden, or below it when asked for. */
    private void arrange(double width) {
        boolean beside = roomy.orElse(true);
        boolean shown = filesWanted.orElse(beside);
        split.setOrientation(beside ? Orientation.HORIZONTAL : Orientation.VERTICAL);
        form.setMinWidth(beside ? FORM_LEAST : FORM_ALONE);
        if (!shown) {
            split.getItems().remove(preview);
        } else if (!split.getItems().contains(preview)) {
            split.getItems().add(preview);
        }
        bar.files(shown);
        if (shown && width > 0) {
            double most = Math.min(FILES_MOST, width - FORM_LEAST);
            split.setDividerPositions(
                    beside
                            ? 1 - Math.clamp(width * FILES_SHARE, FILES_LEAST, Math.max(FILES_LEAST, most)) / width
                            : 0.5);
        }
    }

    void history() {
        id().ifPresent(id ->
                page.work(() -> page.services().versions(id), found -> new HistorySheet(this, found).show()));
    }

    /** What saving would change. */
    void compare() {
        current().ifPresent(mine -> stored().ifPresent(before -> page.sheets()
                .show(
                        text.get("compare.title", name, before.version()),
                        Differences.of(
                                io.slipway.server.profile.ProfileComparison.of(before.document(), mine),
                                state.model(),
                                text),
                        List.of(Choice.accent(
                                "compare-close", page.desk().text("shell").get("action.close"), () -> {})),
                        720)));
    }

    void iso() {
        current().ifPresent(mine -> new IsoSheet(page, name, id().orElse(""), mine, Optional.of(seed)).show());
    }

    void share() {
        stored().ifPresent(new ProfileActions(page)::share);
    }

    /** Back to the list, after what is unsaved has been asked about. */
    void back() {
        leave(page::showList);
    }

    void leave(Runnable go) {
        if (saving) {
            leaving = Optional.of(go);
            return;
        }
        form.commit();
        if (!unsaved()) {
            go.run();
            return;
        }
        page.sheets()
                .show(
                        text.get("unsaved.title", name.isEmpty() ? text.get("draft.name") : name),
                        ProfileActions.wrapped(text.get("unsaved.words")),
                        List.of(
                                Choice.plain("unsaved-stay", text.get("unsaved.stay"), () -> {}),
                                Choice.danger("unsaved-discard", text.get("unsaved.discard"), go),
                                Choice.accent("unsaved-save", text.get("unsaved.save"), () -> {
                                    if (current().isPresent()) {
                                        save(go);
                                    }
                                })));
    }

    private String cancel() {
        return page.desk().text("shell").get("action.cancel");
    }
}
