package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.base.Caller;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What pages do when their stream ends, is shared, or is nobody's any more; in a real browser, through a line that can be cut. */
@Timeout(120)
@Tag("pages")
class StreamPagesTest {
    private static final Pattern POSITION =
            Pattern.compile("(?i)Last-Event-ID: [1-9][0-9]*|GET /ui/events\\?after=[1-9]");

    private static ControlPanel panel;
    private Line line;

    @BeforeAll
    static void open(@TempDir Path folder) {
        setDefaultAssertionTimeout(30_000);
        panel = new ControlPanel(folder);
        // That a line was cut stands on the browser's console, too.
        panel.expected.add("htmx:");
        panel.withHost();
        job("FIRST");
    }

    @AfterAll
    static void close() {
        if (panel != null) {
            panel.close();
        }
    }

    @BeforeEach
    void draw() {
        line = new Line(panel.agent.adminPort());
    }

    @AfterEach
    void hangUp() {
        line.close();
    }

    /** A job that ended; its row is real, nothing works on it. */
    private static void job(String vm) {
        var id = panel.agent.parts().ids().next();
        panel.agent.parts().database().write(handle -> {
            handle.execute("""
                    insert into job (id, tenant_id, user_id, kind, fields, state, created_at, ended_at)
                    values (?, 'default', 'local', 'provision_vm', '{"host_name":"lab"}', 'succeeded', 1, 2)""", id);
            return handle.execute("""
                    insert into run (id, tenant_id, job_id, plan_kind, subject, state, wake_at, percent, input, created_at, ended_at)
                    values (?, 'default', ?, 'provision_vm', ?, 'succeeded', 0, 100, '{}', 1, 2)""", id, id, vm);
        });
    }

    private void enter(Page page) {
        var code = panel.agent.parts().sessions().code(Caller.localOperator());
        page.navigate(line.url("/enter#" + code.reveal()));
    }

    /** Signed in through the line, on the list of jobs. */
    private Page jobs() {
        var page = panel.stranger(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800);
        enter(page);
        page.waitForURL(line.url("/ui"));
        page.navigate(line.url("/ui/jobs"));
        isLive(page);
        return page;
    }

    private static void isLive(Page page) {
        assertThat(page.locator("#stream")).hasText("live");
        assertThat(page.locator("#away")).isHidden();
    }

    private void assertStreams(Page any, int count) {
        any.waitForCondition(() -> line.streams() == count);
    }

    @Test
    void aCutStreamIsToldAfterThreeSecondsAndGoesOnWhereItStopped() {
        var page = jobs();
        job("BEFORE");
        assertThat(page.locator("#live")).containsText("BEFORE");
        page.evaluate("window.sameDocument = true");
        int before = line.heads().size();

        line.cut();
        assertThat(page.locator("#stream")).hasAttribute("data-state", "down");
        assertThat(page.locator("#stream")).not().hasText("live");
        job("MISSED");
        assertThat(page.locator("#away")).containsText("has not answered for 3 s");
        assertThat(page.locator("#away")).containsText("may be old");
        ControlPanel.assertAccessible(page);
        assertThat(page.locator("#live")).not().containsText("MISSED");

        line.mend();
        isLive(page);
        assertThat(page.locator("#live")).containsText("MISSED");
        assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
        assertThat(line.heads().subList(before, line.heads().size()))
                .isNotEmpty()
                .allMatch(head -> POSITION.matcher(head).find());
    }

    @Test
    void aPageThatCouldNotBeReadAgainIsNotToldAsLive() {
        var page = jobs();
        page.route("**/ui/jobs", route -> route.abort());
        job("UNREAD");

        assertThat(page.locator("#stream")).hasAttribute("data-state", "down");
        assertThat(page.locator("#away")).containsText("has not answered");
        page.unroute("**/ui/jobs");
        isLive(page);
        assertThat(page.locator("#live")).containsText("UNREAD");
    }

    @Test
    void aLineThatWentDeadWithoutAWordIsNoticed() {
        var page = jobs();
        line.die();

        assertThat(page.locator("#away")).containsText("has not answered");
        job("DEAD");
        line.mend();
        line.cut();
        line.mend();
        isLive(page);
        assertThat(page.locator("#live")).containsText("DEAD");
    }

    @Test
    void twoTabsShareOneStreamAndTheOtherTakesOverWhenItsHolderCloses() {
        var holder = jobs();
        var other = panel.tab(holder);
        other.navigate(line.url("/ui/jobs"));
        isLive(other);
        assertStreams(other, 1);

        job("SHARED");
        assertThat(holder.locator("#live")).containsText("SHARED");
        assertThat(other.locator("#live")).containsText("SHARED");
        int before = line.heads().size();

        holder.close();
        other.waitForCondition(() -> line.heads().size() == before + 1);
        assertStreams(other, 1);
        assertThat(POSITION.matcher(line.heads().getLast()).find()).isTrue();
        job("ALONE");
        assertThat(other.locator("#live")).containsText("ALONE");
        isLive(other);
    }

    @Test
    void aTabThatIsOpenedWhileSomethingChangesMissesNothing() {
        var holder = jobs();
        var late = panel.tab(holder);
        // The answer is on its way to the browser, and does not know what comes now.
        late.route("**/ui/jobs", route -> {
            var answer = route.fetch();
            job("BETWEEN");
            route.fulfill(new Route.FulfillOptions().setResponse(answer));
            late.unroute("**/ui/jobs");
        });
        late.navigate(line.url("/ui/jobs"));

        assertThat(late.locator("#live")).containsText("BETWEEN");
    }

    @Test
    void aSessionThatEndedElsewhereIsToldAndGoesOnAtTheSameAddress() {
        var page = jobs();
        page.navigate(line.url("/ui/jobs?q=first&state="));
        isLive(page);
        var sessions = panel.agent.parts().sessions();
        sessions.list(Caller.localOperator()).forEach(one -> sessions.end(Caller.localOperator(), one.id()));

        assertThat(page.locator("#away")).containsText("This session has ended");
        assertThat(page.locator("#stream")).hasText("signed out");
        ControlPanel.assertAccessible(page);
        assertThat(page.locator("#live")).containsText("FIRST");

        var entrance = panel.tab(page);
        enter(entrance);
        entrance.waitForURL(line.url("/ui/jobs?q=first&state="));
        assertThat(entrance.locator("#live")).containsText("FIRST");
        // The page that was sent away comes back by itself.
        isLive(page);
        assertThat(page.url()).endsWith("/ui/jobs?q=first&state=");
        assertStreams(page, 1);
    }

    @Test
    void whatWasTypedOutlivesASessionThatEndedAndTheNextOne() {
        var page = panel.signedIn();
        page.navigate(line.url("/ui/secrets"));
        isLive(page);
        page.locator("[data-open=secret-new]").click();
        page.locator("#secret-label").fill("half typed");
        page.locator("#secret-value").fill("canary-not-lost");
        var sessions = panel.agent.parts().sessions();
        sessions.list(Caller.localOperator()).forEach(one -> sessions.end(Caller.localOperator(), one.id()));
        assertThat(page.locator("#stream")).hasText("signed out");
        page.locator("#secret-new [type=submit]").click();
        assertThat(page.locator("#secret-new .said")).containsText("slipway open");

        var entrance = panel.tab(page);
        enter(entrance);
        isLive(page);
        assertThat(page.locator("#away")).isHidden();
        assertThat(page.locator("#secret-label")).hasValue("half typed");
        page.locator("#secret-new [type=submit]").click();
        assertThat(page.locator("h1")).hasText("half typed");
    }

    @Test
    void whoCameWithoutASessionIsLedToWhereHeWantedWhenHeHasOne() {
        var page = panel.stranger(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800);
        page.navigate(line.url("/ui/jobs?q=first"));
        assertThat(page.locator("h1")).hasText("You are not signed in");

        var entrance = panel.tab(page);
        enter(entrance);
        entrance.waitForURL(line.url("/ui/jobs?q=first"));
        assertThat(page.locator("#live")).containsText("FIRST");

        // Only once: the next time leads to the first page.
        enter(entrance);
        entrance.waitForURL(line.url("/ui"));
    }
}
