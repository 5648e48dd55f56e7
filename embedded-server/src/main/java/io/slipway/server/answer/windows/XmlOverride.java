package io.slipway.server.answer.windows;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.ProductKeys;
import io.slipway.server.profile.ProfileWarning;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer file of the operator's own, with placeholders such as {@code {{computerName}}} filled in.
 *
 * <p>Values are escaped for XML text and attributes and inserted literally, so that {@code $1} or {@code \} in a password
 * stay what they are.
 */
public final class XmlOverride {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Za-z]+)}}");
    private static final Pattern DECLARATION = Pattern.compile("\\s*<\\?xml\\s[^>]*\\?>\\s*");
    private static final Pattern OTHER_ENCODING =
            Pattern.compile("<\\?xml[^>]*encoding\\s*=\\s*[\"'](?!(?i:utf-8|us-ascii)[\"'])");
    private static final int LONGEST = 1_000_000;

    private final WindowsPlan plan;
    private final List<ProfileWarning> warnings = new ArrayList<>();

    public XmlOverride(WindowsPlan plan) {
        this.plan = plan;
    }

    /** What the operator should know about the override; complete after {@link #render}. */
    public List<ProfileWarning> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * The override for this VM, ASCII.
     *
     * @throws SlipwayException INVALID_PROFILE for an unknown placeholder, an encoding other than UTF-8, or too long a text
     */
    public byte[] render(String template) {
        if (template.length() > LONGEST) {
            throw refused("has more than " + LONGEST + " characters");
        }
        var body = template.startsWith("\uFEFF") ? template.substring(1) : template;
        if (OTHER_ENCODING.matcher(body).find()) {
            throw refused("must be declared as utf-8");
        }
        var values = values();
        var unknown = new TreeSet<String>();
        var filled = PLACEHOLDER
                .matcher(DECLARATION.matcher(body).replaceFirst(""))
                .replaceAll(match -> {
                    var value = values.get(match.group(1));
                    if (value == null) {
                        unknown.add(match.group());
                        return "";
                    }
                    return Matcher.quoteReplacement(escape(value.get()));
                });
        if (!unknown.isEmpty()) {
            throw refused("has unknown placeholders " + String.join(", ", unknown) + "; known are "
                    + String.join(", ", values.keySet()));
        }
        if (!template.contains("{{specializeCommand}}") && !template.contains("stage0.ps1")) {
            warnings.add(
                    new ProfileWarning(
                            "/xmlTemplate",
                            "does not start stage0.ps1: without {{specializeCommand}} the VM neither gets its address nor reports"));
        }
        return UnattendWriter.ascii("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + filled.strip() + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Map<String, Supplier<String>> values() {
        var profile = plan.profile();
        var values = new TreeMap<String, Supplier<String>>();
        values.put("computerName", () -> plan.choices().computerName());
        values.put("userName", () -> plan.choices().userName());
        values.put("displayName", () -> plan.choices().displayName());
        values.put("userPassword", () -> firstPassword().reveal());
        values.put("userPasswordObscured", () -> ObscuredPassword.account(firstPassword()));
        values.put(
                "administratorPasswordObscured",
                () -> ObscuredPassword.administrator(
                        plan.administratorPassword().orElseGet(this::firstPassword)));
        values.put(
                "group",
                () -> String.join(
                        ";",
                        profile.accounts().users().isEmpty()
                                ? List.of()
                                : profile.accounts().users().getFirst().groups()));
        values.put(
                "logonCount",
                () -> Integer.toString(profile.accounts().autoLogon().count()));
        values.put("uiLanguage", () -> profile.locale().uiLanguage());
        values.put("systemLocale", () -> profile.locale().systemLocale());
        values.put("userLocale", () -> profile.locale().userLocale());
        values.put("inputLocale", plan::inputLocale);
        values.put("timeZone", plan::timeZone);
        values.put("geoId", () -> Integer.toString(profile.locale().geoId()));
        values.put("productKey", () -> ProductKeys.key(profile).orElse(""));
        values.put("vmName", () -> plan.identity().vmName());
        values.put("vmUuid", () -> plan.identity().vmUuid());
        values.put("specializeCommand", () -> SpecializePass.STAGE0);
        return values;
    }

    private Secret firstPassword() {
        if (plan.userPasswords().isEmpty()) {
            throw refused("uses a user's password, but the profile has no user");
        }
        return plan.userPasswords().getFirst();
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
    }

    private static SlipwayException refused(String why) {
        return Problem.of(
                        ProblemCode.INVALID_PROFILE,
                        "The answer file given for this VM " + why + ".",
                        List.of(new FieldError("/xmlTemplate", why)))
                .exception();
    }
}
