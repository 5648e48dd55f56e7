package io.slipway.server.answer.importing;

import io.slipway.server.profile.WindowsFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Registry values that an imported file would set, compared with the table of settings: a setting whose every value is there is
 * switched on. The commands are read as text and never run.
 */
final class RegistryFinds {
    private static final int LONGEST_LINE = 4000;

    private final Set<String> values = new HashSet<>();

    /** Looks for {@code reg.exe add} in a script or a command line. */
    void script(String text) {
        text.lines().filter(line -> line.length() <= LONGEST_LINE).forEach(this::line);
    }

    private void line(String line) {
        var words = words(line);
        for (int i = 0; i + 1 < words.size(); i++) {
            var word = words.get(i).toLowerCase(Locale.ROOT);
            if ((word.equals("reg.exe") || word.equals("reg"))
                    && words.get(i + 1).equalsIgnoreCase("add")) {
                add(words.subList(i + 2, words.size()));
                return;
            }
        }
    }

    private void add(List<String> words) {
        if (words.isEmpty()) {
            return;
        }
        var key = words.getFirst();
        var name = "";
        var data = "";
        for (int i = 1; i + 1 < words.size(); i++) {
            switch (words.get(i).toLowerCase(Locale.ROOT)) {
                case "/v" -> name = words.get(i + 1);
                case "/d" -> data = words.get(i + 1);
                default -> {}
            }
        }
        value(key, name, data);
    }

    /** One value: the key with its root, the name, the data as text. */
    void value(String key, String name, String data) {
        values.add(normal(key, name, data));
    }

    private static String normal(String key, String name, String data) {
        var plain = key.toLowerCase(Locale.ROOT)
                .replace("hkey_local_machine\\", "hklm\\")
                .replace("hku\\defaultuser\\", "default\\")
                .replace("hku\\default\\", "default\\")
                .replace("defaultuserhive\\", "default\\");
        return plain + "|" + name.toLowerCase(Locale.ROOT) + "|" + data.toLowerCase(Locale.ROOT);
    }

    /** Splits at white space outside of double quotes. */
    private static List<String> words(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if ((Character.isWhitespace(c) || c == ';' || c == '&') && !quoted) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    /** Names of the settings whose every registry value was found. */
    List<String> settings() {
        var found = new ArrayList<String>();
        WindowsFacts.get().settings().forEach((name, setting) -> {
            var wanted = setting.path("registry");
            if (!wanted.isEmpty() && wanted.valueStream().allMatch(this::has)) {
                found.add(name);
            }
        });
        return found;
    }

    private boolean has(JsonNode value) {
        var root = value.path("root").asString("");
        var key = (root.equals("HKU\\.DEFAULT") ? "hku\\.default" : root) + "\\"
                + value.path("key").asString("");
        var name = value.path("name").asString("");
        var data = value.path("data").asString("");
        return values.contains(normal(key, name, data))
                || values.contains(normal(key, name.equals("(Default)") ? "" : name, data));
    }
}
