package io.slipway.demo;

import io.slipway.server.base.Json;
import tools.jackson.databind.node.ObjectNode;

/** What the demonstration orders. */
public final class DemoOrder {
    /** The name under which the laboratory is registered. */
    public static final String HOST = "laboratory";

    /** Where the laboratory listens. */
    public static final String ADDRESS = "127.0.0.1";

    public static final String TEMPLATE = "win11-tpl";
    public static final String PROFILE = "windows-11-worker";
    public static final String NAMES = "DEMO-{n:2}";
    public static final int CORES = 2;
    public static final int MEMORY_MIB = 4096;

    private DemoOrder() {}

    /** As the API takes it. */
    public static ObjectNode json(int vms) {
        var order = Json.object()
                .put("host", HOST)
                .put("template", TEMPLATE)
                .put("profile", PROFILE)
                .put("name_pattern", NAMES)
                .put("count", vms)
                .put("cores", CORES)
                .put("memory_mib", MEMORY_MIB);
        var network = order.putObject("network")
                .put("mode", "static")
                .put("from", "10.20.0.11")
                .put("to", "10.20.0.99")
                .put("prefix", 24)
                .put("gateway", "10.20.0.1");
        network.putArray("dns").add("10.20.0.1");
        return order;
    }
}
