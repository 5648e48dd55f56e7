package io.slipway.server.hypervisor;

import java.util.List;

/** A template with everything that can be told about it. */
public record TemplateReview(Template template, List<TemplateFinding> findings) {
    public TemplateReview {
        findings = List.copyOf(findings);
    }
}
