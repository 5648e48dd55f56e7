package io.slipway.cli;

import io.slipway.cli.client.AdminFile;
import io.slipway.cli.client.ControlPlane;
import io.slipway.home.LogFile;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the control plane of a data folder, or starts one in this process. */
final class Planes {
    private static final Duration STARTING = Duration.ofSeconds(10);
    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final Path dataFolder;
    private final Surroundings surroundings;

    Planes(Path dataFolder, Surroundings surroundings) {
        this.dataFolder = dataFolder;
        this.surroundings = surroundings;
    }

    /** The running control plane; empty when none answers. */
    Optional<Session.Link> running() {
        var file = AdminFile.read(dataFolder);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        var plane = new ControlPlane(file.get().url(), file.get().token());
        if (plane.answers()) {
            return Optional.of(new Session.Link(plane, false, plane::close));
        }
        plane.close();
        return Optional.empty();
    }

    /**
     * The running control plane, else one of our own.
     *
     * @throws SlipwayException DATA_FOLDER_IN_USE when somebody holds the folder and does not answer
     */
    Session.Link runningOrOwn(Supplier<AgentConfig> config) {
        var deadline = surroundings.clock().instant().plus(STARTING);
        while (true) {
            var running = running();
            if (running.isPresent()) {
                return running.get();
            }
            try {
                return own(config.get());
            } catch (SlipwayException e) {
                // Somebody holds the folder: a server that starts right now, or a command that is just ending.
                boolean held = e.problem().code() == ProblemCode.DATA_FOLDER_IN_USE;
                if (!held || surroundings.clock().instant().isAfter(deadline)) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** Starts a control plane in this process. */
    Session.Link own(AgentConfig config) {
        var redactor = new Redactor();
        LogFile.attach(dataFolder, redactor);
        var assembly = AgentAssembly.open(config, redactor);
        var file = AdminFile.read(dataFolder);
        if (file.isEmpty()) {
            assembly.close();
            throw Problem.of(ProblemCode.INTERNAL_ERROR, "The control plane started and did not say where it listens.")
                    .exception();
        }
        var plane = new ControlPlane(file.get().url(), file.get().token());
        return new Session.Link(plane, true, () -> {
            plane.close();
            assembly.close();
        });
    }

    private void pause() {
        try {
            surroundings.sleeper().sleep(BETWEEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SlipwayException(
                    Problem.of(ProblemCode.CANCELLED, "The command was interrupted while it waited."), e);
        }
    }
}
