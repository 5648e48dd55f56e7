package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The bound parameters of one call of a command. */
public final class CmdletCall {
    private final Map<String, @Nullable Object> bound;
    private final @Nullable List<Object> input;
    private final Session session;
    private final Function<BlockCall, List<Object>> blocks;

    /** A block to run and the value of {@code $_} in it. */
    record BlockCall(BlockValue block, @Nullable Object current) {}

    CmdletCall(
            Map<String, @Nullable Object> bound,
            @Nullable List<Object> input,
            Session session,
            Function<BlockCall, List<Object>> blocks) {
        this.bound = bound;
        this.input = input;
        this.session = session;
        this.blocks = blocks;
    }

    /** The output of a command that has none. */
    public static Object nothing() {
        return Values.NOTHING;
    }

    /** Whether the parameter was given. */
    public boolean has(String name) {
        return bound.containsKey(name);
    }

    /** The value, or null. */
    public @Nullable Object get(String name) {
        return bound.get(name);
    }

    /** The value as a text; an error if it is missing. */
    public String text(String name) {
        if (!has(name)) {
            throw missing(name);
        }
        return Values.text(bound.get(name));
    }

    /** The value as a whole number; an error if it is missing. */
    public int number(String name) {
        if (!has(name)) {
            throw missing(name);
        }
        return Conversions.number(bound.get(name)).intValue();
    }

    /** Whether a switch is on. */
    public boolean flag(String name) {
        return Values.truth(bound.get(name));
    }

    /** The values of an array parameter. */
    public List<Object> list(String name) {
        return Values.elements(bound.get(name));
    }

    /** What came through the pipeline. */
    public List<Object> input() {
        return input == null ? List.of() : new ArrayList<>(input);
    }

    /** The given parameter, or the pipeline's elements when it was not given. */
    public List<Object> valuesOrInput(String name) {
        return has(name) ? Values.elements(bound.get(name)) : input();
    }

    Session session() {
        return session;
    }

    List<Object> runBlock(String name, @Nullable Object current) {
        if (!(bound.get(name) instanceof BlockValue block)) {
            throw new NetFailure(NetExceptions.RUNTIME, "the parameter " + name + " must be a script block here");
        }
        return blocks.apply(new BlockCall(block, current));
    }

    private static NetFailure missing(String name) {
        return new NetFailure(
                "Management.Automation.ParameterBindingException",
                "Cannot process command because of one or more missing mandatory parameters: " + name + ".");
    }
}
