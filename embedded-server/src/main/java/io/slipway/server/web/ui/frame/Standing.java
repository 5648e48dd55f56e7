package io.slipway.server.web.ui.frame;

import io.slipway.server.base.TenantId;
import io.slipway.server.overview.Need;
import io.slipway.server.overview.Situation;
import io.slipway.server.text.Text;
import java.time.Instant;
import java.util.Locale;

/** How the whole stands. Thread-safe; asks no host. */
final class Standing {
    private final Situation.Sources sources;

    Standing(UiParts parts) {
        this.sources = new Situation.Sources(parts.jobs(), parts.hosts(), parts.health(), parts.vault());
    }

    /** One look at the whole. */
    Situation look(TenantId tenant, Instant now) {
        return Situation.read(sources, tenant, now);
    }

    /** The same in numbers, for the frame of every page. */
    static PageFrame.Counts counts(Situation look, Locale language, int unread) {
        int stopped = (int)
                look.hosts().stream().filter(line -> line.stopped().isPresent()).count();
        return new PageFrame.Counts(
                Need.of(Text.of("jobs", language), look).size(), look.underWay().size(), stopped, unread, look.vault());
    }
}
