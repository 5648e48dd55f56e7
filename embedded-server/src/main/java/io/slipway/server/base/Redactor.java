package io.slipway.server.base;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Replaces live secret values, in all their {@linkplain Spellings spellings}, and things that look like tokens by three stars
 * before a text is stored or sent.
 *
 * <p>It must know the values it looks for, so it holds them as long as they are live, and a minute more: texts about them are
 * still on their way then. Values shorter than four characters are not looked for: replacing them would destroy ordinary words.
 * Thread-safe.
 */
public final class Redactor {
    private static final String MASK = "***";
    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}");
    private static final Pattern OPAQUE = Pattern.compile("slp_[a-z]+_[A-Za-z0-9_-]{20,}");

    private static final long LINGER_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final PhraseIndex index = new PhraseIndex();
    private final Set<String> learned = ConcurrentHashMap.newKeySet();
    private final Queue<Lingering> lingering = new ConcurrentLinkedQueue<>();
    private final LongSupplier nanos;

    /** Phrases nobody holds any more. */
    private record Lingering(long until, Collection<String> phrases) {}

    public Redactor() {
        this(System::nanoTime);
    }

    /** @param nanos runs like {@link System#nanoTime()} */
    Redactor(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Secrets that are looked for until it is closed. Closing it again does nothing. */
    @FunctionalInterface
    public interface Hold extends AutoCloseable {
        @Override
        void close();

        /** Holds nothing. */
        static Hold none() {
            return () -> {};
        }
    }

    /** From now on the value is replaced wherever it stands, until {@link #forget}. Learning it again changes nothing. */
    public void learn(String secret) {
        if (secret.length() >= PhraseIndex.WINDOW && learned.add(secret)) {
            Spellings.of(secret).forEach(index::add);
        }
    }

    /** The value is no longer secret or no longer known. */
    public void forget(String secret) {
        if (learned.remove(secret)) {
            lingering.add(new Lingering(nanos.getAsLong() + LINGER_NANOS, Spellings.of(secret)));
        }
    }

    private void sweep() {
        for (var oldest = lingering.peek(); oldest != null && oldest.until() - nanos.getAsLong() < 0; ) {
            if (lingering.remove(oldest)) {
                oldest.phrases().forEach(index::remove);
            }
            oldest = lingering.peek();
        }
    }

    /** Replaces the values until the result is closed; several holds on one value count. */
    public Hold hold(Collection<String> secrets) {
        var phrases = new ArrayList<String>();
        secrets.stream()
                .filter(secret -> secret.length() >= PhraseIndex.WINDOW)
                .forEach(secret -> phrases.addAll(Spellings.of(secret)));
        phrases.forEach(index::add);
        var held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                lingering.add(new Lingering(nanos.getAsLong() + LINGER_NANOS, phrases));
            }
        };
    }

    /** As {@link #hold(Collection)} for one secret. */
    public Hold hold(Secret secret) {
        return hold(List.of(secret.reveal()));
    }

    /** The text without secrets. */
    public String clean(String text) {
        var secret = secretParts(text);
        return secret.isEmpty() ? text : masked(text, secret, text.length());
    }

    /** The problem without secrets, in its words and its context. */
    public Problem clean(Problem problem) {
        var context = new TreeMap<String, String>();
        problem.context().forEach((key, value) -> context.put(clean(key), clean(value)));
        var errors = problem.errors().stream()
                .map(error -> new FieldError(clean(error.pointer()), clean(error.message())))
                .toList();
        return new Problem(problem.code(), clean(problem.detail()), clean(problem.nextStep()), context, errors);
    }

    /** Cleans a text that comes in pieces, such as the output of a command: a secret may lie across their borders. */
    public Pieces pieces(Consumer<String> cleaned) {
        return new Pieces(cleaned);
    }

    private BitSet secretParts(String text) {
        if (!lingering.isEmpty()) {
            sweep();
        }
        var found = new BitSet();
        index.find(text, found);
        if (text.contains("eyJ")) {
            JWT.matcher(text).results().forEach(match -> found.set(match.start(), match.end()));
        }
        if (text.contains("slp_")) {
            OPAQUE.matcher(text).results().forEach(match -> found.set(match.start(), match.end()));
        }
        return found;
    }

    private static String masked(String text, BitSet secret, int end) {
        var cleaned = new StringBuilder(end);
        int at = 0;
        for (int start = secret.nextSetBit(0); start >= 0 && start < end; start = secret.nextSetBit(at)) {
            cleaned.append(text, at, start).append(MASK);
            at = secret.nextClearBit(start);
        }
        return at < end ? cleaned.append(text, at, end).toString() : cleaned.toString();
    }

    /** Text on its way through the redactor. Not thread-safe. */
    public final class Pieces {
        private static final int MOST = 1 << 20;
        private static final int LONGEST_TOKEN = 8 << 10;

        private final StringBuilder waiting = new StringBuilder();
        private final Consumer<String> cleaned;

        private Pieces(Consumer<String> cleaned) {
            this.cleaned = cleaned;
        }

        /** Takes a piece; what cannot belong to a secret any more goes on. */
        public void accept(CharSequence piece) {
            waiting.append(piece);
            int end = waiting.length() - unsure();
            if (end <= 0) {
                return;
            }
            var text = waiting.toString();
            var secret = secretParts(text);
            // A secret that was found stays whole: what follows may make it longer.
            if (secret.get(end) && secret.get(end - 1)) {
                end = secret.previousClearBit(end) + 1;
            }
            if (end == 0 && text.length() > MOST) {
                end = text.length();
            }
            if (end > 0) {
                cleaned.accept(masked(text, secret, end));
                waiting.delete(0, end);
            }
        }

        /** The text has ended; whatever waited goes on. */
        public void end() {
            if (!waiting.isEmpty()) {
                cleaned.accept(clean(waiting.toString()));
                waiting.setLength(0);
            }
        }

        /** Characters at the end that may be the beginning of a secret: the longest one, or a token not at its end yet. */
        private int unsure() {
            int token = 0;
            int length = waiting.length();
            while (token < Math.min(length, LONGEST_TOKEN) && tokenCharacter(waiting.charAt(length - 1 - token))) {
                token++;
            }
            return Math.max(token, Math.min(length, Math.max(0, index.longest() - 1)));
        }

        private static boolean tokenCharacter(char c) {
            return c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.');
        }
    }
}
