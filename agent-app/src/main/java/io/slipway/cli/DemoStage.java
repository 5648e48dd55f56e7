package io.slipway.cli;

import io.slipway.cli.client.AdminFile;
import io.slipway.cli.client.ControlPlane;
import io.slipway.home.LogFile;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.Secret;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import io.slipway.server.boot.LanConfig;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.lab.pve.LabTiming;
import io.slipway.server.lab.rest.LabToken;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.jspecify.annotations.Nullable;

/** A laboratory and a control plane on a folder of its own; both go away with it. Closing twice does no harm. */
final class DemoStage implements AutoCloseable {
    /** A thirtieth of what a small node takes: a clone of seconds, a Windows installation of seconds. */
    private static final double PACE = 1.0 / 30;

    private final Path folder;
    private final Laboratory lab;
    private final AgentAssembly agent;
    private final Session session;
    private final Secret password;
    private final String fingerprint;
    private final LabToken token;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DemoStage(
            Path folder,
            Laboratory lab,
            AgentAssembly agent,
            Session session,
            Secret password,
            String fingerprint,
            LabToken token) {
        this.folder = folder;
        this.lab = lab;
        this.agent = agent;
        this.session = session;
        this.password = password;
        this.fingerprint = fingerprint;
        this.token = token;
    }

    /**
     * Starts both.
     *
     * @param fast nothing takes time in the laboratory
     */
    static DemoStage open(boolean fast, Map<String, String> environment) throws IOException {
        var folder = temporary(environment.get("TMPDIR"));
        var password = HexFormat.of().formatHex(randomBytes());
        var key = LaboratoryBuilder.newHostKey();
        var token = LabToken.of(
                "demo@pve!slipway", UUID.nameUUIDFromBytes(randomBytes()).toString(), LabToken.ALL);
        var lab = Laboratory.builder()
                .token(token)
                .rootPassword(password)
                .hostKey(key)
                .timing(fast ? LabTiming.instant() : LabTiming.lifelike().scaled(PACE))
                .start();
        try {
            var redactor = new Redactor();
            LogFile.attach(folder, redactor);
            var agent = AgentAssembly.open(config(folder, fast), redactor);
            var file = AdminFile.read(folder).orElseThrow();
            var plane = new ControlPlane(file.url(), file.token());
            var session = new Session(() -> new Session.Link(plane, true, () -> {
                plane.close();
                agent.close();
            }));
            var fingerprint = KeyUtils.getFingerPrint(BuiltinDigests.sha256, key.getPublic());
            return new DemoStage(folder, lab, agent, session, Secret.of(password), fingerprint, token);
        } catch (RuntimeException e) {
            lab.close();
            delete(folder);
            throw e;
        }
    }

    /** POSIX systems name the place for temporary files in a variable, which Java does not read. */
    private static Path temporary(@Nullable String place) throws IOException {
        var prefix = "slipway-demo-";
        return place != null && Files.isDirectory(Path.of(place))
                ? Files.createTempDirectory(Path.of(place), prefix)
                : Files.createTempDirectory(prefix);
    }

    private static AgentConfig config(Path folder, boolean fast) {
        var pause = Duration.ofMillis(fast ? 20 : 150);
        return AgentConfig.of(folder, Optional.of(LanConfig.forLaboratory())).withPauses(pause, pause);
    }

    private static byte[] randomBytes() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    Path folder() {
        return folder;
    }

    Laboratory lab() {
        return lab;
    }

    AgentAssembly.Parts parts() {
        return agent.parts();
    }

    Session session() {
        return session;
    }

    Secret password() {
        return password;
    }

    /** The laboratory's host key as its console would show it; what arrives over the wire must be the same. */
    String fingerprint() {
        return fingerprint;
    }

    /** The certificate of the laboratory's API, as its console would show it. */
    String certificate() {
        return lab.rest().fingerprint().toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
    }

    /** A token for the laboratory's API. */
    LabToken token() {
        return token;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            session.close();
            lab.close();
            LogFile.detach();
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // A file still open on Windows: the system's temporary folder is cleaned by the system.
        }
    }
}
