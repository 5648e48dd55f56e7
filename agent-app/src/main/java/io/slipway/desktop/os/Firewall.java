package io.slipway.desktop.os;

import io.slipway.desktop.os.linux.LinuxFirewall;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What stands between this machine and VMs that want to report. Only looked at; nothing here changes a rule, because that takes
 * an administrator: the command is shown to be run by one.
 */
public final class Firewall {
    private Firewall() {}

    /** Which one it is. */
    public enum Kind {
        WINDOWS,
        UFW,
        FIREWALLD,
        NFTABLES,
        /** None was seen; another machine between may still have one. */
        NONE
    }

    /**
     * What was seen and what lets VMs through.
     *
     * @param command to be run by an administrator; empty when nothing stands in the way
     */
    public record Advice(Kind kind, Optional<String> command) {}

    /** For this machine. */
    public static Advice look(int port) {
        return look(System.getProperty("os.name", ""), System.getenv(), port);
    }

    /**
     * For a system.
     *
     * @param system name of the operating system, as Java gives it
     * @param port TCP port of the listener for VMs; 0 while the system has not given it one
     */
    public static Advice look(String system, Map<String, String> environment, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("no port " + port);
        }
        if (port == 0) {
            return new Advice(Kind.NONE, Optional.empty());
        }
        var name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return new Advice(Kind.WINDOWS, Optional.of(netsh(port)));
        }
        return new LinuxFirewall(environment).look(port);
    }

    /** By port, because the program that listens is the Java inside the application, whose path changes with each update. */
    private static String netsh(int port) {
        return "netsh advfirewall firewall add rule name=\"Slipway " + port
                + "\" dir=in action=allow protocol=TCP localport=" + port + " profile=private,domain";
    }
}
