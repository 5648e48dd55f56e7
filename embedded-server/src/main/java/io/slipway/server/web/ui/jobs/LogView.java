package io.slipway.server.web.ui.jobs;

import io.slipway.server.job.LogLine;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.workflow.RunView;
import java.util.ArrayList;
import java.util.List;

/** A part of a log in the operator's words. */
record LogView(PageFrame frame, JobLook look, LogAsked asked, LogWindow window) {
    /** A piece of a line. */
    record Piece(String text, boolean found) {}

    String say(String key, Object... arguments) {
        return frame.text("jobs").get(key, arguments);
    }

    String own(String key, Object... arguments) {
        return frame.text("webjobs").get(key, arguments);
    }

    /** Whether new lines are to be added at the end. */
    boolean grows() {
        return window.end();
    }

    boolean over() {
        return look.silent() && window.end();
    }

    /** How many lines there are, where that stays so; of a part of the log nothing is said. */
    String count() {
        int shown = window.lines().size();
        if (window.fitting() > shown) {
            return own("log.newestOf", shown, window.fitting());
        }
        return over() && !window.earlier() ? frame.text("jobs").count("log.lines", shown) : "";
    }

    List<String> vms() {
        return look.runs().stream().map(RunView::subject).toList();
    }

    /** Which VM a line is about is said where there is more than one. */
    String subject(LogLine line) {
        return look.runs().size() > 1 ? line.subject().orElse("") : "";
    }

    String clock(LogLine line) {
        return frame.times().clock(line.at());
    }

    /** The address of a line, which shows it among those around it. */
    String link(LogLine line) {
        return path() + "?line=" + line.seq() + "#line-" + line.seq();
    }

    String path() {
        return "/ui/jobs/" + look.job().id();
    }

    String chosen() {
        return look.chosen().map(RunView::subject).orElse("");
    }

    /** The address of the lines before the first that is shown. */
    String earlier() {
        long first = window.lines().isEmpty() ? 1 : window.lines().getFirst().seq();
        return path() + "?line=" + Math.max(1, first - LogWindow.SHOWN / 2) + "#log";
    }

    /** The line cut where the searched words are found. */
    List<Piece> pieces(LogLine line) {
        var text = line.text();
        if (asked.find().isEmpty()) {
            return List.of(new Piece(text, false));
        }
        var pieces = new ArrayList<Piece>();
        int from = 0;
        int at = indexOf(text, from);
        while (at >= 0) {
            int end = at + asked.find().length();
            pieces.add(new Piece(text.substring(from, at), false));
            pieces.add(new Piece(text.substring(at, end), true));
            from = end;
            at = indexOf(text, from);
        }
        pieces.add(new Piece(text.substring(from), false));
        return pieces;
    }

    private int indexOf(String text, int from) {
        int last = text.length() - asked.find().length();
        for (int at = from; at <= last; at++) {
            if (text.regionMatches(true, at, asked.find(), 0, asked.find().length())) {
                return at;
            }
        }
        return -1;
    }

    static String level(LogLine line) {
        return LogAsked.word(line.level());
    }

    static String word(LogLine.Level level) {
        return LogAsked.word(level);
    }

    /** A line of the file: moment in UTC, VM, words. */
    static String asText(LogLine line) {
        return line.at() + "  " + line.subject().map(vm -> vm + "  ").orElse("") + line.text() + "\n";
    }
}
