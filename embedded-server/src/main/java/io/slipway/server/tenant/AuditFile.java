package io.slipway.server.tenant;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.tenant.AuditVerdict.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks an exported trail without the installation it came from. */
public final class AuditFile {
    private static final int LONGEST_LINE = 1 << 20;

    private final BufferedReader in;
    private long line;

    private AuditFile(Reader in) {
        this.in = new BufferedReader(in);
    }

    /**
     * Reads an export and says whether it is whole and signed.
     *
     * @param key fingerprint of the key it must be signed with; empty accepts the key the file names, which tells that the file
     *     is consistent, not who made it
     * @throws SlipwayException BAD_REQUEST when a line is no line of an export
     */
    public static AuditVerdict verify(Reader in, Optional<String> key) throws IOException {
        return new AuditFile(in).read(key);
    }

    private AuditVerdict read(Optional<String> key) throws IOException {
        var check = new AuditCheck();
        for (var text = next(); text != null; text = next()) {
            var json = parse(text);
            if (json.path("head") instanceof ObjectNode head) {
                return ended(check, head, key);
            }
            boolean go = json.path("withheld").asBoolean(false)
                    ? check.link(number(json, "seq"), text(json, "previous"), text(json, "hash"))
                    : check.accept(row(json));
            if (!go) {
                return check.verdict(0, Optional.empty());
            }
        }
        check.wrong(check.seq() + 1, Kind.TRUNCATED, "The file stops at row " + check.seq() + " without an end.");
        return check.verdict(0, Optional.empty());
    }

    private AuditVerdict ended(AuditCheck check, ObjectNode head, Optional<String> key) throws IOException {
        check.end(number(head, "seq"), text(head, "hash"));
        if (next() != null) {
            check.wrong(check.seq(), Kind.INSERTED, "Something follows the end of the file.");
        }
        if (!head.has("signature")) {
            if (key.isPresent()) {
                check.wrong(check.seq(), Kind.SEAL, "The file is not signed.");
            }
            return check.verdict(check.seq(), Optional.empty());
        }
        var publicKey = text(head, "key");
        boolean signed = AuditKeys.signed(
                publicKey, check.seq(), check.hash(), number(head, "exported_at"), text(head, "signature"));
        if (!signed) {
            check.wrong(check.seq(), Kind.SEAL, "The signature at the end does not fit.");
            return check.verdict(0, Optional.empty());
        }
        var fingerprint = AuditKeys.fingerprint(publicKey);
        if (key.filter(wanted -> !wanted.equals(fingerprint)).isPresent()) {
            check.wrong(check.seq(), Kind.SEAL, "The file is signed by another key: " + fingerprint + ".");
        }
        return check.verdict(0, Optional.of(fingerprint));
    }

    private @Nullable String next() throws IOException {
        var text = new StringBuilder();
        int read = in.read();
        if (read < 0) {
            return null;
        }
        line++;
        for (; read >= 0 && read != '\n'; read = in.read()) {
            if (text.length() >= LONGEST_LINE) {
                throw wrong("is longer than " + LONGEST_LINE + " characters");
            }
            text.append((char) read);
        }
        return text.toString();
    }

    private ObjectNode parse(String text) {
        try {
            return Json.parseObject(text);
        } catch (SlipwayException e) {
            throw wrong("is no JSON object");
        }
    }

    private AuditRow row(JsonNode json) {
        return new AuditRow(
                number(json, "seq"),
                text(json, "id"),
                text(json, "tenant"),
                text(json, "actor"),
                text(json, "action"),
                text(json, "object"),
                text(json, "outcome"),
                text(json, "detail"),
                number(json, "at"),
                text(json, "previous"),
                text(json, "hash"));
    }

    private String text(JsonNode json, String name) {
        var value = json.path(name);
        if (!value.isString()) {
            throw wrong("has no text \"" + name + "\"");
        }
        return value.stringValue();
    }

    private long number(JsonNode json, String name) {
        var value = json.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong("has no number \"" + name + "\"");
        }
        return value.longValue();
    }

    private SlipwayException wrong(String what) {
        return Problem.of(
                        ProblemCode.BAD_REQUEST,
                        "Line " + line + " of the file " + what + ".",
                        "Give a file that `slipway audit export` wrote.")
                .exception();
    }
}
