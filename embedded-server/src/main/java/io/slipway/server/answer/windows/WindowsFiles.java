package io.slipway.server.answer.windows;

import io.slipway.server.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The files of a Windows config disc in their order. */
public final class WindowsFiles {
    private WindowsFiles() {}

    /**
     * Renders the disc.
     *
     * @param provision {@code provision.json}
     * @param playbook {@code playbook.yml}, if any
     * @param override the operator's own answer file; given the files the generated one would carry
     */
    public static Map<String, byte[]> render(
            WindowsPlan plan,
            byte[] provision,
            Optional<String> playbook,
            Optional<Function<Map<String, byte[]>, byte[]>> override) {
        var carried = new LinkedHashMap<String, byte[]>();
        carried.put("provision.json", provision);
        carried.put("START.ps1", Scripts.bytes("START.ps1"));
        carried.put("stage0.ps1", Scripts.bytes("stage0.ps1"));
        carried.put("system.ps1", Scripts.bytes("system.ps1"));
        carried.put("system.json", utf8(Json.pretty(new SystemPlan(plan).json()) + "\n"));
        var answer = override.map(render -> render.apply(carried)).orElseGet(() -> UnattendXml.render(plan, carried));
        var files = new LinkedHashMap<String, byte[]>();
        files.put(plan.freshSetup() ? "autounattend.xml" : "unattend.xml", answer);
        files.putAll(carried);
        if (plan.freshSetup() && plan.profile().on("disableDefender")) {
            files.put("defender.cmd", Scripts.bytes("defender.cmd"));
        }
        playbook.ifPresent(text -> files.put("playbook.yml", utf8(text)));
        return files;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
