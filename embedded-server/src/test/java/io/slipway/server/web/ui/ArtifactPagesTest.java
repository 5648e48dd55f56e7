package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.artifact.Artifacts;
import io.slipway.server.artifact.Release;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Sha256;
import io.slipway.server.base.TenantId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The artifacts in a real browser, against the running product. */
@Timeout(120)
@Tag("pages")
class ArtifactPagesTest {
    @TempDir
    static Path folder;

    private static ControlPanel panel;

    @BeforeAll
    static void open() {
        setDefaultAssertionTimeout(30_000);
        panel = new ControlPanel(folder.resolve("data"));
    }

    @AfterAll
    static void close() {
        if (panel != null) {
            panel.close();
        }
    }

    private static Path file(String name, int size, long seed) throws IOException {
        var bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }

    /** The form with a file chosen; what it sends is noted. */
    private static Page form(Path file, List<String> sent) {
        var page = panel.signedIn();
        page.onRequest(request -> {
            if (request.url().endsWith("/add/file")) {
                sent.add(request.url());
            }
        });
        page.navigate(panel.url("/ui/artifacts/add"));
        page.locator("#artifact-file").setInputFiles(file);
        return page;
    }

    private static List<Release> releases() {
        return panel.agent.parts().artifacts().artifacts().list(TenantId.DEFAULT, Optional.empty());
    }

    private static void submit(Page page) {
        page.locator("#artifact-form [type=submit]").click();
    }

    @Test
    void aFileIsSentReleasedAssignedAndRemovedOnlyWhenNobodyGetsIt() throws Exception {
        var file = file("7zip-24.msi", 3 << 20, 1);
        List<String> sent = new ArrayList<>();
        var page = form(file, sent);
        assertThat(page.locator("#artifact-key")).hasValue("7zip-24.msi");
        page.locator("#artifact-module").fill("7zip");
        page.locator("#artifact-version").fill("24.09");
        ControlPanel.assertAccessible(page);
        submit(page);

        assertThat(page.locator("h1")).hasText("7zip 24.09");
        page.waitForLoadState();
        assertThat(page.locator("#live")).containsText(Sha256.hex(Files.readAllBytes(file)));
        assertThat(page.locator("#live")).containsText("3.0 MiB");
        page.locator("form[action$=assign] [type=submit]").first().click();
        assertThat(page.locator("#live")).containsText("All VMs");
        page.waitForLoadState();
        page.locator("[data-open=artifact-delete]").click();
        page.locator("#artifact-delete [type=submit]").click();
        assertThat(page.locator("#artifact-delete [role=alert]")).containsText("assigned to everybody");
        page.keyboard().press("Escape");
        page.locator("#status").selectOption("disabled");
        page.locator("form[action$=status] [type=submit]").click();
        assertThat(page.locator("#live .head")).containsText("Disabled");

        var again = form(file, sent);
        again.locator("#artifact-module").fill("7zip");
        again.locator("#artifact-version").fill("24.09");
        submit(again);
        assertThat(again.locator("form [role=alert]")).containsText("24.09");
        again.locator("#artifact-version").fill("24.10");
        submit(again);
        assertThat(again.locator("h1")).hasText("7zip 24.10");
        assertThat(sent).as("what was sent whole is not sent again").hasSize(2);
        again.navigate(panel.url("/ui/artifacts"));
        assertThat(again.locator("#live tbody tr")).hasCount(2);
        assertThat(again.locator("#live thead th").count()).isLessThanOrEqualTo(8);

        page.locator("[data-open=unassign-0]").click();
        page.locator("#unassign-0 [type=submit]").click();
        assertThat(page.locator("#live")).containsText("assigned to nobody");
        // Its words are in sight before its script hears of a click.
        page.waitForLoadState();
        page.locator("[data-open=artifact-delete]").click();
        page.locator("#artifact-delete [type=submit]").click();
        page.waitForURL(panel.url("/ui/artifacts"));
        assertThat(again.locator("#live tbody tr")).hasCount(1);
    }

    @Test
    void aTransferThatIsStoppedLeavesNothingBehindAndCanBeginAgain() throws Exception {
        List<String> sent = new ArrayList<>();
        var page = form(file("slow.bin", 24 << 20, 2), sent);
        var session = page.context().newCDPSession(page);
        session.send("Network.enable");
        var slow = new JsonObject();
        slow.addProperty("offline", false);
        slow.addProperty("latency", 0);
        slow.addProperty("downloadThroughput", -1);
        slow.addProperty("uploadThroughput", 512 << 10);
        session.send("Network.emulateNetworkConditions", slow);
        page.locator("#artifact-version").fill("1");
        // The second click of a hasty hand stops nothing.
        page.locator("#artifact-form [type=submit]").dblclick();
        assertThat(page.locator("#sending-words")).containsText("of 24.0 MiB");
        assertThat(page.locator("#artifact-form [type=submit]")).isDisabled();
        page.locator("#sending-cancel").click();

        assertThat(page.locator(".wrong")).containsText("you stopped it");
        assertThat(page.locator("#sending")).isHidden();
        assertThat(releases()).noneMatch(release -> release.fileName().equals("slow.bin"));
        slow.addProperty("uploadThroughput", -1);
        session.send("Network.emulateNetworkConditions", slow);
        submit(page);
        assertThat(page.locator("h1")).hasText("slow 1");
        var uploads = panel.agent.parts().database().read(handle -> handle.createQuery(
                        "select count(*) from artifact_upload")
                .mapTo(Integer.class)
                .one());
        assertThat(uploads).as("nothing is on its way any more").isZero();
    }

    @Test
    void aFileThatIsTooLargeIsRefusedBeforeAByteOfItIsSent() throws Exception {
        var file = folder.resolve("huge.iso");
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(Artifacts.LARGEST + 1);
        }
        List<String> sent = new ArrayList<>();
        var page = form(file, sent);
        page.locator("#artifact-version").fill("1");
        submit(page);

        assertThat(page.locator(".wrong")).containsText("larger than 8 GiB");
        assertThat(sent).isEmpty();
        Files.delete(file);
    }

    @Test
    void whoMayOnlyReadSeesReleasesAndNothingToPress() {
        var reader = new Caller(TenantId.DEFAULT, "reader", Caller.Role.READ);
        var page = panel.stranger(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800);
        page.navigate(panel.url(
                "/enter#" + panel.agent.parts().sessions().code(reader).reveal()));
        page.waitForURL(panel.url("/ui"));
        page.navigate(panel.url("/ui/artifacts"));
        assertThat(page.locator("h1")).hasText("Artifacts");
        assertThat(page.locator("main form[data-send], main [data-open], main a.btn-primary"))
                .hasCount(0);
        assertThat(page.navigate(panel.url("/ui/artifacts/add")).status()).isEqualTo(403);
        assertThat(page.navigate(panel.url("/ui/artifacts/nothing")).status()).isEqualTo(404);
    }

    @Test
    void everyPageIsReadableInLightAndDarkInRussianAndAtEveryWidth() throws Exception {
        var made = form(file("readable.exe", 2000, 3), new ArrayList<>());
        made.locator("#artifact-version").fill("1");
        submit(made);
        assertThat(made.locator("h1")).hasText("readable 1");
        var one = made.url();
        for (int width : new int[] {360, 1280, 2560}) {
            var scheme = width == 1280 ? ColorScheme.DARK : ColorScheme.LIGHT;
            var page = panel.signedIn(width == 2560 ? Locale.ENGLISH : Locale.of("ru"), scheme, width, 800);
            for (var url : List.of(panel.url("/ui/artifacts"), panel.url("/ui/artifacts/add"), one)) {
                page.navigate(url);
                ControlPanel.assertFits(page);
                ControlPanel.assertAccessible(page);
            }
        }
    }
}
