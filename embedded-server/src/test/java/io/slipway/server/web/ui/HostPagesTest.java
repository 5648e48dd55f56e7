package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.compat.TemplateMappings;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.LaboratoryBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The hosts in a real browser, against the running product and laboratories behind real SSH. */
@Timeout(120)
@Tag("pages")
class HostPagesTest {
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

    private static Host add(String name, Laboratory lab) {
        var hosts = panel.agent.parts().hosts();
        var key = hosts.shownKey("127.0.0.1", lab.port());
        return hosts.add(
                TenantId.DEFAULT,
                new NewHost(
                        name,
                        "127.0.0.1",
                        lab.port(),
                        "root",
                        Optional.of(Secret.of(ControlPanel.PASSWORD)),
                        Optional.empty(),
                        Optional.of(key),
                        TlsContact.unpinned(),
                        false,
                        HostLimits.USUAL));
    }

    private static Host host(String name) {
        return panel.agent.parts().hosts().require(TenantId.DEFAULT, name);
    }

    private static Locator dialog(Page page, String id) {
        return page.locator("#" + id);
    }

    @Test
    void aTemplateGetsANameThatApplicationsUseAndLosesIt() {
        var host = host("lab");
        var template = panel.agent.parts().hosts().hypervisor(host).templates().getFirst();
        var page = panel.at("/ui/hosts/" + host.id());
        assertThat(page.locator("[aria-labelledby=names-title]")).containsText("No template has such a name");
        page.getByText("Name a template…").click();
        page.locator("#names-name").fill("win 11/worker");
        page.getByText("Map name").click();
        assertThat(page.locator("#names-new .wrong")).containsText("1 to 63 letters");
        page.locator("#names-name").fill("win11-worker");
        page.locator("#names-template")
                .selectOption(String.valueOf(template.id().value()));
        ControlPanel.assertAccessible(page);
        page.getByText("Map name").click();

        assertThat(page.locator("#names .line-text"))
                .hasText("win11-worker → " + template.id().value());
        assertThat(page.locator("#toasts")).containsText("“win11-worker” stands for template");
        var mappings = new TemplateMappings(panel.agent.parts().database());
        assertThat(mappings.list(TenantId.DEFAULT, host.id()))
                .containsExactly(Map.entry("win11-worker", template.id().value()));
        ControlPanel.assertAccessible(page);
        var reader = panel.reader("/ui/hosts/" + host.id());
        assertThat(reader.locator("#names .line-text"))
                .hasText("win11-worker → " + template.id().value());
        assertThat(ControlPanel.sent(
                        reader, "/ui/hosts/" + host.id() + "/templates/unmap", "{\"name\":\"win11-worker\"}"))
                .isEqualTo(403);
        assertThat(ControlPanel.sent(
                        page, "/ui/hosts/" + host.id() + "/templates/map", "{\"name\":\"gone\",\"template\":99999}"))
                .as("a template that the host does not have")
                .isEqualTo(404);

        page.locator("#names button").click();
        assertThat(page.locator("#names")).hasCount(0);
        assertThat(mappings.list(TenantId.DEFAULT, host.id())).isEmpty();
        assertThat(ControlPanel.sent(
                        page, "/ui/hosts/" + host.id() + "/templates/unmap", "{\"name\":\"win11-worker\"}"))
                .isEqualTo(404);
    }

    @Test
    void aHostIsAddedOnlyAfterItsFingerprintWasComparedAndWithTheRightPassword() {
        var page = panel.signedIn();
        List<String> addresses = new ArrayList<>();
        page.onRequest(request -> addresses.add(request.url()));
        var shown = panel.agent.parts().hosts().shownKey("127.0.0.1", panel.lab.port());
        page.navigate(panel.url("/ui/hosts"));
        page.getByText("Add host…").first().click();
        page.getByLabel("Address").fill("127.0.0.1");
        page.getByLabel("SSH port").fill(String.valueOf(panel.lab.port()));
        page.getByLabel("Name in Slipway").fill("lab");
        page.getByText("Look at it").click();
        assertThat(page.locator(".wrong")).containsText("lab");
        page.getByLabel("Name in Slipway").fill("second");
        page.getByText("Look at it").click();

        assertThat(page.locator("code.shown").first()).hasText(shown);
        ControlPanel.assertAccessible(page);
        page.getByText("Pin and go on").click();
        assertThat(page.locator(".wrong")).containsText("tick the box");
        page.getByLabel("Fingerprint from the console").fill("SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        page.locator("[name=yes]").check();
        page.getByText("Pin and go on").click();
        assertThat(page.locator(".wrong")).containsText("not what the machine shows");
        page.getByLabel("Fingerprint from the console").fill(shown);
        page.getByText("Pin and go on").click();

        page.locator("[name=secret]").fill("not-the-password");
        page.getByText("Sign in and check").click();
        assertThat(page.locator("form [role=alert]")).containsText("SSH_AUTH_FAILED");
        assertThat(panel.agent.parts().hosts().list(TenantId.DEFAULT))
                .extracting(Host::name)
                .doesNotContain("second");
        page.locator("[name=secret]").fill(ControlPanel.PASSWORD);
        page.getByText("Sign in and check").click();
        assertThat(page.locator("main")).containsText("second is connected.");
        assertThat(page.locator("#rights-found")).containsText("rights");
        ControlPanel.assertAccessible(page);
        assertThat(page.content()).doesNotContain(ControlPanel.PASSWORD);
        page.getByText("Done").click();

        assertThat(page.locator("h1")).hasText("second");
        assertThat(page.locator("#has")).containsText("Proxmox VE");
        assertThat(addresses).noneMatch(url -> url.contains(ControlPanel.PASSWORD) || url.contains("not-the-password"));
        page.locator("[data-open=host-remove]").click();
        dialog(page, "host-remove").locator("[type=submit]").click();
        page.waitForURL(panel.url("/ui/hosts"));
        assertThat(page.locator("main")).not().containsText("second");
    }

    @Test
    @Tag("F123")
    void aChangedKeyStopsTheHostUntilSomebodyComparesAndPinsItWithAnExplicitYes() {
        try (var lab = Laboratory.builder().rootPassword(ControlPanel.PASSWORD).start()) {
            var pinned = add("other", lab).hostKeyPin();
            var list = panel.at("/ui/hosts");
            assertThat(list.locator("#live tbody")).containsText("other");
            lab.changeHostKey(LaboratoryBuilder.newHostKey());
            var changed = panel.agent.parts().hosts().shownKey("127.0.0.1", lab.port());

            var page = panel.at("/ui/hosts/" + host("other").id());
            page.getByText("Compare now").click();
            assertThat(page.locator("#identity-found")).containsText("differs from what is pinned");
            assertThat(page.locator("#live")).containsText("Stopped");
            assertThat(page.locator("#live")).containsText(changed);
            assertThat(list.locator(".needs")).containsText("other");
            list.locator(".needs a.btn").first().click();
            assertThat(list.locator("h1")).hasText("other");

            page.locator("[data-open=repin-ssh-key]").click();
            var question = dialog(page, "repin-ssh-key");
            assertThat(question).containsText(pinned);
            assertThat(question).containsText(changed);
            ControlPanel.assertAccessible(page);
            question.locator("[type=submit]").click();
            assertThat(question.locator(".wrong")).containsText("tick the box");
            assertThat(host("other").hostKeyPin()).isEqualTo(pinned);
            question.locator("[name=yes]").check();
            question.locator("[type=submit]").click();

            assertThat(page.locator("#live")).not().containsText("Stopped");
            assertThat(host("other").hostKeyPin()).isEqualTo(changed);
            assertThat(list.locator("#live")).not().containsText("Stopped");
            panel.agent.parts().hosts().remove(TenantId.DEFAULT, "other");
        }
    }

    @Test
    void aHostWithVmsIsNotForgottenAndThePageSaysWhy() {
        var order =
                Json.object().put("host", "lab").put("template", "linux-tpl").put("plan", "template-clone");
        order.putArray("names").add("STAYS");
        panel.order(order);
        var vms = panel.at("/ui/vms");
        assertThat(vms.locator("#live tbody")).containsText("Ready");

        var page = panel.at("/ui/hosts/lab");
        page.locator("[data-open=host-remove]").click();
        dialog(page, "host-remove").locator("[type=submit]").click();

        assertThat(dialog(page, "host-remove").locator("[role=alert]")).containsText("1 VM");
        assertThat(host("lab").name()).isEqualTo("lab");
    }

    @Test
    void whatTheHostHasIsAskedForOnItsPageAndTheLimitsAreChanged() {
        var page = panel.at("/ui/hosts/lab");
        assertThat(page.locator("#has")).containsText("GiB free");
        page.getByText("Show rights").click();
        assertThat(page.locator("#rights-found")).containsText("Signed in as");
        page.getByText("Look at templates").click();
        assertThat(page.locator("#templates-found")).containsText("win11-tpl");
        page.getByText("Compare now").click();
        assertThat(page.locator("#identity-found")).containsText("The host shows what is pinned.");
        ControlPanel.assertAccessible(page);

        page.locator("[name=first]").fill("5000");
        page.locator("[name=last]").fill("4000");
        page.getByText("Save limits").click();
        assertThat(page.locator(".wrong")).containsText("not above the last");
        page.locator("[name=last]").fill("6000");
        page.locator("[name=slots]").fill("3");
        page.getByText("Save limits").click();
        assertThat(page.locator("#toasts")).containsText("Stored");

        assertThat(page.locator("#live .facts")).containsText("ids 5000 to 6000");
        assertThat(host("lab").limits()).isEqualTo(new HostLimits(3, 5000, 6000));
    }

    @Test
    void whoMayOnlyReadSeesNothingToPress() {
        var reader = new Caller(TenantId.DEFAULT, "reader", Caller.Role.READ);
        var page = panel.stranger(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800);
        page.navigate(panel.url(
                "/enter#" + panel.agent.parts().sessions().code(reader).reveal()));
        page.waitForURL(panel.url("/ui"));
        for (var path : List.of("/ui/hosts", "/ui/hosts/lab")) {
            page.navigate(panel.url(path));
            assertThat(page.locator("main form[data-send], main [data-open], main [hx-post]"))
                    .hasCount(0);
            assertThat(page.locator("main")).not().containsText("Add host");
        }
        assertThat(page.navigate(panel.url("/ui/hosts/add")).status()).isEqualTo(403);
    }

    @Test
    void whatIsNotThereHasAPageThatSaysSo() {
        var page = panel.signedIn();
        assertThat(page.navigate(panel.url("/ui/hosts/nothing")).status()).isEqualTo(404);
        assertThat(page.navigate(panel.url("/ui/hosts?page=0")).status()).isEqualTo(400);
        assertThat(page.navigate(panel.url("/ui/hosts/add?key=odd")).status()).isEqualTo(400);
        assertThat(page.navigate(panel.url("/ui/hosts/add?confirmed=yes")).status())
                .isEqualTo(400);
    }

    @Test
    void whateverAnAddressOrAFormHoldsIsAnsweredOrRefusedAndNeverAFault() {
        var random = new SplittableRandom(42);
        var names = List.of("address", "port", "web", "name", "key", "certificate", "confirmed", "way", "done", "odd");
        var values = List.of(
                "",
                "yes",
                "22",
                "0",
                "99999999999999",
                "-1",
                "<script>",
                "%00",
                "%0D%0A",
                "x".repeat(300),
                "SHA256:" + "A".repeat(43),
                "AA" + ":AA".repeat(31),
                "token",
                "%F0%9F%92%A3",
                "..%2F..",
                "127.0.0.1");
        var paths = new ArrayList<String>();
        var bodies = new ArrayList<String>();
        for (int i = 0; i < 150; i++) {
            var query = new StringBuilder("/ui/hosts/add?");
            var body = Json.object();
            for (int j = random.nextInt(6); j >= 0; j--) {
                var name = names.get(random.nextInt(names.size()));
                var value = values.get(random.nextInt(values.size()));
                query.append(name).append('=').append(value).append('&');
                if (random.nextBoolean()) {
                    body.put(name, value);
                } else {
                    body.put(name, random.nextInt(70_000));
                }
            }
            paths.add(query.toString());
            bodies.add(body.toString());
        }
        var page = panel.at("/ui/hosts");
        var statuses = (List<?>) page.evaluate("""
                async ([paths, bodies]) => {
                    const seen = new Set();
                    for (const path of paths) seen.add((await fetch(path)).status);
                    for (const body of bodies) seen.add((await fetch('/ui/hosts/add/compare', {method: 'POST', body,
                        headers: {'Content-Type': 'application/json', 'X-Slipway-Page': localStorage.getItem('slipway-page')}})).status);
                    return [...seen];
                }
                """, List.of(paths, bodies));

        assertThat(statuses).isNotEmpty().allSatisfy(status -> assertThat(status)
                .isIn(200, 400, 404));
    }

    @Test
    void everyStepIsReadableInLightAndDarkInRussianAndAtEveryWidth() {
        var key = panel.agent
                .parts()
                .hosts()
                .shownKey("127.0.0.1", panel.lab.port())
                .replace(" ", "%20")
                .replace("+", "%2B");
        var step = "/ui/hosts/add?address=127.0.0.1&name=x&key=" + key;
        for (int width : new int[] {360, 1280, 2560}) {
            var scheme = width == 1280 ? ColorScheme.DARK : ColorScheme.LIGHT;
            var page = panel.signedIn(width == 2560 ? Locale.ENGLISH : Locale.of("ru"), scheme, width, 800);
            for (var path : List.of("/ui/hosts", "/ui/hosts/lab", "/ui/hosts/add", step, step + "&confirmed=yes")) {
                page.navigate(panel.url(path));
                ControlPanel.assertFits(page);
                ControlPanel.assertAccessible(page);
            }
        }
    }
}
