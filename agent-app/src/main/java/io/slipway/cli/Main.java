package io.slipway.cli;

/** Starts the program. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new Slipway(Surroundings.ofThisProcess()).run(arguments));
    }
}
