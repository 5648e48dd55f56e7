package io.slipway.server.web.admin;

import static io.slipway.server.syncthing.SyncthingPair.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.syncthing.RealSyncthingPair;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract kept by the program itself; SKIPPED where it is not installed. */
class RealSyncthingTest extends SyncthingContract {
    private RealSyncthingPair real;

    @BeforeAll
    static void look() {
        if (!RealSyncthingPair.isThere()) {
            System.out.println("SKIPPED RealSyncthingTest: syncthing is not installed");
            Assumptions.abort("SKIPPED: syncthing is not installed");
        }
    }

    @Override
    RealSyncthingPair pair(Path folder) throws Exception {
        real = RealSyncthingPair.start(folder, KEY);
        return real;
    }

    @Test
    @Tag("F126")
    void whatIsSharedArrives() throws Exception {
        Files.createDirectories(real.theirsAt());
        Files.writeString(real.theirsAt().resolve("picture.txt"), "a view of the harbour");
        offered();
        assertThat(share().status()).isEqualTo(200);
        Files.writeString(real.oursAt().resolve("note.txt"), "from ours");
        assertThat(act("scan", "folder_id", FOLDER).status()).isEqualTo(200);

        AdminRig.await(() -> Files.exists(real.theirsAt().resolve("note.txt"))
                && Files.exists(real.oursAt().resolve("picture.txt")));
        assertThat(real.oursAt().resolve("picture.txt")).hasContent("a view of the harbour");
    }

    /** Otherwise it would still ask to be let in, and write into a folder that is being deleted. */
    @Test
    void nothingOfItRunsOnWhenItIsClosed() throws Exception {
        assertThat(running()).isEqualTo(2);

        real.close();

        assertThat(running()).isZero();
    }

    private long running() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(folder.toString()))
                        .isPresent())
                .count();
    }
}
