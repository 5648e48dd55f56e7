package io.slipway.server.answer.check;

import io.slipway.server.answer.check.Finding.Severity;
import java.util.ArrayList;
import java.util.List;

/** Collects findings. Not thread-safe. */
final class Findings {
    private final boolean own;
    private final List<Finding> list = new ArrayList<>();

    /** @param own whether the file is our own work, where even a tolerable oddity is a mistake */
    Findings(boolean own) {
        this.own = own;
    }

    void error(String rule, String where, String message) {
        list.add(new Finding(rule, Severity.ERROR, where, message));
    }

    /** A mistake in our own files, something to know about in others. */
    void oddity(String rule, String where, String message) {
        list.add(new Finding(rule, own ? Severity.ERROR : Severity.WARNING, where, message));
    }

    List<Finding> list() {
        return List.copyOf(list);
    }
}
