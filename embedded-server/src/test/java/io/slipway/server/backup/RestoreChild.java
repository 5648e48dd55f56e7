package io.slipway.server.backup;

import io.slipway.server.base.Secret;
import io.slipway.server.boot.AgentAssembly;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The product's process in the crash test: restores a backup and halts itself at an edge. */
public final class RestoreChild {
    private RestoreChild() {}

    /** Arguments: data folder, backup, file with the words, edge. */
    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        var file = Files.readAllBytes(Path.of(args[1]));
        var words = Secret.of(Files.readString(Path.of(args[2])));
        var config = BackupRig.config(folder, BackupRig.setup(folder).asking(), (edge, kind) -> {
            if (kind.equals("restore") && edge.equals(args[3])) {
                Runtime.getRuntime().halt(137);
            }
        });
        try (var agent = AgentAssembly.open(config)) {
            var choice = new RestoreChoice(false, false, false, Optional.empty());
            agent.parts()
                    .backups()
                    .restore(BackupRig.ADMIN, new ByteArrayInputStream(file), Optional.of(words), choice);
        }
        System.exit(0);
    }
}
