package io.slipway.cli;

/** Tells that the operator pressed Ctrl-C or the system ends the process; a port so that tests interrupt. */
public interface Interrupts {

    /** Runs the task on an interrupt until the registration is closed. */
    Registration during(Runnable task);

    /** Ends the interest; nothing is thrown. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** Signals to this process. The virtual machine ends with 130 after Ctrl-C and 143 after a polite kill. */
    static Interrupts ofThisProcess() {
        return task -> {
            var hook = Thread.ofPlatform().name("slipway-interrupt").unstarted(task);
            Runtime.getRuntime().addShutdownHook(hook);
            return () -> {
                try {
                    Runtime.getRuntime().removeShutdownHook(hook);
                } catch (IllegalStateException e) {
                    // The process already ends: the hook runs, and that is what it is for.
                }
            };
        };
    }
}
