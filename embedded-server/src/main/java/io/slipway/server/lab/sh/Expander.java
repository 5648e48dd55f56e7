package io.slipway.server.lab.sh;

import io.slipway.server.lab.sh.Syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Words to fields: parameter and command expansion, field splitting, path names (POSIX XCU 2.6). */
final class Expander {
    private final Shell shell;
    private final Process process;

    Expander(Shell shell, Process process) {
        this.shell = shell;
        this.process = process;
    }

    /** All fields of some words. */
    List<String> fields(List<Word> words) throws PipeClosed, InterruptedException {
        var fields = new ArrayList<String>();
        for (var word : words) {
            expand(word, fields);
        }
        return fields;
    }

    /** One word as one string, as in assignments and redirections. */
    String single(Word word) throws PipeClosed, InterruptedException {
        var text = new StringBuilder();
        for (var part : word.parts()) {
            text.append(value(part));
        }
        return text.toString();
    }

    private void expand(Word word, List<String> fields) throws PipeClosed, InterruptedException {
        var current = new StringBuilder();
        var pattern = new StringBuilder();
        boolean open = false;
        boolean glob = false;
        for (var part : word.parts()) {
            if (part instanceof Syntax.Parameter all0 && all0.name().equals("@") && all0.quoted()) {
                var all = process.positional().subList(1, process.positional().size());
                for (int i = 0; i < all.size(); i++) {
                    current.append(all.get(i));
                    if (i < all.size() - 1) {
                        fields.add(current.toString());
                        current.setLength(0);
                    }
                }
                open |= !all.isEmpty();
                continue;
            }
            var value = value(part);
            if (part.quoted() || part instanceof Syntax.Text) {
                current.append(value);
                open |= part.quoted() || !value.isEmpty();
                glob |= !part.quoted() && (value.indexOf('*') >= 0 || value.indexOf('?') >= 0);
                pattern.append(part.quoted() ? Pattern.quote(value) : globPattern(value));
                continue;
            }
            var pieces = value.split("[ \t\n]+", -1);
            for (int i = 0; i < pieces.length; i++) {
                if (i > 0 && open) {
                    fields.add(current.toString());
                    current.setLength(0);
                    open = false;
                }
                current.append(pieces[i]);
                open |= !pieces[i].isEmpty();
            }
            pattern.append(Pattern.quote(value));
        }
        if (glob) {
            var matches = paths(current.toString());
            if (!matches.isEmpty()) {
                fields.addAll(matches);
                return;
            }
        }
        if (open) {
            fields.add(current.toString());
        }
    }

    private static String globPattern(String text) {
        return Pattern.quote(text).replace("*", "\\E[^/]*\\Q").replace("?", "\\E[^/]\\Q");
    }

    /** Existing paths that match; hidden names only match a leading dot, as POSIX XCU 2.13.3 says. */
    private List<String> paths(String pattern) {
        List<String> found = List.of(pattern.startsWith("/") ? "" : process.directory());
        for (var part : pattern.split("/", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            var next = new ArrayList<String>();
            for (var folder : found) {
                match(folder, part, next);
            }
            found = next;
        }
        if (pattern.startsWith("/")) {
            return found;
        }
        int cut = process.directory().length() + 1;
        return found.stream().map(path -> path.substring(cut)).toList();
    }

    private void match(String folder, String part, List<String> into) {
        var files = process.host().files();
        if (part.indexOf('*') < 0 && part.indexOf('?') < 0) {
            if (files.exists(Vfs.normalise(folder + "/" + part))) {
                into.add(folder + "/" + part);
            }
            return;
        }
        var regex = Pattern.compile(globPattern(part));
        try {
            for (var name : files.list(folder.isEmpty() ? "/" : folder)) {
                if (regex.matcher(name).matches() && (part.startsWith(".") || !name.startsWith("."))) {
                    into.add(folder + "/" + name);
                }
            }
        } catch (VfsException notAFolder) {
            // A pattern below something that cannot be listed simply matches nothing.
        }
    }

    private String value(Syntax.Part part) throws PipeClosed, InterruptedException {
        return switch (part) {
            case Syntax.Text text -> text.text();
            case Syntax.Parameter parameter -> {
                var value = parameter(parameter.name());
                yield value.isEmpty() && parameter.fallback() != null ? single(parameter.fallback()) : value;
            }
            case Syntax.Substitution substitution -> {
                var output = new Output.Buffer();
                shell.substitute(substitution.body(), process, output);
                yield output.text().replaceAll("\n+$", "");
            }
            case Syntax.Arithmetic sum -> String.valueOf(arithmetic(single(sum.expression())));
        };
    }

    private String parameter(String name) {
        return switch (name) {
            case "?" -> String.valueOf(process.lastStatus());
            case "$" -> String.valueOf(process.pid());
            case "!" -> process.lastBackground() == 0 ? "" : String.valueOf(process.lastBackground());
            case "#" -> String.valueOf(process.positional().size() - 1);
            case "@", "*" ->
                String.join(
                        " ",
                        process.positional().subList(1, process.positional().size()));
            default -> {
                if (Character.isDigit(name.charAt(0))) {
                    int index = Integer.parseInt(name);
                    yield index < process.positional().size()
                            ? process.positional().get(index)
                            : "";
                }
                yield process.variables().getOrDefault(name, "");
            }
        };
    }

    /** Sums and differences of numbers and variables: all our scripts need. */
    private long arithmetic(String expression) {
        long sum = 0;
        for (var match = Pattern.compile("([+-]?)([A-Za-z0-9_]+)").matcher(expression); match.find(); ) {
            var word = match.group(2);
            var text = Character.isDigit(word.charAt(0)) ? word : parameter(word);
            long value = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
            sum += match.group(1).equals("-") ? -value : value;
        }
        return sum;
    }
}
