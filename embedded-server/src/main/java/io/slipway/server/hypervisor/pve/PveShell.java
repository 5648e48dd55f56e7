package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.RightsReport;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.ssh.Posix;
import io.slipway.server.ssh.SshCommand;
import io.slipway.server.ssh.SshHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs the host's tools: absolute paths, fixed locale, every word quoted, output only after our sentinel.
 *
 * <p>The sentinel keeps banners and chatty login shells out of what we parse. Thread-safe.
 */
final class PveShell implements PveNode {
    static final String QM = "/usr/sbin/qm";
    static final String PVESH = "/usr/bin/pvesh";
    static final String PVESM = "/usr/sbin/pvesm";

    private static final String SENTINEL = "@@SLIPWAY-BEGIN@@";
    private static final Duration SILENCE = Duration.ofSeconds(90);
    private static final Duration TOTAL = Duration.ofMinutes(5);

    /** The list of a cluster with some ten thousand VMs. */
    private static final int MOST_BYTES = 16 << 20;

    private static final Pattern NODE = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");
    private static final Pattern FILE = Pattern.compile("/etc/pve/nodes/[^/]{1,63}/qemu-server/(\\d{3,9})\\.conf");
    private static final Pattern HOME = Pattern.compile("(/[A-Za-z0-9._-]{1,64}){1,8}");

    private final SshHost host;
    private final Optional<String> expectedNode;
    private final AtomicReference<@Nullable Identity> identity = new AtomicReference<>();

    PveShell(SshHost host, Optional<String> expectedNode) {
        this.host = host;
        this.expectedNode = expectedNode;
    }

    /** Asked once; a host keeps its name while it runs. */
    Identity identity() {
        var known = identity.get();
        if (known == null) {
            known = readIdentity();
            identity.set(known);
        }
        return known;
    }

    @Override
    public String node() {
        return identity().node();
    }

    private Identity readIdentity() {
        var answer = script("id -u; hostname -s; echo \"$HOME\"");
        var lines = answer.out().lines().map(String::strip).toList();
        if (!answer.succeeded()
                || lines.size() != 3
                || !NODE.matcher(lines.get(1)).matches()
                || !HOME.matcher(lines.get(2)).matches()) {
            throw HostWords.problem(ProblemCode.HOST_ANSWER, "The host did not tell who it is", answer)
                    .exception();
        }
        var node = lines.get(1);
        if (expectedNode.filter(name -> !name.equals(node)).isPresent()) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The host at this address is node " + node + ", not " + expectedNode.get() + ".",
                            "Correct the host's address or its node name.")
                    .exception();
        }
        boolean root = lines.getFirst().equals("0");
        return new Identity(root, node, root ? "/var/lib/slipway" : lines.get(2) + "/.slipway");
    }

    /** Runs one tool of the host, as root where we are somebody else. */
    HostAnswer tool(List<String> words) {
        return script(command(words));
    }

    HostAnswer tool(String... words) {
        return tool(List.of(words));
    }

    /** The quoted command line of a tool, with {@code sudo -n} where needed. */
    String command(List<String> words) {
        if (identity().root()) {
            return Posix.command(words);
        }
        var all = new ArrayList<String>(List.of("sudo", "-n"));
        all.addAll(words);
        return Posix.command(all);
    }

    /** Runs a script of ours under {@code /bin/sh}, whatever the login shell is. */
    HostAnswer script(String script) {
        return run(SshCommand.of(wrapped(script)).within(SILENCE, TOTAL).atMost(MOST_BYTES));
    }

    /** As {@link #script}, each byte of the output as one character. */
    HostAnswer bytewise(String script) {
        return run(SshCommand.of(wrapped(script))
                .within(SILENCE, TOTAL)
                .atMost(MOST_BYTES)
                .bytewise());
    }

    /** Uploads a file with the rights of the login user. */
    void upload(String path, long size, io.slipway.server.ssh.ContentSource source) {
        host.upload(path, size, source);
    }

    private static String wrapped(String script) {
        return "/bin/sh -c "
                + Posix.quote("export LC_ALL=C.UTF-8; echo " + SENTINEL + "; echo " + SENTINEL + " >&2; " + script);
    }

    private HostAnswer run(SshCommand command) {
        var result = host.exec(command);
        if (result.signal().isPresent()) {
            throw Problem.of(
                            ProblemCode.SSH_EXEC_ERROR,
                            "A command on " + host.address() + " was killed by signal "
                                    + result.signal().get() + ".")
                    .exception();
        }
        var out = after(result.stdout());
        if (out.isEmpty()) {
            throw Problem.of(
                            ProblemCode.HOST_ANSWER,
                            "The login shell of " + host.user() + " at " + host.address() + " did not run our command.",
                            "Give this user an ordinary login shell.")
                    .exception();
        }
        return new HostAnswer(
                result.exitCode(), out.get(), after(result.stderr()).orElse(result.stderr()));
    }

    private static Optional<String> after(String text) {
        int at = text.indexOf(SENTINEL + "\n");
        return at < 0 ? Optional.empty() : Optional.of(text.substring(at + SENTINEL.length() + 1));
    }

    @Override
    public HostAnswer ask(String path, Map<String, String> parameters) {
        var words = new ArrayList<String>(List.of(PVESH, "get", path));
        new TreeMap<>(parameters).forEach((name, value) -> words.addAll(List.of("--" + name, value)));
        words.addAll(List.of("--output-format", "json"));
        return tool(words);
    }

    @Override
    public String signedInAs() {
        return host.user();
    }

    @Override
    public RightsReport rights() {
        return new SignInRights(this).report();
    }

    @Override
    public List<String> warnings() {
        return identity().root()
                ? List.of()
                : List.of("The login user is not root; every tool runs by sudo without a password.");
    }

    @Override
    public HostAnswer set(VmId id, Map<String, String> values, List<String> deletes, String digest) {
        var words = new ArrayList<String>(List.of(QM, "set", id.toString()));
        new TreeMap<>(values).forEach((key, value) -> words.addAll(List.of("--" + key, value)));
        if (!deletes.isEmpty()) {
            words.addAll(List.of("--delete", String.join(",", deletes)));
        }
        words.addAll(List.of("--digest", digest));
        return tool(words);
    }

    @Override
    public HostAnswer unlock(VmId id) {
        return tool(QM, "unlock", id.toString());
    }

    @Override
    public HostAnswer sendKey(VmId id, String key) {
        return tool(QM, "sendkey", id.toString(), key);
    }

    @Override
    public HostAnswer stopTask(String upid) {
        return tool(PVESH, "delete", "/nodes/" + node() + "/tasks/" + upid);
    }

    @Override
    public HostAnswer execute(VmId id, List<String> command, long seconds) {
        var words = new ArrayList<String>(
                List.of(QM, "guest", "exec", id.toString(), "--timeout", Long.toString(seconds), "--"));
        words.addAll(command);
        return tool(words);
    }

    @Override
    public HostAnswer executed(VmId id, long pid) {
        return tool(QM, "guest", "exec-status", id.toString(), Long.toString(pid));
    }

    @Override
    public Optional<Set<String>> filesNaming(String volume) {
        if (!identity().root()) {
            return Optional.empty();
        }
        var answer = script(
                "[ -d /etc/pve/nodes ] || exit 1; for f in /etc/pve/nodes/*/qemu-server/*.conf; do if [ -e \"$f\" ]; then grep -lF -- "
                        + Posix.quote(volume) + " \"$f\"; fi; done; echo DONE");
        if (!answer.out().endsWith("DONE\n")) {
            throw HostWords.problem(ProblemCode.HOST_ANSWER, "The host did not tell who uses the image", answer)
                    .exception();
        }
        var users = new TreeSet<String>();
        answer.out().lines().forEach(line -> {
            var match = FILE.matcher(line);
            if (match.matches()) {
                users.add(match.group(1));
            }
        });
        return Optional.of(users);
    }

    @Override
    public void close() {
        host.close();
    }
}
