package io.slipway.server.diagnose;

import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.host.Host;
import io.slipway.server.host.Hosts;
import io.slipway.server.provision.GuestEndpoints;
import io.slipway.server.store.Database;
import io.slipway.server.vault.SealContext;
import io.slipway.server.vault.Vault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at everything the program needs and says what is wrong with it and what to do. Changes nothing. Thread-safe. */
public final class Doctor {
    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);
    private static final long MIB = 1L << 20;
    private static final long LITTLE_ROOM = 1024 * MIB;
    private static final long NO_ROOM = 100 * MIB;
    private static final Duration OLD_PROBE = Duration.ofDays(7);
    private static final Duration CLOCK_SLACK = Duration.ofMinutes(5);
    private static final EnumSet<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Parts parts;
    private final DoctorSql sql;

    /**
     * What it looks at.
     *
     * @param endpoints how guests reach us at this moment
     */
    public record Parts(
            Path dataFolder,
            Database database,
            Vault vault,
            Hosts hosts,
            Supplier<GuestEndpoints> endpoints,
            InstantSource clock) {}

    public Doctor(Parts parts) {
        this.parts = parts;
        this.sql = new DoctorSql(parts.database());
    }

    /** How bad it is. */
    public enum State {
        OK,
        WARN,
        FAIL;

        /** As in answers and reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One finding.
     *
     * @param name of the check, stable
     * @param text what was found, without a secret
     * @param nextStep what to do when it is not well
     */
    public record Check(String name, State state, String text, Optional<String> nextStep) {
        static Check ok(String name, String text) {
            return new Check(name, State.OK, text, Optional.empty());
        }

        static Check warn(String name, String text, String nextStep) {
            return new Check(name, State.WARN, text, Optional.of(nextStep));
        }

        static Check fail(String name, String text, String nextStep) {
            return new Check(name, State.FAIL, text, Optional.of(nextStep));
        }
    }

    /** All findings; the checks about the installation come first, then one for each host of the tenant. */
    public List<Check> examine(TenantId tenant) {
        var checks = new ArrayList<Check>();
        checks.add(writable());
        checks.add(privacy());
        checks.add(room());
        checks.add(integrity());
        checks.add(schema());
        checks.add(vaultKey());
        checks.add(clock(tenant));
        checks.add(lan());
        parts.hosts().list(tenant).forEach(host -> checks.add(host(host)));
        return checks;
    }

    private Check writable() {
        try {
            Files.delete(Files.createTempFile(parts.dataFolder(), "doctor-", ".tmp"));
            return Check.ok("data-folder-writable", "The data folder can be written to.");
        } catch (IOException e) {
            LOG.warn("the data folder cannot be written to", e);
            return Check.fail(
                    "data-folder-writable",
                    "The data folder cannot be written to: " + e.getClass().getSimpleName() + ".",
                    "Give the user that runs Slipway the right to write to it.");
        }
    }

    private Check privacy() {
        var name = "data-folder-private";
        try {
            var view = Files.getFileAttributeView(parts.dataFolder(), PosixFileAttributeView.class);
            if (view == null) {
                return Check.ok(name, "The file system keeps rights by lists; the installer has set them.");
            }
            boolean open = view.readAttributes().permissions().stream().anyMatch(OTHERS::contains);
            return open
                    ? Check.warn(name, "Other users of this machine can look into the data folder.", "chmod 700 on it.")
                    : Check.ok(name, "Only its owner can look into the data folder.");
        } catch (IOException e) {
            return Check.fail(name, "The rights of the data folder cannot be read.", "Check the disk.");
        }
    }

    private Check room() {
        try {
            long free = Files.getFileStore(parts.dataFolder()).getUsableSpace();
            var text = "The data folder's disk has " + free / MIB + " MiB free.";
            if (free < NO_ROOM) {
                return Check.fail("disk-space", text, "Free some space before the store cannot grow any more.");
            }
            return free < LITTLE_ROOM
                    ? Check.warn("disk-space", text, "Free some space.")
                    : Check.ok("disk-space", text);
        } catch (IOException e) {
            return Check.fail("disk-space", "The free space cannot be read.", "Check the disk.");
        }
    }

    private Check integrity() {
        var found = sql.quickCheck();
        return found.equals("ok")
                ? Check.ok("database-integrity", "The database is whole.")
                : Check.fail(
                        "database-integrity",
                        "The database is damaged: " + found,
                        "Stop Slipway and restore the data folder from a backup.");
    }

    private Check schema() {
        return sql.schemaVersion()
                .map(version -> Check.ok("database-schema", "The database has the schema version " + version + "."))
                .orElseGet(() -> Check.fail(
                        "database-schema", "The database has no schema version.", "Restore the data folder."));
    }

    private Check vaultKey() {
        var name = "vault-key";
        try {
            var context = new SealContext(TenantId.DEFAULT, "doctor", "doctor");
            var word = "well".getBytes(StandardCharsets.UTF_8);
            var box = parts.vault().box();
            boolean same = Arrays.equals(word, box.open(context, box.seal(context, word)));
            var kind = parts.vault().status().keyring().orElseThrow().main().kind();
            return same
                    ? Check.ok(name, "The vault is open, its key kept by: " + kind.word() + ".")
                    : Check.fail(
                            name,
                            "The vault key does not open what it seals.",
                            "Restore the data folder from a backup.");
        } catch (SlipwayException e) {
            return Check.fail(name, e.problem().detail(), e.problem().nextStep());
        }
    }

    private Check clock(TenantId tenant) {
        var now = parts.clock().instant();
        var newest = sql.newest(tenant).map(Instant::ofEpochMilli);
        if (newest.filter(at -> at.isAfter(now.plus(CLOCK_SLACK))).isPresent()) {
            return Check.warn(
                    "clock",
                    "The clock says " + now + ", but the newest record is of " + newest.get() + ".",
                    "Set the clock; tokens and certificates depend on it.");
        }
        return Check.ok("clock", "The clock says " + now + ".");
    }

    private Check lan() {
        var urls = parts.endpoints().get().urls();
        return urls.isEmpty()
                ? Check.warn(
                        "lan-listener",
                        "The listener for VMs is off, so installed VMs cannot report.",
                        "Switch it on with `slipway lan set auto`.")
                : Check.ok("lan-listener", "VMs report to " + urls.getFirst() + ".");
    }

    private Check host(Host host) {
        var name = "host-" + host.name();
        var next = "Probe it now: `slipway host check " + host.name() + "`.";
        if (host.probedAt().isEmpty()) {
            return Check.warn(name, "The host " + host.name() + " has never answered a probe.", next);
        }
        var age = Duration.between(host.probedAt().get(), parts.clock().instant());
        var text = "The host " + host.name() + " last answered " + age.toMinutes() + " minutes ago.";
        return age.compareTo(OLD_PROBE) > 0 ? Check.warn(name, text, next) : Check.ok(name, text);
    }
}
