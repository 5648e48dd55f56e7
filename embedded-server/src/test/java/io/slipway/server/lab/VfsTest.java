package io.slipway.server.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.lab.sh.Vfs;
import io.slipway.server.lab.sh.VfsException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VfsTest {
    private static final byte[] PLAIN = "plain".getBytes(StandardCharsets.US_ASCII);

    private final Vfs files = new Vfs(InstantSource.system());

    /** Made up from what another thread finds in the stored files, as the cluster's folder is made under the cluster's lock. */
    private final class Asking implements Vfs.Synthetic {
        @Override
        public @Nullable List<String> list(String path) {
            return path.equals("/made") ? List.of("up") : null;
        }

        @Override
        public byte[] read(String path) {
            return CompletableFuture.supplyAsync(VfsTest.this::plain)
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }
    }

    private byte[] plain() {
        try {
            return files.read("/plain");
        } catch (VfsException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aMadeUpFileIsAskedForWithoutTheLockOfTheStoredOnes() throws VfsException {
        files.put("/plain", PLAIN, 0644);
        files.mount("/made", new Asking());

        assertThat(files.read("/made/up")).isEqualTo(PLAIN);
        assertThat(files.stat("/made/up")).isNotNull().satisfies(stat -> assertThat(stat.size())
                .isEqualTo(PLAIN.length));
        assertThat(files.list("/made")).containsExactly("up");
    }
}
