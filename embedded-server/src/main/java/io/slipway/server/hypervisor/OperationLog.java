package io.slipway.server.hypervisor;

/** Receives what a long operation says while it works. */
public interface OperationLog {
    /** One line of the host's output, without line end, at most 8 KiB. */
    void line(String text);

    /** Share of the operation that is done, 0 to 100; never decreases. */
    void percent(int percent);

    /** Whether the operator asked to stop; long operations look between polls and then throw CANCELLED. */
    boolean cancelled();

    /** Hears nothing and never stops. */
    static OperationLog none() {
        return new OperationLog() {
            @Override
            public void line(String text) {}

            @Override
            public void percent(int percent) {}

            @Override
            public boolean cancelled() {
                return false;
            }
        };
    }
}
