package io.slipway.server.schema;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Earlier and later documents of one form, at most 200 of each.
 *
 * <p>Edits of one place in quick succession are one step, so that undo takes back words and not letters. Documents share what
 * they have in common only by value; with 200 documents of some kilobytes that is no burden.
 */
final class FormHistory {
    private static final int MOST = 200;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final Deque<FormDocument> past = new ArrayDeque<>();
    private final Deque<FormDocument> future = new ArrayDeque<>();
    private String place = "";
    private Instant last = Instant.EPOCH;

    FormHistory(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Notes the document as it is before an edit.
     *
     * @param pointer of the one value that changes; empty for a step of its own
     */
    void before(String pointer, FormDocument present) {
        var now = clock.instant();
        boolean continues =
                !pointer.isEmpty() && pointer.equals(place) && now.isBefore(last.plus(PAUSE)) && future.isEmpty();
        if (!continues) {
            past.push(present);
            if (past.size() > MOST) {
                past.removeLast();
            }
        }
        future.clear();
        place = pointer;
        last = now;
    }

    void seal() {
        place = "";
    }

    boolean canUndo() {
        return !past.isEmpty();
    }

    boolean canRedo() {
        return !future.isEmpty();
    }

    Optional<FormDocument> undo(FormDocument present) {
        return move(past, future, present);
    }

    Optional<FormDocument> redo(FormDocument present) {
        return move(future, past, present);
    }

    private Optional<FormDocument> move(Deque<FormDocument> from, Deque<FormDocument> to, FormDocument present) {
        seal();
        if (from.isEmpty()) {
            return Optional.empty();
        }
        to.push(present);
        return Optional.of(from.pop());
    }

    void clear() {
        past.clear();
        future.clear();
        seal();
    }
}
