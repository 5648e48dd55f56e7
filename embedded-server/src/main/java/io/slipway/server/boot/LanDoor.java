package io.slipway.server.boot;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.health.Warning.Severity;
import io.slipway.server.health.Warnings;
import io.slipway.server.provision.GuestEndpoints;
import io.slipway.server.tls.LocalCa;
import io.slipway.server.vault.SealedFiles;
import io.slipway.server.vault.VaultListener;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in for VMs, open while the vault is: certificate authority, LAN listener, and what guests are told. Thread-safe.
 *
 * <p>While the vault is locked the port is closed; guests try again by themselves.
 */
final class LanDoor implements VaultListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LanDoor.class);
    private static final String WARNING = "lan-listener";

    private final Path dataFolder;
    private final SealedFiles sealed;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Warnings warnings;
    private final Optional<Function<LocalCa, LanListener>> listening;
    private @Nullable LocalCa ca;
    private @Nullable LanListener listener;
    private @Nullable SlipwayException failure;

    /** @param listening starts the listener; empty leaves it off */
    LanDoor(
            Path dataFolder,
            SealedFiles sealed,
            InstantSource clock,
            SecureRandom random,
            Warnings warnings,
            Optional<Function<LocalCa, LanListener>> listening) {
        this.dataFolder = dataFolder;
        this.sealed = sealed;
        this.clock = clock;
        this.random = random;
        this.warnings = warnings;
        this.listening = listening;
    }

    @Override
    public synchronized void opened() {
        failure = null;
        try {
            var authority = authority();
            ca = authority;
            listener = listening.map(start -> start.apply(authority)).orElse(null);
            warnings.clear(WARNING);
        } catch (SlipwayException e) {
            failure = e;
            LOG.error("the listener for VMs is closed", e);
            warnings.raise(
                    WARNING,
                    Severity.DEGRADED,
                    "VMs cannot report: " + e.problem().detail());
        }
    }

    /** An authority whose key went with a vault key that was given up is set aside; discs with its pin report no more. */
    private LocalCa authority() {
        try {
            return LocalCa.open(dataFolder, sealed, clock, random);
        } catch (SlipwayException e) {
            if (e.problem().code() != ProblemCode.SECRET_REENTRY_REQUIRED) {
                throw e;
            }
            LocalCa.setAside(dataFolder, clock);
            return LocalCa.open(dataFolder, sealed, clock, random);
        }
    }

    @Override
    public synchronized void closed() {
        if (listener != null) {
            listener.close();
        }
        listener = null;
        ca = null;
    }

    /** @throws SlipwayException what kept the listener from starting; a program that just starts should say so and end */
    synchronized void requireStarted() {
        if (failure != null) {
            throw failure;
        }
    }

    /** How guests reach us now; no address while the door is closed. */
    synchronized GuestEndpoints endpoints() {
        if (listener != null) {
            return listener.endpoints();
        }
        return new GuestEndpoints(List.of(), ca == null ? List.of() : ca.pins(), Optional.empty(), false);
    }

    /** @throws IllegalStateException while the vault is locked */
    synchronized LocalCa ca() {
        if (ca == null) {
            throw new IllegalStateException("the vault is locked");
        }
        return ca;
    }

    @Override
    public void close() {
        closed();
    }
}
