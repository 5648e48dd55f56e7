package io.slipway.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.server.base.Caller;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.guest.GuestRig;
import io.slipway.server.health.Warning;
import io.slipway.server.health.Warnings;
import io.slipway.server.tenant.AccessCodes;
import io.slipway.server.tenant.ApiTokens;
import io.slipway.server.tenant.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of the access rows from one start to the next. */
@Tag("F145")
class AccessKeyFileTest {
    private static final Caller ADMIN = Caller.localOperator();

    @TempDir
    Path folder;

    private GuestRig rig;
    private Warnings warnings;
    private ApiTokens tokens;
    private Sessions sessions;

    @BeforeEach
    void open() {
        rig = new GuestRig(folder);
        start();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** As the next start of the program does. */
    private AccessCodes start() {
        warnings = new Warnings(rig.clock);
        var watch = new AccessWatch(rig.database, warnings, rig.ids, rig.clock);
        var codes = new AccessKeyFile(folder, rig.database, rig.ids, rig.clock, new SecureRandom()).open();
        watch.look(codes);
        tokens = new ApiTokens(rig.database, codes, watch, rig.ids, rig.clock, new SecureRandom());
        sessions = new Sessions(rig.database, codes, watch, rig.ids, rig.clock, new SecureRandom());
        return codes;
    }

    private Path file() {
        return folder.resolve(AccessKeyFile.NAME);
    }

    private String token() {
        return tokens.create(ADMIN, ADMIN, "robot", Optional.empty()).text().reveal();
    }

    private void sql(String statement) {
        rig.database.write(handle -> handle.execute(statement));
    }

    /** The store and the folder as an earlier version leaves them. */
    private void earlierVersion() throws IOException {
        sql("update api_token set code = null");
        sql("update session set code = null");
        Files.delete(file());
    }

    @Test
    void theKeyIsThereForTheOwnerAloneAndStays() throws IOException {
        var text = token();
        var before = Files.readString(file());

        start();

        assertThat(tokens.verify(text)).contains(ADMIN);
        assertThat(Files.readString(file())).isEqualTo(before).matches("slipway-access-key-1 [0-9a-f]{64} kept\n");
        assertThat(warnings.list()).isEmpty();
        if (posix()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
        }
    }

    private boolean posix() throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix");
    }

    @Test
    void tokensOfAnEarlierVersionAreAdoptedOnceAndItsSessionsEnd() throws IOException {
        var text = token();
        var browser = sessions.enter(sessions.code(ADMIN).reveal()).orElseThrow();
        earlierVersion();

        start();

        assertThat(tokens.verify(text)).contains(ADMIN);
        assertThat(sessions.verify(browser.cookie().reveal())).isEmpty();
        assertThat(rig.column("select detail from audit where action = 'api-tokens.adopted'"))
                .singleElement()
                .asString()
                .contains("\"1\"", tokens.list(ADMIN).getFirst().id());
        assertThat(warnings.list()).isEmpty();

        sql("update api_token set code = null, role = 'ADMIN'");
        start();

        assertThat(tokens.verify(text)).as("no second adoption").isEmpty();
        assertThat(rig.column("select count(*) from audit where action = 'api-tokens.adopted'"))
                .containsExactly("1");
    }

    @Test
    void anAdoptionThatWasKilledIsFinishedAtTheNextStart() throws IOException {
        var text = token();
        earlierVersion();
        // The file is written before the rows, so this is what a kill in between leaves.
        start();
        sql("update api_token set code = null");
        Files.writeString(file(), Files.readString(file()).replace(" kept", " adopting"));

        start();

        assertThat(tokens.verify(text)).contains(ADMIN);
        assertThat(Files.readString(file())).endsWith(" kept\n");
    }

    @Test
    void aKeyThatWentIsMadeAnewAndVouchesForNothingThatWasThere() throws IOException {
        var text = token();
        Files.delete(file());

        start();

        assertThat(tokens.verify(text)).isEmpty();
        assertThat(warnings.list()).extracting(Warning::name).containsExactly(AccessWatch.WARNING);
        assertThat(warnings.list().getFirst().text())
                .contains(AccessKeyFile.NAME, tokens.list(ADMIN).getFirst().id());
        var next = token();
        assertThat(tokens.verify(next)).contains(ADMIN);

        tokens.revoke(ADMIN, tokens.list(ADMIN).getFirst().id());
        assertThat(warnings.list()).isEmpty();
        assertThat(rig.column("select outcome from audit where action = 'api-token.altered'"))
                .containsExactly("UNAUTHORIZED");
    }

    @Test
    void aDamagedKeyIsSetAsideAndBringsNoAdoption() throws IOException {
        var text = token();
        sql("update api_token set code = null");
        Files.writeString(file(), "slipway-access-key-1 00 adopting");

        start();

        assertThat(tokens.verify(text)).isEmpty();
        assertThat(folder.resolve(AccessKeyFile.NAME + ".lost-" + rig.clock.millis()))
                .exists();
        assertThat(Files.readString(file())).endsWith(" kept\n");
    }

    @Test
    void aKeyThatOthersCanReadStopsTheStart() throws IOException {
        assumeTrue(posix());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

        var thrown = catchThrowableOfType(SlipwayException.class, this::start);

        assertThat(thrown.problem().code()).isEqualTo(ProblemCode.CONFIG_ERROR);
        assertThat(thrown.problem().nextStep()).contains("chmod 600");
    }

    @Test
    void manyAlteredRowsFillNeitherTheTrailNorTheWarning() {
        token();
        sql("""
                insert into api_token (id, tenant_id, user_id, label, role, kind, token_hash, created_at)
                with recursive n(i) as (select 1 union all select i + 1 from n where i < 500)
                select 'x' || i, tenant_id, user_id, label, role, kind, 'h' || i, created_at from api_token, n
                """);

        start();

        assertThat(rig.column("select count(*) from audit where action = 'api-token.altered'"))
                .containsExactly("100");
        assertThat(warnings.list().getFirst().text()).hasSizeLessThan(2000).contains("and more");
    }
}
