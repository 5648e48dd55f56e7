package io.slipway.server.web.ui.frame;

import io.javalin.http.Handler;
import io.slipway.server.base.Redactor;
import io.slipway.server.diagnose.Diagnostics;
import io.slipway.server.web.LanControl;
import io.slipway.server.web.openapi.ApiGuide;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What belongs to the whole installation, behind the pages of settings and about the program.
 *
 * @param dataFolder where everything lies; shown to administrators only
 * @param lan steers the listener for VMs
 * @param guide the API in words
 * @param deeds what the API does under an operation's id, for pages whose forms send the API's own documents
 */
public record Installation(
        Path dataFolder,
        LanControl lan,
        Diagnostics diagnostics,
        Redactor redactor,
        Supplier<ApiGuide> guide,
        Function<String, Handler> deeds) {
    /**
     * What the API does under that id.
     *
     * @throws IllegalArgumentException when there is no such operation: a fault of ours
     */
    public Handler deed(String operation) {
        return deeds.apply(operation);
    }
}
