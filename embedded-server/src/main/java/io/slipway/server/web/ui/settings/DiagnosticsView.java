package io.slipway.server.web.ui.settings;

import io.slipway.server.diagnose.DiagnosticBundle;
import io.slipway.server.diagnose.Doctor;
import io.slipway.server.health.Warning;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Whether all is well, and what would be in a bundle.
 *
 * @param warnings that hold at this moment
 * @param checks of everything the program needs; empty until somebody asks
 * @param bundle what it would hold now; empty until somebody asks
 * @param clean takes secrets out of what a check says
 */
record DiagnosticsView(
        List<Warning> warnings,
        List<Doctor.Check> checks,
        Optional<DiagnosticBundle> bundle,
        UnaryOperator<String> clean) {
    static StateShape shape(Doctor.State state) {
        return switch (state) {
            case OK -> StateShape.DONE;
            case WARN -> StateShape.NEEDS_YOU;
            case FAIL -> StateShape.FAILED;
        };
    }

    static StateShape shape(Warning warning) {
        return switch (warning.severity()) {
            case NOTICE -> StateShape.IDLE;
            case DEGRADED -> StateShape.NEEDS_YOU;
            case BLOCKING -> StateShape.FAILED;
        };
    }

    long well() {
        return checks.stream().filter(check -> check.state() == Doctor.State.OK).count();
    }

    /** What an entry of the bundle is, in the language of the page where there are words for it. */
    static String what(Text help, String name, String otherwise) {
        return help.has("entry." + name) ? help.get("entry." + name) : otherwise;
    }
}
