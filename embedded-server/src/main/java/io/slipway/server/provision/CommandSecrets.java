package io.slipway.server.provision;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds passwords in commands that an operator gives to guests, by the words before them. Pure.
 *
 * <p>A password that stands behind no such word cannot be told from any other word and is not found; whoever must pass one
 * binds it to the profile instead. Read are the first {@value #MOST_COMMANDS} commands, and of each the first {@value #LONGEST}
 * characters.
 */
final class CommandSecrets {
    private static final String NAME =
            "[\\w-]{0,60}(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[_-]?key|credential)s?";
    /** A value in quotes, or up to the next space. */
    private static final String VALUE = "(?:\"([^\"]{1,500})\"|'([^']{1,500})'|([^\\s\"';|&]{1,500}))";

    private static final List<Pattern> FORMS = List.of(
            // --password x, -Password=x, /pass:x, DB_PASSWORD=x
            Pattern.compile("(?i)(?:^|[\\s\"';|&])(?:(?:--?|/)" + NAME + "(?:\\s{0,9}[=:]\\s{0,9}|\\s{1,9})|" + NAME
                    + "\\s{0,9}[=:]\\s{0,9})" + VALUE),
            // net user NAME PASSWORD
            Pattern.compile(
                    "(?i)\\bnet1?(?:\\.exe)?\\s{1,200}user\\s{1,200}(?:\"[^\"]{1,200}\"|\\S{1,200})\\s{1,200}(?!/)"
                            + VALUE),
            // curl -u name:x, mysql -px is not told from -p alone, sshpass -p x
            Pattern.compile("(?i)(?:\\s-u|\\s--user)(?:\\s{1,9}|=)[\"']?[^\\s:\"'=]{1,200}:" + VALUE),
            Pattern.compile("(?i)\\bsshpass\\s{1,200}-p\\s{0,200}" + VALUE),
            // echo name:x | chpasswd
            Pattern.compile("(?i)echo\\s{1,200}[\"']?[\\w.-]{1,200}:([^\\s\"'|]{1,500}+)[\"']?"
                    + "\\s{0,200}+\\|\\s{0,200}+(?:sudo\\s{1,200}+)?chpasswd"),
            // ConvertTo-SecureString x
            Pattern.compile("(?i)ConvertTo-SecureString\\s{1,200}(?:-String\\s{1,200})?" + VALUE),
            // Authorization: Bearer x
            Pattern.compile("(?i)\\b(?:bearer|basic)\\s{1,200}([A-Za-z0-9+/=._~-]{8,8000}+)"),
            // scheme://name:x@host
            Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]{0,20}://[^\\s/:@]{0,200}:([^\\s/@]{1,500})@"));

    /** What a flag that only sounds like a secret is set to; hiding such words would make logs unreadable. */
    private static final Set<String> ORDINARY = Set.of("true", "false", "null", "yes", "no", "none");

    private static final int MOST_COMMANDS = 200;
    /** Of one command in characters; what stands behind is not read. */
    private static final int LONGEST = 16 << 10;

    private static final Pattern FLAG = Pattern.compile("(?i)(?:--?|/)" + NAME);

    private CommandSecrets() {}

    /** Possible passwords in the commands; words that only look like one may be among them. */
    static List<String> values(List<List<String>> commands) {
        var values = new LinkedHashSet<String>();
        for (var command : commands.subList(0, Math.min(commands.size(), MOST_COMMANDS))) {
            var words = clipped(command);
            var texts = new LinkedHashSet<>(words);
            texts.add(String.join(" ", words));
            for (var text : texts) {
                FORMS.forEach(form -> form.matcher(text).results().forEach(match -> {
                    for (int group = 1; group <= match.groupCount(); group++) {
                        var found = match.group(group);
                        if (found != null) {
                            values.add(found);
                        }
                    }
                }));
            }
            // A word is one argument whatever is in it.
            for (int i = 0; i + 1 < words.size(); i++) {
                if (FLAG.matcher(words.get(i)).matches()) {
                    values.add(words.get(i + 1));
                }
            }
        }
        values.removeIf(value -> value.startsWith("-")
                || value.startsWith("$")
                || value.startsWith("%")
                || ORDINARY.contains(value.toLowerCase(Locale.ROOT)));
        return List.copyOf(values);
    }

    private static List<String> clipped(List<String> command) {
        var words = new ArrayList<String>();
        int left = LONGEST;
        for (var word : command) {
            words.add(word.substring(0, Math.min(word.length(), left)));
            left -= word.length() + 1;
            if (left <= 0) {
                break;
            }
        }
        return words;
    }
}
