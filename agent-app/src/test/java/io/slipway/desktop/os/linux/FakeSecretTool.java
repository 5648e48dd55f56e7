package io.slipway.desktop.os.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A program {@code secret-tool} that keeps its entries in files of a folder, and notes its arguments. */
final class FakeSecretTool {
    private final Path folder;

    FakeSecretTool(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("entries"));
        var script = """
                #!/bin/sh
                here=%s
                echo "$*" >> "$here/arguments"
                [ -e "$here/silent" ] && exec sleep 30
                if [ -e "$here/broken" ]; then echo "secret-tool: Cannot autolaunch D-Bus" >&2; exit 1; fi
                verb=$1; shift
                case $1 in --label=*) shift ;; esac
                entry=$here/entries/$(echo "$*" | tr ' /' '_-')
                case $verb in
                store) cat > "$entry" ;;
                lookup) [ -e "$entry" ] && cat "$entry" ;;
                clear) [ -e "$entry" ] && rm "$entry" ;;
                *) echo "usage" >&2; exit 2 ;;
                esac
                """.formatted(folder);
        var program = Files.writeString(folder.resolve("secret-tool"), script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    Map<String, String> environment() {
        return Map.of("PATH", folder + ":/usr/bin:/bin", "DBUS_SESSION_BUS_ADDRESS", "unix:path=/none");
    }

    void breakDown() throws IOException {
        Files.createFile(folder.resolve("broken"));
    }

    void mend() throws IOException {
        Files.delete(folder.resolve("broken"));
    }

    String arguments() throws IOException {
        return Files.readString(folder.resolve("arguments"));
    }

    /** What it was given to keep. */
    String kept() throws IOException {
        try (var entries = Files.list(folder.resolve("entries"))) {
            return Files.readString(entries.findFirst().orElseThrow());
        }
    }

    void dropEntries() throws IOException {
        try (var entries = Files.list(folder.resolve("entries"))) {
            for (var entry : entries.toList()) {
                Files.delete(entry);
            }
        }
    }
}
