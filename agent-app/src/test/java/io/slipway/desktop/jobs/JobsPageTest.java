package io.slipway.desktop.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.shell.Place;
import io.slipway.server.base.TenantId;
import io.slipway.server.job.Job;
import io.slipway.server.job.LogLine;
import io.slipway.server.lab.guest.GuestFault;
import io.slipway.server.lab.guest.GuestPhase;
import io.slipway.server.lab.pve.Faults;
import io.slipway.server.text.Languages;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The jobs in a real window, against a running agent and the laboratory. */
@Tag("fx")
@Timeout(120)
@ExtendWith(Display.class)
class JobsPageTest {
    @TempDir
    Path folder;

    private JobsRig rig;

    @BeforeEach
    void open() {
        rig = new JobsRig(folder).withHost();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void show(Optional<String> job) {
        rig.open(Theme.LIGHT, Languages.ENGLISH, JobsPage::new, new Place.Jobs(job));
    }

    @SuppressWarnings("unchecked")
    private ListView<LogLine> log() {
        return (ListView<LogLine>) rig.node("log", ListView.class);
    }

    @Test
    @Tag("F095")
    @Tag("F194")
    void aRunningJobIsFollowedToItsEndAndThenNoMore() {
        rig.lab.guestRules().fault("PC-01", new GuestFault.HangsAt(GuestPhase.values()[1]));
        var job = rig.order("PC", 1, 1);
        show(Optional.of(job));

        rig.awaitWords("Waiting for the guest’s first report · last sign of life");
        assertThat(rig.words()).contains("Create PC-01", "Running", "Cloning the template");
        assertThat(rig.node("log-follow", ToggleButton.class).isSelected()).isTrue();
        int before = log().getItems().size();
        assertThat(before).isPositive();

        rig.agent.parts().jobs().cancel(TenantId.DEFAULT, job);
        rig.ended(job);

        rig.awaitWords("The job has ended; nothing more comes.");
        assertThat(rig.words()).contains("Stopped", "Taking back: PC-01", "Revoking its token");
        assertThat(log().getItems().size()).isGreaterThan(before);
        assertThat(log().getItems()).hasSameSizeAs(rig.agent.parts().jobs().log(TenantId.DEFAULT, job, 0, 5000));
        var follow = rig.node("log-follow", ToggleButton.class);
        assertThat(follow.isSelected()).isFalse();
        assertThat(follow.isDisabled()).isTrue();
    }

    @Test
    @Tag("F095")
    void whatTheGuestReportsIsShownStepByStepAndItsFailureIsTagged() {
        rig.lab.guestRules().fault("PC-01", new GuestFault.FailsAt("network"));
        var job = rig.order("PC", 1, 1);
        rig.ended(job);
        show(Optional.of(job));

        rig.awaitWords("What the guest reports");
        var words = rig.words();
        assertThat(words).contains("GUEST_FAILED", "The guest sets itself up", "failed");
        var reported = rig.agent
                .parts()
                .guestReports()
                .latestOfSteps(io.slipway.server.base.Caller.localOperator(), vmUuid(job));
        assertThat(reported).isNotEmpty();
        reported.forEach(event -> assertThat(words.lines()).contains(event.step()));
    }

    private String vmUuid(String job) {
        return rig.agent
                .parts()
                .jobs()
                .runs(TenantId.DEFAULT, job)
                .getFirst()
                .input()
                .get("vmUuid")
                .asString();
    }

    @Test
    @Tag("F195")
    @Tag("F194")
    void stoppingNamesWhatIsTakenBackAndLeavesNothing() {
        rig.lab.guestRules().fault("PC-01", new GuestFault.HangsAt(GuestPhase.values()[1]));
        var job = rig.order("PC", 1, 1);
        show(Optional.of(job));
        rig.awaitWords("Waiting for the guest’s first report · last sign of life");

        rig.click("job-stop");
        rig.awaitWords("Stop this job and take back what it made?");
        assertThat(rig.words()).contains("VM 1000 on the host", ".iso", "its token", "its name and address");
        rig.robot.type(KeyCode.ESCAPE);
        Fx.until("the question is gone", () -> rig.find("question-yes").isEmpty());
        assertThat(rig.job(job).state()).as("Escape changes nothing").isEqualTo(Job.State.RUNNING);

        rig.click("job-stop");
        rig.click("question-yes");
        assertThat(rig.ended(job).state()).isEqualTo(Job.State.CANCELLED);
        assertThat(rig.lab.vms().stream().filter(vm -> vm.vmid() == 1000)).isEmpty();
        rig.awaitWords("Stopped");

        rig.lab.guestRules().clearFaults();
        rig.click("job-retry");
        Fx.until("it runs again", () -> rig.words().contains("Running"));
        assertThat(rig.ended(job).state()).isEqualTo(Job.State.SUCCEEDED);
        rig.awaitWords("The job has ended; nothing more comes.");
        assertThat(audit()).contains("desktop.job.stop", "desktop.job.retry");
    }

    @Test
    @Tag("F195")
    void aRefusedStopIsSaidUntilSomethingElseIsAsked() {
        rig.lab.guestRules().fault("PC-01", new GuestFault.HangsAt(GuestPhase.values()[1]));
        var job = rig.order("PC", 1, 1);
        show(Optional.of(job));
        rig.awaitWords("Waiting for the guest’s first report · last sign of life");
        rig.click("job-stop");
        rig.awaitWords("Stop this job and take back what it made?");
        rig.agent.parts().jobs().cancel(TenantId.DEFAULT, job);
        rig.ended(job);

        rig.click("question-yes");
        rig.await("job-refused");
        rig.awaitWords("The job has ended; nothing more comes.");
        assertThat(rig.find("job-refused")).isPresent();
        assertThat(rig.words()).contains("WRONG_STATE");

        rig.lab.guestRules().clearFaults();
        rig.click("job-retry");
        Fx.until("it is said no more", () -> rig.find("job-refused").isEmpty());
    }

    private java.util.List<String> audit() {
        return rig
                .agent
                .parts()
                .auditLog()
                .list(TenantId.DEFAULT, io.slipway.server.tenant.AuditFilter.newest(50))
                .stream()
                .map(row -> row.action())
                .toList();
    }

    @Test
    @Tag("F195")
    void whatIsLeftOverIsListedUntilTheCleanUpWentThrough() {
        rig.lab.faults().always("qm start", new Faults.Answer(255, "", "start failed: QEMU exited with code 1\n"));
        rig.lab.faults().always("qm destroy", new Faults.Answer(255, "", "can't remove VM 1000 - protection mode\n"));
        var job = rig.order("PC", 1, 1);
        rig.ended(job);
        show(Optional.of(job));

        rig.awaitWords("Left over");
        assertThat(rig.words()).contains("LEFTOVERS", "Needs you", "1000").doesNotContain("job.cleanUp");
        rig.lab.faults().clear();
        rig.click("job-clean-up");
        rig.awaitWords("Clean up what this job left?");
        assertThat(rig.words()).contains("VM 1000 on the host with its disks").doesNotContain("• its token");
        rig.click("question-yes");

        Fx.until("nothing is left", () -> rig.job(job).state() == Job.State.FAILED);
        Fx.until("nothing is listed", () -> !rig.words().contains("Left over"));
        assertThat(rig.lab.vms().stream().filter(vm -> vm.vmid() == 1000)).isEmpty();
    }

    @Test
    @Tag("F194")
    void theLogIsSearchedFilteredAndCopiedByKeysAlone() {
        var job = rig.order("PC", 1, 2);
        rig.ended(job);
        show(Optional.of(job));
        rig.awaitWords("The job has ended; nothing more comes.");
        Fx.run(() -> log().requestFocus());

        rig.robot.press(KeyCode.CONTROL).type(KeyCode.F).release(KeyCode.CONTROL);
        Fx.until("the find field has the cursor", () -> rig.node("log-find", TextField.class)
                .isFocused());
        rig.robot.write("guest");
        Fx.until("matches", () -> rig.words().contains("1 of "));
        var first = Fx.get(() -> log().getSelectionModel().getSelectedItem());
        assertThat(first.text().toLowerCase(java.util.Locale.ROOT)).contains("guest");
        rig.robot.type(KeyCode.ENTER);
        Fx.until("the next match", () -> rig.words().contains("2 of "));
        rig.robot.press(KeyCode.SHIFT).type(KeyCode.ENTER).release(KeyCode.SHIFT);
        Fx.until(
                "the one before",
                () -> log().getSelectionModel().getSelectedItem().equals(first));

        Fx.run(() -> {
            log().requestFocus();
            log().getSelectionModel().clearSelection();
            log().getSelectionModel().selectRange(0, 2);
        });
        rig.robot.press(KeyCode.CONTROL).type(KeyCode.C).release(KeyCode.CONTROL);
        var two = rig.clipboard();
        assertThat(two.lines()).hasSize(2);
        assertThat(two).contains(log().getItems().getFirst().text());

        Fx.run(() -> log().getSelectionModel().clearSelection());
        rig.click("log-copy");
        assertThat(rig.clipboard().lines()).hasSize(log().getItems().size());

        int all = log().getItems().size();
        Fx.run(() -> rig.node("log-vm", javafx.scene.control.ComboBox.class)
                .getSelectionModel()
                .select(2));
        assertThat(log().getItems()).hasSizeLessThan(all).isNotEmpty().allSatisfy(line -> assertThat(line.subject())
                .isEqualTo(log().getItems().getFirst().subject()));
        Fx.run(() -> rig.node("log-level", javafx.scene.control.ComboBox.class)
                .getSelectionModel()
                .selectLast());
        assertThat(log().getItems()).isEmpty();
        rig.awaitWords("No line fits the filters.");
    }

    @Test
    @Tag("F194")
    void jobsAreFoundByVmByHostAndByState() {
        rig.ended(rig.order("ALPHA", 1, 1));
        var other = rig.order("BETA", 2, 2);
        rig.ended(other);
        show(Optional.empty());
        rig.awaitWords("Create ALPHA-01");

        rig.click("jobs-search");
        rig.robot.write("beta-03");
        Fx.until(
                "one job",
                () -> rig.node("jobs-list", ListView.class).getItems().size() == 1);
        assertThat(rig.words()).contains("Create BETA-02 and 1 more VM").doesNotContain("Create ALPHA-01");

        var node1 = rig.node("jobs-search", TextField.class);
        Fx.run(() -> node1.setText("lab"));
        Fx.until(
                "both jobs",
                () -> rig.node("jobs-list", ListView.class).getItems().size() == 2);
        var node2 = rig.node("jobs-search", TextField.class);
        Fx.run(() -> node2.setText("nothing of this name"));
        rig.awaitWords("No job fits. Clear the search to see all.");
        rig.click("jobs-clear");
        rig.awaitWords("Create ALPHA-01");
    }

    @Test
    @Tag("F194")
    void anEmptyListTeachesAndLeadsToTheFirstOrder() {
        show(Optional.empty());

        rig.awaitWords("No job yet.");
        rig.click("jobs-new");
        assertThat(rig.visited).containsExactly(new Place.NewVm());
    }
}
