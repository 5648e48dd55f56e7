package io.slipway.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
    @TempDir
    Path folder;

    @Test
    void newFoldersAndFilesAreTheUsersOwn() throws IOException {
        var inner = folder.resolve("a/b");

        PrivateFiles.createFolder(inner);
        PrivateFiles.write(inner.resolve("f"), new byte[] {1, 2});

        assertThat(mode(folder.resolve("a"))).isEqualTo("rwx------");
        assertThat(mode(inner)).isEqualTo("rwx------");
        assertThat(mode(inner.resolve("f"))).isEqualTo("rw-------");
    }

    @Test
    void writingReplacesAFileThatOthersCouldReadAndClearsAnEarlierCrash() throws IOException {
        var file = folder.resolve("f");
        Files.writeString(file, "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(folder.resolve("f.part"), "half");

        PrivateFiles.write(file, "new".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(file).hasContent("new");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(folder.resolve("f.part")).doesNotExist();
    }

    @Test
    void anExistingFolderKeepsItsMode() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        PrivateFiles.createFolder(folder);

        assertThat(mode(folder)).isEqualTo("rwxr-xr-x");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
