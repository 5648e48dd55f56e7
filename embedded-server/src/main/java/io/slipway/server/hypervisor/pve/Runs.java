package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.pve.Operations.State;
import io.slipway.server.ssh.Posix;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Long operations that outlive our connection, and the notes that prove what is ours.
 *
 * <p>Proxmox' tools kill their worker when their output goes away, so such a tool runs under {@code setsid} with its output in
 * a file. The folder is made with one {@code mkdir}: whoever makes it starts the tool, everybody else joins. Exit code
 * and output stay until we forget them.
 */
final class Runs implements Notes {
    private static final Pattern STEP = Pattern.compile("[a-z0-9][a-z0-9.-]{0,120}");
    private static final Pattern CODE = Pattern.compile("\\d{1,3}");
    static final int PIECE = 64 << 10;
    private static final String LOG_MARK = "@@SLIPWAY-LOG@@";

    private final PveShell shell;

    Runs(PveShell shell) {
        this.shell = shell;
    }

    /**
     * A look at an operation.
     *
     * @param exitCode when finished
     * @param piece output from the asked offset on, one character per byte, at most 64 KiB
     */
    record Look(State state, Optional<Integer> exitCode, String piece) {}

    /** Starts the tool unless this step was started before. @return whether it was started now */
    boolean begin(RunMarker run, String step, List<String> words) {
        var d = folder(run);
        var s = stem(run, step);
        var inner = "echo $$ > " + s + ".pid; " + shell.command(words) + "; echo $? > " + s + ".rc.tmp; mv " + s
                + ".rc.tmp " + s + ".rc";
        var script = "umask 077; mkdir -p " + d + " || exit 1; if mkdir " + s + ".d 2>/dev/null; then setsid sh -c "
                + Posix.quote(inner) + " > " + s + ".log 2>&1 </dev/null & echo STARTED; else echo EXISTS; fi";
        var answer = shell.script(script);
        return switch (answer.out().strip()) {
            case "STARTED" -> true;
            case "EXISTS" -> false;
            default ->
                throw HostWords.problem(ProblemCode.SSH_WRITE_FAILED, "The host keeps no notes for us", answer)
                        .exception();
        };
    }

    /** Looks without changing anything. @param offset bytes of output to skip */
    Look look(RunMarker run, String step, long offset) {
        var s = stem(run, step);
        var script = "if [ ! -d " + s + ".d ]; then echo NONE; else if [ ! -s " + s
                + ".pid ]; then a=STARTING; elif kill -0 \"$(cat " + s
                + ".pid)\" 2>/dev/null; then a=RUNNING; else a=GONE; fi; if [ -e " + s + ".rc ]; then cat "
                + s + ".rc; else echo $a; fi; fi; echo " + LOG_MARK + "; tail -c +" + (offset + 1) + " " + s
                + ".log 2>/dev/null | head -c " + PIECE;
        var answer = shell.bytewise(script);
        int mark = answer.out().indexOf(LOG_MARK + "\n");
        if (mark < 0) {
            throw HostWords.problem(ProblemCode.SSH_EXEC_ERROR, "The host did not show our notes", answer)
                    .exception();
        }
        var word = answer.out().substring(0, mark).strip();
        var piece = answer.out().substring(mark + LOG_MARK.length() + 1);
        if (CODE.matcher(word).matches()) {
            return new Look(State.FINISHED, Optional.of(Integer.parseInt(word)), piece);
        }
        return switch (word) {
            case "NONE" -> new Look(State.NONE, Optional.empty(), "");
            case "STARTING" -> new Look(State.STARTING, Optional.empty(), piece);
            case "RUNNING" -> new Look(State.RUNNING, Optional.empty(), piece);
            case "GONE" -> new Look(State.GONE, Optional.empty(), piece);
            default ->
                throw Problem.of(ProblemCode.HOST_ANSWER, "The host's notes about our operation are damaged.")
                        .exception();
        };
    }

    /** The first and the last 8 KiB of what an operation has said. */
    String edges(RunMarker run, String step) {
        var log = stem(run, step) + ".log 2>/dev/null";
        return text(shell.bytewise("head -c 8192 " + log + "; echo; tail -c 8192 " + log)
                .out());
    }

    /** Sends the operation and all its children the signal to end. */
    void terminate(RunMarker run, String step) {
        shell.script("p=$(cat " + stem(run, step) + ".pid 2>/dev/null); [ -n \"$p\" ] && kill -TERM -- -\"$p\"");
    }

    /** Throws away what is known of a step, and the run's folder when it is empty then. */
    void forget(RunMarker run, String step) {
        var s = stem(run, step);
        shell.script("rm -rf " + s + ".d " + s + ".rc " + s + ".rc.tmp " + s + ".pid " + s + ".log; rmdir "
                + folder(run) + " 2>/dev/null; true");
    }

    @Override
    public void note(String path, String text) {
        var p = Posix.quote(notePath(path));
        var t = Posix.quote(notePath(path) + ".tmp");
        var parent = Posix.quote(notePath(path).substring(0, notePath(path).lastIndexOf('/')));
        var answer = shell.script("umask 077; mkdir -p " + parent + " && printf '%s\\n' " + Posix.quote(text) + " > "
                + t + " && mv " + t + " " + p + " && echo KEPT");
        if (!answer.out().strip().equals("KEPT")) {
            throw HostWords.problem(ProblemCode.SSH_WRITE_FAILED, "The host keeps no notes for us", answer)
                    .exception();
        }
    }

    @Override
    public Optional<String> readNote(String path) {
        var answer = shell.script("cat " + Posix.quote(notePath(path)) + " 2>/dev/null | head -c 4096");
        return Optional.of(answer.out().strip()).filter(text -> !text.isEmpty());
    }

    @Override
    public void dropNote(String path) {
        var p = notePath(path);
        shell.script("rm -f " + Posix.quote(p) + "; rmdir " + Posix.quote(p.substring(0, p.lastIndexOf('/')))
                + " 2>/dev/null; true");
    }

    private String notePath(String path) {
        if (!path.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,120}/[A-Za-z0-9][A-Za-z0-9_.-]{0,220}")) {
            throw new IllegalArgumentException("not a note's path");
        }
        return shell.identity().folder() + "/" + path;
    }

    private String folder(RunMarker run) {
        return Posix.quote(shell.identity().folder() + "/" + run.runId());
    }

    /** The quoted path to which {@code .d}, {@code .rc} and so on are appended. */
    private String stem(RunMarker run, String step) {
        if (!STEP.matcher(step).matches()) {
            throw new IllegalArgumentException("not a step name");
        }
        return Posix.quote(shell.identity().folder() + "/" + run.runId() + "/" + step);
    }

    /** Bytes shown one per character, as text. */
    static String text(String bytewise) {
        return new String(bytewise.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
