package io.slipway.server.diagnose;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Takes the names of this machine's users out of paths. Thread-safe. */
final class Places {
    /** Home folders of any user, as Linux, macOS and Windows name them; in JSON a backslash is written twice. */
    private static final Pattern HOMES =
            Pattern.compile("(/home/|/Users/|(?i:[a-z]:(?:\\\\{1,2}|/)users(?:\\\\{1,2}|/)))[^\\\\/\\s\"'<>:;,|]+");

    private final List<Pattern> folder;

    Places(Path dataFolder) {
        var path = dataFolder.toAbsolutePath().normalize().toString();
        this.folder = List.of(
                Pattern.compile(Pattern.quote(path)), Pattern.compile(Pattern.quote(path.replace("\\", "\\\\"))));
    }

    String clean(String text) {
        var cleaned = text;
        for (var pattern : folder) {
            cleaned = pattern.matcher(cleaned).replaceAll("(data folder)");
        }
        return HOMES.matcher(cleaned).replaceAll("$1(user)");
    }
}
