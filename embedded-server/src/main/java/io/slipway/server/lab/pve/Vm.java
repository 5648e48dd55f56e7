package io.slipway.server.lab.pve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A machine's stored state. Guarded by the cluster's lock. */
public final class Vm {
    /** The part of a machine that exists while it runs. */
    public static final class Running {
        final int pid;
        final long sinceSeconds;
        final RunningGuest guest;
        volatile boolean poweredOff;

        Running(int pid, long sinceSeconds, RunningGuest guest) {
            this.pid = pid;
            this.sinceSeconds = sinceSeconds;
            this.guest = guest;
        }
    }

    final int vmid;
    String node;
    final TreeMap<String, String> conf = new TreeMap<>();
    final TreeMap<String, String> pending = new TreeMap<>();
    final TreeSet<String> pendingDelete = new TreeSet<>();
    boolean highAvailability;
    long createdMillis;

    volatile @Nullable Running running;

    Vm(int vmid, String node, Map<String, String> conf) {
        this.vmid = vmid;
        this.node = node;
        this.conf.putAll(conf);
    }

    String name() {
        return conf.getOrDefault("name", "VM " + vmid);
    }

    boolean isTemplate() {
        return "1".equals(conf.get("template"));
    }

    boolean isRunning() {
        return running != null;
    }

    int number(String key, int fallback) {
        var text = conf.get(key);
        return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : fallback;
    }

    int virtualCpus() {
        return number("sockets", 1) * number("cores", 1);
    }

    long memoryBytes() {
        return number("memory", 512) * 1024L * 1024L;
    }

    /** The file in /etc/pve: description as comments, keys sorted, then what waits for the next cold start. */
    String text() {
        var text = new StringBuilder();
        append(text, conf);
        if (!pending.isEmpty() || !pendingDelete.isEmpty()) {
            text.append("\n[PENDING]\n");
            var waiting = new TreeMap<>(pending);
            if (!pendingDelete.isEmpty()) {
                waiting.put("delete", String.join(",", pendingDelete));
            }
            append(text, waiting);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Map<String, String> section) {
        var description = section.get("description");
        if (description != null) {
            description
                    .lines()
                    .forEach(line -> text.append('#').append(encode(line)).append('\n'));
        }
        section.forEach((key, value) -> {
            if (!key.equals("description")) {
                text.append(key).append(": ").append(value).append('\n');
            }
        });
    }

    /** PVE::Tools::encode_text: percent-encodes control and high characters, colon and percent. */
    public static String encode(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xFF;
            if (c < 0x20 || c > 0x7E || c == ':' || c == '%') {
                encoded.append("%%%02X".formatted(c));
            } else {
                encoded.append((char) c);
            }
        }
        return encoded.toString();
    }

    String digest() {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(sha1.digest(text().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
