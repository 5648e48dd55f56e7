package io.slipway.server.hypervisor.pve;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The number of a task of the host.
 *
 * @param text the whole number, with its final colon
 * @param startSeconds when it began, by the host's clock
 * @param type what the host calls such work, for example {@code qmclone}
 * @param subject what it is filed under; of a clone the template
 * @param user who began it; with a token {@code user@realm!name}
 */
record Upid(String text, long startSeconds, String type, String subject, String user) {
    private static final Pattern FORM = Pattern.compile(
            "UPID:[a-zA-Z0-9-]{1,63}:[0-9A-Fa-f]{8}:[0-9A-Fa-f]{8,9}:([0-9A-Fa-f]{8}):([^:\\s/]{1,40}):([^:\\s/]{0,100}):([^:\\s/]{1,140}):");

    static Optional<Upid> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches()
                ? Optional.of(new Upid(
                        text, Long.parseLong(match.group(1), 16), match.group(2), match.group(3), match.group(4)))
                : Optional.empty();
    }
}
