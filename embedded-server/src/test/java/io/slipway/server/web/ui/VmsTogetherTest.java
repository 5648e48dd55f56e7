package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.KeyboardModifier;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.inventory.Vm;
import io.slipway.server.tenant.AuditFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several VMs chosen in the list and dealt with together, in a real browser. */
@Timeout(120)
@Tag("pages")
class VmsTogetherTest {
    private static ControlPanel panel;

    @BeforeAll
    static void open(@TempDir Path folder) {
        setDefaultAssertionTimeout(30_000);
        panel = new ControlPanel(folder);
        panel.withHost();
        order("A-1", "A-2", "A-3", "B-1", "D-1", "D-2", "E-1", "E-2");
        assertThat(row(list(panel.signedIn()), "Ready")).hasCount(8);
    }

    @AfterAll
    static void close() {
        if (panel != null) {
            panel.close();
        }
    }

    private static void order(String... names) {
        var order =
                Json.object().put("host", "lab").put("template", "linux-tpl").put("plan", "template-clone");
        var all = order.putArray("names");
        List.of(names).forEach(all::add);
        panel.order(order);
    }

    private static Page list(Page page) {
        page.navigate(panel.url("/ui/vms"));
        // The scripts have run: what is typed before that is lost.
        assertThat(page.locator("#stream")).hasAttribute("data-state", "live");
        return page;
    }

    private static Locator row(Page page, String name) {
        return page.locator("#live tbody tr").filter(new Locator.FilterOptions().setHasText(name));
    }

    private static Locator box(Page page, String name) {
        return row(page, name).locator(".pick");
    }

    private static String id(String name) {
        return panel.agent.parts().vms().require(TenantId.DEFAULT, name).id();
    }

    private static List<String> names() {
        return panel.agent.parts().vms().list(TenantId.DEFAULT).stream()
                .map(Vm::name)
                .toList();
    }

    private static Locator result(Page page, String name) {
        return page.locator("#picked-list li").filter(new Locator.FilterOptions().setHasText(name));
    }

    @Test
    void whatIsChosenByMouseAndKeyboardOutlivesAListThatIsDrawnAnew() {
        var page = list(panel.signedIn());
        assertThat(page.locator("#picked")).isHidden();
        box(page, "A-1").click();
        box(page, "A-3").click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
        assertThat(page.locator("#picked-count")).hasText("3 chosen");
        box(page, "B-1").focus();
        page.keyboard().press("Space");
        assertThat(page.locator("#picked-count")).hasText("4 chosen");
        ControlPanel.assertAccessible(page);

        page.evaluate("document.querySelector('#live').dataset.old = 'yes'");
        order("C-1");
        assertThat(row(page, "C-1")).hasCount(1);
        assertThat(page.locator("#live")).not().hasAttribute("data-old", "yes");
        assertThat(page.locator("#picked-count")).hasText("4 chosen");
        assertThat(box(page, "A-2")).isChecked();
        assertThat(box(page, "B-1")).isFocused();
        assertThat(box(page, "C-1")).not().isChecked();

        page.keyboard().press("Space");
        assertThat(page.locator("#picked-count")).hasText("3 chosen");
        page.locator("main input[name=q]").fill("A-1");
        assertThat(page.locator("#picked-count")).hasText("1 chosen");
        page.getByText("Choose none").click();
        assertThat(page.locator("#picked")).isHidden();
    }

    @Test
    void aListThatIsDrawnAnewDoesNotTakeThePlaceOfWhatSomebodyAskedFor() {
        // Ids are searched too: the word has letters that no id has.
        order("LOOK-1");
        var page = list(panel.signedIn());
        assertThat(row(page, "B-1")).hasCount(1);
        var onTheWay = new ArrayDeque<Route>();
        page.route(url -> url.contains("q=LOOK"), onTheWay::add);
        page.locator("main input[name=q]").fill("LOOK");
        page.waitForCondition(() -> !onTheWay.isEmpty());
        page.evaluate("void (window.heard = new Promise((done) =>"
                + " document.addEventListener('slipway:event', done, { once: true })))");
        order("F-1");
        page.evaluate("window.heard.then(() => fetch('/ui/vms')).then((answer) => answer.text())");

        onTheWay.removeFirst().resume();

        assertThat(row(page, "B-1")).hasCount(0);
        assertThat(row(page, "LOOK-1")).hasCount(1);
        assertThat(row(page, "F-1")).hasCount(0);
        assertThat(page).hasURL(Pattern.compile("q=LOOK"));
    }

    @Test
    void whatIsChosenGoesIntoASheet() throws Exception {
        var page = list(panel.signedIn());
        box(page, "A-1").check();
        box(page, "A-2").check();

        var download = page.waitForDownload(
                () -> page.locator("#picked-export [type=submit]").click());

        assertThat(download.suggestedFilename()).isEqualTo("slipway-vms.csv");
        var lines = Files.readAllLines(download.path());
        assertThat(lines).hasSize(3);
        assertThat(lines.subList(1, 3))
                .anyMatch(line -> line.startsWith("\"A-1\",\"" + id("A-1") + "\",\"lab\","))
                .anyMatch(line -> line.startsWith("\"A-2\","));
        assertThat(page.locator("#picked-count")).hasText("2 chosen");
    }

    @Test
    @Tag("F168")
    void oneThatIsRefusedDoesNotStopTheOthersAndEachHasItsResult() {
        var page = list(panel.signedIn());
        box(page, "D-1").check();
        box(page, "D-2").check();
        page.locator("#picked [data-open=picked-retry]").click();
        assertThat(page.locator("#picked-retry .picked-names li")).hasText(new String[] {"D-1", "D-2"});
        page.locator("#picked-retry [type=submit]").click();
        assertThat(result(page, "D-1")).containsText("Nothing of D-1 failed");
        page.locator("#picked-results [data-close]").click();
        assertThat(page.locator("#picked-count")).hasText("2 chosen");

        var gone = id("D-2");
        panel.agent.parts().deletion().submit(Caller.localOperator(), gone, true);
        page.locator("#picked [data-open=picked-shutdown]").click();
        page.evaluate(
                "id => { document.querySelector('#picked-shutdown [name=vms]').value = id + '\\nnot-there\\n"
                        + id("D-1") + "'; }",
                gone);
        page.locator("#picked-shutdown [type=submit]").click();
        assertThat(page.locator("#picked-list li")).hasCount(3);
        assertThat(result(page, "Refused:").count()).isGreaterThanOrEqualTo(2);
        assertThat(result(page, "not-there")).containsText("Refused:");
        ControlPanel.assertAccessible(page);
    }

    @Test
    void deletionAsksOnceAndNamesEachOfThem() {
        var page = list(panel.signedIn());
        var ids = List.of(id("E-1"), id("E-2"));
        box(page, "E-1").check();
        box(page, "E-2").check();
        page.locator("#picked [data-open=picked-delete]").click();
        assertThat(page.locator("#picked-delete .picked-names li")).hasText(new String[] {"E-1", "E-2"});
        ControlPanel.assertAccessible(page);
        page.keyboard().press("Escape");
        assertThat(row(page, "E-1")).hasCount(1);
        page.locator("#picked [data-open=picked-delete]").click();
        page.locator("#picked-delete [name=force]").check();
        page.getByLabel("Type how many they are, 2").fill("3");
        page.locator("#picked-delete [type=submit]").click();
        assertThat(page.locator("#picked-delete .wrong")).containsText("type 2");
        assertThat(names()).contains("E-1", "E-2");
        page.getByLabel("Type how many they are, 2").fill("2");
        page.locator("#picked-delete [type=submit]").click();

        assertThat(result(page, "E-1")).containsText("is being deleted");
        assertThat(result(page, "E-2")).containsText("Accepted:");
        page.locator("#picked-results [data-close]").click();
        assertThat(row(page, "E-1")).hasCount(0);
        assertThat(row(page, "E-2")).hasCount(0);
        assertThat(page.locator("#picked")).isHidden();
        assertThat(names()).contains("B-1").doesNotContain("E-1", "E-2");
        var trail = panel.agent.parts().auditLog().list(TenantId.DEFAULT, AuditFilter.newest(200));
        assertThat(trail)
                .filteredOn(line -> line.action().equals("ui.selected-vms.delete"))
                .extracting(line -> line.object())
                .containsAll(ids);
    }

    @Test
    void whoMayOnlyReadChoosesNothing() {
        var reader = new Caller(TenantId.DEFAULT, "reader", Caller.Role.READ);
        var page = panel.stranger(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800);
        page.navigate(panel.url(
                "/enter#" + panel.agent.parts().sessions().code(reader).reveal()));
        page.waitForURL(panel.url("/ui"));
        list(page);
        assertThat(row(page, "A-3")).hasCount(1);
        assertThat(page.locator(".pick, #picked")).hasCount(0);

        var status = page.evaluate("""
                path => fetch(path, {method: 'POST', body: '{"vms":["x"]}', headers: {'Content-Type': 'application/json',
                    'X-Slipway-Page': localStorage.getItem('slipway-page')}}).then(answer => answer.status)
                """, "/ui/selected-vms/delete");
        assertThat(status).isEqualTo(403);
    }

    @Test
    void theBarIsReadableInLightAndDarkInRussianAndAtEveryWidth() {
        for (int width : new int[] {360, 1280, 2560}) {
            var scheme = width == 1280 ? ColorScheme.DARK : ColorScheme.LIGHT;
            var page = list(panel.signedIn(width == 2560 ? Locale.ENGLISH : Locale.of("ru"), scheme, width, 800));
            box(page, "A-3").check();
            assertThat(page.locator("#picked")).isVisible();
            ControlPanel.assertFits(page);
            ControlPanel.assertAccessible(page);
        }
    }
}
