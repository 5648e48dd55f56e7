package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.ssh.ExecResult;
import io.slipway.server.ssh.Posix;
import io.slipway.server.ssh.SshCommand;
import io.slipway.server.ssh.SshHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The few things an operator may ask a host for over SSH: status, a VM's configuration file, and commands of a list.
 *
 * <p>The host and its credentials come from the registered host only. No answer of a caller can name another target, and
 * nothing widens the list. Thread-safe.
 */
public final class HostConsole {
    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final Duration READ = Duration.ofSeconds(15);
    private static final Duration WRITE = Duration.ofSeconds(20);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(180);
    private static final int MOST_CONFIG_BYTES = 64 << 10;
    private static final String ECHO = "slipway-ssh-ok";

    private final Optional<SshHost> host;

    /** @param host empty when no SSH is configured; then everything answers SSH_REQUIRED */
    public HostConsole(Optional<SshHost> host) {
        this.host = host;
    }

    /**
     * Whether the host answers.
     *
     * @param code {@code OK} or a problem code
     * @param problem what is wrong and what to do, when there is a code of a problem
     */
    public record Status(
            boolean configured,
            String host,
            String username,
            boolean connected,
            String code,
            Optional<Problem> problem) {

        /** A host that is configured and does not answer as it should. */
        public static Status failed(String host, String username, Problem problem) {
            return new Status(true, host, username, false, problem.code().name(), Optional.of(problem));
        }
    }

    /** What an allowed command did. A signal is reported, never taken for success. */
    public record Output(String stdout, String stderr, int exitCode, Optional<String> signal) {}

    /** Asks the host to repeat a word, within 10 s. Never fails: the code says what is wrong. */
    public Status sshStatus() {
        if (host.isEmpty()) {
            return new Status(false, "", "", false, ProblemCode.SSH_REQUIRED.name(), Optional.of(notConfigured()));
        }
        var to = host.get();
        try {
            var answer = run("echo " + ECHO, PROBE);
            boolean right = answer.succeeded() && answer.stdout().lines().anyMatch(ECHO::equals);
            return right
                    ? new Status(true, to.address(), to.user(), true, "OK", Optional.empty())
                    : Status.failed(
                            to.address(),
                            to.user(),
                            Problem.of(
                                    ProblemCode.SSH_EXEC_ERROR,
                                    "The login shell of " + to.user() + " at " + to.address()
                                            + " did not run our command.",
                                    "Give this user an ordinary login shell."));
        } catch (SlipwayException e) {
            return Status.failed(to.address(), to.user(), e.problem());
        }
    }

    private static Problem notConfigured() {
        return Problem.of(ProblemCode.SSH_REQUIRED, "SSH is not configured for this host.");
    }

    /**
     * A VM's configuration file.
     *
     * @throws SlipwayException SSH_READ_FAILED when there is none or it cannot be read
     */
    public String readConfig(VmId id) {
        var answer = run(asRoot(List.of("cat", path(id))), READ);
        if (!answer.succeeded() || answer.stdout().isBlank()) {
            throw Problem.of(ProblemCode.SSH_READ_FAILED, "The host has no readable configuration of VM " + id + ".")
                    .exception();
        }
        return answer.stdout();
    }

    /**
     * Replaces the configuration file of a VM of ours. Read, compare and rename happen on the host in one command.
     *
     * @param marker the VM must carry it now and in the new text
     * @param content at most 64 KiB of configuration lines, LF only
     * @throws SlipwayException FOREIGN_OBJECT, SSH_WRITE_FAILED, BAD_REQUEST, PAYLOAD_TOO_LARGE
     */
    public void writeConfig(VmId id, RunMarker marker, String content) {
        var text = content.endsWith("\n") ? content : content + "\n";
        requireConfig(text, marker);
        if (!root()) {
            throw Problem.of(
                            ProblemCode.SSH_WRITE_FAILED,
                            "The sign-in of this host is not root, and no rule for sudo lets it write configuration files.",
                            "Change the VM with an allowed command, or on the host itself.")
                    .exception();
        }
        var before = readConfig(id);
        if (marker(before).filter(marker::equals).isEmpty()) {
            throw PveReads.foreign(id);
        }
        // The file system behind /etc/pve has no shell-visible compare-and-swap, so the old text is compared right
        // before.
        var answer = run(
                "[ \"$(cat " + path(id) + ")\" = " + Posix.quote(before.stripTrailing()) + " ] && printf %s "
                        + Posix.quote(text) + " > " + path(id) + ".tmp && mv " + path(id) + ".tmp " + path(id)
                        + " && echo WRITTEN",
                WRITE);
        if (!answer.stdout().strip().equals("WRITTEN")) {
            throw Problem.of(
                            ProblemCode.SSH_WRITE_FAILED,
                            "The configuration of VM " + id + " was not written; it changed meanwhile or cannot be"
                                    + " written.")
                    .exception();
        }
    }

    /** The host writes the description as comment lines in which a colon is {@code %3A}; snapshots have their own. */
    private static Optional<RunMarker> marker(String config) {
        return config.lines()
                .takeWhile(line -> !line.startsWith("["))
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replace("%3A", ":"))
                .flatMap(line -> RunMarker.in(line).stream())
                .findFirst();
    }

    private static void requireConfig(String text, RunMarker marker) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_CONFIG_BYTES) {
            throw Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, "A configuration has at most 64 KiB.")
                    .exception();
        }
        boolean clean = text.chars().allMatch(c -> c == '\n' || c >= 0x20 && c != 0x7F)
                && text.lines()
                        .allMatch(line -> line.isBlank()
                                || line.startsWith("#")
                                || line.matches("\\[[A-Za-z][A-Za-z0-9_:-]{0,63}\\]")
                                || line.matches("[a-z][a-z0-9_-]{0,63}: .*"));
        if (!clean) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "A configuration has lines of the form `key: value` only.")
                    .exception();
        }
        if (marker(text).filter(marker::equals).isEmpty()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "The new configuration must keep Slipway's mark.")
                    .exception();
        }
    }

    /**
     * Runs a command of the list.
     *
     * @param command as an operator types it, see {@link AllowedCommand}
     * @param patience 1 to 180 s, clamped; 20 s is usual
     * @throws SlipwayException SSH_COMMAND_FORBIDDEN before anything is sent
     */
    public Output exec(String command, Duration patience) {
        var words = AllowedCommand.parse(command);
        var time = patience.compareTo(SHORTEST) < 0 ? SHORTEST : patience.compareTo(LONGEST) > 0 ? LONGEST : patience;
        var answer = run(asRoot(words), time);
        return new Output(answer.stdout(), answer.stderr(), answer.exitCode(), answer.signal());
    }

    /** Login shells of ordinary users do not know /usr/sbin, and their rules for sudo name whole paths. */
    private String asRoot(List<String> words) {
        var tool = words.getFirst();
        var full =
                switch (tool) {
                    case "qm" -> PveShell.QM;
                    case "pvesh" -> PveShell.PVESH;
                    default -> "/usr/bin/" + tool;
                };
        var all = new ArrayList<>(words);
        all.set(0, full);
        return (root() ? "" : "sudo -n ") + Posix.command(all);
    }

    private boolean root() {
        return host.filter(to -> !to.user().equals("root")).isEmpty();
    }

    private ExecResult run(String script, Duration time) {
        var to = host.orElseThrow(() -> notConfigured().exception());
        return to.exec(SshCommand.of("/bin/sh -c " + Posix.quote("export LC_ALL=C.UTF-8; " + script))
                .within(time, time)
                .atMost(1 << 20));
    }

    private static String path(VmId id) {
        return "/etc/pve/qemu-server/" + id + ".conf";
    }
}
