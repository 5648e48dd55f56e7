package io.slipway.server.artifact;

import io.slipway.server.artifact.folder.FolderStore;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.store.SqliteDatabase;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One change of the artifact store in a process of its own, which halts itself at the edge it is given.
 *
 * <p>Arguments: data folder, {@code receive} or {@code remove}, edge. Exit code 0 means that the change has no such edge.
 */
public final class ArtifactCrashChild {
    private ArtifactCrashChild() {}

    public static void main(String[] args) {
        var folder = Path.of(args[0]);
        try (var database = SqliteDatabase.open(folder)) {
            var store = new HaltingStore(new FolderStore(folder.resolve("artifacts")), Integer.parseInt(args[2]));
            var artifacts = Artifacts.open(database, store, Ids.system(), InstantSource.system());
            if (args[1].equals("receive")) {
                var file = ArtifactCrashTest.content("new");
                artifacts.receive(
                        Caller.localOperator(),
                        new ByteArrayInputStream(file),
                        OptionalLong.of(file.length),
                        Optional.empty());
            } else {
                var release = artifacts.list(Caller.localOperator().tenant(), Optional.of("old"));
                artifacts.remove(Caller.localOperator(), release.getFirst().id());
            }
        }
    }
}
