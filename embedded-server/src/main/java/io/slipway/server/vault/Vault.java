package io.slipway.server.vault;

import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.Database;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * The opened vault of an installation: the box under its key, the secrets of the database and of the data folder.
 *
 * @param box seals and opens single values
 * @param secrets rows of {@code sealed_secret}
 * @param files sealed files
 */
public record Vault(SecretBox box, Secrets secrets, SealedFiles files) {

    /**
     * Opens the vault, making the key at the very first start.
     *
     * <p>A key that is gone while sealed secrets are there is an error: a silent new key would turn every stored password
     * into noise.
     *
     * @throws SlipwayException CONFIG_ERROR when the key is lost, damaged or open to other users
     */
    public static Vault open(
            KeyProtector protector, Database database, Ids ids, InstantSource clock, SecureRandom random) {
        var key = protector.load().orElseGet(() -> firstKey(protector, database, random));
        var box = new SecretBox(key, random);
        Arrays.fill(key, (byte) 0);
        return new Vault(box, new Secrets(database, box, ids, clock, random), new SealedFiles(box));
    }

    private static byte[] firstKey(KeyProtector protector, Database database, SecureRandom random) {
        if (database.read(SecretsSql::any)) {
            throw Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            "The vault key is missing, but this data folder holds sealed secrets.",
                            "Restore vault.key in the data folder from a backup.")
                    .exception();
        }
        var key = new byte[KeyProtector.KEY_BYTES];
        random.nextBytes(key);
        protector.create(key);
        return key;
    }
}
