package io.slipway.server.web.ui.profiles;

import io.slipway.server.disc.DiscPreview;
import io.slipway.server.disc.PreviewFile;
import io.slipway.server.disc.ProfilePreview;
import io.slipway.server.form.FormSayings;
import io.slipway.server.profile.ProfileWarning;
import io.slipway.server.schema.FormFinding;
import io.slipway.server.schema.FormModel;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.StateShape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/**
 * The files that a profile makes, one of them open; secrets are dots in it.
 *
 * @param open name of the file that is shown
 * @param to the address that shows a setting; empty text when nothing is edited here
 */
record FilesView(
        PageFrame frame,
        ProfilePreview.Outcome outcome,
        FormModel model,
        String open,
        String path,
        Function<String, String> to) {
    /** A file's name, and how many of its lines are marked. */
    record Tab(String name, int changed, boolean current, String link) {}

    /** One line of the open file. */
    record Line(int number, String text, boolean changed) {}

    /** What a rule says, and where the setting is. */
    record Remark(String words, String link) {}

    Text editor() {
        return frame.text("editor");
    }

    private List<PreviewFile> files() {
        return outcome.result() instanceof DiscPreview.Shown shown
                ? shown.files().stream()
                        .filter(file -> ProfilePreview.READ_BY_PEOPLE.contains(file.name()))
                        .toList()
                : List.of();
    }

    String current() {
        var names = files().stream().map(PreviewFile::name).toList();
        return names.isEmpty() || names.contains(open) ? open : names.getFirst();
    }

    List<Tab> tabs() {
        var current = current();
        return files().stream()
                .map(file -> new Tab(
                        file.name(),
                        marks(file.name()).cardinality(),
                        file.name().equals(current),
                        path + "&file=" + file.name()))
                .toList();
    }

    private BitSet marks(String name) {
        return outcome.changed().getOrDefault(name, new BitSet());
    }

    List<Line> lines() {
        var lines = new ArrayList<Line>();
        var current = current();
        var marks = marks(current);
        files().stream().filter(file -> file.name().equals(current)).forEach(file -> {
            for (int i = 0; i < file.lines().size(); i++) {
                lines.add(new Line(i + 1, ProfilePreview.folded(file.lines().get(i), editor()), marks.get(i)));
            }
        });
        return lines;
    }

    boolean anyMarked() {
        return outcome.changed().values().stream().anyMatch(marks -> !marks.isEmpty());
    }

    /** Such a VM, in words; empty when there are no files. */
    String drawn() {
        return outcome.result() instanceof DiscPreview.Shown shown
                ? ProfilePreview.drawn(shown.choices(), editor())
                : "";
    }

    boolean refused() {
        return outcome.result() instanceof DiscPreview.Refused;
    }

    StateShape shape() {
        if (refused()) {
            return StateShape.FAILED;
        }
        return remarks().isEmpty() ? StateShape.DONE : StateShape.NEEDS_YOU;
    }

    String summary() {
        int count = remarks().size();
        if (refused()) {
            return editor().count("rules.errors", count);
        }
        return count == 0 ? editor().get("rules.clean") : editor().count("rules.warnings", count);
    }

    /** What the profile's rules say in the operator's language, then what only the finished files show. */
    List<Remark> remarks() {
        var remarks = new ArrayList<Remark>();
        boolean wrong = refused();
        var said = outcome.findings().stream()
                .filter(finding -> !wrong || finding.severity() == FormFinding.Severity.ERROR)
                .toList();
        said.forEach(finding -> remarks.add(remark(finding.pointer(), finding.message())));
        switch (outcome.result()) {
            case DiscPreview.Shown shown -> {
                var places = said.stream().map(FormFinding::pointer).toList();
                shown.warnings().stream()
                        .filter((ProfileWarning warning) -> !places.contains(warning.pointer()))
                        .forEach(warning -> remarks.add(remark(warning.pointer(), warning.message())));
            }
            case DiscPreview.Refused refused -> {
                if (remarks.isEmpty()) {
                    remarks.add(remark("", refused.problem().detail()));
                }
            }
        }
        return remarks;
    }

    private Remark remark(String pointer, String message) {
        return new Remark(FormSayings.remark(pointer, message, model), pointer.isEmpty() ? "" : to.apply(pointer));
    }
}
