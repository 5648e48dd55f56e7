package io.slipway.cli;

import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import io.slipway.server.boot.LanConfig;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.lab.rest.LabToken;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;

/** A laboratory and a running control plane that commands find by its data folder. */
final class LaboratoryRig implements AutoCloseable {
    static final String PASSWORD = "laboratory-password-59c2";

    static final LabToken TOKEN = LabToken.of("bot@pve!agent", "3d5a7c9e-1b2d-4f60-8a9c-0e1f2a3b4c5d", LabToken.ALL);

    final Path home;
    final KeyPair key = LaboratoryBuilder.newHostKey();
    final AgentAssembly agent;
    Laboratory lab;

    LaboratoryRig(Path home) {
        this.home = home;
        this.lab = start(0, key);
        this.agent = AgentAssembly.open(AgentConfig.of(cli().data(), Optional.of(LanConfig.forLaboratory()))
                .withPauses(Duration.ofMillis(20), Duration.ofMillis(50)));
    }

    private static Laboratory start(int port, KeyPair key) {
        return Laboratory.builder()
                .token(TOKEN)
                .rootPassword(PASSWORD)
                .hostKey(key)
                .port(port)
                .start();
    }

    CommandRun cli() {
        return new CommandRun(home);
    }

    String fingerprint() {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key.getPublic());
    }

    /** The API's certificate as the host's console shows it. */
    String certificate() {
        return lab.rest().fingerprint().toUpperCase(java.util.Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
    }

    /** Registers the laboratory under that name. */
    CommandRun.Outcome register(String name, String... more) {
        var words = new java.util.ArrayList<String>(java.util.List.of(
                "host",
                "add",
                name,
                "127.0.0.1",
                "--port",
                Integer.toString(lab.port()),
                "--password-stdin",
                "--host-key",
                fingerprint()));
        words.addAll(java.util.List.of(more));
        return cli().typing(PASSWORD + "\n").run(words.toArray(String[]::new));
    }

    /** The machine is replaced by another one at the same address. */
    void replaceMachine() {
        int port = lab.port();
        lab.close();
        lab = start(port, LaboratoryBuilder.newHostKey());
    }

    /** VMs on the node that are neither templates nor somebody else's. */
    long ownMachines() {
        return lab.vms().stream()
                .filter(vm -> vm.vmid() < 9000 && !vm.name().startsWith("foreign"))
                .count();
    }

    @Override
    public void close() {
        agent.close();
        lab.close();
    }
}
