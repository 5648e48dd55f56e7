package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.GuestAddress;
import io.slipway.server.hypervisor.GuestExecResult;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What the guest agent does for us. */
final class GuestWork {
    private static final Pattern SILENT = Pattern.compile(
            "QEMU guest agent is not running|No QEMU guest agent configured|is not running|guest-[a-z-]+' failed - got timeout");
    private static final Pattern MAC = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){5}");
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{0,40}:[0-9a-fA-F:.]{0,40}");
    private static final int MOST_OUTPUT = 64 << 10;
    private static final int FIRST_WAIT = 10;

    private final PveNode host;
    private final PveReads reads;
    private final Pace pace;

    GuestWork(PveNode host, PveReads reads, Pace pace) {
        this.host = host;
        this.reads = reads;
        this.pace = pace;
    }

    List<GuestAddress> addresses(VmId id) {
        var answer = host.ask(reads.qemu(id) + "/agent/network-get-interfaces");
        if (!answer.succeeded()) {
            if (SILENT.matcher(answer.text()).find()) {
                return List.of();
            }
            throw HostWords.problem(ProblemCode.HOST_ANSWER, "The addresses of VM " + id + " are unknown", answer)
                    .exception();
        }
        var json = host.json("the addresses of VM " + id, answer);
        return parse(json.path("result"));
    }

    static List<GuestAddress> parse(JsonNode interfaces) {
        var addresses = new ArrayList<GuestAddress>();
        for (var card : Lenient.rows(interfaces)) {
            var mac = Lenient.text(card, "hardware-address").orElse("").toUpperCase(Locale.ROOT);
            if (!MAC.matcher(mac).matches()) {
                continue;
            }
            for (var row : Lenient.rows(card.path("ip-addresses"))) {
                var address = Lenient.text(row, "ip-address").orElse("");
                long prefix = Lenient.number(row, "prefix", -1);
                if (prefix >= 0 && prefix <= 128 && useful(address)) {
                    addresses.add(new GuestAddress(mac, address, (int) prefix));
                }
            }
        }
        return addresses;
    }

    /**
     * The guest is not trusted: only whole IPv4 addresses and text with a colon reach the parser, because it asks a name
     * server about everything else.
     */
    private static boolean useful(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return false;
        }
        try {
            var address = InetAddress.getByName(text);
            return !address.isLoopbackAddress()
                    && !address.isLinkLocalAddress()
                    && !address.isAnyLocalAddress()
                    && !address.isMulticastAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    GuestExecResult exec(VmId id, RunMarker marker, List<String> command, Duration patience) {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a command has at least a program");
        }
        reads.ours(id, marker);
        var start = pace.now();
        var state = answer(id, host.execute(id, command, Math.clamp(patience.toSeconds(), 1, FIRST_WAIT)));
        for (int look = 0; !Lenient.flag(state, "exited"); look++) {
            var pid = Lenient.number(state, "pid", -1);
            if (pid < 0 || pace.over(start, patience)) {
                throw Problem.of(
                                ProblemCode.GUEST_TIMEOUT,
                                "The program in VM " + id + " did not end within " + patience.toSeconds() + " s.")
                        .exception();
            }
            pace.rest(look);
            var next = answer(id, host.executed(id, pid));
            state = next.has("pid") || Lenient.flag(next, "exited")
                    ? next
                    : ((tools.jackson.databind.node.ObjectNode) next).put("pid", pid);
        }
        return result(state);
    }

    private static GuestExecResult result(JsonNode state) {
        // A program that a signal ended has no exit code of its own.
        var code = Lenient.text(state, "exitcode").map(text -> Lenient.number(text, -1));
        return new GuestExecResult(
                code.map(number -> (int) Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE))
                        .orElse(-1),
                cut(Lenient.text(state, "out-data")),
                cut(Lenient.text(state, "err-data")));
    }

    private static String cut(Optional<String> text) {
        var whole = text.orElse("");
        return whole.length() > MOST_OUTPUT ? whole.substring(0, MOST_OUTPUT) : whole;
    }

    private JsonNode answer(VmId id, HostAnswer answer) {
        if (!answer.succeeded()) {
            throw HostWords.problem(ProblemCode.GUEST_FAILED, "The guest agent of VM " + id + " ran nothing", answer)
                    .exception();
        }
        var json = host.json("a program in VM " + id, answer);
        if (!json.isObject()) {
            throw Problem.of(
                            ProblemCode.HOST_ANSWER, "The host's answer about a program in VM " + id + " is no object.")
                    .exception();
        }
        return json;
    }
}
