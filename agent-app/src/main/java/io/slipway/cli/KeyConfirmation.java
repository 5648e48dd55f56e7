package io.slipway.cli;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import org.jspecify.annotations.Nullable;

/** Nobody is trusted unseen: the operator compares a host's key, or has told it beforehand. */
record KeyConfirmation(Shell shell, String address, int port) {

    /**
     * Returns when the key is the right one.
     *
     * @param expected as told beforehand
     * @throws io.slipway.server.base.SlipwayException HOST_KEY_CHANGED, HOST_KEY_UNKNOWN, CANCELLED
     */
    void confirm(String shown, @Nullable String expected) {
        confirm(shown, expected, "");
    }

    /** As {@link #confirm(String, String)} for a host that proves itself with its API's certificate. */
    void confirmCertificate(String shown, @Nullable String expected) {
        if (expected != null) {
            if (!expected.equalsIgnoreCase(shown)) {
                throw Problem.of(
                                ProblemCode.HOST_KEY_CHANGED,
                                "The host " + address + " shows the certificate " + shown + ", and you expect "
                                        + expected + ".",
                                "Compare both with the host's console; somebody may be in between.")
                        .with("fingerprint", shown)
                        .exception();
            }
            return;
        }
        if (!shell.surroundings().prompt().available() || shell.screen().isJson()) {
            throw Problem.of(
                            ProblemCode.HOST_KEY_UNKNOWN,
                            "The host " + address + " shows the certificate " + shown + ", which nobody has confirmed.",
                            "Compare it with the host's console and add --certificate " + shown + ".")
                    .with("fingerprint", shown)
                    .exception();
        }
        shell.screen().line("The host " + address + ":" + port + " shows this certificate:");
        shell.screen().line("  " + shown);
        shell.screen().line("On the host's console: pvenode cert info");
        shell.confirm(false, "Is this the host's certificate?");
    }

    /** As {@link #confirm(String, String)}. @param certificate shown as well; empty when there is none */
    void confirm(String shown, @Nullable String expected, String certificate) {
        var fingerprint = shown.substring(shown.lastIndexOf(' ') + 1);
        if (expected != null) {
            if (!expected.equals(fingerprint) && !expected.equals(shown)) {
                throw Problem.of(
                                ProblemCode.HOST_KEY_CHANGED,
                                "The host " + address + " shows the key " + shown + ", and you expect " + expected
                                        + ".",
                                "Compare both with the host's console; somebody may be in between.")
                        .with("fingerprint", fingerprint)
                        .exception();
            }
            return;
        }
        if (!shell.surroundings().prompt().available() || shell.screen().isJson()) {
            throw Problem.of(
                            ProblemCode.HOST_KEY_UNKNOWN,
                            "The host " + address + " shows the key " + shown + ", which nobody has confirmed.",
                            "Compare it with the host's console and add --host-key " + fingerprint + ".")
                    .with("fingerprint", fingerprint)
                    .exception();
        }
        shell.screen().line("The host " + address + ":" + port + " shows this key:");
        shell.screen().line("  " + shown);
        shell.screen()
                .line("On the host's console: ssh-keygen -lf /etc/ssh/ssh_host_ecdsa_key.pub (or _ed25519_, _rsa_)");
        if (certificate.isEmpty()) {
            shell.confirm(false, "Is this the host's key?");
            return;
        }
        shell.screen().line("Its web server shows this certificate:");
        shell.screen().line("  " + certificate);
        shell.screen().line("On the host's console: pvenode cert info");
        shell.confirm(false, "Are these the host's key and certificate?");
    }
}
