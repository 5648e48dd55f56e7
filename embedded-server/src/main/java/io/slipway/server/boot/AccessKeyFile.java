package io.slipway.server.boot;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import io.slipway.server.store.PrivateFiles;
import io.slipway.server.tenant.AccessCodes;
import io.slipway.server.tenant.AccessRowsSql;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditSql;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the secret that vouches for API tokens and browser sessions in a private file, outside the database they lie in and
 * not under the vault's key: a locked vault is opened by a call that comes with a token.
 *
 * <p>Tokens of earlier versions are adopted once. The file says whether that was done, so emptying the database's codes brings
 * no second adoption, and a file that went while codes are there is made anew without one.
 */
final class AccessKeyFile {
    /** Its name in the data folder. */
    static final String NAME = "access.key";

    private static final Logger LOG = LoggerFactory.getLogger(AccessKeyFile.class);
    private static final Pattern TEXT = Pattern.compile("slipway-access-key-1 ([0-9a-f]{64}) (adopting|kept)\\R?");
    private static final int LONGEST = 256;
    private static final int MOST_NAMED = 20;
    private static final Caller SELF = new Caller(TenantId.DEFAULT, "slipway", Caller.Role.ADMIN);

    private final Path file;
    private final Database database;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random;

    AccessKeyFile(Path dataFolder, Database database, Ids ids, InstantSource clock, SecureRandom random) {
        this.file = dataFolder.resolve(NAME);
        this.database = database;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /** @param kept whether tokens of earlier versions were adopted, or none may be any more */
    private record Content(byte[] secret, boolean kept) {}

    /**
     * The codes under the file's secret, which is made when there is none.
     *
     * @throws SlipwayException CONFIG_ERROR when other users of the machine have rights on the file, or it cannot be used
     */
    AccessCodes open() {
        try {
            var content = content();
            try {
                var codes = AccessCodes.of(content.secret());
                if (!content.kept()) {
                    adopt(codes);
                    write(content.secret(), true);
                }
                return codes;
            } finally {
                Arrays.fill(content.secret(), (byte) 0);
            }
        } catch (IOException e) {
            throw new SlipwayException(
                    Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            "The file " + NAME + " of the data folder cannot be used: "
                                    + e.getClass().getSimpleName() + ".",
                            "Check that the data folder is writable by this user and has free space."),
                    e);
        }
    }

    private Content content() throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            boolean before = database.read(AccessRowsSql::anyVouched);
            if (before) {
                LOG.error("the file {} is missing: no API token made before is good any more", NAME);
            }
            return made(before);
        }
        if (PrivateFiles.openToOthers(file)) {
            throw Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            "The file " + NAME
                                    + " of the data folder can be read by other users of this machine, who could"
                                    + " have made themselves API tokens.",
                            "Close it with `chmod 600`, then look at `slipway token list`. Or delete it: then every API"
                                    + " token is made anew.")
                    .exception();
        }
        var text = Files.size(file) > LONGEST ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
        var parts = TEXT.matcher(text);
        if (parts.matches()) {
            return new Content(
                    HexFormat.of().parseHex(parts.group(1)), parts.group(2).equals("kept"));
        }
        var aside = file.resolveSibling(NAME + ".lost-" + clock.millis());
        Files.move(file, aside);
        LOG.error("the file {} is damaged and is kept as {}", NAME, aside.getFileName());
        return made(true);
    }

    private Content made(boolean kept) throws IOException {
        var secret = new byte[AccessCodes.SECRET_BYTES];
        random.nextBytes(secret);
        write(secret, kept);
        return new Content(secret, kept);
    }

    private void write(byte[] secret, boolean kept) throws IOException {
        var text = "slipway-access-key-1 " + HexFormat.of().formatHex(secret) + (kept ? " kept\n" : " adopting\n");
        PrivateFiles.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void adopt(AccessCodes codes) {
        database.write(handle -> {
            var adopted = AccessRowsSql.adopt(handle, codes);
            if (!adopted.isEmpty()) {
                AuditSql.append(handle, entry(adopted));
                LOG.warn("API tokens of an earlier version were taken over number={}", adopted.size());
            }
            return adopted.size();
        });
    }

    private AuditEntry entry(List<String> adopted) {
        var named = String.join(" ", adopted.subList(0, Math.min(adopted.size(), MOST_NAMED)));
        return new AuditEntry(
                ids.next(),
                SELF,
                "api-tokens.adopted",
                NAME,
                Map.of("number", Integer.toString(adopted.size()), "tokens", named),
                clock.instant());
    }
}
