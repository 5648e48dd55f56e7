package io.slipway.server.backup;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import io.slipway.server.host.HostRecordsSql;
import io.slipway.server.vault.SecretScope;
import io.slipway.server.vault.SecretTarget;
import io.slipway.server.vault.VaultSetup;
import io.slipway.server.vault.key.Argon2Cost;
import io.slipway.server.workflow.EdgeProbe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import tools.jackson.databind.node.ObjectNode;

/** One machine: a data folder with a whole agent that has no hosts to talk to. */
final class BackupRig implements AutoCloseable {
    static final Caller ADMIN = Caller.localOperator();
    static final String CANARY = "Kanarienvogel-88!x";
    static final String HOST = "018f0000-0000-7000-8000-00000000aaaa";
    static final String PIN = "ssh-ed25519 SHA256:" + "A".repeat(43);
    static final List<String> RESTORED = List.of(
            "setting",
            "secret",
            "secret_version",
            "secret_binding",
            "profile",
            "profile_version",
            "playbook",
            "host",
            "host_slot",
            "host_identity",
            "host_alarm",
            "template_mapping",
            "sealed_secret");
    private static final List<String> UNTOUCHED =
            List.of("vm", "job", "run", "media", "guest_token", "api_token", "session", "vmid_ledger");

    final Path folder;
    AgentAssembly agent;

    BackupRig(Path folder) {
        this(folder, setup(folder));
    }

    BackupRig(Path folder, VaultSetup setup) {
        this.folder = folder;
        this.agent = AgentAssembly.open(config(folder, setup, EdgeProbe.none()));
    }

    static VaultSetup setup(Path folder) {
        return VaultSetup.usual(folder).withCost(() -> Argon2Cost.LEAST);
    }

    static AgentConfig config(Path folder, VaultSetup setup, EdgeProbe probe) {
        return AgentConfig.of(folder, Optional.empty())
                .withWorkers(0)
                .withVault(setup)
                .withProbe(probe);
    }

    AgentAssembly.Parts parts() {
        return agent.parts();
    }

    void restart() {
        agent.close();
        agent = AgentAssembly.open(config(folder, setup(folder), EdgeProbe.none()));
    }

    /** A host with a stored password, two secrets, a profile with a password of its own, a playbook, a mapping, a setting. */
    void fill() {
        change("""
                insert into host (id, tenant_id, name, kind, address, port, user_name, auth, host_key_pin, tls_port, node,
                                  limits, state, created_at)
                values ('%s', 'default', 'pve1', 'proxmox', '192.0.2.10', 22, 'root',
                        '{"kind":"password","secretId":"host-%s"}', '%s', 8006, 'pve1',
                        '{"firstVmId":1000,"lastVmId":8999,"slots":2}', 'connected', 5)
                """.formatted(HOST, HOST, PIN));
        change("insert into host_slot (host_id, n) values ('" + HOST + "', 1), ('" + HOST + "', 2)");
        change("insert into host_identity values ('" + HOST + "', 'ssh-key', '" + PIN + "', 5, 6)");
        change("insert into template_mapping values ('default', '" + HOST + "', 'gold', '9000')");
        parts().secrets()
                .keep(ADMIN, SecretTarget.hostPassword(HOST), "password of host pve1", Secret.of(CANARY + "-host"));
        var secret = parts().secrets().create(ADMIN, "join password", Secret.of(CANARY + "-one"));
        parts().secrets().rotate(ADMIN, secret.id(), Secret.of(CANARY + "-two"));
        var profile = parts().profiles().create(ADMIN, "office", true, profile(CANARY + "-profile"));
        parts().secrets()
                .bind(ADMIN, new SecretTarget(SecretScope.PROFILE, profile.id(), "/user/password"), "join password");
        parts().playbooks().create(ADMIN, "base", true, "name: base\nroles:\n  - role: base-system\n");
        parts().vault().setAutoLockMinutes(17);
        vouch();
    }

    /** For rows that a test wrote past the program. */
    void vouch() {
        var unused = parts().database()
                .write(handle -> HostRecordsSql.keepAll(handle, parts().vault().records(), TenantId.DEFAULT));
    }

    static ObjectNode profile(String password) {
        var profile = Json.object();
        profile.putObject("user").put("nameMode", "fixed").put("password", password);
        return profile;
    }

    Secret words() {
        return parts().vault().newRecoveryWords(Optional.empty());
    }

    byte[] backup() {
        return parts().backups().create(ADMIN, false);
    }

    BackupReport restore(byte[] file, Optional<Secret> words, boolean replace) {
        return restore(file, words, new RestoreChoice(false, replace, false, Optional.empty()));
    }

    BackupReport restore(byte[] file, Optional<Secret> words, RestoreChoice choice) {
        try {
            return parts().backups().restore(ADMIN, new ByteArrayInputStream(file), words, choice);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BackupReport verify(byte[] file, Optional<Secret> words) {
        try {
            return parts().backups().verify(ADMIN, new ByteArrayInputStream(file), words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String secret(String label) {
        var meta = parts().secrets().require(TenantId.DEFAULT, label);
        var ref = new io.slipway.server.vault.SecretRef(meta.id(), meta.version());
        try (var lease = parts().secrets().open(ADMIN, ref, "test")) {
            return lease.value().reveal();
        }
    }

    String profilePassword() {
        return parts().profiles()
                .named(ADMIN, "office")
                .stored()
                .at("/user/password")
                .asString();
    }

    /** Every row that a restore may write. */
    Map<String, List<String>> content() {
        var content = new TreeMap<String, List<String>>();
        RESTORED.forEach(table -> content.put(table, rows(table)));
        return content;
    }

    /** Every row that no restore may write. */
    Map<String, List<String>> untouched() {
        var content = new TreeMap<String, List<String>>();
        UNTOUCHED.forEach(table -> content.put(table, rows(table)));
        return content;
    }

    List<String> rows(String table) {
        return column("select * from " + table).stream().sorted().toList();
    }

    private List<String> column(String sql) {
        return parts().database().read(handle -> handle.createQuery(sql).mapToMap().stream()
                .map(row -> new TreeMap<>(row).toString())
                .toList());
    }

    void change(String sql) {
        parts().database().write(handle -> handle.execute(sql));
    }

    /** The keyring's bytes, empty when there is none. */
    String keyring() {
        try {
            var file = folder.resolve("vault.json");
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ProblemCode refused(ThrowingCallable call) {
        var thrown = Assertions.catchThrowableOfType(SlipwayException.class, call);
        Assertions.assertThat(thrown).as("nothing thrown").isNotNull();
        return thrown.problem().code();
    }

    @Override
    public void close() {
        agent.close();
    }
}
