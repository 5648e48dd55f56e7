package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.FOREIGN_OBJECT;
import static io.slipway.server.base.ProblemCode.HOST_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.SSH_COMMAND_FORBIDDEN;
import static io.slipway.server.base.ProblemCode.SSH_READ_FAILED;
import static io.slipway.server.base.ProblemCode.SSH_REQUIRED;
import static io.slipway.server.base.ProblemCode.SSH_WRITE_FAILED;
import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.ProblemSets.HOST_WORK;

import io.javalin.http.Context;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostAuth;
import io.slipway.server.host.Hosts;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.hypervisor.pve.HostConsole;
import io.slipway.server.inventory.Vm;
import io.slipway.server.inventory.Vms;
import io.slipway.server.ssh.SshHost;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * The SSH commands of requirements B.5. Target and credentials are those of the registered host; no request can name others.
 *
 * <p>What changes a VM is done to VMs of ours only.
 */
final class SshRoutes {
    private static final String PREFIX = "/api/v1/vm-ops/proxmox/";
    private static final Pattern CHANGING =
            Pattern.compile("qm (?:start|stop|shutdown|reset|suspend|resume|sendkey) ([1-9][0-9]{2,8})(?: .*)?");
    private static final int USUAL_SECONDS = 20;
    private static final int LONGEST_SECONDS = 180;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_CONTENT = 128 << 10;

    private final Hosts hosts;
    private final Vms vms;
    private final Redactor redactor;
    private final Function<Host, SshHost> ssh;

    SshRoutes(AdminParts parts) {
        this.hosts = parts.hosts();
        this.vms = parts.vms();
        this.redactor = parts.redactor();
        this.ssh = parts.ssh();
    }

    List<Route> routes() {
        return List.of(
                Route.ask(PREFIX + "ssh-status", OPERATE, "whether a host answers by SSH", this::status)
                        .as("ssh.status")
                        .takes("SshTarget")
                        .answers("SshStatus")
                        .refuses(HOST_NOT_FOUND),
                Route.ask(PREFIX + "ssh-test", OPERATE, "the same", this::status)
                        .as("ssh.test")
                        .takes("SshTarget")
                        .answers("SshStatus")
                        .refuses(HOST_NOT_FOUND),
                Route.ask(PREFIX + "ssh-read-config", OPERATE, "a VM's configuration file", this::read)
                        .as("ssh.readConfig")
                        .takes("SshRead")
                        .answers("SshConfig")
                        .refuses(HOST_WORK)
                        .refuses(SSH_REQUIRED, SSH_READ_FAILED, HOST_NOT_FOUND),
                Route.post(PREFIX + "ssh-write-config", ADMIN, "replace the file of a VM of ours", this::write)
                        .as("ssh.writeConfig")
                        .takes("SshWrite")
                        .answers("SshWritten")
                        .refuses(HOST_WORK)
                        .refuses(SSH_REQUIRED, SSH_WRITE_FAILED, FOREIGN_OBJECT, HOST_NOT_FOUND),
                Route.post(PREFIX + "ssh-exec", ADMIN, "run a command of the allow-list", this::exec)
                        .as("ssh.exec")
                        .takes("SshExec")
                        .answers("SshOutput")
                        .refuses(HOST_WORK)
                        .refuses(SSH_REQUIRED, SSH_COMMAND_FORBIDDEN, FOREIGN_OBJECT, HOST_NOT_FOUND));
    }

    /** A request: which host, and its parameters. */
    private record Order(RequestDocument document, Optional<String> host, RequestDocument params) {}

    private static Order order(Context context, Set<String> known) {
        var document = RequestDocument.of(context, Set.of("host", "agent_id", "params"));
        var host = document.text("host", LONGEST_NAME);
        var agent = document.text("agent_id", LONGEST_NAME);
        if (host.isPresent() && agent.isPresent()) {
            document.wrong("agent_id", "means the same as host; give one of them");
        }
        var params = document.inner("params", known).orElseGet(document::empty);
        return new Order(document, host.or(() -> agent), params);
    }

    /** The named host, or the only one. */
    private Host host(Caller caller, Order order) {
        if (order.host().isPresent()) {
            return hosts.require(caller.tenant(), order.host().get());
        }
        var all = hosts.list(caller.tenant());
        if (all.isEmpty()) {
            throw Problem.of(ProblemCode.SSH_REQUIRED, "No host is registered, so SSH is not configured.")
                    .exception();
        }
        if (all.size() > 1) {
            order.document().required("host", Optional.empty());
            order.document().check();
        }
        return all.getFirst();
    }

    private <T> T on(Host host, Function<HostConsole, T> work) {
        return hosts.trust().guarded(host, () -> {
            try (var connection = ssh.apply(host)) {
                return work.apply(new HostConsole(Optional.of(connection)));
            }
        });
    }

    private void status(Context context) {
        var caller = AdminGuard.caller(context);
        var order = order(context, Set.of());
        order.document().check();
        if (order.host().isEmpty() && hosts.list(caller.tenant()).isEmpty()) {
            Answers.json(
                    context,
                    Json.object()
                            .put("configured", false)
                            .put("connected", false)
                            .put("code", ProblemCode.SSH_REQUIRED.name()));
            return;
        }
        var host = host(caller, order);
        Answers.json(context, view(host, look(host)));
    }

    /** A status never fails, not even for a host that is stopped; then nothing is sent to it. */
    private HostConsole.Status look(Host host) {
        try {
            return on(host, console -> {
                var status = console.sshStatus();
                status.problem().ifPresent(problem -> hosts.trust().note(host, problem));
                return status;
            });
        } catch (SlipwayException e) {
            return HostConsole.Status.failed(host.address() + ":" + host.port(), host.userName(), e.problem());
        }
    }

    private static ObjectNode view(Host host, HostConsole.Status status) {
        return Json.object()
                .put("configured", status.configured())
                .put("host", host.address())
                .put("port", host.port())
                .put("username", host.userName())
                .put("mode", host.auth() instanceof HostAuth.Password ? "password" : "key-file")
                .put("connected", status.connected())
                .put("code", status.code())
                .put("detail", status.problem().map(Problem::detail).orElse(null))
                .put("next_step", status.problem().map(Problem::nextStep).orElse(null));
    }

    private static VmId vmid(RequestDocument params) {
        var number = params.integer("vmid", 100, 999_999_999);
        if (number.isEmpty()) {
            params.required("vmid", Optional.empty());
        }
        return new VmId(number.orElse(100));
    }

    private void read(Context context) {
        var order = order(context, Set.of("vmid"));
        var id = vmid(order.params());
        order.document().check();
        var host = host(AdminGuard.caller(context), order);
        String config = on(host, console -> console.readConfig(id));
        Answers.json(context, Json.object().put("config", redactor.clean(config)));
    }

    private void write(Context context) {
        var order = order(context, Set.of("vmid", "content"));
        var id = vmid(order.params());
        var content = order.params().requiredText("content", LONGEST_CONTENT);
        order.document().check();
        var caller = AdminGuard.caller(context);
        var host = host(caller, order);
        var marker = new RunMarker(own(caller, host, id).runId().orElseThrow(() -> foreign(id)));
        on(host, console -> {
            console.writeConfig(id, marker, content);
            return id;
        });
        Answers.json(context, Json.object().put("written", true));
    }

    private Vm own(Caller caller, Host host, VmId id) {
        return vms.list(caller.tenant()).stream()
                .filter(vm -> vm.hostId().equals(host.id())
                        && vm.nativeId().filter(id.toString()::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> foreign(id));
    }

    private static RuntimeException foreign(VmId id) {
        return Problem.of(ProblemCode.FOREIGN_OBJECT, "The VM " + id + " was not made by Slipway.")
                .exception();
    }

    private void exec(Context context) {
        var order = order(context, Set.of("command", "timeout"));
        var command = order.params().requiredText("command", 1000);
        int seconds = order.params().integer("timeout", 1, LONGEST_SECONDS).orElse(USUAL_SECONDS);
        order.document().check();
        var caller = AdminGuard.caller(context);
        var host = host(caller, order);
        var changing = CHANGING.matcher(command);
        if (changing.matches()) {
            own(caller, host, new VmId(Integer.parseInt(changing.group(1))));
        }
        var output = on(host, console -> console.exec(command, Duration.ofSeconds(seconds)));
        Answers.json(
                context,
                Json.object()
                        .put("stdout", redactor.clean(output.stdout()))
                        .put("stderr", redactor.clean(output.stderr()))
                        .put("exitCode", output.exitCode())
                        .put("signal", output.signal().orElse(null))
                        .put("allowlisted", true));
    }
}
