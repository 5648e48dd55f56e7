package io.slipway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.vault.SecretTarget;
import io.slipway.server.workflow.EdgeProbe;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Data folders of versions that kept a host's password in a row of its own. */
@Timeout(60)
class HostPasswordMoveTest {
    @TempDir
    Path folder;

    @Test
    @Tag("F128")
    @Tag("F132")
    void theStartMovesTheOldRowToASecretBoundToTheHost() {
        try (var rig = new Rig(folder)) {
            age(rig);

            rig.agent = AgentAssembly.open(Rig.config(folder, EdgeProbe.none()));

            assertThat(StoreFacts.count(folder, "sealed_secret where id like 'host-%'"))
                    .isZero();
            var target = SecretTarget.hostPassword(rig.host.id());
            var secrets = rig.agent.parts().secrets();
            assertThat(secrets.bound(TenantId.DEFAULT, target)).isPresent();
            assertThat(secrets.list(TenantId.DEFAULT))
                    .extracting(meta -> meta.label())
                    .containsExactly("password of host lab");
            assertThat(rig.agent.parts().hosts().check(rig.host).node()).isNotEmpty();
        }
    }

    @Test
    void aRowThatCouldNotMoveAtTheStartMovesAtItsFirstUse() {
        try (var rig = new Rig(folder)) {
            age(rig);
            rig.agent = AgentAssembly.open(Rig.config(folder, EdgeProbe.none()));
            forget(rig);

            assertThat(rig.agent.parts().hosts().check(rig.host).node()).isNotEmpty();
            assertThat(StoreFacts.count(folder, "sealed_secret where id like 'host-%'"))
                    .isZero();
        }
    }

    @Test
    void thePasswordOfAHostThatWasNeverStoredGoesAtTheNextStart() {
        try (var rig = new Rig(folder)) {
            var parts = rig.agent.parts();
            // What a process leaves that is killed between keeping the password and storing the host.
            parts.secrets()
                    .keep(
                            Rig.CALLER,
                            SecretTarget.hostPassword("never-stored"),
                            "password of host b",
                            Secret.of("x9-x9"));
            rig.agent.close();

            rig.agent = AgentAssembly.open(Rig.config(folder, EdgeProbe.none()));

            var secrets = rig.agent.parts().secrets();
            assertThat(secrets.list(TenantId.DEFAULT))
                    .extracting(meta -> meta.label())
                    .containsExactly("password of host lab");
            assertThat(secrets.bindings(TenantId.DEFAULT))
                    .extracting(binding -> binding.target().scopeId())
                    .containsExactly(rig.host.id());
            assertThat(rig.agent.parts().hosts().check(rig.host).node()).isNotEmpty();
        }
    }

    /** As an earlier version left the folder. */
    private void age(Rig rig) {
        forget(rig);
        rig.agent.close();
    }

    private void forget(Rig rig) {
        var old = rig.agent.parts().vault().secrets();
        old.put(TenantId.DEFAULT, "host-" + rig.host.id(), "host password", Secret.of(Rig.PASSWORD));
        StoreFacts.change(folder, "delete from secret_binding");
        StoreFacts.change(folder, "delete from secret_version");
        StoreFacts.change(folder, "delete from secret");
    }
}
