package io.slipway.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.guest.TestClock;
import io.slipway.server.vault.SealedFiles;
import io.slipway.server.vault.SecretBox;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCaTest {
    private final TestClock clock = new TestClock();
    private final SealedFiles sealed = new SealedFiles(new SecretBox(new byte[32], new SecureRandom()));

    @TempDir
    Path folder;

    @Test
    void thePinIsTheHashOfTheAuthoritysCertificateAndOutlivesARestart() throws Exception {
        var ca = ca();

        var digest =
                MessageDigest.getInstance("SHA-256").digest(ca.certificate().getEncoded());
        assertThat(ca.pin()).isEqualTo(HexFormat.of().formatHex(digest)).matches("[0-9a-f]{64}");
        assertThat(ca.pins()).containsExactly(ca.pin());
        assertThat(ca().pin()).isEqualTo(ca.pin());
    }

    @Test
    void theLeafIsAP256ServerCertificateForTheAddressesThatTheAuthoritySigned() throws Exception {
        var ca = ca();
        var identity = ca.identity(Set.of(address("192.168.7.9"), address("fd00::7")), Set.of("slipway.lan"));

        var leaf = identity.leaf();
        leaf.verify(ca.certificate().getPublicKey());
        assertThat(((ECPublicKey) leaf.getPublicKey())
                        .getParams()
                        .getCurve()
                        .getField()
                        .getFieldSize())
                .isEqualTo(256);
        assertThat(leaf.getSubjectAlternativeNames().stream()
                        .map(name -> name.get(1))
                        .toList())
                .map(Object::toString)
                .containsExactlyInAnyOrder("192.168.7.9", "fd00:0:0:0:0:0:0:7", "slipway.lan");
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(ca.certificate().getBasicConstraints()).isZero();
        assertThat(valid(ca, identity, clock.instant())).isTrue();
    }

    @Test
    void aGuestWhoseClockIsYearsBehindStillAcceptsBoth() throws Exception {
        var ca = ca();
        var identity = ca.identity(Set.of(address("10.0.0.1")), Set.of());

        assertThat(valid(ca, identity, clock.instant().minus(Duration.ofDays(4 * 365))))
                .isTrue();
        assertThat(valid(ca, identity, clock.instant().plus(Duration.ofDays(700))))
                .isTrue();
    }

    @Test
    void theLeafIsKeptUntilItsNamesChangeOrItsEndComesNear() throws IOException {
        var ca = ca();
        var names = Set.of(address("10.0.0.1"), address("10.0.0.2"));
        var first = ca.identity(names, Set.of());

        assertThat(ca().identity(names, Set.of()).leaf()).isEqualTo(first.leaf());
        var other = ca.identity(Set.of(address("10.0.0.1")), Set.of());
        assertThat(other.leaf()).isNotEqualTo(first.leaf());
        clock.advance(Duration.ofDays(2 * 365 - 31));
        assertThat(ca.dueForRenewal(other)).isFalse();
        clock.advance(Duration.ofDays(1));
        assertThat(ca.dueForRenewal(other)).isTrue();
        var renewed = ca.identity(Set.of(address("10.0.0.1")), Set.of());
        assertThat(renewed.leaf().getNotAfter()).isAfter(other.leaf().getNotAfter());
        assertThat(renewed.authority()).isEqualTo(first.authority());
    }

    @Test
    void aLeafDoesNotOutliveItsAuthority() throws IOException {
        var ca = ca();
        clock.advance(Duration.ofDays(10 * 365 - 100));

        var identity = ca.identity(Set.of(address("10.0.0.1")), Set.of());

        assertThat(identity.leaf().getNotAfter()).isEqualTo(ca.certificate().getNotAfter());
    }

    @Test
    void theAuthoritysKeyIsSealedAndItsFilesAreTheUsersOwn() throws IOException {
        ca().identity(Set.of(address("10.0.0.1")), Set.of());

        try (var files = Files.list(folder.resolve("tls"))) {
            for (var file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("PRIVATE KEY");
            }
        }
        assertThat(Files.readString(folder.resolve("tls/authority.key.sealed"))).contains("A256GCM");
    }

    @Test
    void aLostAuthorityKeyIsAnErrorAndNotANewAuthority() throws IOException {
        var pin = ca().pin();
        var key = folder.resolve("tls/authority.key.sealed");
        var content = Files.readAllBytes(key);
        Files.delete(key);

        var thrown = catchThrowableOfType(SlipwayException.class, this::ca);

        assertThat(thrown.problem().code()).isEqualTo(ProblemCode.CONFIG_ERROR);
        Files.write(key, content);
        assertThat(ca().pin()).isEqualTo(pin);
    }

    @Test
    void aCrashBetweenKeyAndCertificateIsHealedAtTheNextStart() throws IOException {
        ca();
        Files.delete(folder.resolve("tls/authority.pem"));

        var healed = ca();

        assertThat(healed.identity(Set.of(address("10.0.0.1")), Set.of()).authority())
                .isEqualTo(healed.certificate());
    }

    @Test
    void aDamagedOrForeignLeafIsMadeAgain() throws IOException {
        var names = Set.of(address("10.0.0.1"));
        var ca = ca();
        ca.identity(names, Set.of());
        Files.writeString(folder.resolve("tls/leaf.key.sealed"), "{}");

        assertThat(ca.identity(names, Set.of()).leaf().getSubjectX500Principal().getName())
                .isEqualTo("CN=Slipway");

        Files.delete(folder.resolve("tls/authority.pem"));
        var next = ca();
        var identity = next.identity(names, Set.of());
        assertThat(identity.leaf().getIssuerX500Principal())
                .isEqualTo(next.certificate().getSubjectX500Principal());
    }

    @Test
    void anAddressGivenAsAHostNameBecomesAnAddress() throws Exception {
        var identity = ca().identity(Set.of(address("10.0.0.1")), Set.of("192.0.2.7", "[fd00::9]", "a.lan"));

        assertThat(identity.leaf().getSubjectAlternativeNames())
                .extracting(name -> name.get(0) + " " + name.get(1))
                .containsExactlyInAnyOrder("7 10.0.0.1", "7 192.0.2.7", "7 fd00:0:0:0:0:0:0:9", "2 a.lan");
    }

    @Test
    void namesThatAreNoneAreRefused() {
        var ca = ca();
        for (var bad : List.of("", "a b", "-x", "x_y", "a..b", "x".repeat(64), "*.lan", "a,b", "999.1.1.1:x", "a:b")) {
            var thrown = catchThrowableOfType(
                    SlipwayException.class, () -> ca.identity(Set.of(address("10.0.0.1")), Set.of(bad)));
            assertThat(thrown).as(bad).isNotNull();
        }
        assertThat(catchThrowableOfType(SlipwayException.class, () -> ca.identity(Set.of(), Set.of("a"))))
                .isNotNull();
    }

    private LocalCa ca() {
        return LocalCa.open(folder, sealed, clock, new SecureRandom());
    }

    private static InetAddress address(String text) throws IOException {
        return InetAddress.getByName(text);
    }

    private static boolean valid(LocalCa ca, TlsIdentity identity, Instant at) throws Exception {
        var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(identity.leaf()));
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(ca.certificate(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        return CertPathValidator.getInstance("PKIX").validate(path, parameters) != null;
    }
}
