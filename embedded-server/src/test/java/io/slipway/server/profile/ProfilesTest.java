package io.slipway.server.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Caller.Role;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.schema.SchemaCheck;
import io.slipway.server.schema.SecretPaths;
import io.slipway.server.store.Database;
import io.slipway.server.store.SqliteDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class ProfilesTest {
    private static final Caller ANN = new Caller(TenantId.DEFAULT, "ann", Role.OPERATE);
    private static final Caller BEN = new Caller(TenantId.DEFAULT, "ben", Role.OPERATE);
    private static final Caller OTHER = new Caller(new TenantId("other"), "ann", Role.ADMIN);

    @TempDir
    Path folder;

    private SqliteDatabase database;
    private Profiles profiles;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder);
        profiles = profiles(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("F001")
    void aProfileIsCreatedListedChangedAndDeletedOnce() {
        var made = profiles.create(ANN, "office", false, config("fixed"));

        assertThat(profiles.list(ANN)).extracting(StoredProfile::name).containsExactly("office");
        var changed = profiles.update(
                ANN, made.id(), new ProfileChange(Optional.of("lab"), Optional.empty(), Optional.of(config("random"))));

        assertThat(changed.version()).isEqualTo(2);
        assertThat(profiles.get(ANN, made.id())
                        .document()
                        .stored()
                        .at("/user/nameMode")
                        .stringValue())
                .isEqualTo("random");
        profiles.delete(ANN, made.id());
        assertThat(code(() -> profiles.delete(ANN, made.id()))).isEqualTo(ProblemCode.PROFILE_NOT_FOUND);
        assertThat(profiles.list(ANN)).isEmpty();
    }

    @Test
    @Tag("F002")
    void aNameIsUniqueForItsUserOnCreationAndOnRenaming() {
        profiles.create(ANN, "office", false, config("fixed"));
        var lab = profiles.create(ANN, "lab", false, config("fixed"));

        assertThat(code(() -> profiles.create(ANN, " office ", false, config("fixed"))))
                .isEqualTo(ProblemCode.DUPLICATE_NAME);
        assertThat(code(() -> profiles.update(
                        ANN, lab.id(), new ProfileChange(Optional.of("office"), Optional.empty(), Optional.empty()))))
                .isEqualTo(ProblemCode.DUPLICATE_NAME);
        assertThat(profiles.create(BEN, "office", false, config("fixed")).name())
                .isEqualTo("office");
    }

    private static ObjectNode withTemplate(String password) {
        return config("fixed")
                .put("xmlTemplate", "<unattend><Password><Value>" + password + "</Value></Password></unattend>");
    }

    @Test
    @Tag("F135")
    void passwordsInsideTheAnswerFileAreMaskedInAnswersKeptByTheMaskAndKnownToTheRedactor() {
        var redactor = new Redactor();
        var noting = new Profiles(
                database,
                new AesSecretBox(new byte[32], new SecureRandom()),
                Ids.system(),
                InstantSource.system(),
                redactor,
                ProfileBindings.NONE);

        var made = noting.create(ANN, "own", false, withTemplate("Amsel-31"));
        var masked = made.document().masked();
        var kept = noting.update(
                ANN, made.id(), new ProfileChange(Optional.empty(), Optional.empty(), Optional.of(masked)));

        assertThat(masked.toString()).doesNotContain("Amsel").contains("<Value>***</Value>");
        assertThat(kept.document().xmlTemplate().orElseThrow()).contains("<Value>Amsel-31</Value>");
        assertThat(redactor.clean("it was Amsel-31")).isEqualTo("it was ***");
        var elsewhere = masked.deepCopy()
                .put("xmlTemplate", masked.path("xmlTemplate").asString().replace("<unattend>", "<unattend >"));
        assertThat(code(() -> noting.update(
                        ANN, made.id(), new ProfileChange(Optional.empty(), Optional.empty(), Optional.of(elsewhere)))))
                .as("a file that was changed needs its passwords again")
                .isEqualTo(ProblemCode.INVALID_PROFILE);
        var unclear = withTemplate("***").put("xmlTemplate", "<a><Password>***</Password><Password>new</Password></a>");
        assertThat(code(() -> noting.update(
                        ANN, made.id(), new ProfileChange(Optional.empty(), Optional.empty(), Optional.of(unclear)))))
                .isEqualTo(ProblemCode.INVALID_PROFILE);
    }

    @Test
    @Tag("F003")
    void exactlyOneProfileIsTheDefaultAlsoAfterAFailureInTheMiddle() {
        var first = profiles.create(ANN, "first", true, config("fixed"));
        var second = profiles.create(ANN, "second", true, config("fixed"));
        assertThat(defaults()).containsExactly("second");

        var failing = profiles(new FailingDatabase(database));
        var change = new ProfileChange(Optional.empty(), Optional.of(true), Optional.empty());
        assertThatThrownBy(() -> failing.update(ANN, first.id(), change)).hasMessage("injected");

        assertThat(defaults()).containsExactly("second");
        profiles.update(ANN, first.id(), change);
        assertThat(defaults()).containsExactly("first");
        assertThat(profiles.defaultOf(ANN)).map(StoredProfile::id).contains(first.id());
        assertThat(second.isDefault()).isTrue();
    }

    @Test
    @Tag("F008")
    void anotherUsersProfileDoesNotExist() {
        var made = profiles.create(ANN, "office", true, config("fixed"));
        var change = new ProfileChange(Optional.of("stolen"), Optional.empty(), Optional.empty());

        for (var stranger : List.of(BEN, OTHER)) {
            assertThat(profiles.list(stranger)).isEmpty();
            assertThat(profiles.defaultOf(stranger)).isEmpty();
            assertThat(code(() -> profiles.get(stranger, made.id()))).isEqualTo(ProblemCode.PROFILE_NOT_FOUND);
            assertThat(code(() -> profiles.update(stranger, made.id(), change)))
                    .isEqualTo(ProblemCode.PROFILE_NOT_FOUND);
            assertThat(code(() -> profiles.delete(stranger, made.id()))).isEqualTo(ProblemCode.PROFILE_NOT_FOUND);
        }
        assertThat(profiles.get(ANN, made.id()).name()).isEqualTo("office");
    }

    @Test
    @Tag("F007")
    void unknownKeysComeBackFromTheStoreUnchanged() {
        var config = config("fixed").put("colour", "red");

        var made = profiles.create(ANN, "office", false, config);

        assertThat(profiles.get(ANN, made.id())
                        .document()
                        .stored()
                        .get("colour")
                        .stringValue())
                .isEqualTo("red");
    }

    @Test
    @Tag("F045")
    void aRequestNamesAProfileOrBringsOneAndItsOwnWins() {
        var made = profiles.create(ANN, "office", false, config("fixed"));

        var byId = profiles.resolve(ANN, Optional.of(made.id()), Optional.empty());
        var own = profiles.resolve(ANN, Optional.of(made.id()), Optional.of(config("random")));

        assertThat(byId.stored().at("/user/nameMode").stringValue()).isEqualTo("fixed");
        assertThat(own.stored().at("/user/nameMode").stringValue()).isEqualTo("random");
        assertThat(code(() -> profiles.resolve(ANN, Optional.empty(), Optional.empty())))
                .isEqualTo(ProblemCode.PROFILE_SOURCE_REQUIRED);
        assertThat(code(() -> profiles.resolve(ANN, Optional.of("nowhere"), Optional.empty())))
                .isEqualTo(ProblemCode.PROFILE_NOT_FOUND);
        assertThat(profiles.named(ANN, "windows-11-worker").profile().id()).isEqualTo("windows-11-worker");
    }

    @Test
    void secretsAreSealedInTheStoreAndAMaskKeepsThem() throws IOException {
        var config = config("fixed");
        ((ObjectNode) config.get("user")).put("password", "marked-secret-4711");
        var made = profiles.create(ANN, "office", false, config);

        var masked = made.document().masked();
        var back = profiles.update(
                ANN, made.id(), new ProfileChange(Optional.empty(), Optional.empty(), Optional.of(masked)));

        assertThat(masked.at("/user/password").stringValue()).isEqualTo("***");
        assertThat(back.document().stored().at("/user/password").stringValue()).isEqualTo("marked-secret-4711");
        assertThat(back.version()).isEqualTo(1);
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile)
                    .filter(f -> !f.toString().endsWith("lock"))
                    .toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("marked-secret");
            }
        }
    }

    private List<String> defaults() {
        return profiles.list(ANN).stream()
                .filter(StoredProfile::isDefault)
                .map(StoredProfile::name)
                .toList();
    }

    private static Profiles profiles(Database database) {
        var random = new SecureRandom();
        return new Profiles(database, new AesSecretBox(new byte[32], random), Ids.system(), InstantSource.system());
    }

    @Test
    void aMovedUserKeepsTheStoredPasswordAndStarsWithoutOneAreRefused() {
        var made = profiles.create(ANN, "two", false, twoUsers("first-Password-1", "second-Password-2"));

        profiles.update(
                ANN,
                made.id(),
                change(twoUsers("***/accounts/users/1/password/value", "***/accounts/users/0/password/value")));
        var moved = profiles.get(ANN, made.id()).document().stored();
        assertThat(moved.at("/accounts/users/0/password/value").stringValue()).isEqualTo("second-Password-2");
        assertThat(moved.at("/accounts/users/1/password/value").stringValue()).isEqualTo("first-Password-1");

        for (var lost : List.of("***/accounts/users/7/password/value", "***/name")) {
            assertThat(catchThrowableOfType(
                                    SlipwayException.class,
                                    () -> profiles.update(ANN, made.id(), change(twoUsers("***", lost))))
                            .problem()
                            .errors())
                    .extracting(FieldError::pointer)
                    .containsExactly("/accounts/users/1/password/value");
        }
        assertThatThrownBy(() -> profiles.create(ANN, "stars", false, twoUsers("***", "second-Password-2")))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("/accounts/users/0/password/value");
        assertThat(profiles.check(ANN, made.id(), twoUsers("***", "***"), io.slipway.server.text.Languages.ENGLISH))
                .isEmpty();
    }

    @Test
    @Tag("F132")
    void aPlaceThatIsFilledFromTheVaultStaysWithItsAccount() {
        var bound = new Bound();
        var kept = new Profiles(
                database,
                new AesSecretBox(new byte[32], new SecureRandom()),
                Ids.system(),
                InstantSource.system(),
                new Redactor(),
                bound);
        var id =
                kept.create(ANN, "team", false, users("anna", "boris", "clara")).id();
        bound.places.put("/accounts/users/1/password", "boris at work");

        var shifted = problem(() -> kept.update(ANN, id, change(users("boris", "clara"))));
        var swapped = problem(() -> kept.update(ANN, id, change(users("boris", "anna", "clara"))));
        var gone = problem(() -> kept.update(ANN, id, change(users("anna"))));

        assertThat(List.of(shifted, swapped, gone)).extracting(Problem::code).containsOnly(ProblemCode.UNPROCESSABLE);
        assertThat(shifted.errors())
                .containsExactly(new FieldError(
                        "/accounts/users/1/password",
                        "is filled from the secret \"boris at work\"; it was for boris and would be for clara"));
        assertThat(gone.detail()).contains("the account of boris would be gone");
        assertThat(kept.get(ANN, id).version()).isEqualTo(1);

        kept.update(ANN, id, change(users("anna", "boris")));
        kept.update(ANN, id, change(users("anna", "boris-2")));
        kept.update(ANN, id, change(users("dora", "boris-2", "emil")));
        assertThat(kept.get(ANN, id).version())
                .as("others may come, go and be renamed, and so may the account itself")
                .isEqualTo(4);
        bound.places.clear();
        kept.update(ANN, id, change(users("emil")));
        kept.delete(ANN, id);
        assertThat(bound.deleted).containsExactly(id);
    }

    @Test
    @Tag("F132")
    void accountsOfOneListAreTheOnlyPlacesThatCanMove() {
        for (var schema : List.of("windows-profile", "linux-profile", "profile-config")) {
            assertThat(SecretPaths.of(SchemaCheck.load(schema).source()).pointers())
                    .as("%s: a second list of secrets has to be known to BoundPlaces", schema)
                    .allMatch(place -> !place.contains("*") || place.equals("/accounts/users/*/password"));
        }
    }

    /** Bindings without a vault. */
    private static final class Bound implements ProfileBindings {
        private final Map<String, String> places = new TreeMap<>();
        private final List<String> deleted = new ArrayList<>();

        @Override
        public Map<String, String> of(Caller caller, String profileId) {
            return places;
        }

        @Override
        public void deleted(Caller caller, String profileId) {
            deleted.add(profileId);
        }
    }

    private static ObjectNode users(String... names) {
        var document = BuiltInProfiles.find("windows-11-worker").orElseThrow().stored();
        var users = document.withObject("/accounts").putArray("users");
        for (var name : names) {
            users.addObject()
                    .put("name", name)
                    .putObject("password")
                    .putObject("generate")
                    .put("length", 20);
        }
        return document;
    }

    private static Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(SlipwayException.class, call).problem();
    }

    private static ProfileChange change(ObjectNode document) {
        return new ProfileChange(Optional.empty(), Optional.empty(), Optional.of(document));
    }

    private static ObjectNode twoUsers(String first, String second) {
        var document = BuiltInProfiles.find("windows-11-worker").orElseThrow().stored();
        var users = document.withObject("/accounts").putArray("users");
        users.addObject().put("name", "anna").putObject("password").put("value", first);
        users.addObject().put("name", "boris").putObject("password").put("value", second);
        return document;
    }

    private static ObjectNode config(String nameMode) {
        var config = Json.object();
        config.putObject("user").put("nameMode", nameMode);
        return config;
    }

    private static ProblemCode code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(SlipwayException.class, call).problem().code();
    }

    /** Does all the work of a transaction and then fails before its commit. */
    private record FailingDatabase(Database real) implements Database {
        @Override
        public <T> T write(Work<T> work) {
            return real.write(handle -> {
                work.in(handle);
                throw new IllegalStateException("injected");
            });
        }

        @Override
        public <T> T read(Work<T> work) {
            return real.read(work);
        }

        @Override
        public Hints onCommit(Runnable listener) {
            return real.onCommit(listener);
        }

        @Override
        public void close() {}
    }
}
