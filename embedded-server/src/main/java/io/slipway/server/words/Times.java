package io.slipway.server.words;

import io.slipway.server.job.UsualTime;
import io.slipway.server.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/** Spans and moments in the operator's words and time zone. */
public final class Times {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final Text text;
    private final ZoneId zone;

    public Times(Text jobs, ZoneId zone) {
        this.text = jobs;
        this.zone = zone;
    }

    public static Times of(Text jobs) {
        return new Times(jobs, ZoneId.systemDefault());
    }

    /** {@code 850 ms}, {@code 12 s}, {@code 3 min 5 s}, {@code 2 h 10 min}, {@code 3 days}. */
    public String span(Duration span) {
        long millis = Math.max(0, span.toMillis());
        if (millis < 1000) {
            return text.get("span.milliseconds", millis);
        }
        long seconds = millis / 1000;
        if (seconds < 60) {
            return text.get("span.seconds", seconds);
        }
        if (seconds < 3600) {
            return text.get("span.minutes", seconds / 60, seconds % 60);
        }
        return seconds < 2 * 24 * 3600
                ? text.get("span.hours", seconds / 3600, seconds % 3600 / 60)
                : text.count("span.days", seconds / (24 * 3600));
    }

    /** How long ago, in whole seconds; what lies in the future is now. */
    public String ago(Instant moment, Instant now) {
        var span = Duration.between(moment, now);
        return span.toSeconds() < 1 ? text.get("ago.now") : text.get("ago", span(span));
    }

    /** The time of today, the date and time of other days. */
    public String moment(Instant moment, Instant now) {
        var there = moment.atZone(zone);
        boolean today = LocalDate.ofInstant(now, zone).equals(there.toLocalDate());
        var format = today
                ? DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
                : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT);
        return format.localizedBy(text.language()).format(there);
    }

    /** The time of a log line, to the millisecond. */
    public String clock(Instant moment) {
        return CLOCK.format(moment.atZone(zone));
    }

    /** {@code usually 2 min 10 s to 2 min 40 s}. */
    public String usual(UsualTime usual) {
        var low = span(usual.low());
        var high = span(usual.high());
        return low.equals(high) ? text.get("usual.about", low) : text.get("usual.range", low, high);
    }

    /** The first moment of the day that lies so many days before today. */
    public Instant startOfDay(Instant now, int daysBefore) {
        return LocalDate.ofInstant(now, zone)
                .minusDays(daysBefore)
                .atStartOfDay(zone)
                .toInstant();
    }

    /** What is left, as coarse as nobody can know better. */
    public static Duration rounded(Duration left) {
        long seconds = left.toSeconds();
        long step = seconds < 60 ? 5 : seconds < 600 ? 15 : 60;
        return Duration.ofSeconds(Math.max(step, (seconds + step / 2) / step * step));
    }
}
