package io.slipway.server.compat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.host.Host;
import io.slipway.server.host.Hosts;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.Profiles;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.profile.WindowsProfile;
import io.slipway.server.provision.Plans;
import io.slipway.server.provision.ProvisionOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Turns the parameters of a command into an order of ours. Thread-safe. */
public final class CommandOrder {
    /** A clone of a finished system has its address within minutes or not at all. */
    private static final int NETWORK_MINUTES = 15;

    private final Hosts hosts;
    private final Profiles profiles;
    private final TemplateMappings mappings;
    private final int networkMinutes;

    public CommandOrder(Hosts hosts, Profiles profiles, TemplateMappings mappings) {
        this(hosts, profiles, mappings, NETWORK_MINUTES);
    }

    CommandOrder(Hosts hosts, Profiles profiles, TemplateMappings mappings, int networkMinutes) {
        this.hosts = hosts;
        this.profiles = profiles;
        this.mappings = mappings;
        this.networkMinutes = networkMinutes;
    }

    /**
     * The order.
     *
     * @throws io.slipway.server.base.SlipwayException TEMPLATE_NOT_FOUND with the choices, UNPROCESSABLE for what we cannot do
     */
    ProvisionOrder make(Caller caller, Host host, ProvisionParams params) {
        ownNode(host, params.targetNode(), "/params/target_node");
        ownNode(host, params.template().templateNode(), "/params/template/template_node");
        var template = template(caller, host, params.template().reference());
        boolean install = installer(host, template) && windowsDefault(caller).isPresent();
        if (install && !params.commands().isEmpty()) {
            throw unprocessable(
                    "/params/template/post_provision_commands",
                    "cannot run in a Windows that is being installed; put them into the profile or the playbook");
        }
        return new ProvisionOrder(
                host.id(),
                template.id().toString(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(install ? Plans.WINDOWS_INSTALL : Plans.TEMPLATE_CLONE),
                List.of(params.name()),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                params.template().cores(),
                params.template().memory(),
                OptionalInt.empty(),
                params.template().networkBridge(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("keep"),
                install ? Optional.of(true) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                params.commands().stream().map(line -> shell(template, line)).toList(),
                install ? OptionalInt.empty() : OptionalInt.of(networkMinutes),
                params.minVmId());
    }

    private static void ownNode(Host host, Optional<String> node, String pointer) {
        if (node.filter(name -> !name.equals(host.node())).isPresent()) {
            throw unprocessable(
                    pointer,
                    "must be " + host.node() + ", the node of the host " + host.name()
                            + "; register the other node as a host of its own");
        }
    }

    private Template template(Caller caller, Host host, String reference) {
        var templates = hosts.hypervisor(host).templates();
        var mapped = Optional.ofNullable(
                        mappings.list(caller.tenant(), host.id()).get(reference))
                .map(String::valueOf)
                .orElse(reference);
        var fitting = templates.stream()
                .filter(template -> template.id().toString().equals(mapped)
                        || template.name().equals(mapped))
                .toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        var choices = templates.stream()
                .map(template -> template.id() + " " + template.name())
                .collect(Collectors.joining(", "));
        throw Problem.of(
                        ProblemCode.TEMPLATE_NOT_FOUND,
                        "The template " + reference + " stands for no template of the host " + host.name()
                                + ", which has: " + (choices.isEmpty() ? "none" : choices) + ".",
                        "Map it: PUT /api/v1/hosts/" + host.name() + "/template-mappings/" + reference
                                + " with {\"template_id\": one of the numbers}.")
                .with("choices", choices)
                .exception();
    }

    /** A Windows template that still has its installer in the drive. */
    private boolean installer(Host host, Template template) {
        return template.family() == Template.Family.WINDOWS
                && hosts.hypervisor(host)
                        .inspect(template.id())
                        .map(detail -> detail.media().values().stream().anyMatch(CommandOrder::windowsMedium))
                        .orElse(false);
    }

    private static boolean windowsMedium(String volume) {
        var name = volume.substring(volume.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return name.contains("win") && !name.contains("virtio");
    }

    private Optional<ProfileDocument> windowsDefault(Caller caller) {
        return profiles.defaultOf(caller)
                .map(StoredProfile::document)
                .filter(document -> document.profile() instanceof WindowsProfile);
    }

    /** The guest agent runs programs, and these are lines for a shell. */
    private static List<String> shell(Template template, String line) {
        return template.family() == Template.Family.WINDOWS
                ? List.of("cmd.exe", "/d", "/s", "/c", line)
                : List.of("/bin/sh", "-c", line);
    }

    private static RuntimeException unprocessable(String pointer, String message) {
        return Problem.of(
                        ProblemCode.UNPROCESSABLE,
                        "The command cannot be carried out: " + pointer + " " + message + ".",
                        List.of(new FieldError(pointer, message)))
                .exception();
    }
}
