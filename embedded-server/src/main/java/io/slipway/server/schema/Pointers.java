package io.slipway.server.schema;

import java.util.ArrayList;
import java.util.List;

/** JSON Pointers (RFC 6901) as a form uses them; in a template, {@code *} stands for any entry of a list. */
public final class Pointers {
    /** Any entry of a list. */
    static final String ANY = "*";

    private Pointers() {}

    /** The pointer of a member or entry. */
    public static String child(String parent, String name) {
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer of what contains the place; that of the document for the document itself. */
    public static String parent(String pointer) {
        return pointer.isEmpty() ? "" : pointer.substring(0, pointer.lastIndexOf('/'));
    }

    /** The last name, unescaped. */
    public static String last(String pointer) {
        return unescape(pointer.substring(pointer.lastIndexOf('/') + 1));
    }

    /** The names along the pointer, unescaped; empty for the document itself. */
    static List<String> names(String pointer) {
        var names = new ArrayList<String>();
        if (!pointer.isEmpty()) {
            for (var name : pointer.substring(1).split("/", -1)) {
                names.add(unescape(name));
            }
        }
        return names;
    }

    /** Whether the one is the other or lies below it. */
    public static boolean within(String pointer, String ancestor) {
        return pointer.equals(ancestor) || pointer.startsWith(ancestor + "/");
    }

    /** The template with each {@code *} replaced by what the anchor has at the same depth. */
    public static String concrete(String template, String anchor) {
        if (template.indexOf('*') < 0) {
            return template;
        }
        var parts = template.split("/", -1);
        var known = anchor.split("/", -1);
        for (int i = 1; i < parts.length && i < known.length; i++) {
            if (parts[i].equals(ANY)) {
                parts[i] = known[i];
            } else if (!parts[i].equals(known[i])) {
                break;
            }
        }
        return String.join("/", parts);
    }

    private static String unescape(String name) {
        return name.replace("~1", "/").replace("~0", "~");
    }
}
