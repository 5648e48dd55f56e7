package io.slipway.server.provision;

import io.slipway.server.host.Host;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.profile.BoundProfiles.Used;
import io.slipway.server.profile.ProfileDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A checked order, ready to be stored or only shown.
 *
 * @param planKind which plan makes the VMs
 * @param profile what their guests shall be; empty for a bare clone
 * @param secrets the versions of bound secrets that went into the profile
 * @param playbook YAML the guests get
 * @param vms one per VM
 * @param warnings sentences the operator must see before the VMs exist
 */
public record OrderPlan(
        String planKind,
        Host host,
        Template template,
        Optional<ProfileDocument> profile,
        List<Used> secrets,
        Optional<String> playbook,
        List<VmPlan> vms,
        List<String> warnings) {
    public OrderPlan {
        secrets = List.copyOf(secrets);
        vms = List.copyOf(vms);
        warnings = List.copyOf(warnings);
    }

    /** The same plan with its warnings in other words. */
    OrderPlan worded(UnaryOperator<String> words) {
        return new OrderPlan(
                planKind,
                host,
                template,
                profile,
                secrets,
                playbook,
                vms,
                warnings.stream().map(words).toList());
    }

    /** The same plan with one more thing to see first. */
    OrderPlan warned(String warning) {
        var all = new ArrayList<>(warnings);
        all.add(warning);
        return new OrderPlan(planKind, host, template, profile, secrets, playbook, vms, all);
    }
}
