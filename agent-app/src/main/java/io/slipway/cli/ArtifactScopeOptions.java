package io.slipway.cli;

import io.slipway.server.base.Json;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** What a release is of, but for its module. */
final class ArtifactScopeOptions {
    @Option(names = "--platform", paramLabel = "WORD", description = "What it runs on; default windows.")
    String platform = "windows";

    @Option(names = "--channel", paramLabel = "WORD", description = "Default stable.")
    String channel = "stable";

    /** The beginning of a request's document. */
    ObjectNode document(String module) {
        return Json.object().put("module", module).put("platform", platform).put("channel", channel);
    }
}
