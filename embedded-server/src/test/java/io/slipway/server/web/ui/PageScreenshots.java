package io.slipway.server.web.ui;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotCaret;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.lab.guest.GuestFault;
import io.slipway.server.lab.guest.GuestPhase;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.Playbooks;
import io.slipway.server.web.ui.frame.PageFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes a picture of every place of the control panel and of the first thing that each leads to, over a laboratory with work done and
 * work under way: {@code mvn -Pscreenshots -pl agent-app -am verify}, with the pictures of the window. Light and dark at 1280 x 800,
 * light at 360 x 800, and light in Russian.
 */
public final class PageScreenshots {
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(3);

    private final Path folder;
    private final ControlPanel panel;

    private PageScreenshots(Path folder, ControlPanel panel) {
        this.folder = folder;
        this.panel = panel;
    }

    /** @param arguments the folder for the pictures */
    public static void main(String[] arguments) throws IOException {
        int code = 0;
        var data = Files.createTempDirectory("slipway-pages");
        try (var panel = new ControlPanel(data)) {
            var shots = new PageScreenshots(Path.of(arguments[0]), panel);
            shots.fill();
            shots.all();
        } catch (RuntimeException | IOException e) {
            e.printStackTrace();
            code = 1;
        }
        // The laboratory's threads would keep the process.
        System.exit(code);
    }

    /** Three VMs that are ready, one that failed and waits for a decision, one that stays under way. */
    private void fill() {
        panel.withHost();
        panel.agent
                .parts()
                .profiles()
                .create(
                        Caller.localOperator(),
                        "Office PC",
                        true,
                        BuiltInProfiles.find("windows-11-worker").orElseThrow().stored());
        ended(panel.order("PC", 3));
        panel.lab.guestRules().fault("SRV-01", new GuestFault.FailsAt("network"));
        ended(panel.order("SRV", 1));
        panel.lab.guestRules().fault("LAB-01", new GuestFault.HangsAt(GuestPhase.values()[1]));
        panel.order("LAB", 1);
        panel.agent.parts().playbooks().create(Caller.localOperator(), "Office set-up", true, Playbooks.builtIn());
        panel.agent
                .parts()
                .secrets()
                .create(Caller.localOperator(), "Domain join account", Secret.of("not-a-real-one-4711"));
    }

    private void ended(String job) {
        long end = System.nanoTime() + PATIENCE;
        while (!panel.agent
                .parts()
                .jobs()
                .require(TenantId.DEFAULT, job)
                .state()
                .ended()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the order does not end");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private void all() throws IOException {
        Files.createDirectories(folder);
        var looker = panel.signedIn();
        var pages = pages(looker);
        take(panel.signedIn(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800), pages, "light-en");
        take(panel.signedIn(Locale.ENGLISH, ColorScheme.DARK, 1280, 800), pages, "dark-en");
        take(panel.signedIn(Locale.of("ru"), ColorScheme.LIGHT, 1280, 800), pages, "light-ru");
        take(panel.signedIn(Locale.ENGLISH, ColorScheme.LIGHT, 360, 800), pages, "360-light-en");
    }

    /** Addresses by the names of their pictures: each place, and the first thing below it. */
    private Map<String, String> pages(Page page) {
        var pages = new LinkedHashMap<String, String>();
        for (var place : PageFrame.served()) {
            pages.put(place.word(), place.path());
            if (place != PageFrame.Place.OVERVIEW) {
                page.navigate(panel.url(place.path()));
                first(page, place).forEach((name, path) -> pages.put(place.word() + "-" + name, path));
            }
        }
        var vm = panel.agent.parts().vms().require(TenantId.DEFAULT, "PC-01");
        var draft = "/ui/new?host=" + vm.hostId() + "&template=9000&profile=windows-11-worker&count=3&pattern=WS-{n:2}";
        for (var step : List.of("host", "template", "profile", "network", "review")) {
            pages.put("new-" + step, draft + "&step=" + step);
        }
        pages.put("hosts-lab", "/ui/hosts/lab");
        var parts = panel.agent.parts();
        var profile = "/ui/profiles/"
                + parts.profiles()
                        .defaultOf(Caller.localOperator())
                        .orElseThrow()
                        .id();
        pages.put("profiles-stored", profile);
        pages.put("profiles-files", profile + "?tab=files");
        pages.put("profiles-history", profile + "?tab=history");
        pages.put("profiles-edit", profile + "/edit?section=accounts");
        var playbook = parts.playbooks().list(Caller.localOperator()).getFirst();
        pages.put("playbooks-stored", "/ui/playbooks/" + playbook.id());
        for (var tab : List.of("answer", "iso", "history")) {
            pages.put("vms-" + tab, "/ui/vms/" + vm.id() + "?tab=" + tab);
        }
        pages.put("vms-proof", "/ui/vms/" + vm.id() + "?tab=proof&compare=now");
        return pages;
    }

    /** What is below a place: of the settings each subject, of the artifacts each way on, of all else the first thing. */
    private static Map<String, String> first(Page page, PageFrame.Place place) {
        var found = new LinkedHashMap<String, String>();
        List<Locator> links =
                page.locator("main a[href^=\"" + place.path() + "/\"]:visible").all();
        for (var link : links) {
            var path = link.getAttribute("href");
            if (link.getAttribute("download") != null) {
                continue;
            }
            if (place == PageFrame.Place.SETTINGS || place == PageFrame.Place.ARTIFACTS) {
                found.put(path.substring(path.lastIndexOf('/') + 1), path);
            } else if (found.isEmpty()) {
                found.put("one", path);
            }
        }
        return found;
    }

    private void take(Page page, Map<String, String> pages, String look) {
        pages.forEach((name, path) -> {
            page.navigate(panel.url(path));
            page.locator("#stream[data-state=live]")
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            // Not by a function that waits in the page: its policy evaluates no strings.
            PlaywrightAssertions.assertThat(page.locator("[aria-busy=true], [data-checking]"))
                    .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(ControlPanel.PATIENCE_MILLIS));
            page.evaluate("document.fonts.ready");
            var file = folder.resolve("web-" + name + "-" + look + ".png");
            page.screenshot(new Page.ScreenshotOptions().setPath(file).setCaret(ScreenshotCaret.INITIAL));
            System.out.println("took " + file);
        });
    }
}
