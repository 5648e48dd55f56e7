package io.slipway.server.lab.sh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Filters: cat, head, tail, grep, cut, wc, sha256sum. Bytes stay bytes: text is handled as ISO 8859-1. */
final class TextTools {
    /** A file or standard input with the name it was given. */
    private record Source(String name, String text) {
        List<String> lines() {
            var lines = new ArrayList<>(List.of(text.split("\n", -1)));
            if (lines.getLast().isEmpty()) {
                lines.removeLast();
            }
            return lines;
        }
    }

    private TextTools() {}

    static void install(Host host) {
        host.install(TextTools::cat, "cat", "/bin/cat", "/usr/bin/cat");
        host.install(TextTools::head, "head", "/usr/bin/head");
        host.install(TextTools::tail, "tail", "/usr/bin/tail");
        host.install(TextTools::grep, "grep", "/bin/grep", "/usr/bin/grep");
        host.install(TextTools::cut, "cut");
        host.install(TextTools::wc, "wc", "/usr/bin/wc");
        host.install(TextTools::sha256, "sha256sum", "/usr/bin/sha256sum");
        host.install(TextTools::base64, "base64");
    }

    static byte[] readAll(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException channelGone) {
            return new byte[0];
        }
    }

    /** A pipe into {@code head -N}: it takes N lines and then has no reader. */
    static Output readerOf(Syntax.Command reader, Output.Buffer buffer) {
        if (!(reader instanceof Syntax.Simple simple)) {
            return buffer;
        }
        var words = simple.words().stream().map(Syntax.Word::bare).toList();
        if (words.isEmpty() || !words.getFirst().equals("head") || words.contains("-c")) {
            return buffer;
        }
        int wanted = count(words.subList(1, words.size()), 10);
        return bytes -> {
            if (buffer.text().lines().count() >= wanted) {
                throw new PipeClosed();
            }
            buffer.write(bytes);
        };
    }

    private static int count(List<String> args, int fallback) {
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).matches("-[0-9]{1,9}")) {
                return Integer.parseInt(args.get(i).substring(1));
            }
            if (args.get(i).matches("-n[0-9]{1,9}")) {
                return Integer.parseInt(args.get(i).substring(2));
            }
            if (args.get(i).equals("-n")
                    && i + 1 < args.size()
                    && args.get(i + 1).matches("[0-9]{1,9}")) {
                return Integer.parseInt(args.get(i + 1));
            }
        }
        return fallback;
    }

    /** Reads the named files; complains about what cannot be read and leaves it out. */
    private static List<Source> sources(Call call, List<String> names) throws PipeClosed {
        if (names.isEmpty()) {
            return List.of(new Source("-", new String(readAll(call.in()), StandardCharsets.ISO_8859_1)));
        }
        var sources = new ArrayList<Source>();
        for (var name : names) {
            try {
                var bytes = name.equals("-") ? readAll(call.in()) : Files.read(call.process(), name);
                sources.add(new Source(name, new String(bytes, StandardCharsets.ISO_8859_1)));
            } catch (VfsException e) {
                call.err().line(complaint(call.name(), name, e));
            }
        }
        return sources;
    }

    private static String complaint(String tool, String name, VfsException e) {
        var short0 = tool.substring(tool.lastIndexOf('/') + 1);
        return switch (short0) {
            case "head", "tail" -> short0 + ": cannot open '" + name + "' for reading: " + e.getMessage();
            default -> short0 + ": " + name + ": " + e.getMessage();
        };
    }

    private static List<String> operands(List<String> args, String... withValue) {
        var found = new ArrayList<String>();
        boolean literal = false;
        for (int i = 0; i < args.size(); i++) {
            var arg = args.get(i);
            if (!literal && arg.equals("--")) {
                literal = true;
            } else if (!literal && Arrays.asList(withValue).contains(arg)) {
                i++;
            } else if (literal || !arg.startsWith("-") || arg.equals("-")) {
                found.add(arg);
            }
        }
        return found;
    }

    private static int print(Call call, String latin) throws PipeClosed {
        if (!latin.isEmpty()) {
            call.out().write(latin.getBytes(StandardCharsets.ISO_8859_1));
        }
        return 0;
    }

    private static int finish(List<String> names, List<Source> read) {
        return read.size() < names.size() ? 1 : 0;
    }

    private static int cat(Call call) throws PipeClosed {
        var names = operands(call.args());
        var sources = sources(call, names);
        for (var source : sources) {
            print(call, source.text());
        }
        return finish(names, sources);
    }

    private static int head(Call call) throws PipeClosed {
        var names = operands(call.args(), "-n", "-c");
        var sources = sources(call, names);
        int bytes = call.args().indexOf("-c");
        for (var source : sources) {
            if (bytes >= 0) {
                int wanted = Integer.parseInt(call.args().get(bytes + 1));
                print(
                        call,
                        source.text()
                                .substring(0, Math.min(wanted, source.text().length())));
            } else {
                var lines = source.lines();
                print(call, joined(lines.subList(0, Math.min(count(call.args(), 10), lines.size()))));
            }
        }
        return finish(names, sources);
    }

    private static int tail(Call call) throws PipeClosed {
        var names = operands(call.args(), "-n", "-c");
        var sources = sources(call, names);
        int bytes = call.args().indexOf("-c");
        for (var source : sources) {
            if (bytes >= 0) {
                var wanted = call.args().get(bytes + 1);
                int size = source.text().length();
                int from = wanted.startsWith("+")
                        ? Math.min(size, Math.max(0, Integer.parseInt(wanted.substring(1)) - 1))
                        : Math.max(0, size - Integer.parseInt(wanted));
                print(call, source.text().substring(from));
            } else {
                var lines = source.lines();
                print(call, joined(lines.subList(Math.max(0, lines.size() - count(call.args(), 10)), lines.size())));
            }
        }
        return finish(names, sources);
    }

    private static String joined(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static int grep(Call call) throws PipeClosed {
        var flags = new StringBuilder();
        var rest = new ArrayList<String>();
        for (var arg : call.args()) {
            if (rest.isEmpty() && arg.matches("-[a-zA-Z]+")) {
                flags.append(arg, 1, arg.length());
            } else if (!arg.equals("--")) {
                rest.add(arg);
            }
        }
        var set = flags.toString();
        if (rest.isEmpty()) {
            return 2;
        }
        var latin = new String(rest.removeFirst().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        var pattern = Pattern.compile(
                set.contains("F") ? Pattern.quote(latin) : latin, set.contains("i") ? Pattern.CASE_INSENSITIVE : 0);
        var sources = sources(set.contains("s") ? quiet(call) : call, rest);
        int matches = 0;
        for (var source : sources) {
            matches += grepOne(call, source, pattern, set, rest.size() > 1 && !set.contains("h"));
        }
        return matches > 0 ? 0 : sources.size() < rest.size() ? 2 : 1;
    }

    private static Call quiet(Call call) {
        return new Call(call.name(), call.args(), call.in(), call.out(), Output.discard(), call.process());
    }

    private static int grepOne(Call call, Source source, Pattern pattern, String flags, boolean named)
            throws PipeClosed {
        int matches = 0;
        var prefix = named ? source.name() + ":" : "";
        for (var line : source.lines()) {
            var matcher = pattern.matcher(line);
            boolean hit = flags.contains("x") ? matcher.matches() : matcher.find();
            if (hit == flags.contains("v")) {
                continue;
            }
            matches++;
            if (flags.contains("q") || flags.contains("l") || flags.contains("c")) {
                continue;
            }
            if (flags.contains("o")) {
                do {
                    print(call, prefix + matcher.group() + "\n");
                } while (matcher.find());
            } else {
                print(call, prefix + line + "\n");
            }
        }
        if (flags.contains("l") && matches > 0) {
            print(call, source.name() + "\n");
        }
        if (flags.contains("c")) {
            print(call, prefix + matches + "\n");
        }
        return matches;
    }

    private static int cut(Call call) throws PipeClosed {
        String delimiter = "\t";
        int field = 1;
        for (var arg : call.args()) {
            if (arg.startsWith("-d")) {
                delimiter = arg.substring(2);
            } else if (arg.startsWith("-f")) {
                field = Integer.parseInt(arg.substring(2));
            }
        }
        for (var line : sources(call, operands(call.args())).getFirst().lines()) {
            var parts = line.split(Pattern.quote(delimiter), -1);
            print(call, (parts.length == 1 ? line : field <= parts.length ? parts[field - 1] : "") + "\n");
        }
        return 0;
    }

    private static int wc(Call call) throws PipeClosed {
        var names = operands(call.args());
        var sources = sources(call, names);
        for (var source : sources) {
            long count = call.args().contains("-l")
                    ? source.text().chars().filter(c -> c == '\n').count()
                    : source.text().length();
            print(call, count + (source.name().equals("-") ? "" : " " + source.name()) + "\n");
        }
        return finish(names, sources);
    }

    private static int sha256(Call call) throws PipeClosed {
        var names = operands(call.args());
        var sources = sources(call, names);
        for (var source : sources) {
            try {
                var digest = MessageDigest.getInstance("SHA-256")
                        .digest(source.text().getBytes(StandardCharsets.ISO_8859_1));
                print(call, HexFormat.of().formatHex(digest) + "  " + source.name() + "\n");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
        return finish(names, sources);
    }

    private static int base64(Call call) throws PipeClosed {
        for (var source : sources(call, operands(call.args(), "-w"))) {
            var bytes = source.text().getBytes(StandardCharsets.ISO_8859_1);
            var result = call.args().contains("-d")
                    ? java.util.Base64.getMimeDecoder().decode(bytes)
                    : java.util.Base64.getEncoder().encode(bytes);
            print(
                    call,
                    new String(result, StandardCharsets.ISO_8859_1)
                            + (call.args().contains("-d") ? "" : "\n"));
        }
        return 0;
    }
}
