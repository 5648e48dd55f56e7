package io.slipway.server.lab.pve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** What shall go wrong; set by tests, consumed by the commands that match. Thread-safe. */
public final class Faults {
    /** One kind of trouble. */
    public sealed interface Trouble {}

    /** The command answers this instead of acting. */
    public record Answer(int code, String out, String err) implements Trouble {}

    /** The command takes this much longer. */
    public record Delay(Duration time) implements Trouble {}

    /** The worker does its work and then fails with this text. */
    public record TaskFails(String text) implements Trouble {}

    /** A clone's worker dies in the middle and leaves its lock and disks behind. */
    public record CloneCrash() implements Trouble {}

    /** The SSH connection breaks before the command acts. */
    public record DropBefore() implements Trouble {}

    /** The SSH connection breaks after the command has acted and before its answer is sent. */
    public record DropAfter() implements Trouble {}

    /** The command never answers. */
    public record Hang() implements Trouble {}

    private static final class Rule {
        final Pattern command;
        final Trouble trouble;
        int left;

        Rule(Pattern command, Trouble trouble, int left) {
            this.command = command;
            this.trouble = trouble;
            this.left = left;
        }
    }

    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private volatile long dropUploadAfter = -1;

    /** The next command whose text contains the expression gets the trouble. */
    public void next(String command, Trouble trouble) {
        times(1, command, trouble);
    }

    /** Every matching command gets the trouble until {@link #clear()}. */
    public void always(String command, Trouble trouble) {
        times(Integer.MAX_VALUE, command, trouble);
    }

    /** The next so many matching commands get the trouble. */
    public void times(int count, String command, Trouble trouble) {
        rules.add(new Rule(Pattern.compile(command), trouble, count));
    }

    /** Breaks the SSH connection of the next SFTP upload after so many bytes. */
    public void dropUploadAfter(long bytes) {
        dropUploadAfter = bytes;
    }

    /** Whether an upload that has reached this size shall lose its connection; asks once. */
    public boolean takeUploadDrop(long written) {
        boolean now = dropUploadAfter >= 0 && written >= dropUploadAfter;
        if (now) {
            dropUploadAfter = -1;
        }
        return now;
    }

    /** Forgets all rules. */
    public void clear() {
        rules.clear();
        dropUploadAfter = -1;
    }

    /** What hits this command; consumes the rules. */
    public synchronized List<Trouble> take(String command) {
        var hits = new ArrayList<Trouble>();
        for (var rule : rules) {
            if (rule.left > 0 && rule.command.matcher(command).find()) {
                rule.left--;
                hits.add(rule.trouble);
            }
        }
        return hits;
    }
}
