package io.slipway.server.lab.powershell;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Types that touch no machine but its clock. */
final class CoreTypes {
    private CoreTypes() {}

    static void register(ScriptHost.Builder host, InstantSource clock) {
        host.type(math());
        host.type(text());
        host.type(convert());
        host.type(NetType.named("Array").method("IndexOf", arguments -> {
            var all = Values.elements(arguments.getFirst());
            var wanted = arguments.get(1);
            for (int i = 0; i < all.size(); i++) {
                if (Operators.equal(all.get(i), wanted, true)) {
                    return i;
                }
            }
            return -1;
        }));
        host.type(NetType.named("Text.UTF8Encoding").constructor(arguments -> encoding(StandardCharsets.UTF_8)));
        host.type(NetType.named("Text.Encoding")
                .value("UTF8", () -> encoding(StandardCharsets.UTF_8))
                .value("ASCII", () -> encoding(StandardCharsets.US_ASCII))
                .value("Unicode", () -> encoding(StandardCharsets.UTF_16LE)));
        host.type(NetType.named("Globalization.CultureInfo")
                .value("InvariantCulture", () -> new NetObject("Globalization.CultureInfo")));
        host.type(NetType.named("DateTime").value("UtcNow", () -> dateTime(clock.instant())));
        host.type(NetType.named("TimeSpan")
                .value("Zero", () -> timeSpan(Duration.ZERO))
                .method("FromMinutes", a -> timeSpan(seconds(a.getFirst(), 60)))
                .method("FromSeconds", a -> timeSpan(seconds(a.getFirst(), 1))));
        host.type(NetType.named("Diagnostics.Stopwatch").method("StartNew", arguments -> stopwatch(clock)));
        host.type(NetType.enumeration("StringComparison", "Ordinal", "OrdinalIgnoreCase"));
        host.type(NetType.named("NullString").value("Value", () -> null));
        host.type(NetType.named("Exception")
                .constructor(a -> NetExceptions.of("Exception", Values.text(a.getFirst()), null)));
        host.type(NetType.named("Console")
                .value("Error", () -> new NetObject("IO.TextWriter").method("WriteLine", arguments -> Values.NOTHING)));
        for (var name : List.of(
                "Net.WebException",
                "Threading.AbandonedMutexException",
                "IO.IOException",
                "InvalidOperationException",
                "UnauthorizedAccessException")) {
            host.type(NetType.named(name));
        }
    }

    private static NetType math() {
        return NetType.named("Math")
                .method("Min", a -> pick(a, Operators.order(a.get(0), a.get(1)) <= 0))
                .method("Max", a -> pick(a, Operators.order(a.get(0), a.get(1)) >= 0))
                .method("Pow", a -> Math.pow(number(a, 0), number(a, 1)))
                .method("Floor", a -> Math.floor(number(a, 0)))
                .method("Ceiling", a -> Math.ceil(number(a, 0)))
                .method("Round", a -> Math.rint(number(a, 0)))
                .method("Abs", a -> Math.abs(number(a, 0)));
    }

    /** The overload is that of the wider argument: an int beside a double comes back as a double. */
    private static Object pick(List<Object> arguments, boolean first) {
        var chosen = Conversions.number(arguments.get(first ? 0 : 1));
        boolean wide = arguments.stream().anyMatch(Double.class::isInstance);
        return wide ? (Object) chosen.doubleValue() : chosen;
    }

    private static double number(List<Object> arguments, int index) {
        return Conversions.number(arguments.get(index)).doubleValue();
    }

    private static NetType text() {
        return NetType.named("String")
                .value("Empty", () -> "")
                .method("IsNullOrEmpty", a -> Values.text(a.getFirst()).isEmpty())
                .method("IsNullOrWhiteSpace", a -> Values.text(a.getFirst()).isBlank())
                .method(
                        "Join",
                        a -> Operators.join(
                                a.size() == 2 ? a.get(1) : a.subList(1, a.size()), Values.text(a.getFirst())));
    }

    private static NetType convert() {
        return NetType.named("Convert")
                .method("ToBase64String", a -> Base64.getEncoder().encodeToString((byte[]) a.getFirst()))
                .method("FromBase64String", a -> {
                    try {
                        return Base64.getDecoder().decode(Values.text(a.getFirst()));
                    } catch (IllegalArgumentException e) {
                        throw new NetFailure("FormatException", "The input is not a valid Base-64 string.");
                    }
                })
                .method(
                        "ToInt32",
                        a -> Integer.parseInt(Values.text(a.getFirst()), a.size() > 1 ? (Integer) a.get(1) : 10))
                .method(
                        "ToString",
                        a -> Integer.toString(
                                Conversions.number(a.getFirst()).intValue(), a.size() > 1 ? (Integer) a.get(1) : 10));
    }

    static NetObject encoding(Charset charset) {
        return new NetObject("Text.Encoding")
                .property("Charset", charset::name)
                .method("GetBytes", a -> Values.text(a.getFirst()).getBytes(charset))
                .method("GetString", a -> new String((byte[]) a.getFirst(), charset));
    }

    static NetObject dateTime(Instant instant) {
        return new NetObject("DateTime")
                .property("Ticks", instant::toEpochMilli)
                .method(
                        "ToString",
                        a -> a.isEmpty() ? instant.toString() : formatted(instant, Values.text(a.getFirst())))
                .text(instant::toString);
    }

    /** The custom format letters of .NET that mean the same in Java, and quoted literals; nothing else. */
    private static String formatted(Instant instant, String format) {
        var java = format.replace("fff", "SSS");
        if (!java.replaceAll("'[^']*'", "").matches("[yMdHmsS :./-]*")) {
            throw new NetFailure("FormatException", "the date format '" + format + "' is outside the supported subset");
        }
        return DateTimeFormatter.ofPattern(java, Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(instant);
    }

    private static Duration seconds(@Nullable Object count, int unit) {
        return Duration.ofMillis((long) (Conversions.number(count).doubleValue() * unit * 1000));
    }

    static NetObject timeSpan(Duration time) {
        return new NetObject("TimeSpan")
                .property("TotalSeconds", () -> time.toMillis() / 1000.0)
                .property("TotalMilliseconds", () -> (double) time.toMillis())
                .property("TotalMinutes", () -> time.toMillis() / 60_000.0)
                .text(time::toString);
    }

    private static NetObject stopwatch(InstantSource clock) {
        var started = Objects.requireNonNull(clock.instant());
        return new NetObject("Diagnostics.Stopwatch")
                .property("Elapsed", () -> timeSpan(Duration.between(started, clock.instant())));
    }
}
