package io.slipway.iso;

import static io.slipway.iso.IsoException.Reason.INVALID_NAME;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives every entry its name in every view, refusing or reporting what a view cannot show exactly. */
final class NamePlanner {
    private static final Comparator<Node> BY_JOLIET = Comparator.comparing(node -> node.jolietName);
    private static final String TWIN =
            "Windows or libarchive cannot tell it from a sibling that differs by case or accent form only";

    private final Profile profile;
    private final NamePolicy policy;
    private final List<Deviation> report;

    NamePlanner(Profile profile, NamePolicy policy, List<Deviation> report) {
        this.profile = profile;
        this.policy = policy;
        this.report = report;
    }

    /** Names the children of one directory; call it once for each directory. */
    void name(Node directory) {
        IsoNames.assign(directory);
        reportIsoNames(directory);
        if (profile.has(View.ROCK_RIDGE)) {
            assign(directory, View.ROCK_RIDGE);
        }
        if (profile.has(View.JOLIET)) {
            assign(directory, View.JOLIET);
            directory.jolietOrder = jolietOrder(directory);
        }
        if (profile.has(View.UDF)) {
            assign(directory, View.UDF);
        }
    }

    /** Exact names first, so that a mangled one never takes the place of an exact one. */
    private void assign(Node directory, View view) {
        Set<String> taken = new HashSet<>();
        Map<Node, String> broken = new LinkedHashMap<>();
        for (var child : directory.children.values()) {
            if (view == View.JOLIET && child.kind == Node.Kind.LINK) {
                report.add(
                        new Deviation(Deviation.Kind.OMITTED, view, child.path(), "", "Joliet has no symbolic links"));
                continue;
            }
            String problem = problem(child, view);
            if (problem == null && taken.add(key(child.name, view))) {
                set(child, view, child.name);
            } else {
                broken.put(child, problem == null ? TWIN : problem);
            }
        }
        broken.forEach((child, problem) -> mangle(child, view, problem, taken));
    }

    private void mangle(Node child, View view, String problem, Set<String> taken) {
        if (policy == NamePolicy.STRICT) {
            throw new IsoException(INVALID_NAME, view + " cannot show '" + child.path() + "': " + problem + ".");
        }
        boolean atRoot = child.parentOrSelf().parent == null;
        String legal = NameRules.legalised(child.name, view, profile.win32Names(), atRoot);
        String candidate = legal;
        for (int i = 1; !taken.add(key(candidate, view)); i++) {
            candidate = NameRules.shortened(legal, "_" + i, view);
        }
        set(child, view, candidate);
        report.add(new Deviation(Deviation.Kind.RENAMED, view, child.path(), sibling(child, candidate), problem));
    }

    private @Nullable String problem(Node child, View view) {
        return switch (view) {
            case ISO -> null;
            case JOLIET -> NameRules.joliet(child.name, profile.win32Names());
            case ROCK_RIDGE -> NameRules.rockRidge(child.name, child.parentOrSelf().parent == null);
            case UDF -> NameRules.udf(child.name, profile.win32Names());
        };
    }

    private String key(String name, View view) {
        return view == View.JOLIET || profile.win32Names() ? NameRules.foldedKey(name) : name;
    }

    private static void set(Node child, View view, String name) {
        switch (view) {
            case ISO -> throw new IllegalArgumentException("ISO names have their own rules");
            case JOLIET -> child.jolietName = name;
            case ROCK_RIDGE -> child.rockName = name;
            case UDF -> child.udfName = name;
        }
    }

    private static Node[] jolietOrder(Node directory) {
        var order = directory.children.values().stream()
                .filter(child -> child.kind != Node.Kind.LINK)
                .toArray(Node[]::new);
        Arrays.sort(order, BY_JOLIET);
        return order;
    }

    private static String sibling(Node child, String name) {
        String parent = child.parentOrSelf().path();
        return parent.isEmpty() ? name : parent + "/" + name;
    }

    /** The plain view is a fallback beside Joliet or Rock Ridge; alone it must be exact too. */
    private void reportIsoNames(Node directory) {
        boolean alone = profile.views().size() == 1;
        for (var child : directory.children.values()) {
            String written = IsoNames.shown(child);
            if (IsoNames.upper(child.name).equals(written)) {
                continue;
            }
            String reason = "the plain view has upper-case letters, digits, _ and 31 characters";
            if (alone && policy == NamePolicy.STRICT) {
                throw new IsoException(INVALID_NAME, "ISO cannot show '" + child.path() + "': " + reason + ".");
            }
            report.add(new Deviation(Deviation.Kind.RENAMED, View.ISO, child.path(), sibling(child, written), reason));
        }
    }
}
