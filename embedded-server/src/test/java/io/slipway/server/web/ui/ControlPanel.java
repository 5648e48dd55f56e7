package io.slipway.server.web.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import io.slipway.server.boot.LanConfig;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.provision.ProvisionOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.node.ObjectNode;

/**
 * A running agent with a laboratory as its host, and a real browser that is signed in to its control panel. What the browser complains
 * about, a refused script or style above all, is a failure at the end.
 */
final class ControlPanel implements AutoCloseable {
    static final String PASSWORD = "lab-root-password-7d1f";
    private static final Path CHROMIUM = Path.of(System.getProperty("slipway.chromium", "/usr/bin/chromium"));
    private static final String AXE = axe();
    static final double PATIENCE_MILLIS = 30_000;

    final AgentAssembly agent;
    final Laboratory lab;
    final List<String> complaints = new CopyOnWriteArrayList<>();
    /** How complaints begin that are no fault where they are provoked. */
    final List<String> expected = new CopyOnWriteArrayList<>();

    private final Playwright playwright;
    private final Browser browser;
    private final List<BrowserContext> contexts = new ArrayList<>();

    ControlPanel(Path folder) {
        this(folder, UnaryOperator.identity());
    }

    ControlPanel(Path folder, UnaryOperator<LaboratoryBuilder> set) {
        requireBrowser();
        this.lab = set.apply(Laboratory.builder().rootPassword(PASSWORD)).start();
        this.agent = AgentAssembly.open(AgentConfig.of(folder, Optional.of(LanConfig.forLaboratory()))
                .withPauses(Duration.ofMillis(20), Duration.ofMillis(50)));
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--font-render-hinting=none")));
    }

    /** Says on the console that nothing was looked at. */
    static void requireBrowser() {
        if (!Files.isExecutable(CHROMIUM)) {
            System.out.println("SKIPPED: there is no browser at " + CHROMIUM + "; -Dslipway.chromium names another");
        }
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "no browser at " + CHROMIUM);
    }

    private static String axe() {
        try (var in = Objects.requireNonNull(ControlPanel.class.getResourceAsStream("/axe.min.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + agent.adminPort() + path;
    }

    /** A browser of its own, not signed in. */
    Page stranger(Locale language, ColorScheme scheme, int width, int height) {
        var context = browser.newContext(new Browser.NewContextOptions()
                .setLocale(language.toLanguageTag())
                .setColorScheme(scheme)
                .setViewportSize(width, height));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        contexts.add(context);
        return watched(context.newPage());
    }

    /** One more tab of the same browser. */
    Page tab(Page beside) {
        return watched(beside.context().newPage());
    }

    private Page watched(Page page) {
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")
                    && !message.text().contains("Failed to load resource")
                    && expected.stream().noneMatch(message.text()::startsWith)) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    Page signedIn() {
        return signedIn(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800);
    }

    Page signedIn(Locale language, ColorScheme scheme, int width, int height) {
        var page = stranger(language, scheme, width, height);
        enter(page, Caller.localOperator());
        return page;
    }

    /** A browser that is signed in as the operator, at that page. */
    Page at(String path) {
        var page = signedIn();
        page.navigate(url(path));
        return page;
    }

    /** A browser whose session may only look, at that page. */
    Page reader(String path) {
        var page = stranger(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800);
        enter(page, new Caller(TenantId.DEFAULT, "reader", Caller.Role.READ));
        page.navigate(url(path));
        return page;
    }

    private void enter(Page page, Caller caller) {
        var code = agent.parts().sessions().code(caller);
        page.navigate(url("/enter#" + code.reveal()));
        page.waitForURL(url("/ui"));
    }

    /** The status of what the page sends as its forms do. */
    static int sent(Page page, String path, String json) {
        return (Integer) page.evaluate("""
                ([path, body]) => fetch(path, { method: 'POST', body, headers: { 'Content-Type': 'application/json',
                    'X-Slipway-Page': localStorage.getItem('slipway-page') } }).then(answer => answer.status)
                """, List.of(path, json));
    }

    void withHost() {
        withHost("lab");
    }

    /** The laboratory under another name. */
    void withHost(String name) {
        var key = agent.parts().ssh().fetchHostKey("127.0.0.1", lab.port()).toString();
        agent.parts()
                .hosts()
                .add(
                        TenantId.DEFAULT,
                        new NewHost(
                                name,
                                "127.0.0.1",
                                lab.port(),
                                "root",
                                Optional.of(Secret.of(PASSWORD)),
                                Optional.empty(),
                                Optional.of(key),
                                TlsContact.unpinned(),
                                false,
                                HostLimits.USUAL));
    }

    /** Orders so many Windows VMs, which are called {@code NAME-01} and so on. */
    String order(String name, int count) {
        var order = Json.object()
                .put("host", "lab")
                .put("template", "win11-tpl")
                .put("profile", "windows-11-worker")
                .put("name_pattern", name + "-{n:2}")
                .put("count", count)
                .put("cores", 2)
                .put("memory_mib", 4096);
        order.putObject("network")
                .put("mode", "static")
                .put("from", "10.20.0.10")
                .put("to", "10.20.3.250")
                .put("prefix", 22)
                .put("gateway", "10.20.0.1");
        return order(order);
    }

    String order(ObjectNode order) {
        return agent.parts()
                .provisioning()
                .submit(Caller.localOperator(), ProvisionOrder.parse(order), Optional.empty())
                .jobId();
    }

    /** No finding of axe-core that is serious or critical. */
    static void assertAccessible(Page page) {
        page.evaluate(AXE);
        var found = page.evaluate("""
                async () => (await axe.run()).violations
                    .filter(v => v.impact === 'serious' || v.impact === 'critical')
                    .map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary).join(' | '))
                """);
        assertThat((List<?>) found).as(page.url()).isEmpty();
    }

    /** Nothing is wider than the window. */
    static void assertFits(Page page) {
        assertThat(page.evaluate("""
                        () => {
                          const width = document.documentElement.clientWidth;
                          if (document.documentElement.scrollWidth <= width) return '';
                          return [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > width + 1)
                              .slice(0, 8).map((e) => e.outerHTML.slice(0, 120)).join(' | ') || 'unknown';
                        }
                        """))
                .as("what lies beyond the edge at " + page.url())
                .isEqualTo("");
    }

    @Override
    public void close() {
        try {
            contexts.forEach(BrowserContext::close);
            browser.close();
            playwright.close();
        } finally {
            agent.close();
            lab.close();
        }
        assertThat(complaints).as("what the browser complained about").isEmpty();
    }
}
