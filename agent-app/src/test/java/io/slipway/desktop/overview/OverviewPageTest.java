package io.slipway.desktop.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.jobs.JobsRig;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.shell.Place;
import io.slipway.server.base.TenantId;
import io.slipway.server.health.Warning;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.lab.guest.GuestFault;
import io.slipway.server.lab.guest.GuestPhase;
import io.slipway.server.text.Languages;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The first page in a real window, against a running agent and the laboratory. */
@Tag("fx")
@Timeout(120)
@ExtendWith(Display.class)
class OverviewPageTest {
    @TempDir
    Path folder;

    private JobsRig rig;

    @BeforeEach
    void open() {
        rig = new JobsRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void show() {
        rig.open(Theme.LIGHT, Languages.ENGLISH, OverviewPage::new, new Place.Overview());
    }

    @Test
    @Tag("F194")
    void anEmptyProgramTeachesTheNextStep() {
        show();
        rig.awaitWords("Connect a Proxmox host to begin.");
        rig.click("overview-add-host");
        assertThat(rig.visited).containsExactly(new Place.Hosts(Optional.empty()));

        rig.withHost();
        rig.awaitWords("Your host is connected. Order the first VM");
        rig.click("overview-new-vm");
        assertThat(rig.visited).endsWith(new Place.NewVm());
        assertThat(rig.words()).contains("127.0.0.1").doesNotContain("Today", "Being worked on");
    }

    @Test
    @Tag("F194")
    @Tag("F095")
    void whatIsWorkedOnShowsItsPhaseItsSignOfLifeAndHowLongItUsuallyTakes() {
        rig.withHost();
        rig.ended(rig.order("OLD", 1, 3));
        rig.lab.guestRules().fault("PC-01", new GuestFault.HangsAt(GuestPhase.values()[1]));
        var job = rig.order("PC", 1, 1);
        show();

        rig.awaitWords("Waiting for the guest’s first report");
        assertThat(rig.words()).contains("Being worked on now", "last sign of life", "usually", "left", "3 VMs built");
        assertThat(rig.words()).contains("median").doesNotContain("last week");
        rig.click("run-PC-01");
        assertThat(rig.visited).containsExactly(new Place.Jobs(Optional.of(job)));

        rig.agent.parts().jobs().cancel(TenantId.DEFAULT, job);
        Fx.until("nothing is worked on", () -> !rig.words().contains("Being worked on now"));
        rig.awaitWords("Nothing needs you.");
    }

    @Test
    @Tag("F194")
    @Tag("F195")
    void aFailedVmNeedsTheOperatorAndLeadsToItsJobByKeysAlone() {
        rig.withHost();
        rig.lab.guestRules().fault("PC-01", new GuestFault.FailsAt("network"));
        var job = rig.order("PC", 1, 1);
        rig.ended(job);
        show();

        rig.awaitWords("PC-01 failed at “The guest sets itself up”; its VM is kept for you to look at");
        assertThat(rig.words()).contains("Needs you (1)", "1 failed");
        var button = rig.node("need-0", javafx.scene.control.Button.class);
        Fx.run(() -> rig.scene().getRoot().requestFocus());
        rig.robot.type(KeyCode.TAB);
        Fx.until("the button has the focus", button::isFocused);
        rig.robot.type(KeyCode.SPACE);
        Fx.until("one is led to the job", () -> rig.visited.contains(new Place.Jobs(Optional.of(job))));

        rig.agent.parts().jobs().cancel(TenantId.DEFAULT, job);
        Fx.until("it needs nobody any more", () -> !rig.words().contains("Needs you"));
    }

    @Test
    @Tag("F194")
    void aChangedHostKeyALockedVaultAndAWarningAreEachALineWithAWayThere() {
        rig.withHost();
        rig.lab.changeHostKey(LaboratoryBuilder.newHostKey());
        rig.lab.dropConnections();
        var hosts = rig.agent.parts().hosts();
        try {
            hosts.check(hosts.require(TenantId.DEFAULT, "lab"));
        } catch (io.slipway.server.base.SlipwayException e) {
            assertThat(e.problem().code()).isEqualTo(io.slipway.server.base.ProblemCode.HOST_KEY_CHANGED);
        }
        rig.agent.parts().health().warnings().raise("disk", Warning.Severity.BLOCKING, "The disk is full.");
        show();

        rig.awaitWords("lab: stopped: its key or certificate has changed");
        rig.awaitWords("The disk is full.");
        assertThat(rig.words()).contains("Needs you (2)", "is pinned");
        rig.click("need-0");
        assertThat(rig.visited).containsExactly(new Place.Hosts(Optional.of("lab")));

        rig.agent.parts().vault().lock();
        rig.awaitWords("The vault is locked");
        rig.click("need-0");
        assertThat(rig.visited).endsWith(new Place.Settings(Optional.of("vault")));
    }
}
