package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.compat.NodeChange;
import io.slipway.server.compat.Nodes;
import io.slipway.server.draft.Draft;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.job.Job;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.provision.ProvisionOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** VMs are ordered in a real browser: the whole wizard against the running product and the laboratory. */
@Timeout(180)
@Tag("pages")
class NewVmPagesTest {
    private static final String DRAFT =
            "&template=9000&profile=windows-11-worker&cores=2&memory=4096&count=1&mode=dhcp&prefix=24";
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

    private static String host() {
        return panel.agent.parts().hosts().require(TenantId.DEFAULT, "lab").id();
    }

    /** A draft at a step, with a name of its own so that no test is in another's way. */
    private static String draft(String step, String pattern) {
        return "/ui/new?step=" + step + "&host=" + host() + DRAFT + "&pattern=" + pattern;
    }

    private static List<Job> jobs(String pattern) {
        return panel.agent.parts().jobs().list(TenantId.DEFAULT, 200, Optional.empty()).stream()
                .filter(job -> job.fields().path("name_pattern").asString("").equals(pattern))
                .toList();
    }

    private static void next(Page page, String heading) {
        page.locator("#wizard-next").click();
        assertThat(page.locator("#wizard legend").first()).hasText(heading);
    }

    private static Locator wrong(Page page, String pointer) {
        return page.locator("[data-pointer='" + pointer + "'] + .wrong:visible");
    }

    @Test
    @Tag("F176")
    void theWholeWizardMakesThreeVmsAndLeadsToTheProofOfEach() {
        var page = panel.at("/ui");
        page.keyboard().press("n");
        assertThat(page.locator("h1")).hasText("New VM");
        assertThat(page.locator("#hosts")).containsText("free for disks");
        assertThat(page.locator("#hosts input:checked")).hasCount(1);
        next(page, "What shall be cloned?");
        page.locator("#templates").getByText("win11-tpl").click();
        page.locator("#w-cores").fill("2");
        page.locator("#w-memory").fill("4096");
        next(page, "What shall they become?");
        page.getByLabel("Windows 11 worker").check();
        assertThat(page.locator("#profile-shown")).containsText("What it sets");
        assertThat(page.locator("#profile-shown .sets")).containsText("Generic key of the edition");
        next(page, "Names and addresses");
        page.locator("#w-pattern").fill("WIZ-{n:2}");
        page.locator("#w-count").fill("3");
        page.getByLabel("Addresses from a range").check();
        page.locator("#w-from").fill("10.30.0.10");
        page.locator("#w-to").fill("10.30.0.20");
        page.locator("#w-gateway").fill("10.30.0.1");
        page.locator("#w-gateway").blur();
        assertThat(page.locator("#say-names")).containsText("WIZ-01, WIZ-02, WIZ-03");
        page.locator("#wizard-next").click();

        assertThat(page.locator("#sentence"))
                .hasText("Create 3 VMs on lab from win11-tpl, named WIZ-01 to WIZ-03,"
                        + " addresses 10.30.0.10 to 10.30.0.12, profile Windows 11 worker.");
        assertThat(page.locator("#exact")).containsText("clone the template");
        assertThat(page.locator("#files")).containsText("autounattend.xml");
        ControlPanel.assertAccessible(page);
        page.locator("#wizard-create").click();

        page.waitForURL("**/ui/jobs/*");
        assertThat(page.locator("#job-state"))
                .hasText("Done", new LocatorAssertions.HasTextOptions().setTimeout(90_000));
        page.navigate(panel.url("/ui/vms?q=WIZ-02"));
        page.getByText("WIZ-02").click();
        page.getByText("Proof").click();
        page.getByText("Compare now").click();
        assertThat(page.locator(".verdict")).isVisible();
        org.assertj.core.api.Assertions.assertThat(
                        page.locator("tr:has(.differs)").allInnerTexts())
                .isEmpty();
        assertThat(page.locator(".verdict")).hasText("Everything is as asked.");
        assertThat(page.locator(".differs")).hasCount(0);
    }

    @Test
    void theKeyboardAloneOrdersAndEscapeKeepsTheDraft() {
        var page = panel.at("/ui/vms");
        page.keyboard().press("n");
        assertThat(page.locator("#hosts input:checked")).hasCount(1);
        page.keyboard().press("Control+Enter");
        assertThat(page.locator("#templates input").first()).isFocused();
        page.keyboard().press("Space");
        assertThat(page.locator("#templates input:checked")).hasCount(1);
        page.keyboard().press("Control+Enter");
        assertThat(page.locator("input[name=profile]:checked")).isFocused();
        page.keyboard().press("Control+Enter");
        assertThat(page.locator("input[name=mode]:checked")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("Control+A");
        page.keyboard().type("KEY-{n:2}");
        page.keyboard().press("Escape");
        page.waitForURL(panel.url("/ui/vms"));

        page.keyboard().press("n");
        assertThat(page.locator("#w-pattern")).hasValue("KEY-{n:2}");
        assertThat(page.locator("#resumed")).isVisible();
        page.keyboard().press("Control+Enter");
        assertThat(page.locator("#wizard-create")).isFocused();
        page.keyboard().press("Control+Enter");
        page.waitForURL("**/ui/jobs/*");
        assertThat(jobs("KEY-{n:2}")).hasSize(1);
    }

    @Test
    @Tag("F176")
    void whatIsWrongIsSaidAtItsField() {
        var page = panel.at(draft("network", "a-name-of-more-than-15"));
        assertThat(page.locator("#say-names")).containsText("Windows takes 15");
        page.locator("#w-count").fill("500");
        page.locator("#wizard-next").click();
        assertThat(wrong(page, "/count")).hasText("must be 1 to 200, not 500");
        page.locator("#w-count").fill("1");
        page.locator("#wizard-next").click();
        assertThat(wrong(page, "/name_pattern")).containsText("Windows takes 15");

        page.locator("#w-pattern").fill("win11-tpl");
        page.locator("#w-pattern").blur();
        assertThat(page.locator("#say-names .blocks")).containsText("already has a VM named win11-tpl");
        page.locator("#w-pattern").fill("WRONG-{n:2}");
        page.getByLabel("Addresses from a range").check();
        page.locator("#wizard-next").click();
        assertThat(wrong(page, "/network/from")).hasText("must be filled in");
        page.locator("#w-from").fill("10.40.0.300");
        page.locator("#w-to").fill("10.40.0.20");
        page.locator("#wizard-next").click();
        assertThat(wrong(page, "/network/from")).containsText("IPv4 address");
        page.locator("#w-from").fill("10.40.0.20");
        page.locator("#w-gateway").fill("10.41.0.1");
        page.locator("#wizard-next").click();
        assertThat(wrong(page, "/network/gateway")).containsText("outside");
        page.locator("#w-gateway").fill("10.40.0.1");
        page.locator("#w-count").fill("3");
        page.locator("#wizard-next").click();
        assertThat(wrong(page, "/network/to")).hasText("leaves 1 addresses for 3 VMs");
        ControlPanel.assertAccessible(page);
    }

    @Test
    void aPastedListFillsTheTableAndEachWrongCellIsSaidInIt() {
        var page = panel.at(draft("network", "LIST-{n:2}"));
        page.locator("input[value=list]").check();
        page.locator("[data-open=paste]").click();
        assertThat(page.locator("main")).not().containsText("lines are missing");
        page.locator("#paste-lines")
                .fill(IntStream.range(0, 201).mapToObj(n -> "MANY-" + n).collect(Collectors.joining("\n")));
        page.locator("#paste [type=submit]").click();
        assertThat(wrong(page, "/lines")).hasText("The list has 201 VMs; one order has at most 200.");
        page.locator("#paste-lines").fill("name;ip\nLIST-A;10.50.0.11\n;10.50.0.12");
        page.locator("#paste [type=submit]").click();
        assertThat(wrong(page, "/lines")).hasText("line 3 is not a name and an address");
        page.locator("#paste-lines").fill("name;ip\nLIST-A;10.50.0.11\nLIST-A;10.50.0.1200");
        page.locator("#paste [type=submit]").click();
        assertThat(page.locator("#paste")).isHidden();
        assertThat(page.locator("#grid tr")).hasCount(2);
        assertThat(page.getByLabel("Name of VM 2").boundingBox().width).isGreaterThan(200);
        ControlPanel.assertFits(page);

        page.locator("#wizard-next").click();
        assertThat(wrong(page, "/names/1")).containsText("occurs twice");
        page.getByLabel("Name of VM 2").fill("LIST-B");
        page.locator("#wizard-next").click();
        assertThat(wrong(page, "/network/addresses/1")).containsText("IPv4 address");
        ControlPanel.assertAccessible(page);
        page.getByLabel("Address of VM 2").fill("10.50.0.12");
        page.reload();
        assertThat(page.getByLabel("Address of VM 2")).hasValue("10.50.0.12");

        page.locator("#wizard-next").click();
        assertThat(page.locator("#sentence")).containsText("LIST-A to LIST-B");
        assertThat(page.locator("#sentence")).containsText("10.50.0.11 to 10.50.0.12");
        assertThat(page.url()).doesNotContain("LIST-A");
    }

    @Test
    void aDraftOutlivesAReloadAndIsFoundAgainUntilItIsForgotten() {
        var page = panel.at(draft("network", "DRAFT-{n}"));
        ControlPanel.assertFits(page);
        page.locator("#w-count").fill("7");
        page.locator("#w-vlan").fill("12");
        page.reload();
        assertThat(page.locator("#w-count")).hasValue("7");
        assertThat(page.locator("#w-vlan")).hasValue("12");

        page.navigate(panel.url("/ui"));
        page.navigate(panel.url("/ui/new"));
        assertThat(page.locator("#w-vlan")).hasValue("12");
        page.locator("a[data-afresh]").click();
        assertThat(page.locator("#hosts")).isVisible();
        page.navigate(panel.url("/ui/new"));
        assertThat(page.locator("#resumed")).isHidden();
        assertThat(page.locator("input[name=pattern]")).hasValue("PC-{n:2}");
    }

    @Test
    @Tag("F176")
    void oneDraftIsOneOrderHoweverOftenItIsGiven() {
        var page = panel.at(draft("review", "ONCE-{n}"));
        assertThat(page.locator("#wizard-create")).hasText("Create 1 VMCtrl Enter");
        page.locator("#wizard-create").dblclick();
        page.waitForURL("**/ui/jobs/*");
        var job = page.url();

        page.goBack();
        assertThat(page.locator("#plan")).containsText("given already");
        page.reload();
        page.getByText("Show its job").click();
        page.waitForURL(job);
        var again = page.evaluate("""
                path => fetch('/ui/new/order', {method: 'POST', body: JSON.stringify(Object.fromEntries(new URLSearchParams(path))),
                    headers: {'Content-Type': 'application/json', 'X-Slipway-Page': localStorage.getItem('slipway-page')}})
                    .then(answer => answer.status)
                """, draft("review", "ONCE-%7Bn%7D").substring("/ui/new?step=review&".length()));
        assertThat(again).as("without a key nothing is ordered").isEqualTo(400);
        assertThat(jobs("ONCE-{n}")).hasSize(1);
    }

    @Test
    @Tag("F176")
    void aHostThatDoesNotAnswerCannotBeChosenAndOneThatIsGoneIsSaid() {
        var other = Laboratory.builder().rootPassword("another-password-1a2b").start();
        var hosts = panel.agent.parts().hosts();
        hosts.add(
                TenantId.DEFAULT,
                new NewHost(
                        "gone",
                        "127.0.0.1",
                        other.port(),
                        "root",
                        Optional.of(Secret.of("another-password-1a2b")),
                        Optional.empty(),
                        Optional.of(hosts.shownKey("127.0.0.1", other.port())),
                        TlsContact.unpinned(),
                        false,
                        HostLimits.USUAL));
        other.close();
        var gone = hosts.require(TenantId.DEFAULT, "gone").id();
        var page = panel.at("/ui/new?step=host&host=" + gone);
        assertThat(page.locator("#hosts .option").first()).containsText("lab");
        assertThat(page.locator("#hosts .option").first()).containsText("free for disks");
        assertThat(page.locator("input[value='" + gone + "']")).isDisabled();
        assertThat(page.locator("#hosts .blocks")).containsText("127.0.0.1");

        page.navigate(panel.url("/ui/new?step=template&host=" + gone));
        assertThat(page.locator("#templates [role=alert]")).containsText("127.0.0.1");
        assertThat(page.locator("#templates [data-again]")).isVisible();
        hosts.remove(TenantId.DEFAULT, gone);
        page.locator("#templates [data-again]").click();
        assertThat(page.locator("#templates [role=alert]")).containsText("There is no host");
        page.navigate(panel.url("/ui/new?step=review&host=" + gone + DRAFT + "&pattern=GONE-{n}"));
        assertThat(page.locator("#plan [role=alert]")).containsText("There is no host");
        page.locator("#plan").getByText("Go to").click();
        assertThat(page.locator("#hosts .blocks")).containsText("is not registered any more");
    }

    @Test
    void theSameOrderIsSavedAsAFileAndCopiedAsACommandWithoutASecret() throws IOException {
        var page = panel.at(draft("review", "FILE-{n}"));
        page.locator("#elsewhere summary").click();
        var file = page.waitForDownload(() -> page.locator("[data-save]").click());
        var saved = Json.parseObject(Files.readString(file.path()));

        var draft = Draft.EMPTY
                .with(Draft.Key.HOST, host())
                .with(Draft.Key.TEMPLATE, "9000")
                .with(Draft.Key.PROFILE, "windows-11-worker")
                .with(Draft.Key.CORES, "2")
                .with(Draft.Key.MEMORY, "4096")
                .with(Draft.Key.PATTERN, "FILE-{n}");
        assertThat(ProvisionOrder.parse(saved)).isEqualTo(draft.order());
        assertThat(page.locator("#order-command")).containsText("--name-pattern \"FILE-{n}\"");
        page.locator("#files > summary").click();
        page.locator("#files .file summary").first().click();
        assertThat(page.locator("#files pre").first()).containsText("••••");
    }

    @Test
    @Tag("F177")
    void aMachineThatWaitsForItsVmFillsTheWizardAndGetsTheJob() {
        var services = panel.agent.parts();
        var nodes = new Nodes(services.database(), services.ids(), services.clock());
        var nothing = Optional.<String>empty();
        var change = new NodeChange(nothing, nothing, Optional.of("9000"), nothing, nothing, nothing, nothing);
        var node = nodes.create(TenantId.DEFAULT, change, "app-1");
        var page = panel.at("/ui/new?step=host");
        page.getByLabel("Provision app-1").click();
        assertThat(page.locator("#hosts input:checked")).hasCount(1);
        page.locator("#wizard-next").click();
        assertThat(page.locator("#templates input:checked")).hasValue("9000");
        page.locator("#wizard-next").click();
        page.locator("#profile-shown h2").waitFor();
        page.locator("#wizard-next").click();
        assertThat(page.locator("#w-pattern")).hasValue("app-1");
        page.locator("#wizard-next").click();
        page.locator("#wizard-create").click();
        page.waitForURL("**/ui/jobs/*");

        assertThat(nodes.require(TenantId.DEFAULT, node.id()).jobId())
                .contains(jobs("app-1").getFirst().id());
    }

    @Test
    void whoMayOnlyReadIsToldAndCannotOrder() {
        var reader = new Caller(TenantId.DEFAULT, "reader", Caller.Role.READ);
        var page = panel.stranger(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800);
        page.navigate(panel.url(
                "/enter#" + panel.agent.parts().sessions().code(reader).reveal()));
        page.waitForURL(panel.url("/ui"));
        assertThat(page.locator(".new-vm")).hasCount(0);
        page.navigate(panel.url(draft("review", "READ-{n}")));
        assertThat(page.locator("main")).containsText("may look, but not order");
        assertThat(page.locator("#wizard")).hasCount(0);

        for (var path : List.of("/ui/new/order", "/ui/new/plan", "/ui/new/hosts")) {
            var status = page.evaluate("""
                    path => fetch(path, {method: 'POST', body: '{}', headers: {'Content-Type': 'application/json',
                        'X-Slipway-Page': localStorage.getItem('slipway-page')}}).then(answer => answer.status)
                    """, path);
            assertThat(status).as(path).isEqualTo(403);
        }
    }

    @Test
    void anAddressThatIsNoPlaceInTheWizardIsRefusedOrLedToTheFirstOpenStep() {
        var page = panel.signedIn();
        assertThat(page.navigate(panel.url("/ui/new?step=odd")).status()).isEqualTo(400);
        assertThat(page.navigate(panel.url("/ui/new?password=x")).status()).isEqualTo(400);
        page.navigate(panel.url("/ui/new?step=review&template=9000"));
        assertThat(page.locator("[aria-current=step]")).containsText("Host");
        page.navigate(panel.url("/ui/new?step=network&host=" + host() + "&template=9000"));
        assertThat(page.locator("[aria-current=step]")).containsText("Profile");
    }

    @Test
    void everyStepIsReadableInLightAndDarkInRussianAndAtEveryWidth() {
        for (int width : new int[] {360, 1280, 2560}) {
            var scheme = width == 1280 ? ColorScheme.DARK : ColorScheme.LIGHT;
            var page = panel.signedIn(width == 2560 ? Locale.ENGLISH : Locale.of("ru"), scheme, width, 800);
            for (var step : List.of("host", "template", "profile", "network", "review")) {
                page.navigate(panel.url(draft(step, "LOOK-{n}")));
                assertThat(page.locator(".waits")).hasCount(0);
                ControlPanel.assertFits(page);
                ControlPanel.assertAccessible(page);
            }
        }
    }
}
