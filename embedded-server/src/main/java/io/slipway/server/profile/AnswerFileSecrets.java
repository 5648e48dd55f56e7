package io.slipway.server.profile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds passwords and keys inside an answer file of the operator's own. Pure.
 *
 * <p>It reads tag by tag rather than as XML: such a file has placeholders, may be not well-formed, and what it holds must not be
 * shown even then. Found are the texts of elements that Windows Setup knows as secret (Microsoft, "Unattended Windows Setup
 * Reference": {@code Password}, {@code AdministratorPassword}, {@code OfflineAdministratorPassword}, {@code MachinePassword},
 * {@code AccountData}, {@code ProductKey}) and of any other element whose name ends like one, among them those of WLAN
 * profiles. A password inside a command line of the file has no element of its own and is not found, nor is what stands behind
 * the first {@value #MOST} secrets.
 */
public final class AnswerFileSecrets {
    private static final Pattern TAG =
            Pattern.compile("<(/?)(?:[A-Za-z_][\\w.-]{0,99}:)?([A-Za-z_][\\w.-]{0,99})([^<>]{0,2000})>");
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(?:password|passphrase|secret|productkey|accountdata|keymaterial|apikey|token)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[A-Za-z]+}}");
    /** Behind the password in the form that Setup calls "not plain text"; the last is the end of the others. */
    private static final List<String> SUFFIXES =
            List.of("OfflineAdministratorPassword", "AdministratorPassword", "Password");

    private static final String CDATA = "<![CDATA[";
    private static final String CDATA_END = "]]>";

    private static final int MOST = 500;
    /** Of one secret as it stands in the file; domain join blobs are the longest. */
    private static final int LONGEST = 64 << 10;

    private AnswerFileSecrets() {}

    /** Where a secret's text stands, without the space around it. */
    private record Place(int start, int end) {}

    /** The secrets as a person would type them, and as they stand in the file where that differs. */
    public static List<String> values(String answerFile) {
        var values = new LinkedHashSet<String>();
        for (var place : places(answerFile)) {
            var raw = answerFile.substring(place.start(), place.end());
            var plain = raw.startsWith(CDATA)
                    ? raw.substring(CDATA.length(), raw.length() - CDATA_END.length())
                    : unescaped(raw);
            values.add(plain);
            decoded(plain).ifPresent(values::add);
        }
        values.removeIf(value -> value.isBlank() || value.equals(ProfileSecrets.DOCUMENTED_DEFAULT));
        return values.stream().limit(MOST).toList();
    }

    /** The file with each secret, as it stands there, replaced. */
    static String map(String answerFile, UnaryOperator<String> change) {
        var text = new StringBuilder();
        int at = 0;
        for (var place : places(answerFile)) {
            text.append(answerFile, at, place.start());
            text.append(change.apply(answerFile.substring(place.start(), place.end())));
            at = place.end();
        }
        return text.append(answerFile, at, answerFile.length()).toString();
    }

    private static List<Place> places(String text) {
        var places = new ArrayList<Place>();
        var tags = TAG.matcher(text);
        var inside = "";
        while (tags.find()) {
            if (!places.isEmpty() && tags.start() < places.getLast().end()) {
                continue; // what looks like a tag inside CDATA
            }
            var name = tags.group(2).toLowerCase(Locale.ROOT);
            boolean closing = !tags.group(1).isEmpty();
            if (closing || tags.group(3).endsWith("/")) {
                inside = closing && name.equals(inside) ? "" : inside;
                continue;
            }
            if (inside.isEmpty() && SECRET.matcher(name).matches()) {
                inside = name;
                add(text, tags.end(), places);
            } else if (!inside.isEmpty() && Set.of("value", "key").contains(name)) {
                add(text, tags.end(), places);
            }
        }
        return places;
    }

    private static void add(String text, int from, List<Place> places) {
        int start = from;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        boolean cdata = text.startsWith(CDATA, start);
        int most = Math.min(text.length(), start + LONGEST);
        int end = cdata ? text.indexOf(CDATA_END, start, most) : text.indexOf('<', start, most);
        if (end < 0) {
            return;
        }
        end += cdata ? CDATA_END.length() : 0;
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        if (end > start && !PLACEHOLDER.matcher(text.substring(start, end)).matches()) {
            places.add(new Place(start, end));
        }
    }

    private static Optional<String> decoded(String value) {
        try {
            var text = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_16LE);
            return SUFFIXES.stream()
                    .filter(text::endsWith)
                    .findFirst()
                    .map(suffix -> text.substring(0, text.length() - suffix.length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static final Pattern REFERENCE =
            Pattern.compile("&(?:#(\\d{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));");

    private static String unescaped(String text) {
        return REFERENCE.matcher(text).replaceAll(match -> {
            if (match.group(3) != null) {
                return Matcher.quoteReplacement(
                        switch (match.group(3)) {
                            case "amp" -> "&";
                            case "lt" -> "<";
                            case "gt" -> ">";
                            case "quot" -> "\"";
                            default -> "'";
                        });
            }
            int point =
                    match.group(1) != null ? Integer.parseInt(match.group(1)) : Integer.parseInt(match.group(2), 16);
            return Matcher.quoteReplacement(
                    Character.isValidCodePoint(point) ? Character.toString(point) : match.group());
        });
    }
}
