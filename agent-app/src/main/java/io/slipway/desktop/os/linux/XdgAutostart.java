package io.slipway.desktop.os.linux;

import io.slipway.desktop.os.Autostart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code slipway.desktop} in the user's autostart folder (freedesktop.org, Desktop Application Autostart Specification). The file
 * carries a mark of ours; one without it is somebody else's and stays.
 */
public final class XdgAutostart implements Autostart {
    static final String FILE = "slipway.desktop";
    private static final String MARK = "X-Slipway-Autostart=true";
    private static final long LARGEST = 64 * 1024;

    private final Path file;
    private final String exec;

    /** @param command the program, absolute, and its arguments */
    public XdgAutostart(Map<String, String> environment, Path home, List<String> command) {
        var config = Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> home.resolve(".config"));
        this.file = config.resolve("autostart").resolve(FILE);
        this.exec = command.stream().map(XdgAutostart::quoted).collect(Collectors.joining(" "));
    }

    /** One argument of an {@code Exec} line: quoted by its rules, then escaped as every string of such a file is. */
    static String quoted(String word) {
        var text = new StringBuilder("\"");
        word.codePoints().forEach(c -> {
            if (c == '"' || c == '`' || c == '$' || c == '\\') {
                text.append('\\');
            }
            if (c == '%') {
                text.append('%');
            }
            text.appendCodePoint(c);
        });
        return text.append('"').toString().replace("\\", "\\\\").replace("\n", "\\n");
    }

    @Override
    public State state() {
        if (!Files.exists(file)) {
            return State.OFF;
        }
        try {
            var lines = lines();
            if (!lines.contains(MARK)) {
                return State.FOREIGN;
            }
            if (lines.contains("Hidden=true") || lines.contains("X-GNOME-Autostart-enabled=false")) {
                return State.SWITCHED_OFF_ELSEWHERE;
            }
            return lines.contains("Exec=" + exec) ? State.ON : State.OUTDATED;
        } catch (IOException e) {
            return State.FOREIGN;
        }
    }

    /** @throws IOException also for a file that no desktop would write: too large, or not UTF-8 */
    private List<String> lines() throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            throw new IOException(file + " is no autostart file");
        }
        return Files.readString(file, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .toList();
    }

    @Override
    public void switchOn() throws IOException {
        if (state() == State.FOREIGN) {
            throw new IOException(file + " is not ours and stays as it is");
        }
        var folder = Files.createDirectories(file.getParent());
        var fresh = Files.createTempFile(folder, ".slipway-", ".tmp");
        try {
            Files.writeString(fresh, content(), StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private String content() {
        return """
                [Desktop Entry]
                Type=Application
                Name=Slipway
                Comment=Builds VMs; stays in the tray
                Exec=%s
                Icon=slipway
                Terminal=false
                X-GNOME-Autostart-enabled=true
                %s
                """.formatted(exec, MARK);
    }

    @Override
    public void switchOff() throws IOException {
        if (state() != State.FOREIGN) {
            Files.deleteIfExists(file);
        }
    }
}
