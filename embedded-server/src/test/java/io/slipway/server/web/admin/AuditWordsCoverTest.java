package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.text.Languages;
import io.slipway.server.text.Text;
import io.slipway.server.words.AuditWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is written to the audit trail has plain words in every language. */
class AuditWordsCoverTest {
    private static final Path ROOT = Path.of(System.getProperty("slipway.repository", ".."));
    /** A whole text with a dot in a line that writes to the trail. */
    private static final Pattern WINDOW = Pattern.compile("\"(desktop\\.[a-z]+\\.[a-z-]+)\"");

    @TempDir
    Path folder;

    private TreeSet<String> requests() {
        try (var rig = new AdminRig(folder)) {
            return Stream.concat(rig.routes().stream(), rig.panel().stream())
                    .filter(route -> route.effect() == Route.Effect.CHANGES
                            || route.query().contains("reveal"))
                    .map(route -> "api." + route.method() + " " + route.path())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void everyRequestThatChangesSomethingHasWords() {
        var actions = requests();

        assertThat(actions).hasSizeGreaterThan(60);
        assertThat(without(actions))
                .as("add a line to audit.properties and audit_ru.properties")
                .isEmpty();
    }

    @Test
    void everyDeedOfTheWindowHasWords() throws IOException {
        var actions = new TreeSet<String>();
        try (var files = Files.walk(ROOT.resolve("agent-app/src/main/java/io/slipway/desktop"))) {
            for (var file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                WINDOW.matcher(Files.readString(file)).results().forEach(match -> actions.add(match.group(1)));
            }
        }

        assertThat(actions).hasSizeGreaterThan(15);
        assertThat(without(actions))
                .as("add a line to audit.properties and audit_ru.properties")
                .isEmpty();
    }

    private static TreeSet<String> without(TreeSet<String> actions) {
        var missing = new TreeSet<String>();
        for (var language : Languages.ALL) {
            var words = new AuditWords(Text.of("audit", language));
            actions.stream()
                    .filter(action -> !words.knows(action))
                    .forEach(action -> missing.add(language + " " + action));
        }
        return missing;
    }
}
