package io.slipway.cli;

import io.slipway.server.base.Secret;
import java.util.Arrays;
import java.util.Locale;

/** Asks the operator; a port so that tests answer. */
public interface Prompt {

    /** Whether somebody is there to answer. */
    boolean available();

    /** Asks until the answer is yes or no; the end of input is a no. */
    boolean confirm(String question);

    /** Reads a secret without showing it; empty at the end of input. */
    Secret secret(String label);

    /** The terminal this process was started from, if any. */
    static Prompt console() {
        // Java 22 and newer give a console object for pipes too unless jdk.console says java.base; the launchers say
        // so.
        var console = System.console();
        return new Prompt() {
            @Override
            public boolean available() {
                return console != null;
            }

            @Override
            public boolean confirm(String question) {
                while (console != null) {
                    var answer = console.readLine("%s [yes/no] ", question);
                    if (answer == null) {
                        return false;
                    }
                    switch (answer.strip().toLowerCase(Locale.ROOT)) {
                        case "yes", "y" -> {
                            return true;
                        }
                        case "no", "n" -> {
                            return false;
                        }
                        default -> console.printf("Please answer yes or no.%n");
                    }
                }
                return false;
            }

            @Override
            public Secret secret(String label) {
                char[] typed = console == null ? null : console.readPassword("%s: ", label);
                if (typed == null) {
                    return Secret.of("");
                }
                var secret = Secret.of(typed);
                Arrays.fill(typed, '\0');
                return secret;
            }
        };
    }
}
