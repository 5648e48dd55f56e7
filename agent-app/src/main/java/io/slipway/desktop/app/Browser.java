package io.slipway.desktop.app;

import io.slipway.server.base.Caller;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the control panel in this machine's browser, signed in.
 *
 * <p>The one-time code must not stand in the arguments of the browser's process, which other users of the machine can read. So the
 * browser gets the name of a page in the data folder that only its user can read, and that page leads on.
 */
final class Browser implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Browser.class);
    private static final String PAGE = "open.html";

    private final AgentAssembly agent;
    private final Path page;

    Browser(AgentAssembly agent) {
        this.agent = agent;
        this.page = agent.parts().config().dataFolder().toAbsolutePath().resolve(PAGE);
    }

    /** Call off the JavaFX thread. */
    void open() throws IOException {
        var code = agent.parts().sessions().code(Caller.localOperator());
        var url = "http://127.0.0.1:" + agent.adminPort() + "/enter#" + code.reveal();
        var html = "<!doctype html><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\">"
                + "<meta http-equiv=\"refresh\" content=\"0;url=" + url + "\"><title>Slipway</title>";
        PrivateFiles.write(page, html.getBytes(StandardCharsets.UTF_8));
        start(page.toUri().toString());
    }

    /** Opens a file of this machine with what the system has for it. */
    static void start(String address) throws IOException {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var command = system.startsWith("windows")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
                : List.of("xdg-open", address);
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The page is of no use any more: its code was used or is too old. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(page);
        } catch (IOException e) {
            LOG.warn("the page that opens the browser was not deleted file={}", page, e);
        }
    }
}
