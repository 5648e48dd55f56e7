package io.slipway.cli.view;

import java.io.PrintStream;
import java.util.List;

/** Shows how work goes on. Used by one thread. */
public sealed interface Progress extends AutoCloseable permits LiveBars, PlainLines {

    /** Shows where everything stands now; the items keep their order from call to call. */
    void show(List<ProgressItem> items);

    /** Says something once, above whatever is drawn over. */
    void note(String line);

    /** Leaves the last state on the screen. */
    @Override
    void close();

    /** Bars on a terminal, lines elsewhere. */
    static Progress on(PrintStream out, Terminal terminal) {
        return terminal.live() ? new LiveBars(out, terminal) : new PlainLines(out);
    }
}
