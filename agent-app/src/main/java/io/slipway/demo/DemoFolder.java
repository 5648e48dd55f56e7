package io.slipway.demo;

import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one demonstration. Carries a mark with the process that owns it, so that what a crash left behind is known as ours
 * and as nobody's any more.
 */
final class DemoFolder {
    private static final Logger LOG = LoggerFactory.getLogger(DemoFolder.class);
    private static final String PREFIX = "slipway-demo-";
    private static final String MARK = "demonstration.mark";
    private static final Pattern OWNER =
            Pattern.compile("slipway demonstration of process (\\d{1,18}) since (\\d{1,18}|-)\n");
    private static final int LONGEST_MARK = 120;
    /** How far apart two looks at the start of the same process may lie: systems count it from their own start. */
    private static final Duration BLUR = Duration.ofSeconds(30);

    private final Path path;

    private DemoFolder(Path path) {
        this.path = path;
    }

    /** A new one, marked as ours. */
    static DemoFolder create(Path place) throws IOException {
        var path = Files.createTempDirectory(place, PREFIX);
        var own = ProcessHandle.current();
        var mark = "slipway demonstration of process " + own.pid() + " since " + started(own) + "\n";
        PrivateFiles.write(path.resolve(MARK), mark.getBytes(StandardCharsets.US_ASCII));
        return new DemoFolder(path);
    }

    private static String started(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(at -> Long.toString(at.toEpochMilli()))
                .orElse("-");
    }

    Path path() {
        return path;
    }

    void delete() {
        delete(path);
    }

    /** Deletes the demonstrations in that place whose process is gone, and nothing else. */
    static void sweep(Path place) {
        try (var found = Files.newDirectoryStream(place, PREFIX + "*")) {
            for (var folder : found) {
                if (abandoned(folder)) {
                    delete(folder);
                    LOG.info("a demonstration that a crash left behind was deleted");
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("no look at earlier demonstrations", e);
        }
    }

    private static boolean abandoned(Path folder) {
        var mark = folder.resolve(MARK);
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    || !Files.isRegularFile(mark, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(mark) > LONGEST_MARK) {
                return false;
            }
            var owner = OWNER.matcher(Files.readString(mark, StandardCharsets.US_ASCII));
            return owner.matches() && gone(Long.parseLong(owner.group(1)), since(owner.group(2)));
        } catch (IOException e) {
            // Somebody else's, or it is going just now.
            return false;
        }
    }

    private static OptionalLong since(String text) {
        return text.equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    /** Whether the process is gone; another one may have got its number. In doubt it lives. */
    private static boolean gone(long pid, OptionalLong since) {
        var process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            return true;
        }
        Optional<Instant> start = process.get().info().startInstant();
        return since.isPresent()
                && start.isPresent()
                && Duration.between(Instant.ofEpochMilli(since.getAsLong()), start.get())
                                .abs()
                                .compareTo(BLUR)
                        > 0;
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    // The mark goes last: a deletion that is cut off is finished by the next sweep.
                    if (!file.equals(folder.resolve(MARK))) {
                        Files.deleteIfExists(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                    if (visited.equals(folder)) {
                        Files.deleteIfExists(folder.resolve(MARK));
                    }
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // A file still open on Windows: the next demonstration's sweep finds it.
            LOG.debug("a demonstration's folder could not be deleted whole", e);
        }
    }
}
