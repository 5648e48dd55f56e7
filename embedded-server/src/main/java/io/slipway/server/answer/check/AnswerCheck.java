package io.slipway.server.answer.check;

import io.slipway.server.answer.check.Finding.Severity;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.util.List;

/**
 * Checks an answer file offline: bytes, envelope, settings catalog, then the rules of each subject.
 *
 * <p>Rule ids are those of the rule list in the documentation. Thread-safe.
 */
public final class AnswerCheck {
    private AnswerCheck() {}

    /** A file of our own making: unknown settings and oddities are errors. */
    public static List<Finding> own(byte[] xml) {
        return check(xml, true);
    }

    /** A file from elsewhere: what we do not know is a warning, what Setup would stumble over an error. */
    public static List<Finding> imported(byte[] xml) {
        return check(xml, false);
    }

    private static List<Finding> check(byte[] xml, boolean own) {
        var findings = new Findings(own);
        ByteRules.check(xml, findings);
        AnswerDocument.parse(xml, findings).ifPresent(document -> {
            EnvelopeRules.check(document, findings);
            CatalogRules.check(document, findings);
            DiskRules.check(document, findings);
            LocaleRules.check(document, findings);
            AccountRules.check(document, findings);
            CommandRules.check(document, findings);
        });
        return findings.list();
    }

    /**
     * Throws when there is an error among the findings.
     *
     * @throws SlipwayException INVALID_PROFILE with every error
     */
    public static void refuseErrors(List<Finding> findings) {
        var errors = findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            var first = errors.getFirst();
            throw Problem.of(
                            ProblemCode.INVALID_PROFILE,
                            "Windows Setup would refuse the answer file: " + first + ".",
                            errors.stream()
                                    .map(error -> new FieldError(
                                            "", error.rule() + " " + error.where() + ": " + error.message()))
                                    .toList())
                    .exception();
        }
    }
}
