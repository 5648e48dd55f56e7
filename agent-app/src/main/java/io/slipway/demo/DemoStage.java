package io.slipway.demo;

import io.slipway.home.LogFile;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import io.slipway.server.boot.LanConfig;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.lab.pve.LabTiming;
import io.slipway.server.lab.rest.LabToken;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;

/**
 * A laboratory and an agent on a folder of their own; all of it goes away on closing, and what a crash left is deleted by the next
 * one. Closing twice does no harm; thread-safe.
 *
 * <p>The agent reaches the laboratory through SSH, REST and TLS on loopback only, exactly as it reaches a real host.
 */
public final class DemoStage implements AutoCloseable {
    /** A thirtieth of what a small node takes: a clone of seconds, a Windows installation of seconds. */
    private static final double PACE = 1.0 / 30;

    private final DemoSetting setting;
    private final DemoFolder folder;
    private final Laboratory lab;
    private final AgentAssembly agent;
    private final Secret password;
    private final String fingerprint;
    private final LabToken token;
    private final DemoDiscs discs;
    private final ReentrantLock closing = new ReentrantLock();
    /** Guarded by {@link #closing}. */
    private boolean closed;

    private DemoStage(
            DemoSetting setting,
            DemoFolder folder,
            Laboratory lab,
            AgentAssembly agent,
            Secret password,
            String fingerprint,
            LabToken token) {
        this.setting = setting;
        this.folder = folder;
        this.lab = lab;
        this.agent = agent;
        this.password = password;
        this.fingerprint = fingerprint;
        this.token = token;
        this.discs = new DemoDiscs(lab, agent.parts().redactor());
    }

    /** Starts both; takes a second or two. */
    public static DemoStage open(DemoSetting setting) throws IOException {
        var place = setting.place().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
        DemoFolder.sweep(place);
        var folder = DemoFolder.create(place);
        var password = HexFormat.of().formatHex(randomBytes());
        var key = LaboratoryBuilder.newHostKey();
        var token = LabToken.of(
                "demo@pve!slipway", UUID.nameUUIDFromBytes(randomBytes()).toString(), LabToken.ALL);
        var lab = Laboratory.builder()
                .token(token)
                .rootPassword(password)
                .hostKey(key)
                .timing(
                        setting.fast()
                                ? LabTiming.instant()
                                : LabTiming.lifelike().scaled(PACE))
                .start();
        try {
            if (setting.ownLog()) {
                LogFile.attach(folder.path(), setting.redactor());
            }
            var agent = AgentAssembly.open(config(folder.path(), setting.fast()), setting.redactor());
            var fingerprint = KeyUtils.getFingerPrint(BuiltinDigests.sha256, key.getPublic());
            return new DemoStage(setting, folder, lab, agent, Secret.of(password), fingerprint, token);
        } catch (RuntimeException | Error e) {
            lab.close();
            discard(setting, folder);
            throw e;
        }
    }

    /** The log closes first: an open file cannot be deleted on Windows. */
    private static void discard(DemoSetting setting, DemoFolder folder) {
        if (setting.ownLog()) {
            LogFile.detach();
        }
        folder.delete();
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

    /** Where the agent's data lie. */
    public Path folder() {
        return folder.path();
    }

    public Laboratory lab() {
        return lab;
    }

    /** The agent's services. */
    public AgentAssembly.Parts parts() {
        return agent.parts();
    }

    /** The config discs that were there. */
    public DemoDiscs discs() {
        return discs;
    }

    /** The laboratory's root password. */
    public Secret password() {
        return password;
    }

    /** The laboratory's host key as its console would show it; what arrives over the wire must be the same. */
    public String fingerprint() {
        return fingerprint;
    }

    /** The certificate of the laboratory's API, as its console would show it. */
    public String certificate() {
        return lab.rest().fingerprint().toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
    }

    /** A token for the laboratory's API. */
    public LabToken token() {
        return token;
    }

    /**
     * Whether what a port showed is what the laboratory made; anything else is somebody else's machine.
     *
     * @throws io.slipway.server.base.SlipwayException HOST_KEY_CHANGED
     */
    public void requireOwn(String shown) {
        if (!shown.endsWith(" " + fingerprint) && !shown.equals(certificate())) {
            throw Problem.of(
                            ProblemCode.HOST_KEY_CHANGED,
                            "Somebody else answers at the laboratory's port, and shows " + shown + ".",
                            "Start the demo again.")
                    .exception();
        }
    }

    /** As an operator would: looks at the key, compares it with the console's, then registers and checks the host. */
    public Host register() {
        var hosts = agent.parts().hosts();
        var shown = hosts.shownKey(DemoOrder.ADDRESS, lab.port());
        requireOwn(shown);
        var host = hosts.add(
                Caller.localOperator().tenant(),
                new NewHost(
                        DemoOrder.HOST,
                        DemoOrder.ADDRESS,
                        lab.port(),
                        "root",
                        Optional.of(password),
                        Optional.empty(),
                        Optional.of(shown),
                        new TlsContact(TlsContact.USUAL_PORT, Optional.empty()),
                        false,
                        HostLimits.USUAL));
        hosts.check(host);
        return host;
    }

    /** Whoever comes second waits until it is gone as well. */
    @Override
    public void close() {
        closing.lock();
        try {
            if (!closed) {
                closed = true;
                agent.close();
                lab.close();
                discard(setting, folder);
            }
        } finally {
            closing.unlock();
        }
    }
}
