package io.slipway.server.hypervisor.pve;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a tool of the host printed after our sentinel.
 *
 * @param code its exit code: 0 is success, every other number means only "failed" (leaked errno values)
 * @param out standard output
 * @param err standard error; not empty does not mean failure
 */
record HostAnswer(int code, String out, String err) {
    private static final int LONGEST = 300;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}]");

    boolean succeeded() {
        return code == 0;
    }

    /** Everything it said, for matching. */
    String text() {
        return err + "\n" + out;
    }

    /** The first line that explains something, fit for a message. */
    String complaint() {
        var lines = err.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.equals("OK") && !line.startsWith("trying to acquire lock"))
                .toList();
        if (lines.isEmpty()) {
            return presentable(lastLine(out));
        }
        boolean headline = lines.getFirst().startsWith("400 Parameter verification failed");
        return presentable(headline && lines.size() > 1 ? lines.get(1) : lines.getFirst());
    }

    /** The last line with text. */
    static String lastLine(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "" : lines.getLast();
    }

    /** Host words for people: one line, no control characters, bounded. */
    static String presentable(String words) {
        var clean = CONTROL.matcher(words).replaceAll(" ").strip();
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
    }
}
