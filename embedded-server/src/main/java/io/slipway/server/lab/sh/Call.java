package io.slipway.server.lab.sh;

import java.io.InputStream;
import java.util.List;

/**
 * One execution of a {@link Program}.
 *
 * @param args without the program's own name
 */
public record Call(String name, List<String> args, InputStream in, Output out, Output err, Process process) {
    public Call {
        args = List.copyOf(args);
    }

    /** The same call with other arguments, for wrappers such as sudo and timeout. */
    public Call with(String otherName, List<String> otherArgs) {
        return new Call(otherName, otherArgs, in, out, err, process);
    }

    /** The command line as typed, for logs and fault rules. */
    public String text() {
        return args.isEmpty() ? name : name + " " + String.join(" ", args);
    }
}
