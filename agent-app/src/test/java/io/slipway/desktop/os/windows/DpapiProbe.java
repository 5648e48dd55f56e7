package io.slipway.desktop.os.windows;

import io.slipway.desktop.os.SystemProtectors;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.SqliteDatabase;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.VaultSetup;
import io.slipway.server.vault.VaultState;
import io.slipway.server.vault.key.KeyBinding;
import io.slipway.server.vault.key.KeyWrap;
import io.slipway.server.vault.key.ProtectorKind;
import io.slipway.server.vault.key.Unwrapping;
import io.slipway.server.vault.key.Wrapped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What is checked inside a Windows JVM; prints a line for each check that holds and ends with 1 at the first that does not. */
public final class DpapiProbe {
    /** How many checks there are. */
    static final int CHECKS = 9;

    private final DpapiProtector dpapi = new DpapiProtector();
    private final byte[] key = new byte[32];
    private final KeyBinding binding;

    private DpapiProbe() {
        new SecureRandom().nextBytes(key);
        binding = new KeyBinding("0123456789abcdef0123456789abcdef", KeyWrap.keyId(key));
    }

    /** @param args a folder that does not exist yet */
    public static void main(String[] args) throws IOException {
        var probe = new DpapiProbe();
        probe.protector();
        probe.vault(Files.createDirectories(Path.of(args[0])));
        System.out.println("ALL DONE on " + System.getProperty("os.name"));
        System.exit(0);
    }

    private void protector() {
        check("it is available", dpapi.availability().works());
        var wrapped = dpapi.wrap(binding, key);
        check(
                "the key comes back",
                dpapi.unwrap(binding, wrapped) instanceof Unwrapping.Opened opened && Arrays.equals(opened.key(), key));
        var elsewhere = new KeyBinding("f".repeat(32), binding.keyId());
        check("wrong entropy is refused", dpapi.unwrap(elsewhere, wrapped) instanceof Unwrapping.Refused);
        int refused = 0;
        int tried = 0;
        for (int i = 0; i < wrapped.blob().length; i += 8) {
            var damaged = wrapped.blob().clone();
            damaged[i] ^= 0x20;
            var result = dpapi.unwrap(binding, new Wrapped(wrapped.kind(), Map.of(), damaged));
            tried++;
            refused += result instanceof Unwrapping.Refused ? 1 : 0;
            // Bytes without a meaning, such as those of the description, may change; another key must not come out.
            boolean same = result instanceof Unwrapping.Opened opened && Arrays.equals(opened.key(), key);
            if (!(result instanceof Unwrapping.Refused) && !same) {
                System.out.println("byte " + i + " of " + wrapped.blob().length + ": " + result);
                tried = Integer.MAX_VALUE;
            }
        }
        check("a damaged blob is refused (" + refused + " of " + tried + " places)", refused * 2L > tried);
        var cut = Arrays.copyOf(wrapped.blob(), wrapped.blob().length / 2);
        check(
                "a cut blob is refused",
                dpapi.unwrap(binding, new Wrapped(wrapped.kind(), Map.of(), cut)) instanceof Unwrapping.Refused);
    }

    private void vault(Path folder) throws IOException {
        try (var database = SqliteDatabase.open(folder)) {
            String id;
            try (var vault = open(folder, database)) {
                check(
                        "a new vault takes it",
                        vault.isOpen()
                                && vault.status().keyring().orElseThrow().main().kind() == ProtectorKind.DPAPI);
                id = vault.secrets().put(TenantId.DEFAULT, "host password", Secret.of("correct-horse"));
            }
            try (var vault = open(folder, database)) {
                check(
                        "the next start opens it without anybody",
                        vault.secrets().get(TenantId.DEFAULT, id).orElseThrow().equals(Secret.of("correct-horse")));
            }
            giveToAnotherUser(folder.resolve("vault.json"));
            try (var vault = open(folder, database)) {
                check("another user's blob is the lost key", vault.status().state() == VaultState.LOST);
                check(
                        "what needs the key is refused and to be entered again",
                        refused(vault, id)
                                && vault.needsReentry(TenantId.DEFAULT).size() == 1);
            }
        }
    }

    private static boolean refused(Vault vault, String id) {
        try {
            return vault.secrets().get(TenantId.DEFAULT, id).isEmpty();
        } catch (SlipwayException e) {
            return e.problem().code() == ProblemCode.VAULT_KEY_LOST;
        }
    }

    private static Vault open(Path folder, SqliteDatabase database) {
        var setup = VaultSetup.usual(folder).withSystem(SystemProtectors.of(System.getProperty("os.name"), Map.of()));
        return Vault.open(setup, database, Ids.system(), InstantSource.system(), new SecureRandom());
    }

    /** A blob of the same machine that this user's key does not open: as the other user's would be refused. */
    private void giveToAnotherUser(Path file) throws IOException {
        var json = Json.parseObject(Files.readString(file, StandardCharsets.UTF_8));
        var foreign = dpapi.wrap(new KeyBinding("e".repeat(32), binding.keyId()), key);
        ((ObjectNode) json.get("protector")).put("blob", Base64.getEncoder().encodeToString(foreign.blob()));
        Files.writeString(file, Json.write(json));
    }

    private static void check(String what, boolean holds) {
        if (!holds) {
            System.out.println("FAILED " + what);
            System.exit(1);
        }
        System.out.println("OK " + what);
    }
}
