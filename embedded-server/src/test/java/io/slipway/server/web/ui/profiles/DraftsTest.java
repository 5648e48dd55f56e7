package io.slipway.server.web.ui.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.form.FormRow;
import io.slipway.server.form.FormRows;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.ProfileChange;
import io.slipway.server.profile.Profiles;
import io.slipway.server.profile.SecretBox;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.schema.FormState;
import io.slipway.server.store.SqliteDatabase;
import io.slipway.server.text.Languages;
import io.slipway.server.text.Text;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What browsers type before it is saved, and every step of typing it. */
class DraftsTest {
    private static final Caller ANN = Caller.localOperator();
    private static final Caller BEN = new Caller(TenantId.DEFAULT, "ben", Caller.Role.ADMIN);
    private static final Text FORM = Text.of("form", Languages.ENGLISH);
    private static final String ZONE = "/locale/timeZone";

    @TempDir
    Path folder;

    private SqliteDatabase database;
    private Profiles profiles;
    private Drafts drafts;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder);
        profiles = new Profiles(database, new PlainBox(), Ids.system(), InstantSource.system());
        drafts = new Drafts(profiles, Ids.system(), InstantSource.system());
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Seals nothing: what a box does is another test's. */
    private static final class PlainBox implements SecretBox {
        @Override
        public String seal(String secret, String context) {
            return "sealed " + secret;
        }

        @Override
        public String open(String sealed, String context) {
            return sealed.substring("sealed ".length());
        }
    }

    private StoredProfile stored(String name) {
        return profiles.create(
                ANN,
                name,
                false,
                BuiltInProfiles.find("windows-11-worker").orElseThrow().stored());
    }

    private static ObjectNode step(String step, String at, String value) {
        return Json.object().put("step", step).put("at", at).put("value", value);
    }

    private String typed(Caller caller, String id, String at, String value) {
        return drafts.with(
                caller, id, Languages.ENGLISH, draft -> DraftStep.take(draft.state(), FORM, step("type", at, value)));
    }

    private String zone(String id) {
        return drafts.with(ANN, id, Languages.ENGLISH, draft -> draft.state()
                .effective(ZONE)
                .asString(""));
    }

    private static ProblemCode refused(Runnable deed) {
        return catchThrowableOfType(SlipwayException.class, deed::run).problem().code();
    }

    @Test
    void whatIsTypedStaysUntilItIsDroppedAndIsNobodyElses() {
        var profile = stored("office");
        typed(ANN, profile.id(), ZONE, "Tokyo Standard Time");

        assertThat(zone(profile.id())).isEqualTo("Tokyo Standard Time");
        assertThat(drafts.unsaved(ANN)).extracting(Drafts.Line::name).containsExactly("office");
        assertThat(drafts.unsaved(BEN)).isEmpty();
        assertThat(refused(() -> typed(BEN, profile.id(), ZONE, "x"))).isEqualTo(ProblemCode.PROFILE_NOT_FOUND);
        drafts.discard(ANN, profile.id());
        assertThat(zone(profile.id())).isEqualTo("UTC");
    }

    @Test
    void whereNothingIsTypedWhatIsStoredNowIsEdited() {
        var profile = stored("office");
        assertThat(zone(profile.id())).isEqualTo("UTC");
        var changed = profile.document().masked();
        changed.withObject("/locale").put("timeZone", "UTC-11");
        profiles.update(ANN, profile.id(), ProfileChange.document(changed, 1, ""));

        assertThat(zone(profile.id())).isEqualTo("UTC-11");
        typed(ANN, profile.id(), ZONE, "Tokyo Standard Time");
        changed.withObject("/locale").put("timeZone", "UTC+12");
        profiles.update(ANN, profile.id(), ProfileChange.document(changed, 2, ""));
        assertThat(zone(profile.id())).isEqualTo("Tokyo Standard Time");
    }

    @Test
    void unchangedDraftsMakeRoomAndChangedOnesNever() {
        var first = stored("first");
        zone(first.id());
        var kept = new ArrayList<String>();
        for (int i = 0; i < 16; i++) {
            var profile = stored("kept " + i);
            typed(ANN, profile.id(), ZONE, "Tokyo Standard Time");
            kept.add(profile.id());
        }

        assertThat(refused(() -> zone(first.id()))).isEqualTo(ProblemCode.WRONG_STATE);
        kept.forEach(id -> assertThat(zone(id)).isEqualTo("Tokyo Standard Time"));
        drafts.discard(ANN, kept.getFirst());
        assertThat(zone(first.id())).isEqualTo("UTC");
    }

    @Test
    void aVaultThatClosesTakesWhatNobodyChanged() {
        var looked = stored("looked at");
        var changed = stored("changed");
        zone(looked.id());
        typed(ANN, changed.id(), ZONE, "Tokyo Standard Time");

        drafts.closed();

        assertThat(drafts.size()).isEqualTo(1);
        assertThat(zone(changed.id())).isEqualTo("Tokyo Standard Time");
    }

    @Test
    void anotherLanguageOfThePageTakesNothingOutOfTheDraft() {
        var profile = stored("office");
        typed(ANN, profile.id(), ZONE, "Nowhere");
        var said = drafts.with(ANN, profile.id(), Languages.RUSSIAN, draft -> {
            assertThat(draft.state().isModified()).isTrue();
            assertThat(draft.state().canUndo()).isTrue();
            return draft.state().findingsAt(ZONE).getFirst().message();
        });

        assertThat(said).matches("(?s).*[а-я].*");
        assertThat(zone(profile.id())).isEqualTo("Nowhere");
    }

    @Test
    void aTypedSecretIsInTheSubmissionAndNowhereElse() {
        var profile = stored("office");
        drafts.with(ANN, profile.id(), Languages.ENGLISH, draft -> {
            DraftStep.take(draft.state(), FORM, step("secret", "/accounts/users/0/password", "Canary-Secret-88"));
            assertThat(draft.state().document().toString()).doesNotContain("Canary");
            assertThat(draft.state().submission().toString()).contains("Canary-Secret-88");
            assertThat(refused(() ->
                            DraftStep.take(draft.state(), FORM, step("secret", "/accounts/users/0/password", "***"))))
                    .isEqualTo(ProblemCode.BAD_REQUEST);
            assertThat(refused(() ->
                            DraftStep.take(draft.state(), FORM, step("type", "/accounts/users/0/password", "plain"))))
                    .isEqualTo(ProblemCode.BAD_REQUEST);
            return true;
        });
    }

    @Test
    void aPlaceThatIsGoneIsSaidAndNothingIsMadeThere() {
        var profile = stored("office");
        drafts.with(ANN, profile.id(), Languages.ENGLISH, draft -> {
            var before = draft.state().document();
            for (var at : List.of("/accounts/users/7/name", "/accounts/users/-1/name", "/nothing", "locale", "")) {
                assertThat(refused(() -> DraftStep.take(draft.state(), FORM, step("type", at, "x"))))
                        .as(at)
                        .isEqualTo(ProblemCode.WRONG_STATE);
            }
            assertThat(draft.state().document()).isEqualTo(before);
            return true;
        });
    }

    /** Whatever a page sends, the form stays one that can be drawn, and undo leads back to the beginning. */
    @Test
    @Tag("F169")
    void noSequenceOfStepsBreaksTheForm() {
        var random = new SplittableRandom(20_261_122);
        for (var preset : BuiltInProfiles.all()) {
            var id = drafts.begin(ANN, "", preset.stored(), "", Optional.empty(), Languages.ENGLISH);
            drafts.with(ANN, id, Languages.ENGLISH, draft -> {
                var state = draft.state();
                var start = state.document();
                for (int i = 0; i < 400; i++) {
                    try {
                        DraftStep.take(state, FORM, randomStep(state, random));
                    } catch (SlipwayException refused) {
                        assertThat(refused.problem().code())
                                .isIn(ProblemCode.BAD_REQUEST, ProblemCode.WRONG_STATE, ProblemCode.PAYLOAD_TOO_LARGE);
                    }
                }
                rows(state);
                for (int i = 0; i < 1_000 && state.canUndo(); i++) {
                    state.undo();
                }
                assertThat(rows(state)).isNotEmpty();
                assertThat(start.isEmpty()).isFalse();
                return true;
            });
            drafts.discard(ANN, id);
        }
    }

    private static List<FormRow> rows(FormState state) {
        return state.model().sections().stream()
                .flatMap(section -> FormRows.of(state, section, true).stream())
                .toList();
    }

    private static ObjectNode randomStep(FormState state, RandomGenerator random) {
        var steps = List.of(
                "type",
                "choose",
                "flag",
                "ticks",
                "reset",
                "add",
                "add",
                "remove",
                "up",
                "down",
                "kind",
                "secret",
                "generate",
                "clear",
                "undo",
                "redo",
                "check",
                "odd");
        var values =
                List.of("", "x", "0", "1", "-7", "99999999999999", "true", "false", "***", "a\u0000b", "20", "ж ж");
        var rows = rows(state);
        var at = rows.get(random.nextInt(rows.size())).pointer();
        if (random.nextInt(10) == 0) {
            at += "/" + values.get(random.nextInt(values.size()));
        }
        var step = step(steps.get(random.nextInt(steps.size())), at, values.get(random.nextInt(values.size())));
        step.putArray("ticked").add(values.get(random.nextInt(values.size())));
        return random.nextInt(5) == 0 ? step.put("typing", true) : step;
    }
}
