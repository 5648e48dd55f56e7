package io.slipway.iso;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Splits a link target into the component areas of RRIP "SL" entries (RRIP 1.12, 4.1.3). */
final class SymlinkComponents {
    /** An entry has 255 bytes, 5 of them its header. */
    private static final int AREA = 250;

    private static final int CONTINUE = 1;

    private SymlinkComponents() {}

    /** The component areas, one for each SL entry; every one but the last ends inside a component. */
    static List<byte[]> entries(String target) {
        List<byte[]> entries = new ArrayList<>();
        var area = new ByteArrayOutputStream(AREA);
        if (target.startsWith("/")) {
            write(area, 8, new byte[0], 0, 0);
        }
        String[] parts = target.split("/", -1);
        for (int i = target.startsWith("/") ? 1 : 0; i < parts.length; i++) {
            if (parts[i].isEmpty()) {
                continue;
            }
            boolean last = i + 1 == parts.length;
            switch (parts[i]) {
                case "." -> area = special(entries, area, 2, last);
                case ".." -> area = special(entries, area, 4, last);
                default -> area = text(entries, area, parts[i].getBytes(StandardCharsets.UTF_8), last);
            }
        }
        entries.add(area.toByteArray());
        return entries;
    }

    /** A flag cannot be cut, so when the next component may not follow, an empty continued one ends the entry. */
    private static ByteArrayOutputStream special(
            List<byte[]> entries, ByteArrayOutputStream area, int flag, boolean last) {
        var target = area;
        if (area.size() + 2 + (last ? 0 : 2) > AREA) {
            target = next(entries, area);
        }
        write(target, flag, new byte[0], 0, 0);
        return target;
    }

    private static ByteArrayOutputStream text(
            List<byte[]> entries, ByteArrayOutputStream area, byte[] text, boolean last) {
        var target = area;
        int at = 0;
        while (true) {
            int left = text.length - at;
            int room = AREA - target.size() - 2;
            // Two bytes stay free so that an entry can end inside the component that follows.
            if (left <= room - (last ? 0 : 2)) {
                write(target, 0, text, at, left);
                return target;
            }
            int now = Math.max(0, Math.min(left - 1, room));
            write(target, CONTINUE, text, at, now);
            at += now;
            entries.add(target.toByteArray());
            target = new ByteArrayOutputStream(AREA);
        }
    }

    private static ByteArrayOutputStream next(List<byte[]> entries, ByteArrayOutputStream area) {
        write(area, CONTINUE, new byte[0], 0, 0);
        entries.add(area.toByteArray());
        return new ByteArrayOutputStream(AREA);
    }

    private static void write(ByteArrayOutputStream area, int flags, byte[] text, int offset, int length) {
        area.write(flags);
        area.write(length);
        area.write(text, offset, length);
    }
}
