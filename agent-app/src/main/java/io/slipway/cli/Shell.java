package io.slipway.cli;

import io.slipway.desktop.os.SystemProtectors;
import io.slipway.home.DataFolder;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.boot.AgentConfig;
import io.slipway.server.boot.LanConfig;
import io.slipway.server.vault.VaultSetup;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** What every command has at hand: its surroundings and the options common to all. */
final class Shell {
    private final Surroundings surroundings;
    private final RootCommand options;

    Shell(Surroundings surroundings, RootCommand options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** Asked for late: the options are known only after parsing. */
    Screen screen() {
        return new Screen(surroundings, options.json, !options.noColor);
    }

    /** Where everything lies. */
    Path dataFolder() {
        return new DataFolder(surroundings.environment(), surroundings.home(), surroundings.system())
                .path(options.data);
    }

    Planes planes() {
        return new Planes(dataFolder(), surroundings);
    }

    /** Does something with the control plane, and stops it afterwards when it is our own. */
    int connected(Use use, LanOptions lan, ToIntFunction<Session> task) {
        var planes = planes();
        try (var session = new Session(() -> planes.runningOrOwn(() -> config(use, lan)))) {
            return task.applyAsInt(session);
        }
    }

    /** As {@link #connected(Use, LanOptions, ToIntFunction)}, for what needs no VM to reach us. */
    int connected(Use use, ToIntFunction<Session> task) {
        return connected(use, new LanOptions(), task);
    }

    private AgentConfig config(Use use, LanOptions lan) {
        var usual =
                switch (use) {
                    case LOOK ->
                        idle(config(lan.offered() ? lan.config(surroundings.environment()) : Optional.empty()));
                    case WORK -> config(lan.config(surroundings.environment()));
                };
        return usual.withCommand(options.command());
    }

    /** The usual agent of the data folder, with what this system offers to keep the vault key. */
    AgentConfig config(Optional<LanConfig> lan) {
        return AgentConfig.of(dataFolder(), lan).withVault(vault());
    }

    /** How the vault is opened when nobody says otherwise. */
    VaultSetup vault() {
        return VaultSetup.usual(dataFolder())
                .withSystem(SystemProtectors.of(surroundings.system(), surroundings.environment()));
    }

    /** As {@link #connected(Use, ToIntFunction)}, but a new vault waits for a choice. */
    int connectedToNewVault(ToIntFunction<Session> task) {
        var planes = planes();
        var config = idle(config(Optional.empty()).withVault(vault().asking())).withCommand(options.command());
        try (var session = new Session(() -> planes.runningOrOwn(() -> config))) {
            return task.applyAsInt(session);
        }
    }

    /** For commands that look at what is stored. */
    AgentConfig looking() {
        return config(Use.LOOK, new LanOptions());
    }

    /** Without workers: what an earlier process left unfinished waits for a command that is about work. */
    private static AgentConfig idle(AgentConfig usual) {
        return usual.withWorkers(0);
    }

    /**
     * Asks before something that cannot be taken back.
     *
     * @throws SlipwayException CONFIRMATION_REQUIRED when nobody can answer; CANCELLED when the answer is no
     */
    void confirm(boolean given, String question) {
        if (given) {
            return;
        }
        if (!surroundings.prompt().available() || options.json) {
            throw Problem.of(ProblemCode.CONFIRMATION_REQUIRED, question + " Nobody is there to answer.")
                    .exception();
        }
        if (!surroundings.prompt().confirm(question)) {
            throw Problem.of(ProblemCode.CANCELLED, "You said no; nothing has been changed.", "Nothing is left to do.")
                    .exception();
        }
    }
}
