package io.slipway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoStageTest {
    private static final long NOBODY = 999_999_999;

    @TempDir
    Path place;

    private DemoSetting setting() {
        return DemoSetting.of(Map.of("TMPDIR", place.toString()), new Redactor())
                .quick();
    }

    @Test
    void nothingIsLeftOfADemonstrationThatWasClosed() throws IOException {
        try (var stage = DemoStage.open(setting())) {
            assertThat(stage.register().name()).isEqualTo(DemoOrder.HOST);
            assertThat(place).isDirectoryContaining(path -> path.equals(stage.folder()));
            stage.close();
            assertThat(place).isEmptyDirectory();
        }
    }

    @Test
    void whatACrashLeftGoesAndWhatLivesOrIsForeignStays() throws IOException {
        var dead = folder("slipway-demo-1", mark(NOBODY, "1"));
        var own = ProcessHandle.current();
        var start = own.info().startInstant().map(at -> at.toEpochMilli()).orElseThrow();
        var living = folder("slipway-demo-2", mark(own.pid(), Long.toString(start)));
        var numberReused = folder("slipway-demo-3", mark(own.pid(), "1000"));
        var unmarked = folder("slipway-demo-4", "");
        var foreign = folder("slipway-demo-5", "slipway demonstration of process 999999999 since 1\nand more");
        var elsewhere = Files.createDirectory(place.resolve("other"));
        var target = folder("other/target", mark(NOBODY, "1"));
        var link = Files.createSymbolicLink(place.resolve("slipway-demo-6"), target);

        DemoFolder.sweep(place);

        assertThat(dead).doesNotExist();
        assertThat(numberReused).doesNotExist();
        assertThat(living).isNotEmptyDirectory();
        assertThat(unmarked).isNotEmptyDirectory();
        assertThat(foreign).isNotEmptyDirectory();
        assertThat(link).exists();
        assertThat(elsewhere).isNotEmptyDirectory();
        assertThat(target.resolve("data.db")).exists();
    }

    @Test
    void aRunningDemonstrationSurvivesTheStartOfAnother() throws IOException {
        try (var first = DemoStage.open(setting())) {
            DemoFolder.sweep(place);

            assertThat(first.folder()).isDirectory();
            assertThat(first.parts().hosts().list(io.slipway.server.base.TenantId.DEFAULT))
                    .isEmpty();
        }
    }

    @Test
    void anotherMachineAtTheLaboratorysPortIsRefused() throws IOException {
        try (var stage = DemoStage.open(setting())) {
            stage.requireOwn("ssh-ed25519 " + stage.fingerprint());
            stage.requireOwn(stage.certificate());

            assertThatThrownBy(() -> stage.requireOwn("ssh-ed25519 SHA256:AAAA"))
                    .isInstanceOf(SlipwayException.class)
                    .hasMessageContaining("Somebody else answers");
        }
    }

    @Test
    void aPlaceThatIsNoFolderIsNotTaken() {
        assertThat(DemoSetting.place(Map.of("TMPDIR", place.resolve("missing").toString())))
                .isEqualTo(Optional.empty());
    }

    private static String mark(long pid, String since) {
        return "slipway demonstration of process " + pid + " since " + since + "\n";
    }

    private Path folder(String name, String mark) throws IOException {
        var folder = Files.createDirectories(place.resolve(name));
        Files.writeString(folder.resolve("data.db"), "x");
        if (!mark.isEmpty()) {
            Files.writeString(folder.resolve("demonstration.mark"), mark);
        }
        return folder;
    }
}
