package io.slipway.server.web.ui.about;

import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.UiParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this program is and what it uses at this moment.
 *
 * @param facts in groups, each with a title
 * @param libraries names of the files that make the program
 * @param notice whose data and texts are in it; empty in a build that was not packed
 */
record AboutView(List<Group> facts, List<String> libraries, Optional<String> notice, String fonts) {
    private static final long MIB = 1L << 20;
    private static final Pattern JAR = Pattern.compile("(.+)\\.jar");
    private static final int MOST_FILES = 20_000;

    /**
     * Something known.
     *
     * @param mono whether it is read letter by letter
     */
    record Fact(String name, String value, boolean mono) {}

    /** Facts that belong together. */
    record Group(String title, List<Fact> facts) {}

    static AboutView read(PageFrame frame, UiParts parts, int adminPort) {
        return new AboutView(
                List.of(
                        program(frame, parts),
                        ports(frame, parts, adminPort),
                        use(frame),
                        places(frame, parts.installation().dataFolder())),
                onTheClassPath(),
                text("NOTICE"),
                text("/io/slipway/server/web/ui/frame/fonts/OFL.txt").orElse(""));
    }

    private static String say(PageFrame frame, String key, Object... arguments) {
        return frame.text("webabout").get(key, arguments);
    }

    private static Group program(PageFrame frame, UiParts parts) {
        return new Group(
                say(frame, "program"),
                List.of(
                        new Fact("Slipway", parts.version(), true),
                        new Fact("Java", Runtime.version() + ", " + System.getProperty("java.vendor", ""), true),
                        new Fact(
                                say(frame, "system"),
                                String.join(
                                        " ",
                                        System.getProperty("os.name", ""),
                                        System.getProperty("os.version", ""),
                                        System.getProperty("os.arch", "")),
                                true)));
    }

    private static Group ports(PageFrame frame, UiParts parts, int adminPort) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact(say(frame, "port.admin"), "http://127.0.0.1:" + adminPort, true));
        var urls = parts.endpoints().get().urls();
        urls.stream().map(URI::toString).forEach(url -> facts.add(new Fact(say(frame, "port.lan"), url, true)));
        if (urls.isEmpty()) {
            facts.add(new Fact(say(frame, "port.lan"), say(frame, "port.off"), false));
        }
        return new Group(say(frame, "ports"), facts);
    }

    private static Group use(PageFrame frame) {
        var runtime = Runtime.getRuntime();
        var facts = new ArrayList<Fact>();
        var up = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        facts.add(new Fact(
                say(frame, "up"),
                say(
                        frame,
                        "up.since",
                        frame.times().span(up),
                        frame.times().moment(frame.now().minus(up), frame.now())),
                false));
        facts.add(new Fact(
                say(frame, "memory"),
                say(
                        frame,
                        "memory.value",
                        (runtime.totalMemory() - runtime.freeMemory()) / MIB,
                        runtime.maxMemory() / MIB),
                false));
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .ifPresent(spent -> facts.add(new Fact(
                        say(frame, "cpu"),
                        say(frame, "cpu.value", frame.times().span(spent), runtime.availableProcessors()),
                        false)));
        facts.add(new Fact(
                say(frame, "threads"),
                String.valueOf(ManagementFactory.getThreadMXBean().getThreadCount()),
                false));
        return new Group(say(frame, "use"), facts);
    }

    /** Paths tell the name of the user, so they are for administrators. */
    private static Group places(PageFrame frame, Path dataFolder) {
        var folder = dataFolder.toAbsolutePath();
        var facts = new ArrayList<Fact>();
        if (frame.administers()) {
            facts.add(new Fact(say(frame, "data"), folder.toString(), true));
            facts.add(new Fact(
                    say(frame, "log"),
                    folder.resolve("logs").resolve("slipway.log").toString(),
                    true));
        }
        try {
            facts.add(new Fact(say(frame, "data.size"), say(frame, "mib", size(folder) / MIB), false));
            facts.add(new Fact(
                    say(frame, "disk"),
                    say(frame, "mib", Files.getFileStore(folder).getUsableSpace() / MIB),
                    false));
        } catch (IOException e) {
            facts.add(new Fact(say(frame, "data.size"), say(frame, "unknown"), false));
        }
        return new Group(say(frame, "places"), facts);
    }

    private static long size(Path folder) throws IOException {
        var sum = new long[2];
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.size();
                sum[1]++;
                return sum[1] < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                // Files come and go while it counts.
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }

    private static List<String> onTheClassPath() {
        return Arrays.stream(System.getProperty("java.class.path", "")
                        .split(Pattern.quote(System.getProperty("path.separator", ":")), -1))
                .map(path -> path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1))
                .map(JAR::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<String> text(String resource) {
        try (var in = AboutView.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
