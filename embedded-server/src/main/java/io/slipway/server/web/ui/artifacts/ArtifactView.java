package io.slipway.server.web.ui.artifacts;

import io.slipway.server.artifact.Assignment;
import io.slipway.server.artifact.Attempt;
import io.slipway.server.artifact.ReleaseStatus;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.List;

/**
 * One release in the operator's words.
 *
 * @param attempts of VMs to get a link to it, the newest first
 */
record ArtifactView(PageFrame frame, ArtifactRow row, List<Attempt> attempts, Text text) {
    static ArtifactView of(PageFrame frame, ArtifactRow row, List<Attempt> attempts) {
        return new ArtifactView(frame, row, attempts, frame.text("webartifacts"));
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }

    List<ReleaseStatus> statuses() {
        return List.of(ReleaseStatus.values());
    }

    String who(Assignment assignment) {
        return assignment.userId().map(user -> say("assigned.user", user)).orElseGet(() -> say("assigned.everybody"));
    }

    String when(Assignment assignment) {
        return say(
                "assigned.since", frame.times().moment(assignment.assignedAt(), frame.now()), assignment.assignedBy());
    }

    /** Tells one assignment from the others on this page. */
    int number(Assignment assignment) {
        return row.assigned().indexOf(assignment);
    }

    String made() {
        return say(
                "made.value",
                frame.times().moment(row.release().createdAt(), frame.now()),
                row.release().createdBy());
    }

    String when(Attempt attempt) {
        return frame.times().moment(attempt.at(), frame.now());
    }

    String bytes() {
        return say("size.exactly", row.size(), String.valueOf(row.release().size()));
    }
}
