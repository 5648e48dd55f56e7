package io.slipway.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.guest.GuestRig;
import io.slipway.server.health.Warning;
import io.slipway.server.health.Warnings;
import io.slipway.server.tenant.AuditLog;
import io.slipway.server.tls.LocalCa;
import io.slipway.server.web.LanControl;
import io.slipway.server.web.vm.VmLimits;
import io.slipway.server.web.vm.VmRoutes;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listener for VMs while cables are pulled, leases end and authorities are replaced; seen by clients that pin. */
class LanTest {
    /** Addresses of this class alone: a port that is free on them is taken by no other test. */
    private static final String ONE = "127.83.17.1";

    private static final String TWO = "127.83.17.2";

    @TempDir
    Path folder;

    private GuestRig rig;
    private Warnings warnings;
    private LocalCa ca;
    private final Network network = new Network();

    /** A machine whose addresses the test decides. */
    private static final class Network implements MachineAddresses {
        private final Set<InetAddress> present = new HashSet<>();
        private Optional<InetAddress> outward = Optional.empty();

        @Override
        public Optional<InetAddress> outward() {
            return outward;
        }

        @Override
        public List<InetAddress> all() {
            return List.copyOf(present);
        }

        @Override
        public boolean has(InetAddress address) {
            return present.contains(address);
        }
    }

    @BeforeEach
    void open() {
        rig = new GuestRig(folder);
        warnings = new Warnings(rig.clock);
        ca = LocalCa.open(folder, rig.vault.files(), rig.clock, new SecureRandom());
        network.present.addAll(List.of(address(ONE), address(TWO)));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Lan lan(Optional<LanConfig> asked) {
        return Lan.open(
                new Lan.Parts(
                        rig.database,
                        ca,
                        rig.tokens,
                        rig.reports,
                        ArtifactServices.open(
                                        AgentConfig.of(folder, Optional.empty()),
                                        rig.database,
                                        rig.vault,
                                        rig.tokens,
                                        rig.ids,
                                        rig.clock,
                                        new SecureRandom())
                                .downloads(),
                        VmLimits.DEFAULT,
                        new AuditLog(rig.database),
                        warnings,
                        network,
                        rig.ids,
                        rig.redactor,
                        rig.clock),
                asked,
                true);
    }

    private static LanConfig at(String... addresses) {
        return new LanConfig(Arrays.stream(addresses).map(LanTest::address).toList(), 0, Optional.empty(), true);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> raised() {
        return warnings.list().stream().map(Warning::name).toList();
    }

    /** What the listener shows to a client that connects now. */
    private static X509Certificate[] shown(URI url) throws IOException {
        var seen = new X509Certificate[1][];
        var any = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {
                throw new AssertionError("no client is checked");
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {
                seen[0] = chain;
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {any}, null);
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
                socket.startHandshake();
            }
            return seen[0];
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether a guest with these pins accepts what it is shown, as START.ps1 does: the chain ends in a pinned authority. */
    private static boolean accepts(List<String> pins, URI url) throws Exception {
        var chain = shown(url);
        var authority = chain[chain.length - 1];
        chain[0].verify(authority.getPublicKey());
        var digest = MessageDigest.getInstance("SHA-256").digest(authority.getEncoded());
        return pins.contains(HexFormat.of().formatHex(digest));
    }

    private static URI url(Lan lan) {
        return lan.endpoints().urls().getFirst();
    }

    @Test
    @Tag("F181")
    void nothingListensUntilSomebodyChoosesAndTheWarningSaysSo() {
        try (var lan = lan(Optional.empty())) {
            assertThat(lan.endpoints().urls()).isEmpty();
            assertThat(raised()).containsExactly("lan-listener-off");
        }
    }

    @Test
    void anAddressThatChangesIsFollowedWithAFreshCertificateAndNewUrls() throws Exception {
        network.outward = Optional.of(address(ONE));
        var auto = new LanConfig(List.of(), true, 0, Optional.empty(), true);
        try (var lan = lan(Optional.of(auto))) {
            var before = shown(url(lan))[0];
            assertThat(url(lan).getHost()).isEqualTo(ONE);

            network.outward = Optional.of(address(TWO));
            lan.look();

            assertThat(lan.endpoints().urls()).hasSize(1);
            assertThat(url(lan).getHost()).isEqualTo(TWO);
            var after = shown(url(lan))[0];
            assertThat(after).isNotEqualTo(before);
            assertThat(after.getSubjectAlternativeNames().toString())
                    .contains(TWO)
                    .doesNotContain(ONE);
            assertThat(accepts(lan.endpoints().pins(), url(lan))).isTrue();

            network.outward = Optional.empty();
            lan.look();
            assertThat(lan.endpoints().urls()).isEmpty();
            assertThat(raised()).containsExactly("lan-address-gone");
        }
    }

    @Test
    void anAddressThatVanishesIsAWarningAndTheOtherOneStaysOpen() throws Exception {
        try (var lan = lan(Optional.of(at(ONE, TWO)))) {
            assertThat(lan.endpoints().urls()).extracting(URI::getHost).containsExactly(ONE, TWO);
            int port = url(lan).getPort();

            network.present.remove(address(TWO));
            lan.look();

            assertThat(lan.endpoints().urls()).extracting(URI::getHost).containsExactly(ONE);
            assertThat(url(lan).getPort()).isEqualTo(port);
            assertThat(accepts(lan.endpoints().pins(), url(lan))).isTrue();
            assertThat(raised()).containsExactly("lan-address-gone");
            assertThat(warnings.list().getFirst().text()).contains(TWO);

            network.present.add(address(TWO));
            lan.look();
            assertThat(lan.endpoints().urls()).extracting(URI::getHost).containsExactly(ONE, TWO);
            assertThat(raised()).isEmpty();
        }
    }

    private LanListener listener() {
        var routes = new VmRoutes(rig.tokens, rig.reports, VmLimits.DEFAULT);
        return new LanListener(new LanListener.Parts(ca, rig.ids, rig.redactor, routes, warnings, network));
    }

    /** The first address is free at this port, the second one is not. */
    private static LanConfig taken(int port) {
        return new LanConfig(List.of(address(ONE), address(TWO)), port, Optional.empty(), true);
    }

    private static void assertRefused(LanListener listener, LanConfig chosen) {
        assertThatThrownBy(() -> listener.follow(chosen, true))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.PORT_IN_USE));
    }

    /**
     * Somebody on the second address, at a port that is free on the first and that no system hands out by itself: nobody else comes to it
     * there meanwhile.
     */
    private static ServerSocket somebody() throws IOException {
        for (int port = 20_000; port < 30_000; port++) {
            try (var free = new ServerSocket(port, 1, address(ONE))) {
                return new ServerSocket(free.getLocalPort(), 1, address(TWO));
            } catch (BindException e) {
                // The next one.
            }
        }
        throw new AssertionError("no port is free");
    }

    private static void assertClosed(int port) {
        assertThatThrownBy(() -> new Socket(address(ONE), port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void aPortThatIsTakenIsRefusedAndTheOpenConnectionsOfVmsGoOn() throws Exception {
        try (var other = somebody();
                var listener = listener()) {
            listener.follow(at(ONE), true);
            var url = listener.endpoints().urls().getFirst();
            var names = shown(url)[0].getSubjectAlternativeNames().toString();
            try (var open = new Socket(address(ONE), url.getPort())) {
                open.setSoTimeout(300);

                assertRefused(listener, taken(other.getLocalPort()));

                assertThatThrownBy(() -> open.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            }
            assertThat(listener.endpoints().urls()).containsExactly(url);
            assertThat(shown(url)[0].getSubjectAlternativeNames()).hasToString(names);
            assertClosed(other.getLocalPort());
        }
    }

    @Test
    void aRefusedChoiceDoesNotComeTrueLaterBySurprise() throws Exception {
        try (var listener = listener()) {
            listener.look();
            int port;
            try (var other = somebody()) {
                port = other.getLocalPort();
                assertRefused(listener, taken(port));
            }

            listener.look();

            assertThat(listener.config().isOff()).isTrue();
            assertThat(listener.endpoints().urls()).isEmpty();
            assertThat(raised()).containsExactly("lan-listener-off");
            assertClosed(port);
        }
    }

    @Test
    void anotherPortIsOpenBeforeTheOldOneIsClosed() throws Exception {
        int free;
        try (var probe = somebody()) {
            free = probe.getLocalPort();
        }
        try (var listener = listener()) {
            listener.follow(at(ONE), true);
            int before = listener.endpoints().urls().getFirst().getPort();

            listener.follow(new LanConfig(List.of(address(ONE)), free, Optional.empty(), true), true);

            var url = listener.endpoints().urls().getFirst();
            assertThat(url.getPort()).isEqualTo(free);
            assertThat(accepts(listener.endpoints().pins(), url)).isTrue();
            assertClosed(before);
        }
    }

    @Test
    void theCertificateIsReplacedBeforeItEndsWithoutARestart() throws Exception {
        try (var lan = lan(Optional.of(at(ONE)))) {
            var before = shown(url(lan))[0];
            var url = url(lan);

            rig.clock.advance(Duration.ofDays(2 * 365 - 29));
            lan.look();

            assertThat(url(lan)).isEqualTo(url);
            assertThat(shown(url)[0].getNotAfter()).isAfter(before.getNotAfter());
            assertThat(accepts(lan.endpoints().pins(), url)).isTrue();
        }
    }

    @Test
    void aRotationKeepsOldGuestsUntilTheirTokensEndAndThenSwitches() throws Exception {
        try (var lan = lan(Optional.of(at(ONE)))) {
            var oldDisc = lan.endpoints().pins();
            rig.token(GuestRig.VM);

            var begun = lan.rotate(false);
            var newDisc = lan.endpoints().pins();

            assertThat(begun.waiting()).isEqualTo(1);
            assertThat(newDisc).hasSize(2).containsAll(oldDisc);
            assertThat(lan.endpoints().caPem().orElseThrow().split("BEGIN CERTIFICATE"))
                    .hasSize(3);
            assertThat(accepts(oldDisc, url(lan))).isTrue();
            assertThat(accepts(newDisc, url(lan))).isTrue();
            assertThatThrownBy(() -> lan.rotate(false))
                    .isInstanceOf(SlipwayException.class)
                    .hasMessageContaining("under way");

            lan.look();
            assertThat(lan.rotation().since()).as("the old guest still counts").isPresent();
            rig.clock.advance(Duration.ofMinutes(20));
            rig.token(GuestRig.OTHER_VM);
            rig.tokens.revokeByVm(GuestRig.ANNA, GuestRig.VM);
            lan.look();

            assertThat(lan.rotation().since())
                    .as("a disc made since knows both")
                    .isEmpty();
            assertThat(lan.endpoints().pins()).hasSize(1).doesNotContainAnyElementsOf(oldDisc);
            assertThat(accepts(newDisc, url(lan))).isTrue();
            assertThat(accepts(oldDisc, url(lan))).isFalse();
            assertThat(rig.column("select action from audit")).contains("ca.rotation-ended");
        }
    }

    @Test
    void anEndOfARotationThatAKilledProcessCouldNotTellIsToldAtTheNextStartAndOnce() throws Exception {
        try (var lan = lan(Optional.of(at(ONE)))) {
            lan.rotate(false);
        }
        // Killed between the files and the trail.
        assertThat(ca.complete()).isTrue();
        var ended = "select object from audit where action = 'ca.rotation-ended'";
        assertThat(rig.column(ended)).isEmpty();

        lan(Optional.of(at(ONE))).close();
        lan(Optional.of(at(ONE))).close();

        assertThat(rig.column(ended)).containsExactly(ca.pin());
    }

    @Test
    void aRotationOutlivesARestartAndCanBeEndedAtOnce() throws Exception {
        rig.token(GuestRig.VM);
        List<String> disc;
        try (var lan = lan(Optional.of(at(ONE)))) {
            lan.rotate(false);
            disc = lan.endpoints().pins();
        }
        ca = LocalCa.open(folder, rig.vault.files(), rig.clock, new SecureRandom());
        try (var lan = lan(Optional.of(at(ONE)))) {
            assertThat(lan.endpoints().pins()).isEqualTo(disc);
            assertThat(lan.rotation().waiting()).isEqualTo(1);

            lan.rotate(true);

            assertThat(lan.endpoints().pins()).containsExactly(disc.get(1));
            assertThat(accepts(disc, url(lan))).isTrue();
            assertThat(folder.resolve("tls/authority.key.sealed")).doesNotExist();
        }
        ca = LocalCa.open(folder, rig.vault.files(), rig.clock, new SecureRandom());
        assertThat(ca.pins()).containsExactly(disc.get(1));
    }

    @Test
    void anAuthorityThatEndsSoonIsAWarningThatARotationTakesBack() {
        try (var lan = lan(Optional.of(at(ONE)))) {
            rig.clock.advance(Duration.ofDays(10 * 365 - 179));
            lan.look();
            assertThat(raised()).contains("lan-authority-ends");

            lan.rotate(true);
            lan.look();
            assertThat(raised()).isEmpty();
        }
    }

    @Test
    void anAddressThatIsNotHereIsAnErrorAtTheStartAndLeavesARunningListenerAlone() throws Exception {
        assertThatThrownBy(() -> lan(Optional.of(at("127.0.0.9"))))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("127.0.0.9");

        try (var lan = lan(Optional.of(at(ONE)))) {
            var elsewhere = new LanControl.Choice(false, List.of(address("10.255.255.1")), 8443, Optional.empty());
            assertThatThrownBy(() -> lan.choose(elsewhere)).isInstanceOf(SlipwayException.class);
            assertThat(url(lan).getHost()).isEqualTo(ONE);
            assertThat(accepts(lan.endpoints().pins(), url(lan))).isTrue();
            assertThat(rig.column("select count(*) from setting")).containsExactly("0");
        }
    }

    @Test
    void theStoredChoiceCountsAtTheNextStartAndOneThatCannotBeFollowedIsAWarning() {
        var stored = new LanConfig(
                List.of(address("10.255.255.1")), true, 9443, Optional.of(URI.create("https://gate.example")), false);
        new LanSettingSql(rig.database).save(stored);

        assertThat(new LanSettingSql(rig.database).load()).isEqualTo(stored);
        try (var lan = lan(Optional.empty())) {
            assertThat(lan.endpoints().urls()).isEmpty();
            assertThat(raised()).containsExactly("lan-address-gone");
            assertThat(lan.choice().auto()).isTrue();

            lan.choose(new LanControl.Choice(false, List.of(), 8443, Optional.empty()));
            assertThat(raised()).containsExactly("lan-listener-off");
        }
        assertThat(new LanSettingSql(rig.database).load().isOff()).isTrue();
    }

    @Test
    void allAddressesOrTheLoopbackAreNeverBoundForVms() {
        assertThatThrownBy(() -> new LanConfig(List.of(address("0.0.0.0")), 8443, Optional.empty(), false))
                .isInstanceOf(SlipwayException.class);
        assertThatThrownBy(() -> new LanConfig(List.of(address(ONE)), 8443, Optional.empty(), false))
                .isInstanceOf(SlipwayException.class);
    }
}
