package io.slipway.desktop.wizard;

import io.slipway.server.base.Problem;
import io.slipway.server.draft.Earlier;
import io.slipway.server.draft.Spot;
import io.slipway.server.provision.OrderPlan;
import java.util.Optional;

/** What the dry run said of a draft. */
sealed interface Checked {
    /** Too little is chosen yet. */
    record Incomplete() implements Checked {}

    /** It runs. */
    record Running() implements Checked {}

    /**
     * It can be done.
     *
     * @param unreachable whether the guests would have nobody to report to, so that it would be refused
     * @param earlier what the last jobs like this took
     */
    record Planned(OrderPlan plan, boolean unreachable, Optional<Earlier> earlier) implements Checked {}

    /** It cannot. */
    record Blocked(Spot spot, Problem problem) implements Checked {}
}
