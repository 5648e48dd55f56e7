package io.slipway.server.web.ui.vms;

import io.slipway.server.inventory.Vm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * VMs as a sheet that every table program opens: RFC 4180, UTF-8 with a byte order mark, times in UTC by ISO 8601. Names of columns do not
 * depend on a language. Holds no secret.
 */
final class VmSheet {
    private static final List<String> COLUMNS =
            List.of("name", "id", "host", "vmid", "state", "addresses", "mac", "profile", "created_at", "seen_at");
    /** Table programs take what begins so for a formula, and guests say their addresses themselves. */
    private static final String FORMULA = "=+-@\t\r";

    private VmSheet() {}

    /** @param profiles by the run that made the VM */
    static String of(List<Vm> vms, Map<String, String> profiles) {
        var lines = new ArrayList<String>();
        lines.add(line(COLUMNS));
        vms.forEach(vm -> lines.add(line(List.of(
                vm.name(),
                vm.id(),
                vm.hostName(),
                vm.nativeId().orElse(""),
                vm.state().name().toLowerCase(Locale.ROOT),
                String.join(" ", vm.addresses()),
                vm.mac().orElse(""),
                vm.runId().map(run -> profiles.getOrDefault(run, "")).orElse(""),
                vm.createdAt().toString(),
                vm.seenAt().map(Instant::toString).orElse("")))));
        return "\ufeff" + String.join("", lines);
    }

    private static String line(List<String> cells) {
        return cells.stream().map(VmSheet::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String value) {
        var plain = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return '"' + plain.replace("\"", "\"\"") + '"';
    }
}
