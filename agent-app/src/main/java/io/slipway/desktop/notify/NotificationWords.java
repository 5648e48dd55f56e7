package io.slipway.desktop.notify;

import io.slipway.desktop.shell.Place;
import io.slipway.server.text.Text;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Puts messages into words; no secret, because counts and names are all they say. */
final class NotificationWords {
    static final String BUNDLE = "tray";

    private final Text text;

    NotificationWords(Locale language) {
        this.text = Text.of(BUNDLE, language);
    }

    Balloon ended(JobEnd end, NotificationKind kind) {
        return switch (kind) {
            case FINISHED -> finished(end);
            case FAILED ->
                new Balloon(
                        Balloon.Tone.ERROR,
                        end.good() > 0
                                ? text.get("note.partly", end.good(), end.total(), end.failed())
                                : counted("failed", end, end.failed()),
                        text.get("note.failed.text"),
                        end.opens());
            case NEEDS_YOU ->
                new Balloon(
                        Balloon.Tone.WARNING,
                        counted("needsYou", end, end.failed()),
                        end.good() > 0
                                ? text.get("note.needsYou.partly.text", end.good(), end.total())
                                : text.get("note.needsYou.text"),
                        end.opens());
        };
    }

    private Balloon finished(JobEnd end) {
        var what = end.deletion() ? "deleted" : "built";
        return new Balloon(
                Balloon.Tone.INFO, counted(what, end, end.good()), text.get("note." + what + ".text"), end.opens());
    }

    private String counted(String what, JobEnd end, int number) {
        return end.name()
                .map(name -> text.get("note." + what + ".named", name))
                .orElseGet(() -> text.count("note." + what + ".count", number));
    }

    /** One message for several ends that came to light at once. */
    Balloon several(Collection<NotificationKind> kinds) {
        long failed = count(kinds, NotificationKind.FAILED);
        long waiting = count(kinds, NotificationKind.NEEDS_YOU);
        var tone = failed > 0 ? Balloon.Tone.ERROR : waiting > 0 ? Balloon.Tone.WARNING : Balloon.Tone.INFO;
        return new Balloon(
                tone,
                text.get("note.several", kinds.size()),
                text.get("note.several.text", count(kinds, NotificationKind.FINISHED), failed, waiting),
                new Place.Jobs(Optional.empty()));
    }

    private static long count(Collection<NotificationKind> kinds, NotificationKind kind) {
        return kinds.stream().filter(kind::equals).count();
    }

    Balloon vaultLocked(int waiting, Place opens) {
        return new Balloon(Balloon.Tone.WARNING, text.get("note.vault"), text.count("note.vault.text", waiting), opens);
    }

    Balloon vaultLost(Place opens) {
        return new Balloon(Balloon.Tone.ERROR, text.get("note.lost"), text.get("note.lost.text"), opens);
    }

    Balloon warning(String sentence) {
        return new Balloon(Balloon.Tone.WARNING, text.get("note.warning"), sentence, new Place.Overview());
    }
}
