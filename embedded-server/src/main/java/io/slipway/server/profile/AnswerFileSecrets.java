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
    /**
     * A quoted attribute may hold {@code >}, none may hold {@code <}; where the quotes do not pair, the tag ends at the first
     * {@code >}. Every part stops at the next {@code <}, so the whole takes linear time.
     */
    private static final Pattern TAG = Pattern.compile("<(/?)(?:[A-Za-z_][\\w.-]{0,99}+:)?([A-Za-z_][\\w.-]{0,99}+)"
            + "((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+|[^<>]*+)>");

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(?:password|passphrase|secret|productkey|accountdata|keymaterial|apikey|token)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[A-Za-z]+}}");
    /** Behind the password in the form that Setup calls "not plain text"; the last is the end of the others. */
    private static final List<String> SUFFIXES =
            List.of("OfflineAdministratorPassword", "AdministratorPassword", "Password");

    private static final String CDATA = "<![CDATA[";
    private static final String CDATA_END = "]]>";
    private static final String COMMENT = "<!--";
    private static final String COMMENT_END = "-->";

    private static final int MOST = 500;
    /** Of the elements around a secret, for telling it from others; Setup's own files have less than ten. */
    /** Of the space and the comments in front of a secret; behind more of it, it counts as part of the secret. */
    private static final int LONGEST_LEAD = 4 << 10;

    private AnswerFileSecrets() {}

    /** Where a secret's text stands, without the space around it. */
    private record Place(int start, int end) {}

    /** The secrets as a person would type them, and as they stand in the file where that differs. */
    public static List<String> values(String answerFile) {
        var values = new LinkedHashSet<String>();
        for (var place : places(answerFile)) {
            var raw = answerFile.substring(place.start(), place.end());
            var plain = plain(raw);
            values.add(plain);
            decoded(plain).ifPresent(values::add);
            var tag = TAG.matcher(raw);
            if (tag.find()) { // not well-formed: where the secret ends is anyone's guess
                values.add(plain(raw.substring(0, tag.start())).strip());
            }
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

    /**
     * The submitted file with each mask replaced by the secret it stands for. That is known only when nothing but secrets differs
     * from the present file: in any other file a mask could become the password of another account.
     *
     * @return empty when it is not known which secret a mask stands for
     */
    static Optional<String> restore(String submitted, String present, String mask) {
        var after = raws(submitted);
        if (after.stream().map(AnswerFileSecrets::plain).noneMatch(mask::equals)) {
            return Optional.of(submitted);
        }
        var before = raws(present);
        if (!map(submitted, value -> mask).equals(map(present, value -> mask))) {
            return Optional.empty();
        }
        var kept = before.iterator();
        return Optional.of(map(submitted, value -> {
            var raw = kept.next();
            return plain(value).equals(mask) ? raw : value;
        }));
    }

    private static List<String> raws(String text) {
        return places(text).stream()
                .map(place -> text.substring(place.start(), place.end()))
                .toList();
    }

    private static List<Place> places(String text) {
        var places = new ArrayList<Place>();
        var tags = TAG.matcher(text);
        var inside = "";
        while (tags.find()) {
            var name = tags.group(2).toLowerCase(Locale.ROOT);
            boolean closing = !tags.group(1).isEmpty();
            if (closing || tags.group(3).endsWith("/")) {
                inside = closing && name.equals(inside) ? "" : inside;
                continue;
            }
            boolean secret = inside.isEmpty() && SECRET.matcher(name).matches();
            if (secret || !inside.isEmpty() && Set.of("value", "key").contains(name)) {
                inside = secret ? name : inside;
                var place = place(text, tags.end());
                place.ifPresent(places::add);
                // What looks like a tag inside a secret is none.
                place.ifPresent(found -> tags.region(found.end(), text.length()));
            }
        }
        return places;
    }

    /** Where the text of an element stands, up to its end or that of the file; none when it holds elements or nothing. */
    private static Optional<Place> place(String text, int from) {
        int start = spaceEnd(text, from);
        int lead = start;
        while (text.startsWith(COMMENT, lead) && lead - start < LONGEST_LEAD) {
            int close = text.substring(lead, Math.min(text.length(), lead + LONGEST_LEAD))
                    .indexOf(COMMENT_END, COMMENT.length());
            if (close < 0) {
                break;
            }
            lead = spaceEnd(text, lead + close + COMMENT_END.length());
        }
        boolean nothing = lead == text.length() || text.startsWith("</", lead);
        if (nothing || TAG.matcher(text).region(lead, text.length()).lookingAt()) {
            return Optional.empty();
        }
        int end = textEnd(text, start);
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        boolean placeholder = end - start < LONGEST_LEAD
                && PLACEHOLDER.matcher(text.substring(start, end)).matches();
        return placeholder ? Optional.empty() : Optional.of(new Place(start, end));
    }

    private static int spaceEnd(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The next closing tag that is neither in CDATA nor in a comment, or the end of the text. */
    private static int textEnd(String text, int from) {
        int at = text.indexOf('<', from);
        while (at >= 0 && !text.startsWith("</", at)) {
            at = text.indexOf('<', Math.max(at + 1, sectionEnd(text, at)));
        }
        return at < 0 ? text.length() : at;
    }

    /** Behind the CDATA section or the comment that begins here, the text's end when it is open, {@code at} when there is none. */
    private static int sectionEnd(String text, int at) {
        var close = text.startsWith(CDATA, at) ? CDATA_END : text.startsWith(COMMENT, at) ? COMMENT_END : "";
        if (close.isEmpty()) {
            return at;
        }
        int end = text.indexOf(close, at + (close.equals(CDATA_END) ? CDATA.length() : COMMENT.length()));
        return end < 0 ? text.length() : end + close.length();
    }

    /** A secret as Setup reads it from what stands in the file: text and CDATA together, without comments. */
    static String plain(String raw) {
        var plain = new StringBuilder();
        int from = 0;
        for (int at = raw.indexOf('<'); at >= 0; at = raw.indexOf('<', Math.max(at + 1, from))) {
            int end = sectionEnd(raw, at);
            if (end > at) {
                plain.append(unescaped(raw.substring(from, at)));
                if (raw.startsWith(CDATA, at)) {
                    int close = raw.startsWith(CDATA_END, end - CDATA_END.length()) ? CDATA_END.length() : 0;
                    plain.append(raw, at + CDATA.length(), Math.max(at + CDATA.length(), end - close));
                }
                from = end;
            }
        }
        return plain.append(unescaped(raw.substring(from))).toString();
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
