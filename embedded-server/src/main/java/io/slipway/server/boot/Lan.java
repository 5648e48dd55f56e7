package io.slipway.server.boot;

import io.slipway.server.artifact.Downloads;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.guest.GuestReports;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.health.Warning.Severity;
import io.slipway.server.health.Warnings;
import io.slipway.server.provision.GuestEndpoints;
import io.slipway.server.store.Database;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditFilter;
import io.slipway.server.tenant.AuditLog;
import io.slipway.server.tls.LocalCa;
import io.slipway.server.web.LanControl.Choice;
import io.slipway.server.web.LanControl.Rotation;
import io.slipway.server.web.vm.VmLimits;
import io.slipway.server.web.vm.VmRoutes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener for VMs, its authority and the stored choice, kept in line by a look every {@value #PAUSE_SECONDS} seconds on
 * one daemon thread. Thread-safe.
 */
final class Lan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lan.class);
    private static final int PAUSE_SECONDS = 10;
    /** A disc may be made from pins that were read a moment before the rotation. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    private static final Duration ENDS_SOON = Duration.ofDays(180);
    private static final String ROTATION_ENDED = "ca.rotation-ended";
    private static final String CA_ENDS = "lan-authority-ends";
    private static final Caller SELF = new Caller(TenantId.DEFAULT, "slipway", Caller.Role.ADMIN);

    private final Parts parts;
    private final LanSettingSql setting;
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lan-look").factory());
    /** Guards {@link #listener}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final LanListener listener;
    /** Chosen and not opened, in a process that works on nothing. */
    private volatile Optional<LanConfig> idle;

    /** What it is made of. */
    record Parts(
            Database database,
            LocalCa ca,
            GuestTokens tokens,
            GuestReports reports,
            Downloads downloads,
            VmLimits limits,
            AuditLog auditLog,
            Warnings warnings,
            MachineAddresses machine,
            Ids ids,
            Redactor redactor,
            InstantSource clock) {}

    private Lan(Parts parts, Optional<LanConfig> asked, boolean listening) {
        this.parts = parts;
        this.setting = new LanSettingSql(parts.database());
        var routes = new VmRoutes(parts.tokens(), parts.reports(), parts.limits())
                .withFiles(parts.downloads(), () -> endpoints().urls());
        this.listener = new LanListener(new LanListener.Parts(
                parts.ca(), parts.ids(), parts.redactor(), routes, parts.warnings(), parts.machine()));
        this.idle = listening ? Optional.empty() : Optional.of(asked.orElseGet(setting::load));
    }

    /**
     * Opens it as asked, or as the stored setting says.
     *
     * @param asked at this start; empty follows the setting, which is off at first
     * @param listening false for a process that only looks: nothing is opened
     * @throws SlipwayException INVALID_ADDRESS, PORT_IN_USE when what was asked cannot be opened; a setting that cannot becomes a warning
     */
    static Lan open(Parts parts, Optional<LanConfig> asked, boolean listening) {
        var lan = new Lan(parts, asked, listening);
        lan.tellOfTheEnd();
        if (!listening) {
            return lan;
        }
        try {
            lan.listener.follow(asked.orElseGet(lan.setting::load), asked.isPresent());
            lan.looker.scheduleWithFixedDelay(lan::lookSafely, PAUSE_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
            return lan;
        } catch (RuntimeException e) {
            lan.close();
            throw e;
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            // The root of the thread: the next look tries again.
            LOG.error("the look at the LAN listener failed", e);
        }
    }

    /** Follows what changed: addresses, the end of the certificate, the end of a rotation. */
    void look() {
        lock.lock();
        try {
            if (parts.ca().rotatingSince().isPresent()
                    && waiting() == 0
                    && parts.ca().complete()) {
                tellOfTheEnd();
            }
            listener.look();
            warnOfTheEnd();
        } finally {
            lock.unlock();
        }
    }

    private void warnOfTheEnd() {
        var end = parts.ca().certificate().getNotAfter().toInstant();
        boolean soon = parts.clock().instant().plus(ENDS_SOON).isAfter(end);
        if (soon && parts.ca().rotatingSince().isEmpty()) {
            parts.warnings()
                    .raise(
                            CA_ENDS,
                            Severity.DEGRADED,
                            "The authority that VMs know us by ends at " + end
                                    + ". Replace it without a gap with `slipway ca rotate`.");
        } else {
            parts.warnings().clear(CA_ENDS);
        }
    }

    private long waiting() {
        return parts.ca()
                .rotatingSince()
                .map(since -> parts.tokens().activeIssuedBefore(since.plus(SLACK)))
                .orElse(0L);
    }

    GuestEndpoints endpoints() {
        return listener.endpoints();
    }

    /** Whether guests that are set up now will have an address to report to. */
    boolean reachable() {
        return idle.map(chosen -> !chosen.isOff()).orElseGet(() -> endpoints().reachable());
    }

    Choice choice() {
        lock.lock();
        try {
            return idle.orElseGet(listener::config).choice();
        } finally {
            lock.unlock();
        }
    }

    void choose(Choice choice) {
        var config = LanConfig.of(choice);
        lock.lock();
        try {
            if (idle.isEmpty()) {
                listener.follow(config, true);
            } else {
                idle = Optional.of(config);
            }
            setting.save(config);
        } finally {
            lock.unlock();
        }
    }

    Rotation rotation() {
        var ca = parts.ca();
        return new Rotation(ca.pins(), ca.certificate().getNotAfter().toInstant(), ca.rotatingSince(), waiting());
    }

    Rotation rotate(boolean now) {
        lock.lock();
        try {
            if (!now || parts.ca().rotatingSince().isEmpty()) {
                parts.ca().rotate();
            }
            if (now && parts.ca().complete()) {
                tellOfTheEnd();
            }
            if (idle.isEmpty()) {
                listener.look();
            }
            return rotation();
        } finally {
            lock.unlock();
        }
    }

    /** Once for each authority that took over: the files change first, and a process may be killed before it has told so. */
    private void tellOfTheEnd() {
        var told = AuditFilter.newest(1).about(ROTATION_ENDED, parts.ca().pin());
        if (!parts.ca().tookOver()
                || !parts.auditLog().list(SELF.tenant(), told).isEmpty()) {
            return;
        }
        parts.auditLog()
                .append(new AuditEntry(
                        parts.ids().next(),
                        SELF,
                        ROTATION_ENDED,
                        parts.ca().pin(),
                        Map.of(),
                        parts.clock().instant()));
    }

    @Override
    public void close() {
        looker.shutdownNow();
        lock.lock();
        try {
            listener.close();
        } finally {
            lock.unlock();
        }
    }
}
