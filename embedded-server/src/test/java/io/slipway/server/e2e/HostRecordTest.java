package io.slipway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.health.Warning;
import io.slipway.server.host.HostIdentity;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.Hosts;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.vault.SecretScope;
import io.slipway.server.vault.SecretTarget;
import io.slipway.server.vault.key.KeyFileProtector;
import io.slipway.server.vault.key.Keyring;
import io.slipway.server.vault.key.KeyringFile;
import io.slipway.server.vault.key.Unwrapping;
import io.slipway.server.workflow.EdgeProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever writes into the database file, past the program, sends no secret anywhere else. */
@Timeout(120)
@Tag("F123")
class HostRecordTest {
    private static final String PIN = "ssh-ed25519 SHA256:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";

    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(folder, lab -> lab.hostKey(LaboratoryBuilder.newHostKey()), new HostLimits(2, 1000, 1999));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "address = '192.0.2.66'",
                "port = port + 1",
                "user_name = 'mallory'",
                "host_key_pin = '" + PIN + "'",
                "tls_pin = '00'",
                "tls_port = 1",
                "node = 'other'",
                "auth = '{\"kind\":\"key-file\",\"path\":\"/tmp/x\"}'"
            })
    void eachFieldThatDecidesWhereThePasswordGoesStopsTheHostWhenItIsChangedPastTheProgram(String change) {
        int signIns = rig.lab.signIns().size();

        past("update host set " + change);

        assertThat(refused(() -> hosts().check(rig.host))).isEqualTo(ProblemCode.HOST_RECORD_ALTERED);
        assertThat(refused(() -> hosts().access(now()))).isEqualTo(ProblemCode.HOST_RECORD_ALTERED);
        assertThat(refused(() -> rig.submit(Rig.windows(1)))).isEqualTo(ProblemCode.HOST_RECORD_ALTERED);
        assertThat(rig.lab.signIns()).as("no password went out").hasSize(signIns);
        assertThat(warnings()).containsExactly("host-record-altered-" + rig.host.id());
        assertThat(StoreFacts.count(folder, "audit where action = 'host.record-altered'"))
                .isEqualTo(1);
    }

    /** What a look at all hosts at once says of the one; the same as a look at it alone. */
    private Optional<ProblemCode> standing() {
        var all = hosts().trust().standings(TenantId.DEFAULT);
        assertThat(all).singleElement().satisfies(one -> {
            assertThat(one.host()).isEqualTo(now());
            assertThat(one.stopped()).isEqualTo(hosts().trust().refusal(one.host()));
        });
        return all.getFirst().stopped().map(problem -> problem.code());
    }

    @Test
    void aPinSetPastTheProgramIsNotTakenByRepinButOnlyByConfirmingWhatWasLookedAt() {
        past("update host set tls_port = 8007");

        assertThat(refused(() -> hosts().pins().repin(Rig.CALLER, rig.host, bare(now().hostKeyPin()))))
                .isEqualTo(ProblemCode.HOST_RECORD_ALTERED);
        var looked = compare();
        assertThat(looked.trusted()).isFalse();
        assertThat(looked.stored().tlsPort()).isEqualTo(8007);
        assertThat(looked.altered().orElseThrow())
                .as("too long for two records of one stamp to be found")
                .matches("[0-9a-f]{64}");
        StoreFacts.change(folder, "update host set tls_port = 8008");
        assertThat(refused(() -> hosts().pins()
                        .confirm(Rig.CALLER, rig.host, looked.altered().orElseThrow())))
                .as("changed after the look")
                .isEqualTo(ProblemCode.WRONG_STATE);

        assertThat(standing()).contains(ProblemCode.HOST_RECORD_ALTERED);
        hosts().pins().confirm(Rig.CALLER, rig.host, compare().altered().orElseThrow());

        assertThat(standing()).isEmpty();
        assertThat(hosts().check(rig.host).node()).isNotEmpty();
        assertThat(warnings()).isEmpty();
        assertThat(refused(() -> hosts().pins().confirm(Rig.CALLER, rig.host, "x")))
                .isEqualTo(ProblemCode.WRONG_STATE);
        assertThat(StoreFacts.count(folder, "audit where action = 'host.confirm'"))
                .isEqualTo(1);
    }

    @Test
    void aRowPutBackToAnOlderValidStateIsRefusedAlsoWithTheOlderRegisterOfItsTime() {
        var host = row("select address, port, tls_port from host");
        var register = row("select n, entries, mac from record_register");
        StoreFacts.change(folder, "update host set tls_port = 8007");
        hosts().pins().confirm(Rig.CALLER, rig.host, compare().altered().orElseThrow());
        rig.agent.parts().secrets().create(Rig.CALLER, "other", Secret.of("x"));
        rig.agent.parts().secrets().bind(Rig.CALLER, tenantField(), "other");

        past("update host set tls_port = " + host.getLast());
        assertThat(refused(() -> hosts().check(rig.host))).isEqualTo(ProblemCode.HOST_RECORD_ALTERED);

        past("update record_register set n = " + register.get(0) + ", entries = '" + register.get(1) + "', mac = '"
                + register.get(2) + "'");
        assertThat(refused(() -> rig.agent.parts().secrets().bound(TenantId.DEFAULT, tenantField())))
                .as("the older register does not know the newer rows")
                .isEqualTo(ProblemCode.SECRET_BINDING_ALTERED);
    }

    @Test
    void anAlarmTakenAwayPastTheProgramLeavesTheHostStopped() {
        rig.lab.changeHostKey(LaboratoryBuilder.newHostKey());
        compare();
        assertThat(refused(() -> hosts().check(rig.host))).isEqualTo(ProblemCode.HOST_KEY_CHANGED);
        assertThat(standing()).contains(ProblemCode.HOST_KEY_CHANGED);

        past("delete from host_alarm", "update host set state = 'connected'");

        assertThat(standing()).contains(ProblemCode.HOST_RECORD_ALTERED);
        assertThat(refused(() -> hosts().check(rig.host))).isEqualTo(ProblemCode.HOST_RECORD_ALTERED);
    }

    @Test
    void withoutARegisterOrWithAForgedOneEveryHostIsStoppedAndNothingIsAdoptedAgain() {
        past("delete from record_register");
        assertThat(refused(() -> hosts().check(rig.host))).isEqualTo(ProblemCode.HOST_RECORD_ALTERED);

        rig.agent.parts().secrets().create(Rig.CALLER, "other", Secret.of("x"));
        rig.agent.parts().secrets().bind(Rig.CALLER, tenantField(), "other");
        assertThat(refused(() -> hosts().check(rig.host)))
                .as("another row's change vouches for no other")
                .isEqualTo(ProblemCode.HOST_RECORD_ALTERED);
        past("update record_register set mac = '00'");
        assertThat(standing()).contains(ProblemCode.HOST_RECORD_ALTERED);
        assertThat(refused(() -> hosts().check(rig.host))).isEqualTo(ProblemCode.HOST_RECORD_ALTERED);
    }

    @Test
    @Tag("F125")
    void aBindingPointedToAnotherSecretPastTheProgramGivesNoneUntilItIsBoundAgain() {
        var secrets = rig.agent.parts().secrets();
        var domain = secrets.create(Rig.CALLER, "domain administrator", Secret.of("d0main"));
        int signIns = rig.lab.signIns().size();

        past("update secret_binding set secret_id = '" + domain.id() + "'");

        assertThat(refused(() -> hosts().check(rig.host))).isEqualTo(ProblemCode.SECRET_BINDING_ALTERED);
        assertThat(rig.lab.signIns()).hasSize(signIns);
        assertThat(warnings()).containsExactly("secret-binding-altered");
        rig.agent.parts().secrets().bind(Rig.CALLER, SecretTarget.hostPassword(rig.host.id()), "password of host lab");
        assertThat(hosts().check(rig.host).node()).isNotEmpty();
        assertThat(warnings()).isEmpty();
    }

    @Test
    @Tag("F189")
    void noBackupIsMadeOfRowsThatARestoreWouldVouchFor() {
        past("update host set address = '192.0.2.66'");

        assertThat(refused(() -> rig.agent.parts().backups().create(Rig.CALLER, true)))
                .isEqualTo(ProblemCode.HOST_RECORD_ALTERED);
    }

    @Test
    void whatAnEarlierVersionLeftIsAdoptedOnceAndSaidSo() throws Exception {
        rig.agent.close();
        StoreFacts.change(folder, "delete from record_register");
        ageKeyring();

        rig.agent = AgentAssembly.open(Rig.config(folder, EdgeProbe.none()));

        assertThat(hosts().check(rig.host).node()).isNotEmpty();
        assertThat(warnings()).isEmpty();
        assertThat(StoreFacts.count(
                        folder, "audit where action = 'records.adopted' and detail like '%\"hosts\":\"1\"%'"))
                .isEqualTo(1);
        assertThat(Files.readString(folder.resolve("vault.json"))).contains("\"records\" : true");
        past("update host set address = '192.0.2.66'");
        assertThat(refused(() -> hosts().check(rig.host))).isEqualTo(ProblemCode.HOST_RECORD_ALTERED);
    }

    @Test
    void whileTheVaultIsLockedNothingIsSentAndAHostIsNeitherRegisteredNorVouchedFor() {
        var vault = rig.agent.parts().vault();
        vault.lock();

        assertThat(standing()).as("unknown, and what needs to know is refused").isEmpty();
        assertThat(refused(() -> hosts().check(rig.host))).isEqualTo(ProblemCode.VAULT_LOCKED);
        assertThat(refused(() -> hosts().pins().confirm(Rig.CALLER, rig.host, "x")))
                .isEqualTo(ProblemCode.VAULT_LOCKED);
        rig.lab.changeHostKey(LaboratoryBuilder.newHostKey());
        compare();
        vault.unlock(java.util.Optional.empty());

        assertThat(refused(() -> hosts().check(rig.host)))
                .as("an alarm raised while it was locked counts")
                .isEqualTo(ProblemCode.HOST_KEY_CHANGED);
        past("delete from host_alarm");
        assertThat(refused(() -> hosts().check(rig.host))).isEqualTo(ProblemCode.HOST_RECORD_ALTERED);
    }

    @Test
    void whatIsTakenAwayWhileTheVaultIsLockedIsVouchedForNoMoreWhenItOpens() {
        var secrets = rig.agent.parts().secrets();
        secrets.create(Rig.CALLER, "other", Secret.of("x"));
        secrets.bind(Rig.CALLER, tenantField(), "other");
        var binding = row("select secret_id, scope_id, field_name from secret_binding where scope_type = 'tenant'");
        var vault = rig.agent.parts().vault();
        assertThat(register()).contains(rig.host.id(), "/tenant/");
        vault.lock();

        hosts().remove(TenantId.DEFAULT, rig.host.id());
        assertThat(secrets.unbind(Rig.CALLER, tenantField())).isTrue();
        assertThat(register()).as("shut").contains(rig.host.id());
        vault.unlock(java.util.Optional.empty());

        assertThat(register()).doesNotContain(rig.host.id()).doesNotContain("/tenant/");
        assertThat(warnings()).isEmpty();
        past(
                "insert into secret_binding (tenant_id, scope_type, scope_id, field_name, secret_id, created_at, updated_at)"
                        + " values ('default', 'tenant', 'default', 'password', '" + binding.getFirst() + "', 0, 0)");
        assertThat(refused(() -> rig.agent.parts().secrets().bound(TenantId.DEFAULT, tenantField())))
                .as("put back past the program")
                .isEqualTo(ProblemCode.SECRET_BINDING_ALTERED);
    }

    private String register() {
        return row("select n, entries, mac from record_register").get(1);
    }

    /** Writes the keyring as a version did that vouched for nothing. */
    private void ageKeyring() {
        var file = new KeyringFile(folder);
        var now = ((KeyringFile.Loaded) file.load()).keyring();
        var protector = new KeyFileProtector(folder, new SecureRandom());
        var key = ((Unwrapping.Opened) protector.unwrap(now.binding(), now.main())).key();
        file.save(new Keyring(now.binding(), now.main(), now.recovery(), false, now.formerKeys()), key);
    }

    private void past(String... updates) {
        rig.agent.close();
        for (var update : updates) {
            StoreFacts.change(folder, update);
        }
        rig.agent = AgentAssembly.open(Rig.config(folder, EdgeProbe.none()));
    }

    private List<String> row(String select) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("slipway.db"));
                var rows = connection.createStatement().executeQuery(select)) {
            rows.next();
            return List.of(rows.getString(1), rows.getString(2), rows.getString(3));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static SecretTarget tenantField() {
        return new SecretTarget(SecretScope.TENANT, "default", "password");
    }

    private static String bare(String fingerprint) {
        return fingerprint.substring(fingerprint.lastIndexOf(' ') + 1);
    }

    private HostIdentity compare() {
        return hosts().pins().compare(rig.host);
    }

    private io.slipway.server.host.Host now() {
        return hosts().require(TenantId.DEFAULT, rig.host.id());
    }

    private Hosts hosts() {
        return rig.agent.parts().hosts();
    }

    private List<String> warnings() {
        return rig.agent.parts().health().warnings().list().stream()
                .map(Warning::name)
                .filter(name -> name.contains("altered"))
                .toList();
    }

    private static ProblemCode refused(Runnable work) {
        var thrown = catchThrowableOfType(SlipwayException.class, work::run);
        assertThat(thrown).as("a problem").isNotNull();
        return thrown.problem().code();
    }
}
