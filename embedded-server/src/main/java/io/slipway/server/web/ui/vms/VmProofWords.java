package io.slipway.server.web.ui.vms;

import io.slipway.server.proof.Proof;
import io.slipway.server.text.Text;
import java.util.Locale;

/** Says a proof in the operator's words. */
record VmProofWords(Text jobs) {
    String verdict(Proof proof) {
        long bad =
                proof.findings().stream().filter(finding -> !finding.passed()).count();
        return bad == 0 ? jobs.get("vm.proof.good") : jobs.count("vm.proof.bad", bad);
    }

    String subject(Proof.Finding finding) {
        return jobs.get("proof." + lower(finding.subject()));
    }

    String source(Proof.Finding finding) {
        return jobs.get("proof.source." + lower(finding.source()));
    }

    String answer(Proof.Answer answer) {
        return switch (answer) {
            case Proof.Value value -> value.words();
            case Proof.Standing standing -> jobs.get("proof.value." + lower(standing));
        };
    }

    private static String lower(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
