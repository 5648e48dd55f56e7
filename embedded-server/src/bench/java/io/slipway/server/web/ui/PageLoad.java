package io.slipway.server.web.ui;

import io.slipway.server.base.Caller;
import io.slipway.server.base.TenantId;
import io.slipway.server.web.PageSession;
import io.slipway.server.web.ui.frame.Assets;
import io.slipway.server.web.ui.frame.PageFrame;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How long the server takes for each page, and how long a change takes to the pixel, with 1,000 VMs, 100,000 events and 10,000 rows
 * of the audit trail in the store.
 *
 * <p>Run with {@code mvn -q -Ppage-load -pl iso-tools,embedded-server integration-test -DskipTests}. The rows are copies of what the
 * product wrote when it carried out one order; the pages are asked for in turns over real connections, with a session, so that noise
 * of the machine falls on all alike, and beside them a file that is only sent. A page's time is that of its client, who shares the
 * process: from the request to the last byte. Arguments: a folder on a real disk, then optionally the rounds.
 */
public final class PageLoad {
    private static final int WARM_UP_ROUNDS = 50;
    private static final int ROUNDS = 200;
    private static final double NANOS_PER_MILLI = 1e6;

    private final ControlPanel panel;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String cookie;

    private PageLoad(ControlPanel panel) {
        this.panel = panel;
        var sessions = panel.agent.parts().sessions();
        var session =
                sessions.enter(sessions.code(Caller.localOperator()).reveal()).orElseThrow();
        this.cookie = PageSession.COOKIE + "=" + session.cookie().reveal();
    }

    /** Prints one line per figure. */
    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory(Path.of(arguments[0]), "page-load");
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
        try (var panel = new ControlPanel(folder)) {
            long begun = System.nanoTime();
            var crowd = Crowd.fill(panel, Crowd.Size.WHOLE);
            count(panel, begun);
            load("at the beginning");
            var load = new PageLoad(panel);
            load.run(pages(crowd), rounds);
            PixelLoad.run(panel, crowd, rounds);
            crowd.largeJobGoesOn();
            load.run(pagesOfABusyDay(crowd), rounds);
            load("at the end");
        }
    }

    private static void load(String when) {
        var system = ManagementFactory.getOperatingSystemMXBean();
        Sample.print(
                "load average %s %.1f on %d processors",
                when, system.getSystemLoadAverage(), system.getAvailableProcessors());
    }

    private static void count(ControlPanel panel, long begun) {
        panel.agent.parts().database().read(handle -> {
            for (var table : new String[] {"vm", "job", "run", "run_step", "job_log", "event", "audit", "notice"}) {
                Sample.print(
                        "%,9d rows of %s",
                        handle.createQuery("select count(*) from " + table)
                                .mapTo(Long.class)
                                .one(),
                        table);
            }
            return true;
        });
        Sample.print("made in %.0f s", (System.nanoTime() - begun) / 1e9);
    }

    private static Map<String, String> pages(Crowd crowd) {
        var paths = new LinkedHashMap<String, String>();
        paths.put("a file that is only sent (ui.js)", Assets.url("ui.js"));
        PageFrame.served().forEach(place -> paths.put(place.path(), place.path()));
        paths.put("/ui/vms, 5th page of those that are ready", "/ui/vms?state=ready&page=5");
        paths.put("/ui/vms, one found among all", "/ui/vms?q=pc-0777");
        paths.put("one VM", "/ui/vms/" + crowd.vm);
        paths.put("one VM, history", "/ui/vms/" + crowd.vm + "?tab=history");
        paths.put("one job, 10,000 lines of log", "/ui/jobs/" + crowd.longJob);
        paths.put("one job, 200 VMs", "/ui/jobs/" + crowd.largeJob);
        paths.put("found by a word", "/ui/find?q=pc-07");
        return paths;
    }

    /** Those that show what goes on, while the largest order there can be is carried out. */
    private static Map<String, String> pagesOfABusyDay(Crowd crowd) {
        var paths = new LinkedHashMap<String, String>();
        paths.put("200 VMs being made: a file", Assets.url("ui.js"));
        paths.put("200 VMs being made: overview", "/ui");
        paths.put("200 VMs being made: list of VMs", "/ui/vms");
        paths.put("200 VMs being made: one found", "/ui/vms?q=pc-0777");
        paths.put("200 VMs being made: list of jobs", "/ui/jobs");
        paths.put("200 VMs being made: their job", "/ui/jobs/" + crowd.largeJob);
        paths.put("200 VMs being made: what stopping takes back", "/ui/jobs/" + crowd.largeJob + "/takes-back");
        return paths;
    }

    private void run(Map<String, String> paths, int rounds) throws IOException, InterruptedException {
        var samples = new LinkedHashMap<String, Sample>();
        var bytes = new LinkedHashMap<String, Integer>();
        var rows = new Sample();
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            for (var page : paths.entrySet()) {
                long begun = System.nanoTime();
                int size = get(page.getValue());
                double time = (System.nanoTime() - begun) / NANOS_PER_MILLI;
                bytes.put(page.getKey(), size);
                if (round >= 0) {
                    samples.computeIfAbsent(page.getKey(), key -> new Sample()).add(time);
                }
            }
            if (round >= 0) {
                rows.add(bareRows());
            }
        }
        print(samples, bytes, rows);
    }

    private static void print(Map<String, Sample> samples, Map<String, Integer> bytes, Sample rows) {
        rows.print("all rows of vm, by bare SQL", "");
        var file = samples.values().iterator().next();
        samples.forEach((name, sample) -> sample.print(
                name,
                String.format(
                        Locale.ROOT,
                        "  %,8d bytes  %5.1f times the file, %5.1f times the rows",
                        bytes.get(name),
                        sample.at(0.5) / file.at(0.5),
                        sample.at(0.5) / rows.at(0.5))));
    }

    /** What any list of all VMs must read. */
    private double bareRows() {
        long begun = System.nanoTime();
        panel.agent.parts().database().read(handle -> handle.createQuery("select * from vm where tenant_id = :tenant")
                .bind("tenant", TenantId.DEFAULT.value())
                .map((rs, context) -> rs.getString("name") + rs.getString("addresses") + rs.getString("metadata"))
                .list());
        return (System.nanoTime() - begun) / NANOS_PER_MILLI;
    }

    private int get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(panel.url(path)))
                .header("Cookie", cookie)
                .header("Accept", "text/html")
                .GET()
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode());
        }
        return answer.body().length;
    }
}
