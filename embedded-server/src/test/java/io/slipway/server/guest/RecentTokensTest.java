package io.slipway.server.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Ids;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentTokensTest {
    private static PresentedToken token(String hash) {
        var issued = Instant.EPOCH;
        var claims = new GuestJwt.Claims(
                Ids.system().next(), TenantId.DEFAULT, "anna", GuestRig.VM, issued, issued.plusSeconds(1));
        return new PresentedToken(claims, hash);
    }

    @Test
    void theLongestUnusedMakesRoom() {
        var recent = new RecentTokens(2);
        recent.add(token("a"));
        recent.add(token("b"));
        assertThat(recent.get("a")).isNotNull();
        recent.add(token("c"));

        assertThat(recent.get("a")).isNotNull();
        assertThat(recent.get("b")).isNull();
        assertThat(recent.get("c")).isNotNull();
    }

    @Test
    void whatWasVerifiedOnceIsStillDecidedByItsRow(@TempDir Path folder) {
        try (var rig = new GuestRig(folder)) {
            var text = rig.token(GuestRig.VM);
            assertThat(rig.tokens.validate(text, GuestRig.VM).vmUuid()).isEqualTo(GuestRig.VM);

            rig.tokens.issue(GuestRig.ANNA, TokenOrder.of(GuestRig.VM));

            var refused = catchThrowableOfType(SlipwayException.class, () -> rig.tokens.validate(text, GuestRig.VM));
            assertThat(refused.problem().context()).isEqualTo(Map.of("reason", "unknown"));
        }
    }

    @Test
    void aTextThatDiffersInItsSignatureAloneIsNotTakenForTheVerifiedOne(@TempDir Path folder) {
        try (var rig = new GuestRig(folder)) {
            var text = rig.token(GuestRig.VM);
            rig.tokens.validate(text, GuestRig.VM);
            var last = text.charAt(text.length() - 2);
            var forged =
                    text.substring(0, text.length() - 2) + (last == 'A' ? 'B' : 'A') + text.charAt(text.length() - 1);

            var refused = catchThrowableOfType(SlipwayException.class, () -> rig.tokens.validate(forged, GuestRig.VM));
            assertThat(refused.problem().context()).isEqualTo(Map.of("reason", "signature"));
        }
    }
}
