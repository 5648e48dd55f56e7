package io.slipway.iso;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives the children of one directory their ECMA-119 file identifiers (7.5, 7.6): d-characters, one dot, 31 characters,
 * unique without regard to version. Same children, same identifiers.
 */
final class IsoNames {
    private static final int LENGTH = 30;
    private static final int EXTENSION = 15;

    private IsoNames() {}

    /** Sets {@code isoId} of every child and {@code isoOrder} of the directory. */
    static void assign(Node directory) {
        int count = directory.children.size();
        var order = directory.children.values().toArray(new Node[count]);
        var ids = new Id[count];
        Set<String> taken = new HashSet<>(2 * count);
        List<Integer> later = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids[i] = Id.of(order[i]);
            if (!ids[i].exact || !taken.add(ids[i].key())) {
                later.add(i);
            }
        }
        Map<String, Integer> counters = new HashMap<>();
        for (int i : later) {
            if (ids[i].exact || !taken.add(ids[i].key())) {
                ids[i] = unique(ids[i], taken, counters);
            }
        }
        for (int i = 0; i < count; i++) {
            order[i].isoId = ids[i].bytes();
        }
        sort(order, ids);
        directory.isoOrder = order;
    }

    private static Id unique(Id id, Set<String> taken, Map<String, Integer> counters) {
        int room = LENGTH - id.extension.length();
        String stem = id.base.substring(0, Math.min(id.base.length(), room - 6));
        int number = counters.getOrDefault(stem + "." + id.extension, 0);
        while (true) {
            String digits = "000" + number++;
            digits = digits.substring(
                    digits.length() - Math.max(4, Integer.toString(number - 1).length()));
            var candidate = new Id(stem + digits, id.extension, id.directory, false);
            if (taken.add(candidate.key())) {
                counters.put(stem + "." + id.extension, number);
                return candidate;
            }
        }
    }

    private static void sort(Node[] order, Id[] ids) {
        var indexes = new Integer[order.length];
        Arrays.setAll(indexes, i -> i);
        Arrays.sort(indexes, (a, b) -> ids[a].compareTo(ids[b]));
        var sorted = new Node[order.length];
        Arrays.setAll(sorted, i -> order[indexes[i]]);
        System.arraycopy(sorted, 0, order, 0, sorted.length);
    }

    /** The name without version, as readers show it. */
    static String shown(Node node) {
        int length = node.isoId.length;
        if (!node.isDirectory()) {
            length -= node.isoId[length - 3] == '.' ? 3 : 2;
        }
        return new String(node.isoId, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** ASCII letters only, whatever the locale. */
    static String upper(String name) {
        var text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            text.append(upper(name.charAt(i)));
        }
        return text.toString();
    }

    private static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
    }

    private record Id(String base, String extension, boolean directory, boolean exact) implements Comparable<Id> {

        static Id of(Node node) {
            String name = node.name;
            boolean directory = node.isDirectory();
            int dot = directory ? -1 : name.lastIndexOf('.');
            String base = mapped(dot > 0 ? name.substring(0, dot) : name);
            String extension = dot > 0 ? mapped(name.substring(dot + 1)) : "";
            boolean exact = name.length() <= LENGTH + (extension.isEmpty() ? 0 : 1)
                    && (dot > 0 ? base + "." + extension : base).equals(upper(name));
            if (base.length() + extension.length() > LENGTH) {
                extension = extension.substring(0, Math.min(extension.length(), EXTENSION));
                base = base.substring(0, Math.min(base.length(), LENGTH - extension.length()));
            }
            return new Id(base, extension, directory, exact);
        }

        private static String mapped(String name) {
            var text = new StringBuilder(name.length());
            for (int i = 0; i < name.length(); i++) {
                char c = upper(name.charAt(i));
                boolean legal = c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
                if (legal || !Character.isLowSurrogate(c)) {
                    text.append(legal ? c : '_');
                }
            }
            return text.toString();
        }

        /** A directory FOO and a file FOO. are one name for readers that strip the dot. */
        String key() {
            return extension.isEmpty() ? base : base + "." + extension;
        }

        byte[] bytes() {
            String text = directory ? base : base + "." + extension + ";1";
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        /** ECMA-119 9.3; padding with spaces sorts like plain comparison because all d-characters are greater. */
        @Override
        public int compareTo(Id other) {
            int byBase = base.compareTo(other.base);
            return byBase != 0 ? byBase : extension.compareTo(other.extension);
        }
    }
}
