package io.slipway.server.web.ui.frame;

import io.slipway.server.base.TenantId;
import io.slipway.server.overview.Need;
import io.slipway.server.overview.Overview;
import io.slipway.server.text.Text;
import io.slipway.server.words.Times;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/** How the whole stands. Thread-safe; asks no host. */
final class Standing {
    private final Overview.Sources sources;

    Standing(UiParts parts) {
        this.sources = new Overview.Sources(parts.jobs(), parts.hosts(), parts.health(), parts.vault());
    }

    /** One look at the whole. */
    Overview look(TenantId tenant, Locale language, Instant now) {
        return Overview.read(sources, tenant, new Times(Text.of("jobs", language), ZoneId.systemDefault()), now);
    }

    /** The same in numbers, for the frame of every page. */
    static PageFrame.Counts counts(Overview look, Locale language, int unread) {
        int stopped = (int)
                look.hosts().stream().filter(line -> line.stopped().isPresent()).count();
        return new PageFrame.Counts(
                Need.of(Text.of("jobs", language), look).size(), look.underWay().size(), stopped, unread, look.vault());
    }
}
