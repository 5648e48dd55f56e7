package io.slipway.server.provision;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds passwords in commands that an operator gives to guests, by the words before them. Pure.
 *
 * <p>A password that stands behind no such word cannot be told from any other word and is not found; whoever must pass one
 * binds it to the profile instead.
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
            Pattern.compile("(?i)\\bnet1?(?:\\.exe)?\\s+user\\s+(?:\"[^\"]+\"|\\S+)\\s+(?!/)" + VALUE),
            // curl -u name:x, mysql -px is not told from -p alone, sshpass -p x
            Pattern.compile("(?i)(?:\\s-u|\\s--user)[\\s=]+[\"']?[^\\s:\"']+:" + VALUE),
            Pattern.compile("(?i)\\bsshpass\\s+-p\\s*" + VALUE),
            // echo name:x | chpasswd
            Pattern.compile("(?i)echo\\s+[\"']?[\\w.-]+:([^\\s\"'|]+)[\"']?\\s*\\|\\s*(?:sudo\\s+)?chpasswd"),
            // ConvertTo-SecureString x
            Pattern.compile("(?i)ConvertTo-SecureString\\s+(?:-String\\s+)?" + VALUE),
            // Authorization: Bearer x
            Pattern.compile("(?i)\\b(?:bearer|basic)\\s+([A-Za-z0-9+/=._~-]{8,})"),
            // scheme://name:x@host
            Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]{0,20}://[^\\s/:@]{0,200}:([^\\s/@]{1,500})@"));

    private static final Pattern FLAG = Pattern.compile("(?i)(?:--?|/)" + NAME);

    private CommandSecrets() {}

    /** Possible passwords in the commands; words that only look like one may be among them. */
    static List<String> values(List<List<String>> commands) {
        var values = new LinkedHashSet<String>();
        for (var words : commands) {
            var texts = new ArrayList<>(words);
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
        values.removeIf(value -> value.startsWith("-") || value.startsWith("$") || value.startsWith("%"));
        return List.copyOf(values);
    }
}
