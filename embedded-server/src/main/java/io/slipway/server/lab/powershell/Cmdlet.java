package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A registered command: its parameters and what it does. A parameter that is not declared is an error. */
public final class Cmdlet {
    /** The body of a command. It may throw {@link NetFailure}, which becomes an error of the script. */
    @FunctionalInterface
    public interface Body {
        /** The output: null is one null, a list is its elements, {@link CmdletCall#nothing()} is nothing. */
        @Nullable
        Object run(CmdletCall call);
    }

    private final String name;
    private final Map<String, String> named = new HashMap<>();
    private final Map<String, String> switches = new HashMap<>();
    private final List<String> positions = new ArrayList<>();
    private final Body body;

    /**
     * A command.
     *
     * @param name such as {@code Get-Random}
     * @param parameters separated by blanks: {@code Name} by name, {@code Name*} by name or position, {@code -Name} a switch
     */
    public Cmdlet(String name, String parameters, Body body) {
        this.name = name;
        this.body = body;
        for (var parameter : (parameters + " ErrorAction Verbose").trim().split(" +", -1)) {
            if (parameter.startsWith("-")) {
                switches.put(parameter.substring(1).toLowerCase(Locale.ROOT), parameter.substring(1));
            } else if (parameter.endsWith("*")) {
                positions.add(parameter.substring(0, parameter.length() - 1));
                named.put(positions.getLast().toLowerCase(Locale.ROOT), positions.getLast());
            } else {
                named.put(parameter.toLowerCase(Locale.ROOT), parameter);
            }
        }
    }

    String name() {
        return name;
    }

    boolean isSwitch(String parameter) {
        return switches.containsKey(parameter.toLowerCase(Locale.ROOT));
    }

    boolean knows(String parameter) {
        return isSwitch(parameter) || named.containsKey(parameter.toLowerCase(Locale.ROOT));
    }

    List<String> positions() {
        return positions;
    }

    @Nullable
    Object run(CmdletCall call) {
        return body.run(call);
    }
}
