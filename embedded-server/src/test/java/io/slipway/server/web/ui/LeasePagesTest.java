package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.base.Caller;
import io.slipway.server.base.TenantId;
import io.slipway.server.lease.Lease;
import io.slipway.server.lease.LeaseOrder;
import io.slipway.server.lease.Leases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Leases in a real browser, of a VM that was built and of programs that work for it. */
@Timeout(120)
@Tag("pages")
class LeasePagesTest {
    private static final String PAGE = "/ui/artifacts/leases";
    private static final Caller ANN = Caller.localOperator();

    private static ControlPanel panel;
    private static String vm;

    @BeforeAll
    static void open(@TempDir Path folder) {
        setDefaultAssertionTimeout(30_000);
        panel = new ControlPanel(folder);
        panel.withHost();
        panel.order("LAB", 1);
        var page = panel.at("/ui/vms");
        assertThat(page.locator("#live tbody tr").filter(new Locator.FilterOptions().setHasText("Ready")))
                .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(90_000));
        vm = panel.agent.parts().vms().list(TenantId.DEFAULT).getFirst().id();
    }

    @AfterAll
    static void close() {
        if (panel != null) {
            panel.close();
        }
    }

    private static Leases leases() {
        return panel.agent.parts().artifacts().leases();
    }

    private static Lease program(String module) {
        var order = new LeaseOrder(vm, "office", "runner-7", module, Optional.of("1.2"), Optional.empty());
        return leases().issue(ANN, order).lease();
    }

    private static Locator row(Page page, String words) {
        return page.locator("#live tbody tr").filter(new Locator.FilterOptions().setHasText(words));
    }

    @Test
    @Tag("F142")
    void aProgramsLeaseIsSeenAtOnceAndEndedAtOnce() {
        var page = panel.at(PAGE);
        assertThat(row(page, "The VM itself")).containsText("its work was done");
        assertThat(row(page, "The VM itself").locator("a")).hasText("LAB-01");
        assertThat(row(page, "The VM itself").locator("button")).hasCount(0);

        var lease = program("vpn");
        assertThat(row(page, "vpn 1.2")).containsText("Holds until");
        assertThat(row(page, "vpn 1.2")).containsText("runner-7, for agent office");
        assertThat(page.locator("#live tbody tr").first()).containsText("vpn 1.2");
        ControlPanel.assertAccessible(page);
        row(page, "vpn 1.2").locator("button").click();
        page.locator("dialog[open] input").fill("the licence moved");
        page.locator("dialog[open] [type=submit]").click();
        assertThat(row(page, "vpn 1.2")).containsText("the licence moved");
        assertThat(leases().list(TenantId.DEFAULT, Optional.of(vm), 10))
                .filteredOn(one -> one.id().equals(lease.id()))
                .extracting(one -> one.status(Instant.now()))
                .containsExactly("revoked");
    }

    @Test
    @Tag("F142")
    void aLeaseThatRunsOutIsNotShownAsIfItHeld() {
        var page = panel.at(PAGE);
        var lease = program("short");
        assertThat(row(page, "short 1.2")).containsText("Holds until");

        // No event tells that a time has come, so the page must look by itself.
        panel.agent.parts().database().write(handle -> handle.createUpdate(
                        "update lease set expires_at = :soon where id = :id")
                .bind("soon", Instant.now().plusSeconds(12).toEpochMilli())
                .bind("id", lease.id())
                .execute());
        page.reload();
        assertThat(row(page, "short 1.2")).containsText("Holds until");
        assertThat(row(page, "short 1.2")).containsText("Ran out");
    }

    @Test
    void theListIsSearchedByWhoHoldsWhatAndSaysWhenNothingFits() {
        program("search-me");
        var page = panel.at(PAGE);
        page.locator("main [name=q]").fill("SEARCH-me");
        assertThat(page.locator("#live tbody tr")).hasCount(1);
        assertThat(page).hasURL(panel.url(PAGE + "?q=SEARCH-me"));
        page.locator("main [name=q]").fill("nobody's");
        assertThat(page.locator("#live")).containsText("No lease has these words.");
        page.goBack();
        assertThat(row(page, "search-me 1.2")).hasCount(1);
    }

    /** A VM's own lease lives for weeks; programs that never send a heartbeat make hundreds a day. */
    @Test
    void aLeaseThatHoldsIsNotHiddenByThousandsThatAreOver() {
        var lease = program("long");
        var soon = Instant.now();
        panel.agent.parts().database().write(handle -> {
            handle.createUpdate("update lease set issued_at = :long_ago, expires_at = :end where id = :id")
                    .bind("long_ago", soon.minusSeconds(30 * 86_400).toEpochMilli())
                    .bind("end", soon.plusSeconds(30 * 86_400).toEpochMilli())
                    .bind("id", lease.id())
                    .execute();
            return handle.createUpdate("""
                            insert into lease (id, tenant_id, user_id, vm_uuid, agent_id, runner_id, module, epoch, issued_at,
                                               expires_at, revoked_at)
                            with recursive n (i) as (select 1 union all select i + 1 from n where i < 1100)
                            select 'over-' || i, :tenant, 'operator', :vm, 'office', 'flood', 'flood', 10000 + i, :now, :now, :now
                            from n""")
                    .bind("tenant", TenantId.DEFAULT.value())
                    .bind("vm", vm)
                    .bind("now", soon.toEpochMilli())
                    .execute();
        });
        try {
            var page = panel.at(PAGE);
            assertThat(row(page, "long 1.2")).containsText("Holds until");
            assertThat(page.locator(".summary")).containsText("only the newest are looked at");
            page.navigate(panel.url(PAGE + "?q=flood&page=2"));
            assertThat(page.locator("#live tbody tr")).hasCount(100);
        } finally {
            panel.agent.parts().database().write(handle -> handle.execute("delete from lease where id like 'over-%'"));
        }
    }

    @Test
    void aReaderEndsNothing() {
        var lease = program("kept");
        var reader = panel.reader(PAGE);

        assertThat(row(reader, "kept 1.2").locator("button")).hasCount(0);
        assertThat(ControlPanel.sent(reader, PAGE + "/" + lease.id() + "/end", "{}"))
                .isEqualTo(403);
        assertThat(ControlPanel.sent(panel.at(PAGE), PAGE + "/no-such-lease/end", "{}"))
                .isEqualTo(404);
        assertThat(ControlPanel.sent(
                        panel.at(PAGE), PAGE + "/" + lease.id() + "/end", "{\"reason\":\"" + "x".repeat(101) + "\"}"))
                .isEqualTo(400);
        assertThat(leases().list(TenantId.DEFAULT, Optional.of(vm), 10))
                .filteredOn(one -> one.id().equals(lease.id()))
                .extracting(one -> one.status(Instant.now()))
                .containsExactly("active");
    }

    @Test
    void inRussianOnATelephoneAndInTheDarkNothingIsCutOff() {
        program("phone");
        var page = panel.signedIn(Locale.forLanguageTag("ru"), ColorScheme.DARK, 360, 740);
        page.navigate(panel.url(PAGE));

        assertThat(row(page, "phone 1.2")).containsText("Действует до");
        ControlPanel.assertAccessible(page);
        ControlPanel.assertFits(page);
    }
}
