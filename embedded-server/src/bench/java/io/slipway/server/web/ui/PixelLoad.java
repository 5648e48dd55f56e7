package io.slipway.server.web.ui;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * From a change's commit being asked for to the frame that shows it, in a real browser of the same machine, whose clock is ours; and
 * how soon a first page is usable.
 */
final class PixelLoad {
    private static final int COLD_OPENINGS = 20;
    private static final int BURST_PER_SECOND = 10;
    private static final Duration BURST = Duration.ofSeconds(10);
    private static final double TRANSFER_LIMIT_KIB = 250;

    /** Notes each number that comes into sight, with the time after its frame. */
    private static final String WATCH = """
            () => {
                window.sights = [];
                let last = -1;
                const look = () => {
                    const number = Number(READ);
                    if (number === last || Number.isNaN(number)) return;
                    last = number;
                    requestAnimationFrame(() => setTimeout(() =>
                        window.sights.push([number, performance.timeOrigin + performance.now()])));
                };
                new MutationObserver(look).observe(document.querySelector('main'),
                    { childList: true, subtree: true, attributes: true, characterData: true });
            }""";

    private static final String ADDRESS = """
            (document.querySelector('#live').textContent.match(/10\\.77\\.(\\d+)\\.(\\d+)/) || [])
                .slice(1).reduce((a, b) => a * 256 + Number(b), 0)""";

    private final ControlPanel panel;
    private final Random random = new Random(77);
    private int number;

    private PixelLoad(ControlPanel panel) {
        this.panel = panel;
    }

    /** What changes the store so that a number can be seen. */
    private interface Change {
        void to(int number);
    }

    static void run(ControlPanel panel, Crowd crowd, int events) {
        var load = new PixelLoad(panel);
        load.firstPage();
        var page = panel.signedIn();
        page.navigate(panel.url("/ui/vms?state=ready"));
        var shown = page.locator("#live tbody a").first().getAttribute("href").replaceAll(".*/", "");
        load.measure(page, "change to pixel: list of VMs", ADDRESS, to -> load.address(shown, to), events);
        load.burst(page, "the same at " + BURST_PER_SECOND + " changes per second", to -> load.address(shown, to));
        page.navigate(panel.url("/ui/vms/" + crowd.vm));
        load.measure(page, "change to pixel: one VM", ADDRESS, to -> load.address(crowd.vm, to), events);
        page.navigate(panel.url("/ui"));
        var run = panel.agent.parts().database().read(handle -> handle.createQuery(
                        "select id from run where state = 'waiting' order by id limit 1")
                .mapTo(String.class)
                .one());
        var first = "document.querySelector('#live progress').value";
        load.measure(page, "change to pixel: overview", first, to -> load.percent(run, to), Math.min(events, 90));
    }

    private void address(String vm, int to) {
        panel.agent
                .parts()
                .database()
                .write(handle -> handle.execute(
                        "update vm set addresses = ? where id = ?",
                        "[\"10.77." + to / 256 + "." + to % 256 + "\"]",
                        vm));
    }

    private void percent(String run, int to) {
        panel.agent
                .parts()
                .database()
                .write(handle -> handle.execute("update run set percent = ? where id = ?", to % 100, run));
    }

    private static void live(Page page) {
        page.waitForFunction("() => document.getElementById('stream').dataset.state === 'live'");
    }

    /** One change at a time, at moments that nothing else knows of. */
    private void measure(Page page, String what, String read, Change change, int events) {
        live(page);
        page.evaluate(WATCH.replace("READ", read));
        number = 0;
        var sample = new Sample();
        for (int i = 0; i < events; i++) {
            page.waitForTimeout(100 + random.nextInt(400));
            double begun = now();
            change.to(++number);
            page.waitForFunction("number => window.sights.some(one => one[0] === number)", number);
            sample.add(sights(page).get(number) - begun);
        }
        sample.print(what, "  target p95 300");
    }

    /** Changes that do not wait for the page; counts until that one or a newer one is in sight. */
    private void burst(Page page, String what, Change change) {
        int count = (int) BURST.toSeconds() * BURST_PER_SECOND;
        var begun = new double[count];
        int from = number + 1;
        var writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < count; i++) {
                begun[i] = now();
                change.to(from + i);
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() / BURST_PER_SECOND);
            }
        });
        page.waitForFunction("number => window.sights.some(one => one[0] === number)", from + count - 1);
        writer.interrupt();
        var seen = sights(page);
        var sample = new Sample();
        for (int i = 0; i < count; i++) {
            sample.add(seen.tailMap(from + i, true).values().stream()
                            .mapToDouble(Double::doubleValue)
                            .min()
                            .orElseThrow()
                    - begun[i]);
        }
        sample.print(what, "  target p95 300");
    }

    private static TreeMap<Integer, Double> sights(Page page) {
        var seen = new TreeMap<Integer, Double>();
        for (var one : (List<?>) page.evaluate("window.sights")) {
            var pair = (List<?>) one;
            seen.put(((Number) pair.get(0)).intValue(), ((Number) pair.get(1)).doubleValue());
        }
        return seen;
    }

    /** Milliseconds of the wall clock, with their fraction. */
    private static double now() {
        var now = Instant.now();
        return now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
    }

    /** A browser that has nothing yet: until it has drawn and its scripts have run. */
    private void firstPage() {
        var usable = new Sample();
        var loaded = new Sample();
        double most = 0;
        for (int i = 0; i < COLD_OPENINGS; i++) {
            var page = panel.signedIn(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800);
            page.waitForFunction("() => performance.getEntriesByType('navigation')[0].loadEventEnd > 0"
                    + " && performance.getEntriesByName('first-contentful-paint').length > 0");
            var told = (List<?>) page.evaluate("""
                    () => {
                        const all = performance.getEntriesByType('navigation'), own = all[0];
                        const drawn = performance.getEntriesByName('first-contentful-paint')[0].startTime;
                        const files = performance.getEntriesByType('resource').reduce((sum, one) => sum + one.transferSize, 0);
                        return [Math.max(drawn, own.domContentLoadedEventEnd), own.loadEventEnd, (own.transferSize + files) / 1024];
                    }""");
            usable.add(((Number) told.get(0)).doubleValue());
            loaded.add(((Number) told.get(1)).doubleValue());
            most = Math.max(most, ((Number) told.get(2)).doubleValue());
            page.context().close();
        }
        usable.print("first page, nothing cached: usable", "  target 500");
        loaded.print("first page, nothing cached: all loaded", "");
        Sample.print("first page, nothing cached: %.1f KiB transferred, limit %.0f", most, TRANSFER_LIMIT_KIB);
    }
}
