package io.slipway.cli;

import java.nio.file.Path;

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
        return new DataFolder(surroundings).path(options.data);
    }
}
