package io.slipway.desktop.os.windows;

import io.slipway.desktop.instance.SingleInstance;
import io.slipway.desktop.prefs.Preferences;
import io.slipway.desktop.prefs.PreferencesFile;
import io.slipway.home.DataFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts the desktop as the operator's session does, three times, each time in a process of its own with a {@link DesktopProbe} at its
 * controls, and looks from outside at how it ends. Writes what it found to {@code report.txt} of its folder.
 */
public final class DesktopConductor {
    /** How many checks there are, those of the probes among them. */
    static final int CHECKS = 48;

    static final String REPORT = "report.txt";
    static final String LAST = "ALL DONE on ";
    /** The last line of the report, whatever came before. */
    static final String END = "END";

    private static final long PATIENCE_SECONDS = 400;

    private final Path folder;
    private final Path local;
    private final Path data;

    private DesktopConductor(Path folder) {
        this.folder = folder;
        // Spaces and letters of two alphabets, as in the name of a user.
        this.local = folder.resolve("Jürgen Мельник").resolve("Local");
        this.data = new DataFolder(java.util.Map.of("LOCALAPPDATA", local.toString()), folder, "Windows").path(null);
    }

    /** @param arguments an empty folder, relative to the present one */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var conductor = new DesktopConductor(Path.of(arguments[0]).toAbsolutePath());
        try {
            conductor.run();
            conductor.say(LAST + System.getProperty("os.name"));
        } catch (IOException | RuntimeException | AssertionError e) {
            conductor.say("FAILED " + e);
        }
        conductor.say(END);
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectories(local);
        var bar = Sight.bar();
        Sight.keep(bar, folder.resolve("bar-before.png"));

        desktop("new");
        ended("new");
        PreferencesFile.open(data).change(Preferences::withFirstRunDone);
        desktop("first");
        ended("first");
        check("the icon left the bar", Sight.becomes(() -> Sight.same(Sight.bar(), bar)));
        desktop("again");
        ended("again");
    }

    private void desktop(String part) throws IOException, InterruptedException {
        var command = java("--module-path", "fx", "--add-modules", "javafx.controls");
        command.add("-Dslipway.test.patience=240");
        // Wine's Direct3D crashes when a hidden window comes back, and letters for liquid crystals come out empty or
        // black.
        command.addAll(List.of("-Dprism.order=sw", "-Dprism.lcdtext=false"));
        command.addAll(List.of(DesktopProbe.class.getName(), part, folder.toString()));
        int code = start(part, command);
        for (var line : Files.readAllLines(folder.resolve(part + ".txt"))) {
            if (line.startsWith("OK ") || line.startsWith("FIGURE ") || line.startsWith("FAILED ")) {
                say(line);
            }
        }
        check(part + ": the program ended with 0 (" + code + ")", code == 0);
    }

    private void ended(String part) throws IOException {
        check(part + ": no process is left", ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
        check(part + ": nothing says where a desktop is", Files.notExists(data.resolve("desktop.address")));
        var claim = SingleInstance.claim(data);
        check(part + ": the folder is free", claim.isPresent());
        claim.orElseThrow().close();
    }

    static List<String> java(String... options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java.exe").toString());
        // As slipway.cmd has them.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-Xss512k"));
        command.add("-Duser.language=en");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", "classes;lib/*"));
        return command;
    }

    private int start(String name, List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("NUL")))
                .redirectOutput(folder.resolve(name + ".txt").toFile());
        builder.environment().put("LOCALAPPDATA", local.toString());
        var process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            Sight.keep(Sight.all(), folder.resolve(name + "-stuck.png"));
            process.destroyForcibly();
            throw new AssertionError(name + " did not end");
        }
        return process.exitValue();
    }

    private void check(String what, boolean holds) throws IOException {
        say((holds ? "OK " : "FAILED ") + what);
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private void say(String line) throws IOException {
        Files.writeString(folder.resolve(REPORT), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
