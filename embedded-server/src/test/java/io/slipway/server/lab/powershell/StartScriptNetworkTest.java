package io.slipway.server.lab.powershell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How START.ps1 sets the address, and what it does when that goes wrong. */
class StartScriptNetworkTest {
    private static TestAuthority authority;
    private FakeControlPlane server;

    @BeforeAll
    static void authority() throws Exception {
        authority = new TestAuthority("lan authority");
    }

    @BeforeEach
    void start() throws Exception {
        server = new FakeControlPlane(authority.server());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private GuestFixture guest(GuestLan... lans) throws Exception {
        var fixture = new GuestFixture(GuestFixture.UUID);
        for (var lan : lans) {
            fixture.plug(lan);
        }
        fixture.disc('D', "PROVISION", GuestFixture.provision(server.url(), authority.pin()));
        return fixture;
    }

    private static GuestLan lan(Set<String> taken, Optional<String> refusal) {
        return new GuestLan("10.9.0.1", 24, Optional.of("10.9.0.77"), List.of("10.9.0.1"), taken, refusal);
    }

    /** Runs one expression with the functions of START.ps1. */
    private static ScriptResult evaluate(GuestFixture fixture, String expression) throws Exception {
        var text = new String(GuestFixture.script(), StandardCharsets.UTF_8).substring(1);
        var functions = text.substring(0, text.indexOf("# ---- main"));
        fixture.guest
                .disk()
                .write("C:\\probe.ps1", (functions + "\n" + expression).getBytes(StandardCharsets.US_ASCII));
        return fixture.guest.runFile("C:\\probe.ps1", List.of());
    }

    @Test
    @Tag("F066")
    void everyContiguousMaskFromEightToThirtyGivesItsPrefix() throws Exception {
        var expression = new StringBuilder();
        var expected = new ArrayList<String>();
        for (int prefix = 8; prefix <= 30; prefix++) {
            int mask = -1 << (32 - prefix);
            expression.append("Get-PrefixLength '%d.%d.%d.%d'%n"
                    .formatted(mask >>> 24, mask >>> 16 & 255, mask >>> 8 & 255, mask & 255));
            expected.add(String.valueOf(prefix));
        }

        try (var fixture = guest()) {
            assertThat(evaluate(fixture, expression.toString()).output()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @Tag("F066")
    @ValueSource(
            strings = {
                "255.0.255.0",
                "255.255.255.1",
                "0.255.255.255",
                "254.0.0.0",
                "255.255.255.254",
                "255.255.255.255",
                "0.0.0.0",
                "255.255.255",
                "255.255.255.256",
                "24",
                "",
                "255.255.255.0 "
            })
    void otherMasksAreRefused(String mask) throws Exception {
        try (var fixture = guest()) {
            assertThat(evaluate(fixture, "Get-PrefixLength '" + mask + "'").uncaught())
                    .hasValueSatisfying(text -> assertThat(text).contains("netmask"));
        }
    }

    @Test
    @Tag("F066")
    void theAdapterWithTheMacAddressGetsTheAddress() throws Exception {
        try (var fixture = guest()) {
            fixture.guest
                    .network()
                    .plug("Other", "BC:24:11:00:00:01", GuestLan.withDhcp("10.8.0.1", 24, "10.8.0.9"), true);
            fixture.plug(lan(Set.of(), Optional.empty()));

            fixture.install();

            var found = fixture.guest.network().found();
            assertThat(found.get(0).dhcp()).isTrue();
            assertThat(found.get(1))
                    .isEqualTo(new GuestNetwork.Found(
                            GuestFixture.MAC,
                            false,
                            "10.9.0.20",
                            24,
                            "10.9.0.1",
                            List.of("10.9.0.1", "9.9.9.9"),
                            "Preferred"));
            assertThat(server.reports()).endsWith("completed completed");
        }
    }

    @Test
    @Tag("F066")
    void anAddressThatAnotherMachineHoldsIsGivenUpAndReported() throws Exception {
        try (var fixture = guest(lan(Set.of("10.9.0.20"), Optional.empty()))) {
            fixture.install();

            assertFellBack(fixture, "another machine on this network already has 10.9.0.20");
        }
    }

    @Test
    @Tag("F066")
    void anAddressThatWindowsRefusesIsGivenUpAndReported() throws Exception {
        try (var fixture = guest(lan(Set.of(), Optional.of("The parameter is incorrect.")))) {
            fixture.install();

            assertFellBack(fixture, "The parameter is incorrect.");
        }
    }

    @Test
    @Tag("F066")
    void anAddressFromWhichNobodyAnswersIsGivenUpAndReported() throws Exception {
        try (var fixture = new GuestFixture()) {
            var provision = GuestFixture.provision(server.url(), authority.pin());
            provision.withObject("/ip").put("address", "10.7.7.20").put("gateway", "10.7.7.1");
            fixture.disc('D', "PROVISION", provision);

            fixture.install();

            assertFellBack(fixture, "neither the server nor the gateway answers");
        }
    }

    private void assertFellBack(GuestFixture fixture, String reason) {
        assertThat(fixture.address().dhcp()).as(fixture.log()).isTrue();
        assertThat(fixture.address().address()).isEqualTo("10.9.0.77");
        assertThat(fixture.address().dns()).containsExactly("10.9.0.1");
        assertThat(server.reports()).containsExactly("failed failed");
        var details = server.last("failed").body().path("details");
        assertThat(details.path("failing_step").stringValue()).isEqualTo("network");
        assertThat(details.path("error").stringValue()).contains(reason).contains("DHCP is on again");
    }

    @Test
    @Tag("F066")
    void anAddressThatIsAlreadyRightIsLeftAlone() throws Exception {
        try (var fixture = guest(lan(Set.of(), Optional.empty()))) {
            for (int i = 0; i < 12; i++) {
                server.faults.add(new FakeControlPlane.Fault("playbook", 500, ""));
            }
            fixture.install();
            var before = fixture.time.sleeps.size();

            var second = fixture.boot();

            assertThat(second.exitCode()).as(fixture.log()).isZero();
            assertThat(fixture.time.sleeps.size()).isEqualTo(before);
            assertThat(fixture.address().address()).isEqualTo("10.9.0.20");
        }
    }

    @Test
    void dhcpGuestsWaitForALeaseAndRefuseTheSelfAssignedAddress() throws Exception {
        try (var fixture = new GuestFixture(GuestFixture.UUID)) {
            fixture.plug(new GuestLan("10.9.0.1", 24, Optional.empty(), List.of(), Set.of(), Optional.empty()));
            fixture.disc(
                    'D',
                    "PROVISION",
                    GuestFixture.provision(server.url(), authority.pin()).putNull("ip"));

            fixture.install();

            assertThat(fixture.log()).contains("no DHCP server gave this machine an address");
            assertThat(server.calls).isEmpty();
        }
        try (var fixture = new GuestFixture()) {
            fixture.disc(
                    'D',
                    "PROVISION",
                    GuestFixture.provision(server.url(), authority.pin()).putNull("ip"));

            fixture.install();

            assertThat(server.last("windows_installed")
                            .body()
                            .path("details")
                            .path("network")
                            .path("mode")
                            .stringValue())
                    .isEqualTo("dhcp");
            assertThat(server.reports()).endsWith("completed completed");
        }
    }

    @Test
    void severalAdaptersWithoutAMacAddressAreNotGuessedAt() throws Exception {
        try (var fixture = guest(lan(Set.of(), Optional.empty()), lan(Set.of(), Optional.empty()))) {
            var provision = GuestFixture.provision(server.url(), authority.pin());
            provision.remove("mac");
            fixture.disc('D', "PROVISION", provision);

            fixture.install();

            assertThat(fixture.log()).contains("more than one adapter fits");
            assertThat(fixture.guest.network().found())
                    .allSatisfy(one -> assertThat(one.dhcp()).isTrue());
        }
    }

    @Test
    void theNextEndpointIsAskedWhenTheFirstIsDead() throws Exception {
        var dead = new FakeControlPlane(authority.server());
        dead.close();
        try (var fixture = guest(lan(Set.of(), Optional.empty()))) {
            var provision = GuestFixture.provision(server.url(), authority.pin());
            provision.putArray("api_endpoints").add(dead.url()).add(server.url());
            fixture.disc('D', "PROVISION", provision);

            var result = fixture.install();

            assertThat(result.exitCode()).as(fixture.log()).isZero();
            assertThat(server.reports()).endsWith("completed completed");
        }
    }
}
