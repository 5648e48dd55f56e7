package io.slipway.server.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.profile.ProfileDifference.Kind;
import io.slipway.server.store.SqliteDatabase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class ProfileHistoryTest {
    private static final Caller ANN = Caller.localOperator();
    private static final Caller BEN = new Caller(TenantId.DEFAULT, "ben", Caller.Role.ADMIN);
    private static final String NATIVE = """
            {"schemaVersion":1,"id":"p","name":"P","target":{"os":"win11"},
             "accounts":{"users":[{"name":"worker","password":{"value":"Correct-Horse-9"}}]}}
            """;

    @TempDir
    Path folder;

    private SqliteDatabase database;
    private Profiles profiles;
    private ProfileHistory history;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder);
        var clock = InstantSource.system();
        profiles = new Profiles(
                database,
                new AesSecretBox(new byte[32], new SecureRandom()),
                new Ids(clock, new SecureRandom()),
                clock);
        history = new ProfileHistory(profiles);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everySavedVersionIsListedWithItsAuthorAndItsNote() {
        var made = profiles.create(ANN, "office", false, document(), "imported from a file");
        save(made, 1, "/locale/timeZone", "W. Europe Standard Time", "moved to Berlin");

        var versions = history.versions(ANN, made.id());

        assertThat(versions).extracting(ProfileVersion::n).containsExactly(2, 1);
        assertThat(versions).extracting(ProfileVersion::author).containsOnly("operator");
        assertThat(versions)
                .extracting(ProfileVersion::note)
                .containsExactly("moved to Berlin", "imported from a file");
        assertThat(code(() -> history.versions(BEN, made.id()))).isEqualTo(ProblemCode.PROFILE_NOT_FOUND);
    }

    @Test
    void twoVersionsAreComparedSettingBySettingWithoutTheirSecrets() {
        var made = profiles.create(ANN, "office", false, document());
        var changed = document();
        ((ObjectNode) changed.at("/accounts/users/0/password")).put("value", "Another-Horse-10");
        changed.putObject("locale").put("timeZone", "W. Europe Standard Time");
        changed.putArray("tags").add("desk");
        var user = changed.at("/accounts").withArray("users").addObject().put("name", "second");
        user.putObject("password").put("value", "Third-Secret-11");
        profiles.update(ANN, made.id(), ProfileChange.document(changed, 1, ""));

        var differences = history.compare(ANN, made.id(), 1, 2);

        assertThat(differences)
                .extracting(ProfileDifference::pointer, ProfileDifference::kind)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("/accounts/users/0/password", Kind.SECRET_CHANGED),
                        org.assertj.core.groups.Tuple.tuple("/accounts/users/1", Kind.ADDED),
                        org.assertj.core.groups.Tuple.tuple("/locale/timeZone", Kind.CHANGED),
                        org.assertj.core.groups.Tuple.tuple("/tags", Kind.CHANGED));
        assertThat(differences.toString()).doesNotContain("Horse", "Third-Secret");
        assertThat(history.compare(ANN, made.id(), 2, 2)).isEmpty();
    }

    @Test
    void restoringMakesANewVersionWithThePasswordsOfThatTime() {
        var made = profiles.create(ANN, "office", false, document());
        var changed = document();
        ((ObjectNode) changed.at("/accounts/users/0/password")).put("value", "Another-Horse-10");
        profiles.update(ANN, made.id(), ProfileChange.document(changed, 1, ""));

        var restored = history.restore(ANN, made.id(), 1);

        assertThat(restored.version()).isEqualTo(3);
        assertThat(restored.document().stored()).isEqualTo(made.document().stored());
        assertThat(history.versions(ANN, made.id()).getFirst().note()).isEqualTo("restored from version 1");
        assertThat(history.restore(ANN, made.id(), 3).version()).isEqualTo(3);
        assertThat(code(() -> history.restore(ANN, made.id(), 9))).isEqualTo(ProblemCode.PROFILE_NOT_FOUND);
    }

    @Test
    void whoeverSavesOnTopOfAnOlderVersionIsToldAndOverwritesNothing() {
        var made = profiles.create(ANN, "office", false, document());
        save(made, 1, "/locale/timeZone", "W. Europe Standard Time", "");

        assertThat(code(() -> save(made, 1, "/locale/timeZone", "Romance Standard Time", "")))
                .isEqualTo(ProblemCode.WRONG_STATE);
        assertThat(profiles.get(ANN, made.id())
                        .document()
                        .stored()
                        .at("/locale/timeZone")
                        .stringValue())
                .isEqualTo("W. Europe Standard Time");
    }

    @Test
    void ofManyWhoSaveOnTopOfTheSameVersionOneGetsThrough() throws Exception {
        var made = profiles.create(ANN, "office", false, document());
        var zones = List.of("UTC-11", "W. Europe Standard Time", "Romance Standard Time", "Tokyo Standard Time");

        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = workers.invokeAll(zones.stream()
                    .map(zone -> (Callable<Boolean>) () -> saved(made, zone))
                    .toList());

            int through = 0;
            for (var one : done) {
                through += one.get() ? 1 : 0;
            }
            assertThat(through).isEqualTo(1);
        }
        assertThat(history.versions(ANN, made.id())).hasSize(2);
    }

    @Test
    void theListNeedsNoOpenVaultAndCountsWhatUsesAProfile() {
        var made = profiles.create(ANN, "office", true, document());

        var locked = new Profiles(
                database, new ClosedBox(), new Ids(InstantSource.system(), new SecureRandom()), InstantSource.system());

        assertThat(locked.summaries(ANN)).singleElement().satisfies(row -> {
            assertThat(row.id()).isEqualTo(made.id());
            assertThat(row.kind()).isEqualTo("win11");
            assertThat(row.isDefault()).isTrue();
            assertThat(row.usedBy()).isZero();
        });
    }

    @Test
    void aVmCountsWhileItIsThereForTheProfileThatItsOrderNamed() {
        var made = profiles.create(ANN, "office", false, document());
        profiles.create(ANN, "lab", false, document());
        vm("one", "present", made.id());
        vm("two", "creating", "office");
        vm("three", "gone", "office");

        assertThat(profiles.summaries(ANN)).extracting(ProfileSummary::usedBy).containsExactly(2, 0);
    }

    private void vm(String name, String state, String profile) {
        database.write(handle -> {
            handle.execute(
                    "insert or ignore into host (id, tenant_id, name, kind, address, port, user_name, auth, host_key_pin, node,"
                            + " limits, state, created_at)"
                            + " values ('h', ?, 'h', 'proxmox', '192.0.2.1', 22, 'root', '{}', 'pin', 'pve', '{}', 'connected', 0)",
                    ANN.tenant().value());
            handle.execute(
                    "insert into job (id, tenant_id, user_id, kind, fields, state, created_at) values (?, ?, ?, 'provision', ?, 'running', 0)",
                    "j-" + name,
                    ANN.tenant().value(),
                    ANN.userId(),
                    Json.write(Json.object().put("profile", profile)));
            handle.execute(
                    "insert into vm (id, tenant_id, user_id, host_id, vm_uuid, name, state, job_id, addresses, metadata, created_at)"
                            + " values (?, ?, ?, 'h', ?, ?, ?, ?, '[]', '{}', 0)",
                    "v-" + name,
                    ANN.tenant().value(),
                    ANN.userId(),
                    "u-" + name,
                    name,
                    state,
                    "j-" + name);
            return true;
        });
    }

    @Test
    void aSharedFileHasNoSecretAndComesBackWithAListOfWhatIsMissing() {
        var document = ProfileCodec.parse(document());

        var shared = ProfileTransfer.share("office", document);
        var read = ProfileTransfer.read(shared.json());

        assertThat(shared.json()).doesNotContain("Correct-Horse-9");
        assertThat(shared.leftOut()).containsExactly("/accounts/users/0/password");
        assertThat(read.name()).isEqualTo("office");
        assertThat(read.missing()).containsExactly("/accounts/users/0/password");
        assertThat(read.document()
                        .at("/accounts/users/0/password/generate/length")
                        .intValue())
                .isEqualTo(20);
        assertThat(profiles.create(ANN, "copy", false, read.document()).version())
                .isEqualTo(1);
    }

    @Test
    void aMaskThatStandsForNoStoredPasswordIsRefused() {
        var masked = ProfileCodec.parse(document()).masked();

        assertThat(code(() -> profiles.create(ANN, "office", false, masked))).isEqualTo(ProblemCode.INVALID_PROFILE);
        assertThat(profiles.list(ANN)).isEmpty();
    }

    @Test
    void anAnswerFileOfOnesOwnIsNotShared() {
        var config = Json.object();
        config.putObject("user").put("nameMode", "fixed").put("password", "Correct-Horse-9");
        config.put("xmlTemplate", "<unattend><a>hidden-word</a></unattend>");

        var shared = ProfileTransfer.share("old", ProfileCodec.parse(config));

        assertThat(shared.json()).doesNotContain("hidden-word", "Correct-Horse-9");
        assertThat(shared.leftOut()).containsExactlyInAnyOrder("/user/password", "/xmlTemplate");
        assertThat(ProfileTransfer.read(shared.json()).missing()).containsExactly("/user/password");
    }

    private static final class ClosedBox implements SecretBox {
        @Override
        public String seal(String plain, String context) {
            throw new IllegalStateException("locked");
        }

        @Override
        public String open(String sealed, String context) {
            throw new IllegalStateException("locked");
        }
    }

    private boolean saved(StoredProfile made, String zone) {
        try {
            save(made, 1, "/locale/timeZone", zone, "");
            return true;
        } catch (SlipwayException e) {
            assertThat(e.problem().code()).isEqualTo(ProblemCode.WRONG_STATE);
            return false;
        }
    }

    private StoredProfile save(StoredProfile made, int seen, String pointer, String value, String note) {
        var document = made.document().stored();
        int last = pointer.lastIndexOf('/');
        ((ObjectNode) document.at(pointer.substring(0, last))).put(pointer.substring(last + 1), value);
        return profiles.update(
                ANN,
                made.id(),
                new ProfileChange(Optional.empty(), Optional.empty(), Optional.of(document), Optional.of(seen), note));
    }

    private static ObjectNode document() {
        return Json.parseObject(NATIVE);
    }

    private static ProblemCode code(Callable<?> action) {
        return catchThrowableOfType(SlipwayException.class, action::call)
                .problem()
                .code();
    }
}
