package io.slipway.server.web.ui.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostAuth;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.HostSight;
import io.slipway.server.host.LostHost;
import io.slipway.server.text.Languages;
import io.slipway.server.web.ui.frame.ListAsked;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.StateShape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hosts as the list shows them, without asking one. */
class HostRowTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static PageFrame frame() {
        var look = new Look(Languages.ENGLISH, true, Look.Theme.LIGHT);
        var counts = new PageFrame.Counts(0, 0, 0, 0, io.slipway.server.vault.VaultState.UNLOCKED);
        return new PageFrame(look, "Hosts", PageFrame.Place.HOSTS, "", "", Optional.empty(), counts, NOW);
    }

    private static Host host(String name) {
        return new Host(
                "id-" + name,
                TenantId.DEFAULT,
                name,
                name + ".example",
                22,
                "root",
                new HostAuth.KeyFile("/key"),
                "ssh-ed25519 SHA256:x",
                Optional.empty(),
                8006,
                name,
                HostLimits.USUAL,
                Optional.empty(),
                NOW);
    }

    private static HostRow row(String name, Optional<Problem> refusal, Optional<LostHost> lost, boolean seen) {
        var sight = seen ? Optional.of(new HostSight(NOW.minusSeconds(12), List.of())) : Optional.<HostSight>empty();
        return HostRow.of(frame(), host(name), new HostRow.Known(refusal, lost, sight, 3));
    }

    private static HostRow good(String name) {
        return row(name, Optional.empty(), Optional.empty(), true);
    }

    private static HostRow lost(String name) {
        var lost = new LostHost("id-" + name, name, NOW.minusSeconds(600), ProblemCode.SSH_UNREACHABLE);
        return row(name, Optional.empty(), Optional.of(lost), true);
    }

    private static HostRow changed(String name) {
        return row(
                name,
                Optional.of(Problem.of(ProblemCode.HOST_KEY_CHANGED, "It showed A, not B.")),
                Optional.empty(),
                true);
    }

    private static HostListView list(String words, int page, List<HostRow> rows) {
        return HostListView.of(frame(), new ListAsked(words, page), rows);
    }

    @Test
    @Tag("F165")
    void aLostHostSaysWhySinceWhenAndForHowLong() {
        var row = lost("pve");

        assertThat(row.shape()).isEqualTo(StateShape.FAILED);
        assertThat(row.state()).isEqualTo("Does not answer");
        assertThat(row.why()).isNotBlank().doesNotContain("null");
        assertThat(row.since()).startsWith("since ");
        assertThat(row.silent()).contains(NOW.minusSeconds(600));
    }

    @Test
    void whatStopsAHostWeighsMoreThanItsSilence() {
        var both = row(
                "pve",
                Optional.of(Problem.of(ProblemCode.HOST_RECORD_ALTERED, "It is not what Slipway wrote.")),
                Optional.of(new LostHost("id-pve", "pve", NOW, ProblemCode.HOST_OFFLINE)),
                false);

        assertThat(both.state()).isEqualTo("Record changed");
        assertThat(both.stopped()).isTrue();
    }

    @Test
    void aHostThatNobodyHasSeenYetIsNeitherWellNorLost() {
        var row = row("pve", Optional.empty(), Optional.empty(), false);

        assertThat(row.shape()).isEqualTo(StateShape.IDLE);
        assertThat(row.needsYou()).isFalse();
        assertThat(row.since()).isEqualTo("has never answered");
        assertThat(good("pve").since()).startsWith("seen ");
    }

    @Test
    void whatNeedsSomebodyComesFirstAndTheStoppedBeforeTheLost() {
        var view = list("", 1, List.of(good("a"), lost("b"), changed("c"), good("d")));

        assertThat(view.needs()).extracting(row -> row.host().name()).containsExactly("c", "b");
        assertThat(view.others()).extracting(row -> row.host().name()).containsExactly("a", "d");
    }

    @Test
    void twoHundredHostsAreShownInPagesAndNeedsStandOnEachOfThem() {
        var rows = new ArrayList<HostRow>();
        rows.add(lost("lost"));
        for (int i = 0; i < 200; i++) {
            rows.add(good("pve-" + i));
        }

        assertThat(list("", 1, rows).others()).hasSize(100);
        assertThat(list("", 1, rows).more()).isTrue();
        assertThat(list("", 2, rows).others()).hasSize(100);
        assertThat(list("", 2, rows).more()).isFalse();
        assertThat(list("", 2, rows).needs()).hasSize(1);
        assertThat(list("pve-17", 1, rows).found()).isEqualTo(11);
        assertThat(list("pve-17", 1, rows).count()).isEqualTo("11 of 201 hosts");
    }
}
