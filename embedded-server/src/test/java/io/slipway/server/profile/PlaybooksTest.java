package io.slipway.server.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Caller.Role;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Ids;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.SqliteDatabase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaybooksTest {
    private static final Caller ANN = new Caller(TenantId.DEFAULT, "ann", Role.OPERATE);
    private static final Caller BEN = new Caller(TenantId.DEFAULT, "ben", Role.OPERATE);
    private static final String GOOD = "name: A\nroles:\n  - role: base-system\n";

    @Test
    @Tag("F049")
    void theDefaultPlaybookIsChosenWhenNoneIsNamed(@TempDir Path folder) {
        try (var database = SqliteDatabase.open(folder)) {
            var playbooks = new Playbooks(database, Ids.system(), InstantSource.system());
            var one = playbooks.create(ANN, "one", true, GOOD);
            var two = playbooks.create(ANN, "two", false, GOOD);

            assertThat(playbooks.choose(ANN, Optional.empty())).contains(one);
            assertThat(playbooks.choose(ANN, Optional.of(two.id()))).contains(two);
            assertThat(playbooks.choose(BEN, Optional.empty())).isEmpty();
            assertThat(code(() -> playbooks.choose(BEN, Optional.of(two.id()))))
                    .isEqualTo(ProblemCode.PLAYBOOK_NOT_FOUND);
            playbooks.update(ANN, two.id(), Optional.empty(), Optional.of(true), Optional.empty());
            assertThat(playbooks.list(ANN))
                    .filteredOn(Playbook::isDefault)
                    .extracting(Playbook::name)
                    .containsExactly("two");
            assertThat(code(() -> playbooks.create(ANN, "two", false, GOOD))).isEqualTo(ProblemCode.DUPLICATE_NAME);
            playbooks.delete(ANN, two.id());
            assertThat(playbooks.choose(ANN, Optional.empty())).isEmpty();
        }
    }

    @Test
    void aChangeIsMadeOfWhatIsStoredThenAndARefusedOneChangesNothing(@TempDir Path folder) throws Exception {
        try (var database = SqliteDatabase.open(folder)) {
            var playbooks = new Playbooks(database, Ids.system(), InstantSource.system());
            var id = playbooks.create(ANN, "one", false, GOOD).id();
            playbooks.create(ANN, "two", false, GOOD);
            var turned = new CountDownLatch(1);
            var other = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 50; i++) {
                    playbooks.update(ANN, id, Optional.empty(), Optional.of(i % 2 == 0), Optional.empty());
                    turned.countDown();
                }
            });
            turned.await();
            do {
                var text = GOOD + "# " + System.nanoTime() + "\n";
                playbooks.update(ANN, id, Optional.empty(), Optional.empty(), Optional.of(text));
                assertThat(playbooks.get(ANN, id).content()).isEqualTo(text);
            } while (other.isAlive());
            other.join();

            var before = playbooks.get(ANN, id);
            assertThat(before.isDefault()).isFalse();
            assertThatThrownBy(() -> playbooks.update(
                            ANN, id, Optional.of("three"), Optional.empty(), Optional.empty(), present -> {
                                throw new IllegalStateException(present.name());
                            }))
                    .hasMessage("one");
            assertThat(code(() -> playbooks.update(ANN, id, Optional.of("two"), Optional.of(true), Optional.empty())))
                    .isEqualTo(ProblemCode.DUPLICATE_NAME);
            assertThat(code(() -> playbooks.update(BEN, id, Optional.of("mine"), Optional.empty(), Optional.empty())))
                    .isEqualTo(ProblemCode.PLAYBOOK_NOT_FOUND);
            assertThat(playbooks.get(ANN, id)).isEqualTo(before);
        }
    }

    @Test
    void theBuiltInPlaybookIsValidWithoutWarnings() {
        var result = PlaybookCheck.check(Playbooks.builtIn());

        assertThat(result.errors()).isEmpty();
        assertThat(result.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                            | ``
            name: A                                       | /roles
            {name: A, roles: []}                          | /roles
            {roles: [{role: x}]}                          | /name
            {name: A, roles: [x]}                         | /roles/0
            {name: A, roles: [{role: x, when: [1]}]}      | /roles/0/when
            {name: A, roles: [{role: x, tags: {a: 1}}]}   | /roles/0/tags
            {name: A, vars: [], roles: [{role: x}]}       | /vars
            {name: A, pre_checks: [{}], roles: [{role: x}]} | /pre_checks/0/check
            {name: A, name: B, roles: [{role: x}]}        | ``
            "unclosed                                     | ``
            """)
    void eachMistakeIsNamed(String yaml, String pointer) {
        var result = PlaybookCheck.check(yaml);

        assertThat(result.errors()).extracting(FieldError::pointer).contains(pointer);
    }

    @Test
    void anUnknownRoleIsAWarningAndTooLongATextAnError() {
        var unknown = PlaybookCheck.check("name: A\nroles:\n  - role: dance\n");

        assertThat(unknown.valid()).isTrue();
        assertThat(unknown.warnings()).extracting(FieldError::pointer).containsExactly("/roles/0/role");
        assertThat(PlaybookCheck.check(GOOD + "#".repeat(PlaybookCheck.LONGEST)).valid())
                .isFalse();
    }

    @Test
    void aliasesCannotBlowUp() {
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
        }

        assertThat(PlaybookCheck.check(bomb.toString()).valid()).isFalse();
    }

    private static ProblemCode code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(SlipwayException.class, call).problem().code();
    }
}
