package io.slipway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.HostRecordsSql;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.hypervisor.pve.onboard.OnboardPlan;
import io.slipway.server.hypervisor.pve.onboard.OnboardScript;
import io.slipway.server.job.Job;
import io.slipway.server.lab.pve.Effect;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts whose sign-in is not root: what it may not do is said before a VM exists. Certificates that change. */
@Timeout(120)
class HostRightsTest {
    private static final String USER = "slipway";
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUO2RZm1qv8c9yUkT0n9mB2l1XwzYwq7o3Kx5rT8abc ops";

    @TempDir
    Path folder;

    private Rig rig;

    @AfterEach
    void close() {
        rig.close();
    }

    private static String rules(boolean all) {
        var script = OnboardScript.grant(new OnboardPlan(
                OnboardPlan.Kind.SUDO,
                USER,
                "agent",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                all,
                all,
                Optional.of(KEY)));
        int start = script.indexOf("<<'END_OF_RULES'\n") + "<<'END_OF_RULES'\n".length();
        return script.substring(start, script.indexOf("END_OF_RULES\n", start));
    }

    private void register(TlsContact tls) {
        var hosts = rig.agent.parts().hosts();
        rig.host = hosts.add(
                TenantId.DEFAULT,
                new NewHost(
                        "second",
                        "127.0.0.1",
                        rig.lab.port(),
                        USER,
                        Optional.of(Secret.of(Rig.PASSWORD)),
                        Optional.empty(),
                        Optional.of(hosts.shownKey("127.0.0.1", rig.lab.port())),
                        tls,
                        false,
                        HostLimits.USUAL));
    }

    private static Problem problem(Runnable action) {
        var thrown = catchThrowableOfType(SlipwayException.class, action::run);
        assertThat(thrown).as("a problem").isNotNull();
        return thrown.problem();
    }

    @Test
    @Tag("F088")
    void aUserWithSudoMakesAVmWithNothingButItsRules() {
        rig = new Rig(folder, lab -> lab.sudoer(USER, Rig.PASSWORD, rules(false)), HostLimits.USUAL);
        register(TlsContact.unpinned());

        var job = rig.await(rig.submit(Rig.windows(1).put("host", "second")));

        assertThat(job.state()).as(rig.log(job.id())).isEqualTo(Job.State.SUCCEEDED);
        assertThat(rig.lab.unsupported()).isEmpty();
    }

    @Test
    void anOrderThatNeedsAMissingRightIsRefusedBeforeTheVmExists() {
        rig = new Rig(folder, lab -> lab.sudoer(USER, Rig.PASSWORD, rules(false)), HostLimits.USUAL);
        register(TlsContact.unpinned());
        var order =
                Json.object().put("host", "second").put("template", "linux-tpl").put("plan", "template-clone");
        order.putArray("names").add("ours");
        order.putArray("post_commands").addArray().add("/bin/true");

        var refused = problem(() -> rig.submit(order));

        assertThat(refused.code()).isEqualTo(ProblemCode.HOST_RIGHTS_MISSING);
        assertThat(refused.detail())
                .contains("run an order's commands in the guest")
                .contains("qm guest exec");
        assertThat(refused.nextStep()).contains("slipway host rights second");
        assertThat(rig.lab.effects()).noneMatch(effect -> effect.kind() == Effect.Kind.CLONE);
    }

    @Test
    void aSignInWithoutTheNeededRightsIsNotRegistered() {
        rig = new Rig(
                folder,
                lab -> lab.sudoer(USER, Rig.PASSWORD, USER + " ALL=(root) NOPASSWD: /usr/bin/pvesh get *\n"),
                HostLimits.USUAL);

        var refused = problem(() -> register(TlsContact.unpinned()));

        assertThat(refused.code()).isEqualTo(ProblemCode.HOST_RIGHTS_MISSING);
        assertThat(refused.detail()).contains("clone a template");
        assertThat(rig.agent.parts().hosts().list(TenantId.DEFAULT)).hasSize(1);
    }

    @Test
    @Tag("F120")
    void aCertificateIsPinnedOnlyAsItIsShownAndAnotherOneStopsTheHost() {
        rig = new Rig(folder, lab -> lab.sudoer(USER, Rig.PASSWORD, rules(true)).withRest(), HostLimits.USUAL);
        int port = rig.lab.rest().port();
        var hosts = rig.agent.parts().hosts();
        var shown = hosts.shownCertificate("127.0.0.1", port);
        var wrong = (shown.endsWith("00") ? "11" : "00") + shown.substring(shown.lastIndexOf(' ') + 3);

        assertThat(problem(() -> register(new TlsContact(port, Optional.of(wrong))))
                        .code())
                .isEqualTo(ProblemCode.TLS_PIN_MISMATCH);
        register(new TlsContact(port, Optional.of(shown)));
        hosts.check(rig.host);
        rig.agent.parts().database().write(handle -> {
            handle.execute("update host set tls_pin = ? where id = ?", wrong, rig.host.id());
            return HostRecordsSql.keepAll(handle, rig.agent.parts().vault().records(), TenantId.DEFAULT);
        });

        assertThat(problem(() -> hosts.check(rig.host)).code()).isEqualTo(ProblemCode.HOST_KEY_CHANGED);
        assertThat(problem(() -> rig.submit(Rig.windows(1).put("host", "second")))
                        .code())
                .isEqualTo(ProblemCode.HOST_KEY_CHANGED);
        hosts.pins().repin(Rig.CALLER, rig.host, shown);
        hosts.check(rig.host);
    }

    @Test
    @Tag("F127")
    void aHostWithoutARouteIsNamedWithCodeAndHint() {
        rig = new Rig(folder);
        rig.lab.close();

        var refused = problem(() -> rig.agent.parts().hosts().check(rig.host));

        assertThat(refused.code()).isEqualTo(ProblemCode.SSH_UNREACHABLE);
        assertThat(refused.detail()).contains("127.0.0.1:" + rig.lab.port());
        assertThat(refused.nextStep()).contains("network path");
    }
}
