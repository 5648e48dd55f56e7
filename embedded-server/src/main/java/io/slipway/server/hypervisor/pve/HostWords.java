package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns the host's own words into our problems. The words were recorded on a Proxmox VE 9.2 node.
 *
 * <p>Exit codes are not used: they are leaked errno values.
 */
final class HostWords {
    private static final Pattern ABSENT = Pattern.compile("Configuration file '[^']{1,200}' does not exist");

    private static final Pattern DENIED =
            Pattern.compile("Permission check failed \\((/[^,()\\s]{0,200}), ([A-Za-z.|]{1,400})\\)");

    private static final List<Rule> RULES = List.of(
            new Rule(ProblemCode.VM_LOCKED, "VM is locked \\([a-z-]{1,20}\\)"),
            new Rule(ProblemCode.HOST_BUSY, "can't lock file '[^']{1,200}' - got timeout"),
            new Rule(ProblemCode.HOST_BUSY, "checksum mismatch \\(file change by other user"),
            new Rule(ProblemCode.HOST_BUSY, "\\b59[569] [A-Z]|cluster not ready|no quorum"),
            new Rule(ProblemCode.VMID_TAKEN, "unable to create VM \\d+: config file already exists"),
            new Rule(ProblemCode.VMID_TAKEN, "close \\(rename\\) atomic file '[^']{1,200}' failed: File exists"),
            new Rule(
                    ProblemCode.STORAGE_FULL,
                    "No space left on device|not enough free space|out of space|[Dd]isk quota exceeded|ENOSPC"),
            new Rule(ProblemCode.TEMPLATE_NOT_FOUND, "unable to find configuration file for VM \\d+ on node"),
            new Rule(ProblemCode.RESOURCE_LIMIT, "MAX \\d+ vcpus allowed"),
            new Rule(ProblemCode.RESOURCE_LIMIT, "cannot allocate memory|Cannot allocate memory"),
            new Rule(ProblemCode.DISK_SHRINK, "shrinking disks is not supported"),
            new Rule(
                    ProblemCode.STORAGE_UNSUITABLE,
                    "storage '[^']{1,100}' (does not exist|is disabled|is not available on node|does not support)"),
            new Rule(
                    ProblemCode.STORAGE_UNSUITABLE,
                    "can't upload to storage type|Linked clone feature is not supported"),
            new Rule(ProblemCode.VM_NOT_FOUND, ABSENT.pattern()),
            new Rule(ProblemCode.FORBIDDEN, "ipcc_send_rec\\[\\d\\] failed|Permission check failed|sudo: "));

    private HostWords() {}

    /** Whether the host says that this node has no such VM. */
    static boolean saysAbsent(HostAnswer answer) {
        return ABSENT.matcher(answer.text()).find();
    }

    /**
     * The problem behind a failed call.
     *
     * @param fallback when none of the known sentences is there
     * @param what we tried, a clause such as "The clone of VM 9000 failed"
     */
    static Problem problem(ProblemCode fallback, String what, HostAnswer answer) {
        return problem(fallback, what, answer.text(), answer.complaint());
    }

    /** As above, from a text and the line of it to show. */
    static Problem problem(ProblemCode fallback, String what, String text, String words) {
        var code = codeIn(text).orElse(fallback);
        var said = words.isEmpty() ? "the host gave no reason" : HostAnswer.presentable(words);
        var denied = DENIED.matcher(text);
        if (code == ProblemCode.FORBIDDEN && denied.find()) {
            var privilege = denied.group(2).replace("|", " or ");
            return Problem.of(
                            code,
                            what + ": " + said,
                            "On the host, give the token's user a role with " + privilege + " on " + denied.group(1)
                                    + ", and the token itself too if it has rights of its own.")
                    .with("host_words", said)
                    .with("privilege", denied.group(2))
                    .with("path", denied.group(1));
        }
        return Problem.of(code, what + ": " + said).with("host_words", said);
    }

    /** The code of the first known sentence in a text. */
    static Optional<ProblemCode> codeIn(String text) {
        return RULES.stream()
                .filter(rule -> rule.words().matcher(text).find())
                .map(Rule::code)
                .findFirst();
    }

    private record Rule(ProblemCode code, Pattern words) {
        Rule(ProblemCode code, String words) {
            this(code, Pattern.compile(words));
        }
    }
}
