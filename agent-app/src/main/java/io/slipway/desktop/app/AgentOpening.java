package io.slipway.desktop.app;

import io.slipway.desktop.os.SystemProtectors;
import io.slipway.home.LogFile;
import io.slipway.server.base.Redactor;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import io.slipway.server.vault.VaultSetup;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Opens the services while the toolkit starts. */
final class AgentOpening {
    private AgentOpening() {}

    /** A new vault waits for the operator's choice; the first run asks for it. */
    static CompletableFuture<AgentAssembly> start(Path folder) {
        var result = new CompletableFuture<AgentAssembly>();
        Thread.ofPlatform().name("desktop-opening").start(() -> {
            try {
                var redactor = new Redactor();
                LogFile.attach(folder, redactor);
                var vault = VaultSetup.usual(folder)
                        .withSystem(SystemProtectors.of(System.getProperty("os.name"), System.getenv()))
                        .asking();
                result.complete(AgentAssembly.open(
                        AgentConfig.of(folder, Optional.empty()).withVault(vault), redactor));
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}
