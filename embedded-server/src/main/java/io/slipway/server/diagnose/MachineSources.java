package io.slipway.server.diagnose;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The program, its runtime, its folder and its log. */
final class MachineSources {
    private static final long MIB = 1L << 20;
    /** A log file rolls at 5 MB; one that somebody else made longer is read from its end. */
    private static final int LONGEST_LOG = 6 << 20;

    private static final int MOST_LOGS = 10;
    private static final int MOST_FILES = 200;
    private static final Pattern LOG = Pattern.compile("slipway\\.log(?:\\.([1-9]))?");

    private final Path dataFolder;
    private final String version;

    MachineSources(Path dataFolder, String version) {
        this.dataFolder = dataFolder;
        this.version = version;
    }

    List<BundleSource> sources() {
        return List.of(
                BundleSource.of("program.txt", "versions, system and memory", this::program),
                BundleSource.of("folder.txt", "names and sizes of the files in the data folder", this::folder),
                new BundleSource("logs", this::logs));
    }

    private String program() throws IOException {
        var runtime = Runtime.getRuntime();
        var text = new StringBuilder("Slipway " + version + "\n");
        for (var name : List.of(
                "java.runtime.version",
                "java.vm.name",
                "os.name",
                "os.version",
                "os.arch",
                "file.encoding",
                "user.language",
                "user.timezone")) {
            text.append(name).append(": ").append(System.getProperty(name, "")).append('\n');
        }
        text.append("processors: ").append(runtime.availableProcessors()).append('\n');
        text.append(String.format(
                Locale.ROOT,
                "memory: %d MiB used of %d MiB%n",
                (runtime.totalMemory() - runtime.freeMemory()) / MIB,
                runtime.maxMemory() / MIB));
        text.append("up: ")
                .append(ManagementFactory.getRuntimeMXBean().getUptime() / 1000)
                .append(" s\n");
        if (Files.isDirectory(dataFolder)) {
            var store = Files.getFileStore(dataFolder);
            text.append("disk: ")
                    .append(store.getUsableSpace() / MIB)
                    .append(" MiB free, ")
                    .append(store.type());
        }
        return text.append('\n').toString();
    }

    private String folder() throws IOException {
        var text = new StringBuilder();
        try (var files = Files.list(dataFolder)) {
            for (var file : files.sorted().limit(MOST_FILES).toList()) {
                boolean regular = Files.isRegularFile(file);
                text.append(String.format(
                        Locale.ROOT, "%12s  %s%n", regular ? Files.size(file) : "folder", file.getFileName()));
            }
        }
        return text.toString();
    }

    /** Newest first, so that the oldest are left out when the bundle is full. */
    private List<BundleText> logs() throws IOException {
        var folder = dataFolder.resolve("logs");
        var texts = new ArrayList<BundleText>();
        if (!Files.isDirectory(folder)) {
            throw new IOException("There is no log.");
        }
        try (var files = Files.list(folder)) {
            var logs = files.filter(file -> LOG.matcher(name(file)).matches())
                    .sorted(Comparator.comparing(MachineSources::name))
                    .limit(MOST_LOGS)
                    .toList();
            for (var log : logs) {
                var what = name(log).endsWith("log") ? "the program's log" : "an older part of the program's log";
                texts.add(new BundleText("logs/" + name(log), what, end(log)));
            }
        }
        return texts;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String end(Path file) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            long skipped = Math.max(0, in.length() - LONGEST_LOG);
            in.seek(skipped);
            var bytes = new byte[(int) (in.length() - skipped)];
            int read = 0;
            for (int n = 0; n >= 0 && read < bytes.length; read += Math.max(0, n)) {
                n = in.read(bytes, read, bytes.length - read);
            }
            var text = new String(bytes, 0, read, StandardCharsets.UTF_8);
            return skipped == 0
                    ? text
                    : "(the first " + skipped + " bytes were left out)\n" + text.substring(text.indexOf('\n') + 1);
        }
    }
}
