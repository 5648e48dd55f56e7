package io.slipway.server.web.ui.vms;

import io.slipway.server.host.LostHost;
import io.slipway.server.job.UsualTimes;
import io.slipway.server.overview.VmLine;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The list of VMs in the operator's words.
 *
 * @param rows of this page, what needs the operator first
 * @param hosts names of all hosts that have VMs
 * @param found how many fit the filter
 * @param all how many there are
 * @param anyHost whether a host is connected at all
 */
record VmListView(
        VmFilter filter, List<VmRow> rows, List<String> hosts, int found, int all, boolean anyHost, Text text) {
    /**
     * What the list is made of.
     *
     * @param profiles by run; asked for the rows that are shown, because the jobs of all of them would have to be read
     */
    record Found(
            List<VmLine> lines,
            UsualTimes usual,
            List<LostHost> lost,
            boolean anyHost,
            Function<List<String>, Map<String, String>> profiles) {}

    private record Placed(VmLine line, VmFilter.Standing standing) {}

    static VmListView of(PageFrame frame, VmFilter filter, Found found, Function<VmLine, Optional<VmPower>> power) {
        Map<String, LostHost> lost =
                found.lost().stream().collect(Collectors.toMap(LostHost::hostId, one -> one, (one, other) -> one));
        var words = filter.asked().words().toLowerCase(Locale.ROOT);
        var fitting = found.lines().stream()
                .filter(line -> words.isEmpty() || line.fits(words))
                .filter(line -> filter.host().isEmpty() || line.vm().hostName().equals(filter.host()))
                .map(line -> new Placed(
                        line,
                        VmRow.standing(
                                line, found.usual(), lost.containsKey(line.vm().hostId()), frame.now())))
                .filter(one -> filter.standing().isEmpty() || filter.standing().get() == one.standing())
                .sorted(Comparator.comparing(Placed::standing))
                .toList();
        var hosts = found.lines().stream()
                .map(line -> line.vm().hostName())
                .distinct()
                .sorted()
                .toList();
        var shown = filter.asked().cut(fitting).stream().map(Placed::line).toList();
        var profiles = found.profiles()
                .apply(shown.stream()
                        .flatMap(line -> line.vm().runId().stream())
                        .toList());
        var rows = shown.stream()
                .map(line -> VmRow.of(
                        frame,
                        line.profiled(profiles),
                        found.usual(),
                        Optional.ofNullable(lost.get(line.vm().hostId())),
                        power.apply(line)))
                .toList();
        return new VmListView(
                filter, rows, hosts, fitting.size(), found.lines().size(), found.anyHost(), frame.text("vms"));
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }

    boolean more() {
        return filter.asked().more(found);
    }

    /** {@code 3 of 40 VMs}. */
    String count() {
        return found == all ? text.count("list.count", all) : text.count("list.some", all, found);
    }
}
