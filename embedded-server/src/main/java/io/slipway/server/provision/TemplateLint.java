package io.slipway.server.provision;

import io.slipway.server.host.Host;
import io.slipway.server.host.Hosts;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.hypervisor.TemplateFinding;
import io.slipway.server.hypervisor.TemplateFinding.Topic;
import io.slipway.server.hypervisor.TemplateFinding.Verdict;
import io.slipway.server.store.Database;
import java.util.List;
import java.util.Optional;

/**
 * Says of each template of a host whether VMs made from it will come up: what its configuration tells, and what VMs built from it
 * have shown. Changes nothing. Thread-safe.
 *
 * <p>What lies on a template's disk cannot be seen from outside. It stays unknown until a VM made from the template reported: a
 * Windows that reported has read our answer file, so no older one was in its way, and its drivers work.
 */
public final class TemplateLint {
    private final Hosts hosts;
    private final TemplateHistorySql history;

    public TemplateLint(Hosts hosts, Database database) {
        this.hosts = hosts;
        this.history = new TemplateHistorySql(database);
    }

    /**
     * A template and how it stands.
     *
     * @param built VMs built from it to the end
     * @param failed attempts that failed
     */
    public record Health(Template template, List<TemplateFinding> findings, int built, int failed) {
        public Health {
            findings = List.copyOf(findings);
        }

        /** The worst of all findings. */
        public Verdict worst() {
            return findings.stream()
                    .map(TemplateFinding::verdict)
                    .max(Enum::compareTo)
                    .orElse(Verdict.GOOD);
        }
    }

    /**
     * What VMs built from a template have shown.
     *
     * @param proof name of the newest VM that reported
     * @param agentProof name of the newest VM in which the agent ran commands
     */
    record Past(int built, int failed, Optional<String> proof, Optional<String> agentProof) {
        static final Past NONE = new Past(0, 0, Optional.empty(), Optional.empty());
    }

    /** All templates of the host, asked now; takes some seconds. */
    public List<Health> look(Host host) {
        var past = history.read(host.tenant(), host.id());
        return hosts.hypervisor(host).templateReviews().stream()
                .map(review -> {
                    var shown = past.getOrDefault(review.template().id().value(), Past.NONE);
                    var findings = review.findings().stream()
                            .map(finding -> proved(finding, shown))
                            .toList();
                    return new Health(review.template(), findings, shown.built(), shown.failed());
                })
                .toList();
    }

    private static TemplateFinding proved(TemplateFinding finding, Past past) {
        if (finding.verdict() != Verdict.UNKNOWN) {
            return finding;
        }
        var proof = finding.topic() == Topic.AGENT_PROGRAM ? past.agentProof() : past.proof();
        return proof.map(vm -> new TemplateFinding(finding.topic(), Verdict.PROVED, vm))
                .orElse(finding);
    }
}
