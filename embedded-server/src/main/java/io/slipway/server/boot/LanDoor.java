package io.slipway.server.boot;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.health.Warning.Severity;
import io.slipway.server.health.Warnings;
import io.slipway.server.provision.GuestEndpoints;
import io.slipway.server.tls.LocalCa;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.VaultListener;
import io.slipway.server.web.LanControl;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in for VMs, open while the vault is: certificate authority, LAN listener, and what guests are told. Thread-safe.
 *
 * <p>While the vault is locked the port is closed; guests try again by themselves.
 */
final class LanDoor implements VaultListener, LanControl, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LanDoor.class);
    private static final String WARNING = "lan-listener";

    private final Path dataFolder;
    private final Vault vault;
    private final Parts parts;
    private Optional<LanConfig> asked;
    private @Nullable LocalCa ca;
    private @Nullable Lan lan;
    private @Nullable SlipwayException failure;

    /**
     * What it needs.
     *
     * @param opening opens the listener as asked at the start, or as stored
     */
    record Parts(
            LanSettingSql setting,
            InstantSource clock,
            SecureRandom random,
            Warnings warnings,
            MachineAddresses machine,
            BiFunction<LocalCa, Optional<LanConfig>, Lan> opening) {}

    /** @param asked at this start; empty follows the stored setting */
    LanDoor(Path dataFolder, Vault vault, Optional<LanConfig> asked, Parts parts) {
        this.dataFolder = dataFolder;
        this.vault = vault;
        this.asked = asked;
        this.parts = parts;
    }

    @Override
    public synchronized void opened() {
        failure = null;
        try {
            var authority = authority();
            ca = authority;
            lan = parts.opening().apply(authority, asked);
            parts.warnings().clear(WARNING);
        } catch (SlipwayException e) {
            failure = e;
            LOG.error("the listener for VMs is closed", e);
            parts.warnings()
                    .raise(
                            WARNING,
                            Severity.DEGRADED,
                            "VMs cannot report: " + e.problem().detail());
        }
    }

    /** An authority whose key went with a vault key that was given up is set aside; discs with its pin report no more. */
    private LocalCa authority() {
        try {
            return LocalCa.open(dataFolder, vault.files(), parts.clock(), parts.random());
        } catch (SlipwayException e) {
            if (e.problem().code() != ProblemCode.SECRET_REENTRY_REQUIRED) {
                throw e;
            }
            LocalCa.setAside(dataFolder, parts.clock());
            return LocalCa.open(dataFolder, vault.files(), parts.clock(), parts.random());
        }
    }

    @Override
    public synchronized void closed() {
        if (lan != null) {
            lan.close();
        }
        lan = null;
        ca = null;
    }

    /** @throws SlipwayException what kept the listener from starting; a program that just starts should say so and end */
    synchronized void requireStarted() {
        if (failure != null) {
            throw failure;
        }
    }

    /** How guests reach us now; no address while the door is closed. */
    @Override
    public synchronized GuestEndpoints endpoints() {
        if (lan != null) {
            return lan.endpoints();
        }
        return new GuestEndpoints(List.of(), ca == null ? List.of() : ca.pins(), Optional.empty(), false);
    }

    /** Whether guests will have an address to report to; a locked vault, which is told by other means, is no reason. */
    synchronized boolean reachable() {
        return lan == null ? failure == null && !chosen().isOff() : lan.reachable();
    }

    private LanConfig chosen() {
        return asked.orElseGet(parts.setting()::load);
    }

    @Override
    public List<InetAddress> mine() {
        return parts.machine().all();
    }

    @Override
    public synchronized Choice choice() {
        return lan == null ? chosen().choice() : lan.choice();
    }

    @Override
    public synchronized void choose(Choice choice) {
        if (lan == null) {
            parts.setting().save(LanConfig.of(choice));
        } else {
            lan.choose(choice);
        }
        // What was asked at the start is over; a vault that is locked and opened again follows the setting.
        asked = Optional.empty();
    }

    @Override
    public synchronized Rotation rotation() {
        return open().rotation();
    }

    @Override
    public synchronized Rotation rotate(boolean now) {
        return open().rotate(now);
    }

    private Lan open() {
        if (lan == null) {
            vault.status().why().ifPresent(why -> {
                throw why.exception();
            });
            throw failure == null ? new IllegalStateException("the listener for VMs is closed") : failure;
        }
        return lan;
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
