package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.base.TenantId;
import io.slipway.server.lab.guest.GuestFault;
import io.slipway.server.lab.guest.GuestPhase;
import io.slipway.server.lab.pve.Faults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pages of jobs in a real browser, against the running product and the laboratory. */
@Timeout(120)
@Tag("pages")
class JobPagesTest {
    private static final int MANY = 10_000;
    private static ControlPanel panel;

    @BeforeAll
    static void open(@TempDir Path folder) {
        setDefaultAssertionTimeout(30_000);
        panel = new ControlPanel(folder);
        panel.withHost();
    }

    @AfterAll
    static void close() {
        if (panel != null) {
            panel.close();
        }
    }

    @AfterEach
    void healed() {
        panel.lab.guestRules().clearFaults();
        panel.lab.faults().clear();
    }

    private static Page at(Page page, String path) {
        page.navigate(panel.url(path));
        return page;
    }

    private static void ended(Page page, String state) {
        assertThat(page.locator("#job-state")).hasText(state);
    }

    private static long machines() {
        return panel.lab.vms().stream().filter(vm -> vm.vmid() >= 1000).count();
    }

    /** Keeps a VM of that name before its first report. */
    private static String held(String name) {
        panel.lab.guestRules().fault(name + "-01", new GuestFault.HangsAt(GuestPhase.values()[1]));
        return panel.order(name, 1);
    }

    @Test
    @Tag("F095")
    @Tag("F194")
    void threeVmsAreWatchedToTheirEndWithoutAReload() {
        var page = panel.signedIn();
        var job = panel.order("LIVE", 3);
        at(page, "/ui/jobs/" + job);
        page.evaluate("window.sameDocument = true");
        assertThat(page.locator("h1")).hasText("Create LIVE-01 and 2 more VMs");

        ended(page, "Done");
        assertThat(page.locator("#live")).containsText("3 of 3 VMs done");
        assertThat(page.locator(".job-steps .step-ok").first()).containsText("Reserving name and address");
        assertThat(page.locator("#log-ended")).isVisible();
        assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
        var lines = panel.agent.parts().jobs().log(TenantId.DEFAULT, job, 0, 5000);
        assertThat(page.locator("#log-lines .line")).hasCount(lines.size());
        assertThat(page.locator("#log-lines .line").last())
                .containsText(lines.getLast().text());
        page.locator(".vms a").nth(2).click();
        assertThat(page.locator("#steps-title")).hasText("LIVE-03: Steps");
        ControlPanel.assertAccessible(page);
    }

    @Test
    @Tag("F095")
    void whatTheGuestReportsIsTaggedAndTriedAgain() {
        panel.lab.guestRules().fault("BAD-01", new GuestFault.FailsAt("network"));
        var job = panel.order("BAD", 1);
        var page = panel.at("/ui/jobs/" + job);

        assertThat(page.locator("#trouble")).containsText("GUEST_FAILED");
        assertThat(page.locator("#live")).containsText("What the guest reports");
        assertThat(page.locator(".step-bad .step-tag").first()).hasText("failed");
        assertThat(page.locator("#trouble .next")).not().isEmpty();
        ControlPanel.assertAccessible(page);
        page.getByText("Show its lines in the log").click();
        assertThat(page.locator("#log-lines .line.error").first()).containsText("GUEST_FAILED");
        assertThat(page.locator("#log-lines .line.info")).hasCount(0);

        panel.lab.guestRules().clearFaults();
        page.locator("#retry").click();
        assertThat(page.locator("#ask-retry")).containsText("BAD-01");
        page.locator("#ask-retry [type=submit]").click();
        assertThat(page.locator("#toasts")).containsText("It goes on.");
        assertThat(page.locator("#trouble")).hasCount(0);
    }

    @Test
    @Tag("F194")
    void stoppingNamesWhatGoesAndLeavesNothing() {
        var job = held("STOP");
        var page = panel.at("/ui/jobs/" + job);
        assertThat(page.locator(".now")).containsText("Waiting for the guest’s first report");
        assertThat(page.locator(".now")).containsText("last sign of life");
        long before = machines();

        page.locator("#stop").focus();
        page.keyboard().press("Enter");
        var question = page.locator("#ask-stop");
        assertThat(question).containsText("on the host with its disks");
        assertThat(question).containsText("its token");
        ControlPanel.assertAccessible(page);
        page.keyboard().press("Escape");
        assertThat(question).not().isVisible();
        ended(page, "Running");

        page.locator("#stop").focus();
        page.keyboard().press("Enter");
        // Somebody else was faster.
        var other = panel.tab(page);
        at(other, "/ui/jobs/" + job);
        other.locator("#stop").click();
        other.locator("#ask-stop [type=submit]").click();
        ended(other, "Stopped");
        assertThat(other.locator("#live")).containsText("Taking back: STOP-01");
        page.locator("#ask-stop [type=submit]").focus();
        page.keyboard().press("Enter");
        assertThat(question.locator("[role=alert]")).containsText("WRONG_STATE");
        assertThat(machines()).isEqualTo(before - 1);
    }

    @Test
    void nobodySaysYesToWhatHeHasNotSeen() {
        var job = held("SEEN");
        var page = panel.at("/ui/jobs/" + job);
        assertThat(page.locator(".now")).containsText("Waiting for the guest’s first report");
        var held = new ArrayDeque<Route>();
        page.route("**/takes-back", held::add);
        page.locator("#stop").click();
        page.waitForCondition(() -> !held.isEmpty());
        var yes = page.locator("#ask-stop [type=submit]");
        assertThat(yes).isDisabled();
        assertThat(page.locator("#ask-stop .goes")).containsText("Reading what goes");
        held.removeFirst().abort();
        assertThat(page.locator("#ask-stop .goes [role=alert]")).containsText("Slipway does not answer");
        assertThat(yes).isDisabled();
        ControlPanel.assertAccessible(page);

        page.keyboard().press("Escape");
        page.unroute("**/takes-back");
        page.locator("#stop").click();
        assertThat(page.locator("#ask-stop .goes")).containsText("SEEN-01");
        assertThat(yes).isEnabled();
        // The job ends while the question is open here.
        panel.agent.parts().jobs().cancel(TenantId.DEFAULT, job);
        var other = panel.tab(page);
        at(other, "/ui/jobs/" + job);
        ended(other, "Stopped");
        page.evaluate("""
                () => { const ask = document.getElementById('ask-stop'); ask.close(); document.getElementById('stop').click(); }""");
        assertThat(page.locator("#ask-stop .goes")).containsText("Nothing any more");
        assertThat(yes).isDisabled();
    }

    @Test
    void aQuestionThatIsOpenOutlivesAPageThatIsOnItsWay() {
        var job = held("HAND");
        var page = panel.at("/ui/jobs/" + job);
        assertThat(page.locator(".now")).containsText("Waiting for the guest’s first report");
        var onTheWay = new ArrayDeque<Route>();
        page.route("**/ui/jobs/*", route -> {
            if ("live".equals(route.request().headers().get("hx-target"))) {
                onTheWay.add(route);
            } else {
                route.resume();
            }
        });
        panel.order("OTHER", 1);
        page.waitForCondition(() -> !onTheWay.isEmpty());

        page.locator("#stop").click();
        arrives(page, onTheWay);
        assertThat(page.locator("#ask-stop")).isVisible();
        page.keyboard().press("Escape");
        page.waitForCondition(() -> !onTheWay.isEmpty());

        // And whoever came by keyboard meanwhile stays there, in the page that is drawn anew.
        page.locator("#copy-id").focus();
        page.evaluate("document.querySelector('h1').textContent = 'old'");
        arrives(page, onTheWay);
        assertThat(page.locator("h1")).not().hasText("old");
        assertThat(page.locator("#copy-id")).isFocused();
        page.unroute("**/ui/jobs/*");
        onTheWay.forEach(Route::resume);
        panel.agent.parts().jobs().cancel(TenantId.DEFAULT, job);
    }

    /** The answer that was kept comes, and is put in its place. */
    private static void arrives(Page page, ArrayDeque<Route> onTheWay) {
        page.evaluate("void (window.arrived = new Promise((done) =>"
                + " document.body.addEventListener('htmx:afterOnLoad', done, { once: true })))");
        onTheWay.removeFirst().resume();
        page.evaluate("window.arrived.then(() => true)");
    }

    @Test
    void theProofOfAVmThatIsStillBeingMadeSaysSo() {
        var job = held("EARLY");
        var page = panel.at("/ui/jobs/" + job);
        assertThat(page.locator(".now")).containsText("Waiting for the guest’s first report");
        var vm = panel.agent.parts().vms().list(TenantId.DEFAULT).stream()
                .filter(one -> one.name().equals("EARLY-01"))
                .findFirst()
                .orElseThrow();

        page.navigate(panel.url("/ui/vms/" + vm.id() + "?tab=proof&compare=now"));
        assertThat(page.locator(".verdict")).containsText("differ");
        assertThat(page.locator("#proof-early")).hasText("This VM is still being made: what differs now may come yet.");
        panel.agent.parts().jobs().cancel(TenantId.DEFAULT, job);
    }

    @Test
    void whatIsLeftOverIsListedAndCleanedUp() {
        panel.lab.faults().always("qm start", new Faults.Answer(255, "", "start failed: QEMU exited with code 1\n"));
        panel.lab.faults().always("qm destroy", new Faults.Answer(255, "", "can't remove VM - protection mode\n"));
        var page = panel.at("/ui/jobs/" + panel.order("LEFT", 1));

        // The host is asked several times, with pauses, before it is given up.
        assertThat(page.locator("#trouble"))
                .containsText("LEFTOVERS", new LocatorAssertions.ContainsTextOptions().setTimeout(90_000));
        assertThat(page.locator("#trouble")).containsText("Left over");
        panel.lab.faults().clear();
        page.locator("#clean-up").click();
        page.locator("#ask-clean-up [type=submit]").click();
        ended(page, "Failed");
        assertThat(page.locator("#clean-up")).hasCount(0);
    }

    @Test
    @Tag("F194")
    void aLongLogIsFilteredFoundLinkedAndLoaded() throws Exception {
        var job = held("LONG");
        var page = panel.at("/ui/jobs/" + job);
        assertThat(page.locator(".now")).containsText("Waiting for the guest’s first report");
        long had = panel.agent.parts().jobs().lastLine(TenantId.DEFAULT, job);
        write(job, had);
        // The same page goes on with the lines that came.
        assertThat(page.locator("#log-lines .line").last()).containsText("made line " + MANY);

        long begun = System.nanoTime();
        at(page, "/ui/jobs/" + job);
        assertThat(page.locator("#log-lines .line")).hasCount(500);
        assertThat((System.nanoTime() - begun) / 1_000_000)
                .as("milliseconds for a page of a long log")
                .isLessThan(3000);

        page.locator("[name=find]").fill("made line 77");
        page.keyboard().press("Enter");
        page.waitForURL("**find=made*");
        assertThat(page.locator("#log-lines .line")).hasCount(111);
        assertThat(page.locator("#log-lines mark").first()).hasText("made line 77");
        ControlPanel.assertAccessible(page);
        page.locator("#log-lines .line a").first().click();
        assertThat(page.locator("#line-" + (had + 77))).isInViewport();
        assertThat(page.url()).contains("line=" + (had + 77)).endsWith("#line-" + (had + 77));
        assertThat(page.locator("#log-lines .line")).hasCount(500);
        assertThat(page.locator("#log-lines mark")).hasCount(0);
        page.goBack();
        assertThat(page.locator("#log-lines mark").first()).isVisible();

        var download = page.waitForDownload(() -> page.getByText("Download").click());
        assertThat(Files.readAllLines(download.path())).hasSizeGreaterThanOrEqualTo(MANY);
        assertThat(page.locator("#log-lines")).containsText("<script>alert(1)</script> made line 77");
        panel.agent.parts().jobs().cancel(TenantId.DEFAULT, job);
    }

    private static void write(String job, long had) {
        panel.agent.parts().database().write(handle -> {
            var batch = handle.prepareBatch(
                    "insert into job_log (job_id, seq, run_id, at, stream, text) values (:job, :seq, null, :at, 'log', :text)");
            for (int i = 1; i <= MANY; i++) {
                batch.bind("job", job)
                        .bind("seq", had + i)
                        .bind("at", 1_700_000_000_000L + i)
                        .bind("text", "<script>alert(1)</script> made line " + i)
                        .add();
            }
            return batch.execute().length;
        });
    }

    @Test
    void whoOnlyReadsSeesNoButtonAndIsRefused() {
        var job = held("READ");
        var page = panel.reader("/ui/jobs/" + job);
        assertThat(page.locator("#job-state")).isVisible();
        assertThat(page.locator("#stop, #retry, #clean-up, dialog[id^=ask]")).hasCount(0);
        assertThat(page.evaluate("async (path) => (await fetch(path)).status", "/ui/jobs/" + job + "/takes-back"))
                .isEqualTo(403);
        for (var deed : List.of("cancel", "retry")) {
            assertThat(page.evaluate("""
                            async (path) => (await fetch(path, { method: 'POST', body: '{}', headers: {
                                'Content-Type': 'application/json', 'X-Slipway-Page': localStorage.getItem('slipway-page') } })).status
                            """, "/ui/jobs/" + job + "/" + deed)).isEqualTo(403);
        }
        panel.agent.parts().jobs().cancel(TenantId.DEFAULT, job);
    }

    @Test
    void whatIsNotThereIsSaidOnAPage() {
        var page = panel.signedIn();
        assertThat(page.navigate(panel.url("/ui/jobs/nothing")).status()).isEqualTo(404);
        assertThat(page.locator("h1")).hasText("There is nothing here");
        var job = held("GONE");
        assertThat(page.navigate(panel.url("/ui/jobs/" + job + "?vm=OTHER")).status())
                .isEqualTo(404);
        for (var wrong : List.of("?level=loud", "?line=-1", "?find=" + "x".repeat(101), "?other=1")) {
            assertThat(page.navigate(panel.url("/ui/jobs/" + job + wrong)).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(page.navigate(panel.url("/ui/jobs?state=odd")).status()).isEqualTo(400);
        panel.agent.parts().jobs().cancel(TenantId.DEFAULT, job);
    }

    @Test
    @Tag("F194")
    void jobsAreFoundByVmHostAndStateAndTheAddressKeepsIt() {
        panel.lab.faults().always("qm start", new Faults.Answer(255, "", "start failed: QEMU exited with code 1\n"));
        var bad = panel.order("WRONG", 1);
        ended(panel.at("/ui/jobs/" + bad), "Failed");
        panel.lab.faults().clear();
        var page = panel.at("/ui/jobs");

        assertThat(page.locator(".needs")).containsText("Create WRONG-01");
        page.keyboard().press("/");
        page.keyboard().type("wrong-0");
        page.keyboard().press("Enter");
        page.waitForURL("**q=wrong-0*");
        assertThat(page.locator("table.jobs tbody tr")).hasCount(1);
        page.getByText("Done", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("main")).containsText("No job fits.");
        page.goBack();
        assertThat(page.locator("table.jobs tbody tr")).hasCount(1);
        at(page, "/ui/jobs?q=nothing-like-it");
        page.getByText("Show all jobs").click();
        assertThat(page.locator("table.jobs").first()).isVisible();
        page.locator("table.jobs a").first().focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#job-state")).isVisible();
    }

    @Test
    void theyAreUsableOnATelephoneAndOnAWideScreenInRussianAndInTheDark() {
        panel.lab.guestRules().fault("WIDE-01", new GuestFault.FailsAt("network"));
        var job = panel.order("WIDE", 2);
        for (int width : new int[] {360, 1280, 2560}) {
            for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                var page = panel.signedIn(Locale.of("ru"), scheme, width, 800);
                for (var path : List.of("/ui/jobs", "/ui/jobs/" + job)) {
                    at(page, path);
                    ControlPanel.assertFits(page);
                    ControlPanel.assertAccessible(page);
                }
                assertThat(page.locator("#log-title")).hasText("Журнал");
            }
        }
    }
}
