package io.slipway.desktop.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.vms.VmsPage;
import io.slipway.server.base.TenantId;
import io.slipway.server.job.LogLine;
import io.slipway.server.text.Languages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** 1,000 VMs and 100,000 lines are no more work for the window than ten: only what is in sight is drawn. */
@Tag("fx")
@Timeout(120)
@ExtendWith(Display.class)
class ManyTest {
    private static final int VMS = 1000;
    private static final int LINES = 100_000;
    /** Generous for a machine that builds ten other things meanwhile; what is drawn for all rows takes minutes. */
    private static final Duration QUICK = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    private JobsRig rig;

    @BeforeEach
    void open() {
        rig = new JobsRig(folder).withHost();
        var parts = rig.agent.parts();
        ManyRows.vms(
                parts.database(), parts.hosts().require(TenantId.DEFAULT, "lab").id(), VMS);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @Tag("F194")
    void aThousandVmsAreShownAndSearchedAtOnce() {
        var shown = timed(() -> {
            rig.open(Theme.LIGHT, Languages.ENGLISH, VmsPage::new, new Place.Vms(Optional.of("MANY-0777")));
            rig.awaitWords("10.9.3.28");
        });
        var tree = rig.node("vms-tree", TreeView.class);
        assertThat(tree.getExpandedItemCount()).isEqualTo(VMS + 1);
        assertThat(cells(tree)).as("only what is in sight has a cell").isLessThan(60);
        var search = rig.node("vms-search", TextField.class);
        var found = timed(() -> {
            Fx.run(() -> search.setText("many-0999"));
            Fx.until("one VM", () -> tree.getExpandedItemCount() == 2);
        });
        System.out.println("1,000 VMs: shown in " + shown.toMillis() + " ms, searched in " + found.toMillis() + " ms");
        assertThat(shown).isLessThan(QUICK);
        assertThat(found).isLessThan(QUICK);
    }

    @Test
    @Tag("F194")
    @Tag("F095")
    void aHundredThousandLinesAreReadFollowedAndSearched() {
        var database = rig.agent.parts().database();
        ManyRows.lines(database, "job-MANY-0500", 1, LINES);
        var shown = timed(() -> {
            rig.open(Theme.LIGHT, Languages.ENGLISH, JobsPage::new, new Place.Jobs(Optional.of("job-MANY-0500")));
            rig.awaitWords("100,000 lines");
        });
        @SuppressWarnings("unchecked")
        var log = (ListView<LogLine>) rig.node("log", ListView.class);
        assertThat(cells(log)).as("only what is in sight has a cell").isLessThan(60);
        var find = rig.node("log-find", TextField.class);
        var found = timed(() -> {
            Fx.run(() -> find.setText("needle"));
            Fx.until("the first of them", () -> rig.words().contains("1 of 100"));
        });
        assertThat(log.getSelectionModel().getSelectedItem().seq()).isEqualTo(1000);
        System.out.println(
                "100,000 lines: shown in " + shown.toMillis() + " ms, searched in " + found.toMillis() + " ms");
        assertThat(shown).isLessThan(QUICK);
        assertThat(found).isLessThan(QUICK);
    }

    private static int cells(javafx.scene.Parent control) {
        return Fx.get(() -> control.lookupAll(".cell").size());
    }

    private static Duration timed(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
