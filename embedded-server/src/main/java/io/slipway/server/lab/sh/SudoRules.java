package io.slipway.server.lab.sh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Who may run what as root without a password, by lines of a sudoers file. Filled before the host starts. */
public final class SudoRules {
    private static final Pattern LINE = Pattern.compile("(\\S+) ALL=\\(root\\) NOPASSWD: (.+)");

    private final Map<String, List<Pattern>> rules = new HashMap<>();

    /** Lets a user run everything. */
    public void everything(String user) {
        rules.put(user, List.of(Pattern.compile(".*", Pattern.DOTALL)));
    }

    /**
     * Reads a sudoers file: comments, defaults, and one command a line.
     *
     * @throws IllegalArgumentException when a line is of another form
     */
    public void read(String text) {
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("Defaults"))
                .forEach(line -> {
                    var match = LINE.matcher(line);
                    if (!match.matches()) {
                        throw new IllegalArgumentException("not a rule: " + line);
                    }
                    rules.computeIfAbsent(match.group(1), user -> new ArrayList<>())
                            .add(pattern(match.group(2)));
                });
    }

    /** Wildcards as in the sudoers manual: a star matches anything in arguments, spaces and slashes too. */
    private static Pattern pattern(String command) {
        var regex = new StringBuilder();
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            int end = c == '[' ? command.indexOf(']', i) : -1;
            if (end > 0) {
                regex.append(command, i, end + 1);
                i = end;
            } else {
                regex.append(c == '*' ? ".*" : Pattern.quote(String.valueOf(c)));
            }
        }
        // A command without arguments stands for the command with any.
        return Pattern.compile(command.contains(" ") ? regex.toString() : regex + "( .*)?", Pattern.DOTALL);
    }

    /** Whether sudo is installed. */
    boolean any() {
        return !rules.isEmpty();
    }

    boolean allows(Account account, String path, List<String> args) {
        if (account.isRoot()) {
            return true;
        }
        var line = args.isEmpty() ? path : path + " " + String.join(" ", args);
        return rules.getOrDefault(account.name(), List.of()).stream()
                .anyMatch(rule -> rule.matcher(line).matches());
    }
}
