package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.CommandRun.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class VaultCommandsTest {
    private static final String PASSPHRASE = "river lamp nine oak";
    private static final String NEXT = "stone cloud four elm";

    @TempDir
    Path home;

    @Test
    void aNewVaultIsNewUntilSomebodyChooses() {
        assertThat(cli().run("vault", "status").done().out()).contains("new").contains("slipway vault init");
        assertThat(cli().data().resolve("vault.json")).doesNotExist();

        assertThat(cli().run("vault", "init", "key-file").done().out())
                .contains("unlocked")
                .contains("key-file")
                .contains("copies the whole data folder");

        cli().run("vault", "init", "key-file").refusedWith("WRONG_STATE", 5);
        cli().run("vault", "change-protector", "dpapi").refusedWith("VAULT_PROTECTOR_UNAVAILABLE", 5);
        cli().run("vault", "change-protector", "magic").refusedWith("USAGE", 2);
        cli().run("serve", "--key-protector", "dpapi", "--lan-address", "none").refusedWith("CONFIG_ERROR", 1);
        cli().run("vault", "auto-lock", "-3").refusedWith("BAD_REQUEST", 3);
    }

    @Test
    void aPassphraseIsTypedTwiceAndAskedForWhereItIsNeeded() {
        cli().answering(PASSPHRASE, "something else")
                .run("vault", "init", "passphrase")
                .refusedWith("BAD_REQUEST", 3);
        cli().answering("short", "short").run("vault", "init", "passphrase").refusedWith("BAD_REQUEST", 3);
        cli().run("vault", "init", "passphrase").refusedWith("PASSWORD_REQUIRED", 3);
        cli().answering(PASSPHRASE, PASSPHRASE)
                .run("vault", "init", "passphrase")
                .done();

        assertThat(cli().run("vault", "status").done().out()).contains("locked").contains("waits for its passphrase");
        cli().run("vm", "list").done();
        cli().answering("wrong passphrase", NEXT, NEXT)
                .run("vault", "change-protector", "passphrase")
                .refusedWith("VAULT_PASSPHRASE_WRONG", 6);
        cli().answering(PASSPHRASE, NEXT, NEXT)
                .run("vault", "change-protector", "passphrase")
                .done();

        var words = words(cli().answering(NEXT).run("vault", "recovery-words").done());
        cli().answering("no", NEXT).run("vault", "recovery-words").refusedWith("CANCELLED", 5);
        cli().typing("zoo " + words + "\n")
                .run("vault", "recover", "key-file", "--words-stdin")
                .refusedWith("VAULT_WORDS_WRONG", 6);
        assertThat(cli().typing(words + "\n")
                        .run("vault", "recover", "key-file", "--words-stdin")
                        .done()
                        .out())
                .contains("unlocked")
                .contains("key-file");
    }

    private static String words(Outcome shown) {
        var words = new StringBuilder();
        var matcher = Pattern.compile("\\d+ ([a-z]+)").matcher(shown.out());
        while (matcher.find()) {
            words.append(words.isEmpty() ? "" : " ").append(matcher.group(1));
        }
        assertThat(words.toString().split(" ")).hasSize(24);
        return words.toString();
    }

    @Test
    void theServerStartsLockedAndIsUnlockedFromOutside() throws Exception {
        cli().answering(PASSPHRASE, PASSPHRASE)
                .run("vault", "init", "passphrase")
                .done();
        cli().run("vault", "unlock").refusedWith("SERVICE_UNAVAILABLE", 8);
        var serving = cli();
        var served = CompletableFuture.supplyAsync(() -> serving.run("serve", "--lan-address", "none"));
        ServeCommandTest.until(() -> Files.exists(serving.data().resolve("admin.json")));

        cli().run("vault", "unlock").refusedWith("PASSWORD_REQUIRED", 3);
        assertThat(cli().typing(PASSPHRASE + "\n")
                        .run("vault", "unlock", "--passphrase-stdin")
                        .done()
                        .out())
                .contains("unlocked")
                .contains("after 30 minutes");
        assertThat(cli().run("vault", "lock").done().out()).contains("locked");
        serving.interrupt();

        assertThat(served.get(60, TimeUnit.SECONDS).done().err()).contains("waits for its passphrase");
    }

    @Test
    void aPassphraseFileOpensTheVaultAtTheStartAndAnExposedOneIsRefused() throws Exception {
        var file = file("rw-------");
        cli().run("vault", "init", "passphrase", "--new-passphrase-file", file.toString())
                .done();
        var serving = cli();
        var served = CompletableFuture.supplyAsync(
                () -> serving.run("serve", "--lan-address", "none", "--vault-passphrase-file", file.toString()));
        ServeCommandTest.until(() -> Files.exists(serving.data().resolve("admin.json")));
        assertThat(cli().run("vault", "status").done().out()).contains("unlocked");
        serving.interrupt();
        assertThat(served.get(60, TimeUnit.SECONDS).done().out()).doesNotContain(PASSPHRASE);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        cli().run("serve", "--lan-address", "none", "--vault-passphrase-file", file.toString())
                .refusedWith("FILE_EXPOSED", 6);
    }

    @Test
    void aLostKeyIsGivenUpOnlyAfterTheTypedWords() throws IOException {
        cli().run("vault", "init", "key-file").done();
        Files.delete(cli().data().resolve("vault.json"));
        cli().run("vault", "status").done();
        Files.writeString(cli().data().resolve("vault.json"), "{}");

        assertThat(cli().run("vault", "status").done().out()).contains("lost");
        cli().run("vault", "reset", "key-file").refusedWith("CONFIRMATION_REQUIRED", 3);
        cli().answering("yes").run("vault", "reset", "key-file").refusedWith("CONFIRMATION_REQUIRED", 3);
        assertThat(cli().answering("give up the lost key")
                        .run("vault", "reset", "key-file")
                        .done()
                        .out())
                .contains("unlocked");
        assertThat(cli().run("vault", "status", "--json")
                        .done()
                        .json()
                        .path("state")
                        .asString(""))
                .isEqualTo("unlocked");
    }

    private Path file(String mode) throws IOException {
        var file = Files.writeString(home.resolve("passphrase"), PASSPHRASE + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private CommandRun cli() {
        return new CommandRun(home).with("SLIPWAY_LAN_ADDRESS", "none");
    }
}
