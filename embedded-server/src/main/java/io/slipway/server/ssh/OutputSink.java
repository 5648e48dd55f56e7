package io.slipway.server.ssh;

/** Hears a command's output line by line while it runs, on the caller's thread. */
@FunctionalInterface
public interface OutputSink {
    /** One line of either stream without its end and without known secrets; lines above 8 KiB come in pieces. */
    void line(String text);

    /** Hears nothing. */
    static OutputSink none() {
        return text -> {};
    }
}
