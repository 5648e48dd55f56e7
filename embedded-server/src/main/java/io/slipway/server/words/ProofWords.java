package io.slipway.server.words;

import io.slipway.server.proof.Proof;
import io.slipway.server.text.Text;
import java.util.Locale;

/**
 * Says a proof in the operator's words.
 *
 * @param jobs the bundle {@code jobs}
 */
public record ProofWords(Text jobs) {
    /** Whether all is as it was asked for; how much is not, otherwise. */
    public String verdict(Proof proof) {
        long bad =
                proof.findings().stream().filter(finding -> !finding.passed()).count();
        return bad == 0 ? jobs.get("vm.proof.good") : jobs.count("vm.proof.bad", bad);
    }

    /** What was compared. */
    public String subject(Proof.Finding finding) {
        return jobs.get("proof." + lower(finding.subject()));
    }

    /** Who said what is there. */
    public String source(Proof.Finding finding) {
        return jobs.get("proof.source." + lower(finding.source()));
    }

    /** What was asked for, or found. */
    public String answer(Proof.Answer answer) {
        return switch (answer) {
            case Proof.Value value -> value.words();
            case Proof.Memory memory -> jobs.get("proof.value.memory", String.valueOf(memory.mebibytes()));
            case Proof.Standing standing -> jobs.get("proof.value." + lower(standing));
        };
    }

    private static String lower(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
