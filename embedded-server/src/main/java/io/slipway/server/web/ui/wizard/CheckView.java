package io.slipway.server.web.ui.wizard;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.draft.Draft;
import io.slipway.server.draft.Spot;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.List;
import java.util.Optional;

/**
 * What the dry run says of a draft, for the steps: each objection is shown beside what it is about.
 *
 * @param names of the VMs, none while they are not valid
 * @param spot what the objection is about
 * @param said the objection, with what can be done about it; empty when there is none
 * @param free the number at which free names begin, where the wanted ones are taken
 * @param planned whether the host was asked and had nothing against it
 * @param bridges of the host, none when they are not known
 */
record CheckView(
        List<String> names,
        Optional<Spot> spot,
        String said,
        String free,
        boolean planned,
        List<String> bridges,
        Text text) {
    private static final int SHOWN = 6;

    /** Nothing is against it. */
    static CheckView fine(PageFrame frame, List<String> names, boolean planned, List<String> bridges) {
        return new CheckView(names, Optional.empty(), "", "", planned, bridges, frame.text("webwizard"));
    }

    /** Something is. */
    static CheckView blocked(PageFrame frame, List<String> names, Problem problem, String free, List<String> bridges) {
        var words = ProblemWords.of(frame.look().language());
        // A field that nobody has come to yet is not complained about.
        boolean untouched = problem.code() == ProblemCode.BAD_REQUEST
                && problem.errors().stream()
                        .anyMatch(error -> error.message().startsWith("is missing")
                                || error.message().startsWith("are missing"));
        return new CheckView(
                names,
                Optional.of(Spot.of(problem)),
                untouched ? "" : words.line(problem) + " " + words.nextStep(problem),
                free,
                false,
                bridges,
                frame.text("webwizard"));
    }

    boolean about(Spot wanted) {
        return !said.isEmpty() && spot.filter(wanted::equals).isPresent();
    }

    /** The places of the steps at which an objection is shown. */
    List<Spot> spots() {
        return List.of(Spot.HOST, Spot.TEMPLATE, Spot.SIZE, Spot.PROFILE, Spot.NAMES, Spot.NETWORK);
    }

    /** The first of them and the last, when they are many. */
    String shownNames() {
        return names.size() <= SHOWN
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, SHOWN - 1)) + ", …, " + names.getLast();
    }

    /** All of them, for the table. */
    String allNames() {
        return String.join(",", names);
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }

    String count() {
        return text.count("names.preview", names.size());
    }

    /** A draft whose numbers can be moved. */
    static boolean numbered(Draft draft) {
        return !draft.get(Draft.Key.MODE).equals(Draft.LIST)
                && draft.get(Draft.Key.PATTERN).contains("{n");
    }
}
