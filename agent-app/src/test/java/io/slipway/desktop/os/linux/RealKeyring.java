package io.slipway.desktop.os.linux;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A session bus and a gnome-keyring of its own, unlocked, in a folder. */
final class RealKeyring implements AutoCloseable {
    private final Process bus;
    private final Process keyring;
    private final Map<String, String> environment;

    private RealKeyring(Process bus, Process keyring, Map<String, String> environment) {
        this.bus = bus;
        this.keyring = keyring;
        this.environment = environment;
    }

    /** What is missing to start one, if anything. */
    static Optional<String> missing() {
        for (var program : List.of("dbus-daemon", "gnome-keyring-daemon", "secret-tool")) {
            if (find(program).isEmpty()) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> find(String program) {
        for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            var file = Path.of(folder).resolve(program);
            if (Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    static RealKeyring start(Path folder) throws IOException, InterruptedException {
        var run = Files.createDirectories(
                folder.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin"));
        environment.put("HOME", folder.toString());
        environment.put("XDG_RUNTIME_DIR", run.toString());
        environment.put("XDG_DATA_HOME", folder.resolve("share").toString());
        var bus = process(environment, folder, "dbus-daemon", "--session", "--nofork", "--print-address");
        var address =
                new BufferedReader(new InputStreamReader(bus.getInputStream(), StandardCharsets.UTF_8)).readLine();
        environment.put("DBUS_SESSION_BUS_ADDRESS", String.valueOf(address));
        var keyring = process(
                environment, folder, "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets");
        try (var password = keyring.getOutputStream()) {
            password.write("keyring-password".getBytes(StandardCharsets.UTF_8));
        }
        // It prints its variables when it serves.
        var unused =
                new BufferedReader(new InputStreamReader(keyring.getInputStream(), StandardCharsets.UTF_8)).readLine();
        return new RealKeyring(bus, keyring, Map.copyOf(environment));
    }

    private static Process process(Map<String, String> environment, Path folder, String... command) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectError(folder.resolve(command[0] + ".log").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    Map<String, String> environment() {
        return environment;
    }

    @Override
    public void close() throws InterruptedException {
        for (var process : List.of(keyring, bus)) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
