package io.slipway.desktop.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.os.Firewall;
import io.slipway.desktop.os.Firewall.Advice;
import io.slipway.desktop.os.Firewall.Kind;
import io.slipway.desktop.os.SystemLook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the desktop's small programs answer, and what becomes of it when they do not. */
@EnabledOnOs(OS.LINUX)
class LinuxDesktopTest {
    @TempDir
    Path folder;

    private Map<String, String> program(String name, String body) throws IOException {
        var file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return Map.of("PATH", folder.toString());
    }

    private boolean dark(Map<String, String> environment) {
        return SystemLook.dark("Linux", environment);
    }

    @Test
    void darkIsWhatTheSettingSays() throws IOException {
        assertThat(dark(program(
                        "gsettings",
                        "[ \"$*\" = 'get org.gnome.desktop.interface color-scheme' ] &&" + " echo \"'prefer-dark'\"")))
                .isTrue();
        assertThat(dark(program("gsettings", "echo \"'default'\""))).isFalse();
        assertThat(dark(program("gsettings", "echo \"'prefer-dark'\"; exit 1"))).isFalse();
        assertThat(dark(Map.of("PATH", "/nowhere"))).isFalse();
        assertThat(dark(Map.of())).isFalse();
    }

    @Test
    @Timeout(10)
    void aProgramThatHangsIsGivenUpAndItIsLight() throws IOException {
        assertThat(dark(program("gsettings", "exec /bin/sleep 60"))).isFalse();
    }

    @Test
    void eachFirewallHasItsCommand() throws IOException {
        var on = Files.writeString(folder.resolve("ufw.conf"), "# x\nENABLED=yes\n");
        var off = Files.writeString(folder.resolve("off.conf"), "ENABLED=no\n");

        assertThat(new LinuxFirewall(Map.of(), on).look(8443))
                .isEqualTo(new Advice(Kind.UFW, Optional.of("sudo ufw allow 8443/tcp")));
        assertThat(new LinuxFirewall(program("systemctl", "[ $2 = firewalld ] && echo active"), off).look(8443))
                .isEqualTo(new Advice(
                        Kind.FIREWALLD,
                        Optional.of(
                                "sudo firewall-cmd --permanent --add-port=8443/tcp && sudo firewall-cmd --reload")));
        assertThat(new LinuxFirewall(program("systemctl", "[ $2 = nftables ] && echo active"), off)
                        .look(8443)
                        .kind())
                .isEqualTo(Kind.NFTABLES);
        assertThat(new LinuxFirewall(program("systemctl", "echo inactive; exit 3"), off).look(8443))
                .isEqualTo(new Advice(Kind.NONE, Optional.empty()));
        assertThat(Firewall.look("Windows 11", Map.of(), 8443).command().orElseThrow())
                .isEqualTo("netsh advfirewall firewall add rule name=\"Slipway 8443\" dir=in action=allow protocol=TCP"
                        + " localport=8443 profile=private,domain");
    }
}
