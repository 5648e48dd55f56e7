package io.slipway.desktop.app;

import io.slipway.desktop.Display;
import io.slipway.desktop.prefs.PreferencesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * What the desktop costs: {@code mvn -Pdesktop-figures -pl agent-app -am verify}, on an idle machine. Starts the program by its launcher, as
 * an operator does, on a screen of its own; the first start makes the archive of classes and is not counted.
 *
 * <p>Linux only: memory and processor time are read from {@code /proc}.
 */
public final class DesktopFigures {
    private static final int STARTS = 10;
    private static final int TICKS_PER_SECOND = 100;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);
    private static final Pattern WINDOW = Pattern.compile("(?m)^([^ ]+) .* window shown after=");
    private static final Pattern READY = Pattern.compile("(?m)^([^ ]+) .* desktop ready after=");

    private final Path launcher;
    private final Path data;
    private Instant begun = Instant.MIN;

    private DesktopFigures(Path launcher, Path data) {
        this.launcher = launcher;
        this.data = data;
    }

    /** @param arguments the launcher, and for how many seconds the idle program is watched */
    public static void main(String[] arguments) throws Exception {
        Display.require();
        var data = Files.createTempDirectory("slipway-figures-");
        var figures = new DesktopFigures(Path.of(arguments[0]).toAbsolutePath(), data);
        PreferencesFile.open(data).change(choices -> choices.withFirstRunDone());
        figures.end(figures.start("--show", READY));
        figures.starts();
        figures.idle("window open", "--show", Integer.parseInt(arguments[1]));
        figures.idle("in the tray", "--tray", Integer.parseInt(arguments[1]));
        figures.second();
        System.exit(0);
    }

    private void starts() throws Exception {
        var window = new ArrayList<Long>();
        var ready = new ArrayList<Long>();
        for (int i = 0; i < STARTS; i++) {
            var process = start("--show", READY);
            window.add(figure(WINDOW));
            ready.add(figure(READY));
            end(process);
        }
        System.out.println("start of the launcher to the window, ms: " + told(window));
        System.out.println("start of the launcher to the services, ms: " + told(ready));
    }

    private void second() throws Exception {
        var first = start("--tray", READY);
        var millis = new ArrayList<Long>();
        for (int i = 0; i < STARTS; i++) {
            long begin = System.nanoTime();
            if (process("--tray").waitFor() != 0) {
                throw new IllegalStateException("a second start failed");
            }
            millis.add((System.nanoTime() - begin) / 1_000_000);
        }
        end(first);
        System.out.println("second start, launcher script included, ms: " + told(millis));
    }

    private void idle(String what, String option, int seconds) throws Exception {
        var process = start(option, READY);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(15));
        long before = ticks(process);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
        long used = ticks(process) - before;
        System.out.printf(
                "%s: %d MiB resident, %.2f %% of one core over %d s%n",
                what, resident(process) / 1024, 100.0 * used / TICKS_PER_SECOND / seconds, seconds);
        end(process);
    }

    private Process process(String option) throws IOException {
        var builder = new ProcessBuilder(launcher.toString(), "desktop", option, "--data", data.toString());
        builder.environment().put("DISPLAY", Display.name());
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private Process start(String option, Pattern until) throws IOException {
        Files.deleteIfExists(log());
        begun = InstantSource.system().instant();
        var process = process(option);
        long end = System.nanoTime() + PATIENCE;
        while (!Files.exists(log()) || !until.matcher(Files.readString(log())).find()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IllegalStateException("the desktop does not start");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return process;
    }

    private Path log() {
        return data.resolve("logs").resolve("slipway.log");
    }

    /** Milliseconds from the start of the launcher to a line of the log, by one clock. */
    private long figure(Pattern pattern) throws IOException {
        var matcher = pattern.matcher(Files.readString(log()));
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern);
        }
        return Duration.between(begun, Instant.parse(matcher.group(1))).toMillis();
    }

    /** By a signal that lets Java end in order, so that the archive is written. */
    private void end(Process process) throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private static long resident(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long ticks(Process process) throws IOException {
        var fields = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"))
                .replaceFirst("^.*\\) ", "")
                .split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static String told(List<Long> values) {
        Collections.sort(values);
        return "median " + values.get(values.size() / 2) + ", " + values.getFirst() + " to " + values.getLast()
                + ", of " + values.size();
    }
}
