package io.slipway.desktop.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Clipping;
import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.overview.OverviewPage;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.vms.VmsPage;
import io.slipway.server.base.TenantId;
import io.slipway.server.compat.NodeChange;
import io.slipway.server.compat.Nodes;
import io.slipway.server.lab.guest.GuestFault;
import io.slipway.server.lab.guest.GuestPhase;
import io.slipway.server.lab.pve.Faults;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every word of the pages about jobs and VMs is drawn whole, in each language and in one that is a third longer. */
@Tag("fx")
@Timeout(120)
@ExtendWith(Display.class)
class WordsFitTest {
    @TempDir
    static Path folder;

    private static JobsRig rig;
    private static String failed;
    private static String running;

    @BeforeAll
    static void stage() {
        rig = new JobsRig(folder).withHost();
        rig.ended(rig.order("OFFICE", 1, 3));
        rig.lab.guestRules().fault("LAB-01", new GuestFault.FailsAt("network"));
        failed = rig.order("LAB", 1, 2);
        rig.ended(failed);
        rig.lab.faults().always("qm start", new Faults.Answer(255, "", "start failed: QEMU exited with code 1\n"));
        rig.lab.faults().always("qm destroy", new Faults.Answer(255, "", "can't remove VM - protection mode\n"));
        rig.ended(rig.order("KIOSK", 1, 1));
        rig.lab.faults().clear();
        rig.lab.guestRules().fault("DESK-02", new GuestFault.HangsAt(GuestPhase.values()[1]));
        running = rig.order("DESK", 1, 2);
        var parts = rig.agent.parts();
        new Nodes(parts.database(), parts.ids(), parts.clock())
                .create(TenantId.DEFAULT, change(), "node-7.example.org");
        Fx.until("one of two is made", () -> rig.job(running).succeeded() == 1);
        Fx.until("the other waits", () -> parts.jobs().board().underWay(TenantId.DEFAULT).stream()
                .anyMatch(run -> run.phase()
                        .filter(phase -> phase.kind().equals("await-guest"))
                        .isPresent()));
    }

    private static NodeChange change() {
        return new NodeChange(
                Optional.of("app"),
                Optional.empty(),
                Optional.of("9000"),
                Optional.empty(),
                Optional.of("lab"),
                Optional.empty(),
                Optional.empty());
    }

    @AfterAll
    static void end() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({"LIGHT,en", "DARK,ru", "DARK,en", "LIGHT,ru", "LIGHT,en-XA"})
    @Tag("F194")
    void everyWordIsDrawnWhole(Theme theme, String tag) {
        var language = Locale.forLanguageTag(tag);
        var name = theme.name().toLowerCase(Locale.ROOT) + "-" + tag;
        check(rig.open(theme, language, JobsPage::new, new Place.Jobs(Optional.of(running))), "log", "jobs-" + name);
        check(
                rig.open(theme, language, JobsPage::new, new Place.Jobs(Optional.of(failed))),
                "job-trouble",
                "failed-" + name);
        check(
                rig.open(theme, language, VmsPage::new, new Place.Vms(Optional.of("OFFICE-01"))),
                "vm-detail",
                "vms-" + name);
        for (int i = 1; i < 4; i++) {
            int tab = i;
            var node1 = rig.node("vm-tabs", TabPane.class);
            Fx.run(() -> node1.getSelectionModel().select(tab));
            if (i == 1) {
                rig.click("vm-proof-ask");
                rig.await("vm-proof-table");
            } else {
                rig.await(i == 2 ? "vm-answer-text" : "vm-iso-text");
            }
            check((Parent) rig.page().view(), "vm-detail", "vms-" + i + "-" + name);
        }
        check(rig.open(theme, language, OverviewPage::new, new Place.Overview()), "overview-today", "overview-" + name);
    }

    @ParameterizedTest
    @CsvSource({"LIGHT,en", "DARK,ru"})
    void inASmallWindowNoStepReachesOverTheEdge(Theme theme, String tag) {
        var page = rig.open(theme, Locale.forLanguageTag(tag), JobsPage::new, new Place.Jobs(Optional.of(failed)));
        // What a window of 1024 leaves beside its places.
        Fx.run(() -> rig.scene().getWindow().setWidth(824));
        Fx.until("the width", () -> rig.scene().getWidth() == 824);
        var timeline = rig.node("timeline", ScrollPane.class);

        Fx.until("the steps are there", () -> !timeline.lookupAll(".timeline-row")
                .isEmpty());

        Fx.run(() -> page.layout());
        assertThat(Fx.<Double>get(() -> timeline.getContent().getLayoutBounds().getWidth()))
                .isLessThanOrEqualTo(
                        Fx.<Double>get(() -> timeline.getViewportBounds().getWidth()) + 1);
    }

    private static void check(Parent page, String id, String name) {
        rig.await(id);
        rig.picture(name);
        assertThat(Fx.get(() -> Clipping.in(page))).as(name).isEmpty();
    }
}
