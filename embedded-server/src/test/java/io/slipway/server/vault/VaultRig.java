package io.slipway.server.vault;

import io.slipway.server.base.Ids;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.guest.TestClock;
import io.slipway.server.store.SqliteDatabase;
import io.slipway.server.vault.key.Argon2Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A data folder whose vault is opened again and again. */
final class VaultRig implements AutoCloseable {
    static final Secret PASSPHRASE = Secret.of("river lamp nine oak");
    static final Secret NEXT = Secret.of("stone cloud four elm");

    final Path folder;
    final SqliteDatabase database;
    final TestClock clock = new TestClock();
    final FakeProtector system = new FakeProtector();
    final List<String> told = new ArrayList<>();
    Vault vault;

    VaultRig(Path folder, boolean withSystem) {
        this.folder = folder;
        this.database = SqliteDatabase.open(folder);
        this.vault = open(withSystem ? setup().withSystem(List.of(system)) : setup());
    }

    VaultSetup setup() {
        return VaultSetup.usual(folder).withCost(() -> Argon2Cost.LEAST);
    }

    /** Another process: nothing but the files is left of the earlier one. */
    Vault restart() {
        return restart(setup().withSystem(List.of(system)));
    }

    Vault restart(VaultSetup setup) {
        vault.close();
        vault = open(setup);
        return vault;
    }

    private Vault open(VaultSetup setup) {
        var opened = Vault.open(setup, database, Ids.system(), clock, new SecureRandom());
        opened.listen(new VaultListener() {
            @Override
            public void opened() {
                told.add("opened");
            }

            @Override
            public void closed() {
                told.add("closed");
            }
        });
        return opened;
    }

    String put(String text) {
        return vault.secrets().put(TenantId.DEFAULT, "host password", Secret.of(text));
    }

    Optional<Secret> get(String id) {
        return vault.secrets().get(TenantId.DEFAULT, id);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    List<Path> keyFiles() throws IOException {
        try (var files = Files.newDirectoryStream(folder, "vault*.key")) {
            var found = new ArrayList<Path>();
            files.forEach(found::add);
            return found;
        }
    }

    static ProblemCode code(ThrowingCallable call) {
        var thrown = Assertions.catchThrowableOfType(SlipwayException.class, call);
        Assertions.assertThat(thrown).as("nothing thrown").isNotNull();
        return thrown.problem().code();
    }

    @Override
    public void close() {
        vault.close();
        database.close();
    }
}
