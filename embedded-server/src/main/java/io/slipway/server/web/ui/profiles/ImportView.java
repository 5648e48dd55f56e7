package io.slipway.server.web.ui.profiles;

import io.slipway.server.answer.importing.ImportLine;
import io.slipway.server.answer.importing.ImportWords;
import io.slipway.server.form.FormSayings;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.StateShape;
import java.util.List;

/** What became of an imported file: what was left out first, for that is what needs somebody. */
record ImportView(PageFrame frame, Draft draft, Draft.Came came) {
    /** One setting of the file. */
    record Line(StateShape shape, String where, String words, String place) {}

    Text editor() {
        return frame.text("editor");
    }

    String counts() {
        return came.report().map(new ImportWords(editor())::counts).orElse("");
    }

    List<Line> lines() {
        var words = new ImportWords(editor());
        return came.report().map(ImportWords::ordered).orElse(List.of()).stream()
                .map(line -> new Line(
                        shape(line.outcome()),
                        line.where(),
                        words.outcome(line),
                        line.pointer().isEmpty() ? "" : place(line.pointer())))
                .toList();
    }

    private String place(String pointer) {
        return FormSayings.path(pointer, draft.state().model());
    }

    /** Where passwords are missing that the file was shared without. */
    List<String> missing() {
        return came.missing().stream().map(this::place).toList();
    }

    private static StateShape shape(ImportLine.Outcome outcome) {
        return switch (outcome) {
            case LEFT -> StateShape.NEEDS_YOU;
            case ADAPTED -> StateShape.BUSY;
            case TAKEN -> StateShape.DONE;
            case ALWAYS -> StateShape.IDLE;
        };
    }
}
