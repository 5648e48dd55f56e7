package io.slipway.server.guest;

import static io.slipway.server.guest.GuestRig.ADMIN;
import static io.slipway.server.guest.GuestRig.ANNA;
import static io.slipway.server.guest.GuestRig.BERT;
import static io.slipway.server.guest.GuestRig.OTHER_VM;
import static io.slipway.server.guest.GuestRig.STRANGER;
import static io.slipway.server.guest.GuestRig.VM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestReportsTest {
    @TempDir
    static Path folder;

    private static GuestRig rig;

    @BeforeAll
    static void open() {
        rig = new GuestRig(folder);
    }

    @AfterEach
    void wipe() {
        rig.wipe();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    @Tag("F059")
    @Tag("F062")
    void knownAndUnknownStepsAreStoredAndShownInOrder() {
        var token = rig.tokens.present(rig.token(VM));

        rig.reports.report(token, report("windows_installed", ProgressStatus.COMPLETED));
        rig.clock.advance(Duration.ofSeconds(3));
        rig.reports.report(token, report("шаг nobody knows", ProgressStatus.RUNNING));

        var events = rig.reports.list(ANNA, VM);
        assertThat(events).extracting(ProgressEvent::step).containsExactly("windows_installed", "шаг nobody knows");
        assertThat(events.getLast())
                .isEqualTo(rig.reports.latest(TenantId.DEFAULT, VM).orElseThrow());
        assertThat(events.getFirst().details().path("n").asInt()).isEqualTo(1);
    }

    @Test
    @Tag("F055")
    @Tag("F059")
    void completionUsesTheTokenAndNothingIsAcceptedAfterwards() {
        var token = rig.tokens.present(rig.token(VM));
        rig.reports.report(token, report("completed", ProgressStatus.RUNNING));
        assertThat(rig.tokens.find(ANNA, VM).orElseThrow().state()).isEqualTo(TokenState.ACTIVE);

        rig.reports.report(token, report("completed", ProgressStatus.COMPLETED));

        var row = rig.tokens.find(ANNA, VM).orElseThrow();
        assertThat(row.state()).isEqualTo(TokenState.USED);
        assertThat(row.usedAt()).contains(Instant.ofEpochMilli(rig.clock.millis()));
        for (var repeated : new String[] {"completed", "anything"}) {
            assertThat(refusal(token, report(repeated, ProgressStatus.COMPLETED)))
                    .isEqualTo("used");
        }
        assertThat(rig.reports.list(ANNA, VM)).hasSize(2);
        assertThat(rig.column("select object from audit where action = 'guest-token.used'"))
                .containsExactly(row.id());
    }

    @Test
    @Tag("F059")
    void ofManyCompletionsAtOnceExactlyOneIsStored() throws Exception {
        var token = rig.tokens.present(rig.token(VM));
        int stored = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 40; i++) {
                all.add(threads.submit(() -> accepted(token, report("completed", ProgressStatus.COMPLETED))));
            }
            for (var one : all) {
                stored += one.get() ? 1 : 0;
            }
        }

        assertThat(stored).isEqualTo(1);
        assertThat(rig.reports.list(ANNA, VM)).hasSize(1);
    }

    @Test
    @Tag("F059")
    void aReportForAnotherVmOrWithADeadTokenStoresNothing() {
        var token = rig.tokens.present(rig.token(VM));

        var foreign = new Report(OTHER_VM, "x", ProgressStatus.RUNNING, Json.object());
        assertThat(refusal(token, foreign)).isEqualTo("vm_mismatch");
        rig.tokens.revokeByVm(ANNA, VM);
        assertThat(refusal(token, report("x", ProgressStatus.RUNNING))).isEqualTo("revoked");
        rig.token(VM);
        assertThat(refusal(token, report("x", ProgressStatus.RUNNING))).isEqualTo("unknown");
        rig.clock.advance(Duration.ofDays(31));
        assertThat(refusal(token, report("x", ProgressStatus.RUNNING))).isEqualTo("expired");
        assertThat(rig.reports.list(ADMIN, VM)).isEmpty();
    }

    @Test
    @Tag("F060")
    void othersSeeNothingOfAVm() {
        var token = rig.tokens.present(rig.token(VM));
        rig.reports.report(token, report("x", ProgressStatus.RUNNING));

        assertThat(rig.reports.list(ANNA, VM)).hasSize(1);
        assertThat(rig.reports.list(ADMIN, VM)).hasSize(1);
        assertThat(rig.reports.list(BERT, VM)).isEmpty();
        assertThat(rig.reports.list(STRANGER, VM)).isEmpty();
        assertThat(rig.reports.list(ANNA, OTHER_VM)).isEmpty();
    }

    @Test
    @Tag("F062")
    void detailsAreCappedAtEightKibibytesOfJson() {
        var token = rig.tokens.present(rig.token(VM));
        var frame = Json.write(Json.object().put("t", "")).length();
        var largest = Json.object().put("t", "x".repeat(Report.LARGEST_DETAILS - frame));
        var tooLarge = Json.object().put("t", "ж".repeat(Report.LARGEST_DETAILS / 2));

        rig.reports.report(token, new Report(VM, "x", ProgressStatus.RUNNING, largest));
        var thrown = catchThrowableOfType(
                SlipwayException.class, () -> new Report(VM, "x", ProgressStatus.RUNNING, tooLarge));

        assertThat(thrown.problem().code()).isEqualTo(ProblemCode.PAYLOAD_TOO_LARGE);
        assertThat(rig.reports.latest(TenantId.DEFAULT, VM).orElseThrow().details())
                .isEqualTo(largest);
    }

    @Test
    @Tag("F062")
    void aStepNameIsBoundedAndCannotDriveATerminal() {
        for (var bad :
                new String[] {"", " ", "x".repeat(201), "a\nb", "a\u001b[2J", "a\u0085b", "a\u2028b", "\ud800"}) {
            var thrown = catchThrowableOfType(
                    SlipwayException.class, () -> new Report(VM, bad, ProgressStatus.RUNNING, Json.object()));
            assertThat(thrown).as("step %s", bad).isNotNull();
            assertThat(thrown.problem().code()).isEqualTo(ProblemCode.BAD_REQUEST);
        }
        assertThat(new Report(VM, "x".repeat(200), ProgressStatus.RUNNING, Json.object()).step())
                .hasSize(200);
    }

    @Test
    void secretsInAReportAreNotStored() {
        var text = rig.token(VM);
        rig.redactor.learn("S3cret\"pass");
        var details = Json.object();
        details.putArray("log").add("sent " + text).addObject().put("S3cret\"pass", "my S3cret\"pass!");

        rig.reports.report(
                rig.tokens.present(text), new Report(VM, "said S3cret\"pass", ProgressStatus.FAILED, details));

        assertThat(rig.column("select step || detail from guest_progress"))
                .containsExactly("said ***{\"log\":[\"sent ***\",{\"***\":\"my ***!\"}]}");
    }

    @Test
    void theWorkflowDecidesFromRowsOfItsRunOnly() {
        var first = rig.tokens.issueForRun(ANNA, "run-1", VM, Optional.empty());
        rig.reports.report(present(first), report("completed", ProgressStatus.COMPLETED));
        var second = rig.tokens.issueForRun(ANNA, "run-2", VM, Optional.empty());

        assertThat(has("run-1", "completed", ProgressStatus.COMPLETED)).isTrue();
        assertThat(has("run-2", "completed", ProgressStatus.COMPLETED))
                .as("an earlier run's word")
                .isFalse();
        assertThat(rig.reports.firstSeen(TenantId.DEFAULT, "run-2")).isEmpty();

        rig.reports.report(present(second), report("app_downloaded", ProgressStatus.FAILED));

        assertThat(rig.reports.firstSeen(TenantId.DEFAULT, "run-2")).isPresent();
        assertThat(rig.reports
                        .failure(TenantId.DEFAULT, VM, "run-2")
                        .orElseThrow()
                        .step())
                .isEqualTo("app_downloaded");
        assertThat(rig.reports.failure(TenantId.DEFAULT, VM, "run-1")).isEmpty();
    }

    @Test
    void listenersHearAfterTheCommitAndTheirTroubleStaysTheirs() {
        var reports = new GuestReports(rig.database, rig.tokens, rig.ids, rig.clock, rig.redactor);
        var heard = new ArrayList<String>();
        reports.addListener(event -> {
            throw new IllegalStateException("a broken listener");
        });
        reports.addListener(event -> heard.add(
                event.runId().orElseThrow() + " " + reports.list(ANNA, VM).size()));
        var issued = rig.tokens.issueForRun(ANNA, "run-1", VM, Optional.empty());

        reports.report(present(issued), report("x", ProgressStatus.RUNNING));

        assertThat(heard).containsExactly("run-1 1");
    }

    @Test
    void aMadGuestIsStoppedAtTheLimit() {
        var token = rig.tokens.present(rig.token(VM));
        rig.database.write(
                handle -> handle.execute("update guest_token set reports = ?", GuestReports.MOST_REPORTS - 1));
        rig.reports.report(token, report("x", ProgressStatus.RUNNING));

        var thrown = catchThrowableOfType(
                SlipwayException.class, () -> rig.reports.report(token, report("x", ProgressStatus.RUNNING)));

        assertThat(thrown.problem().code()).isEqualTo(ProblemCode.WRONG_STATE);
        assertThat(rig.reports.list(ANNA, VM)).hasSize(1);
    }

    private PresentedToken present(IssuedToken token) {
        return rig.tokens.present(token.text().reveal());
    }

    private boolean has(String run, String step, ProgressStatus status) {
        return rig.reports.has(TenantId.DEFAULT, VM, run, step, status);
    }

    private static Report report(String step, ProgressStatus status) {
        return new Report(VM, step, status, Json.object().put("n", 1));
    }

    private boolean accepted(PresentedToken token, Report report) {
        try {
            rig.reports.report(token, report);
            return true;
        } catch (SlipwayException e) {
            return false;
        }
    }

    private String refusal(PresentedToken token, Report report) {
        var thrown = catchThrowableOfType(SlipwayException.class, () -> rig.reports.report(token, report));
        assertThat(thrown).as("accepted").isNotNull();
        assertThat(thrown.problem().code()).isEqualTo(ProblemCode.TOKEN_INVALID);
        return thrown.problem().context().getOrDefault("reason", "");
    }
}
