package io.slipway.server.web.ui.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.lease.Lease;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LeaseRowTest {
    private static final Text RUSSIAN = Text.of("webartifacts", Locale.of("ru"));

    @Test
    void everyReasonOfOursIsSaidInTheReadersLanguageAndSomebodysOwnAsItWasGiven() {
        var ours = List.of(
                Lease.NEWER_LEASE,
                Lease.NEWER_TOKEN,
                Lease.TOKEN_GONE,
                Lease.TOKEN_IS + "used",
                Lease.TOKEN_IS + "expired",
                Lease.TOKEN_IS + "revoked",
                Lease.REVOKED);

        assertThat(ours)
                .extracting(reason -> LeaseRow.why(RUSSIAN, reason))
                .doesNotHaveDuplicates()
                .allMatch(words -> words.matches("[^A-Za-z]+"));
        assertThat(LeaseRow.why(RUSSIAN, "the licence moved")).isEqualTo("the licence moved");
    }
}
