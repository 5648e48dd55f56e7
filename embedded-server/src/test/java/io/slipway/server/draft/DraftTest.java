package io.slipway.server.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.SlipwayException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DraftTest {
    private static final Draft DRAFT = Draft.EMPTY
            .with(Draft.Key.HOST, "h")
            .with(Draft.Key.TEMPLATE, "t")
            .with(Draft.Key.PROFILE, "p")
            .with(Draft.Key.COUNT, "2");
    private static final Draft POOL = DRAFT.with(Draft.Key.MODE, Draft.POOL)
            .with(Draft.Key.FROM, "10.0.0.10")
            .with(Draft.Key.TO, "10.0.0.20");

    private static List<String> pointers(Draft draft) {
        return catchThrowableOfType(
                        SlipwayException.class,
                        () -> draft.order().network().orElseThrow().candidates())
                .problem()
                .errors()
                .stream()
                .map(FieldError::pointer)
                .toList();
    }

    @Test
    void namesBeginWithTheFirstThatAreAllFree() {
        assertThat(DRAFT.firstFree(Set.of(), true).get(Draft.Key.FIRST)).isEmpty();
        assertThat(DRAFT.firstFree(Set.of("pc-01", "pc-04"), true).names(true)).containsExactly("PC-02", "PC-03");
        assertThat(DRAFT.firstFree(Set.of("pc-02", "pc-04"), true).names(true)).containsExactly("PC-05", "PC-06");
    }

    @Test
    void aNameWithoutANumberIsNotMoved() {
        var named = DRAFT.with(Draft.Key.PATTERN, "server").with(Draft.Key.COUNT, "1");

        assertThat(named.firstFree(Set.of("server"), true)).isEqualTo(named);
    }

    @Test
    void aWrongAddressIsSaidAtItsOwnField() {
        assertThat(pointers(POOL.with(Draft.Key.FROM, "10.0.0"))).containsExactly("/network/from");
        assertThat(pointers(POOL.with(Draft.Key.TO, "10.0.0.255"))).containsExactly("/network/to");
        assertThat(pointers(POOL.with(Draft.Key.PREFIX, "31"))).containsExactly("/network/prefix");
        assertThat(pointers(POOL.with(Draft.Key.GATEWAY, "10.0.1.1"))).containsExactly("/network/gateway");
        assertThat(pointers(POOL.with(Draft.Key.DNS, "10.0.0.1, x"))).containsExactly("/network/dns");
        assertThat(pointers(DRAFT.with(Draft.Key.MODE, Draft.LIST).with(Draft.Key.LINES, "a,10.0.0.1\nb,10.0.0.256")))
                .containsExactly("/network/addresses/1");
    }
}
