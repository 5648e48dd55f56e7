package io.slipway.desktop.os.linux;

import io.slipway.desktop.os.Firewall.Advice;
import io.slipway.desktop.os.Firewall.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which firewall of the usual three is on. Their rules can only be read by root, so they are not asked for. */
public final class LinuxFirewall {
    private static final Path UFW = Path.of("/etc/ufw/ufw.conf");

    private final ShortCommand commands;
    private final Path ufw;

    public LinuxFirewall(Map<String, String> environment) {
        this(environment, UFW);
    }

    LinuxFirewall(Map<String, String> environment, Path ufw) {
        this.commands = new ShortCommand(environment);
        this.ufw = ufw;
    }

    /** @param port TCP port that shall be open */
    public Advice look(int port) {
        if (ufwIsOn()) {
            return new Advice(Kind.UFW, Optional.of("sudo ufw allow " + port + "/tcp"));
        }
        if (active("firewalld")) {
            return new Advice(
                    Kind.FIREWALLD,
                    Optional.of(
                            "sudo firewall-cmd --permanent --add-port=" + port + "/tcp && sudo firewall-cmd --reload"));
        }
        if (active("nftables")) {
            return new Advice(
                    Kind.NFTABLES, Optional.of("sudo nft insert rule inet filter input tcp dport " + port + " accept"));
        }
        return new Advice(Kind.NONE, Optional.empty());
    }

    /** Its service is active also while it is off; the file is what {@code ufw enable} writes. */
    private boolean ufwIsOn() {
        try {
            return Files.isReadable(ufw)
                    && Files.readString(ufw, StandardCharsets.UTF_8)
                            .lines()
                            .map(String::strip)
                            .anyMatch("ENABLED=yes"::equalsIgnoreCase);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean active(String service) {
        return commands.ask("systemctl", List.of("is-active", service))
                .filter("active"::equals)
                .isPresent();
    }
}
