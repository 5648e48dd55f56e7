package io.slipway.server.web.ui.jobs;

import io.slipway.server.web.ui.frame.PageFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A span with the words around it, which the page's script lets go on where it has not ended.
 *
 * @param since when it began, in milliseconds since 1970; empty when it stands
 */
record Ticking(String before, String span, String after, Optional<Long> since) {
    private static final String MARK = "\u0001";

    /** From one moment to another, or until now. */
    static Ticking span(PageFrame frame, Instant from, Optional<Instant> until) {
        var span = frame.times().span(Duration.between(from, until.orElse(frame.now())));
        return new Ticking("", span, "", until.isPresent() ? Optional.empty() : Optional.of(from.toEpochMilli()));
    }

    /** How long ago. */
    static Ticking ago(PageFrame frame, Instant moment) {
        return around(frame, frame.text("jobs").get("ago", MARK), moment);
    }

    /** How long ago the last sign of life was, as a sentence. */
    static Ticking sign(PageFrame frame, Optional<Instant> moment) {
        var text = frame.text("jobs");
        return moment.map(at -> around(frame, text.get("sign", text.get("ago", MARK)), at))
                .orElseGet(() -> new Ticking(text.get("sign.none"), "", "", Optional.empty()));
    }

    private static Ticking around(PageFrame frame, String words, Instant moment) {
        int at = words.indexOf(MARK);
        // Without the fraction, which would jump at the first tick.
        var span = frame.times()
                .span(Duration.ofSeconds(
                        Math.max(1, Duration.between(moment, frame.now()).toSeconds())));
        return new Ticking(
                words.substring(0, at), span, words.substring(at + MARK.length()), Optional.of(moment.toEpochMilli()));
    }
}
