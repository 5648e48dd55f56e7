package io.slipway.server.host;

import java.util.regex.Pattern;

/** What a host proves its identity with. */
public enum Proof {
    /** The key of its SSH server, as {@code algorithm SHA256:...}. */
    SSH_KEY("ssh-key", "SSH key", "([a-z0-9@.-]{4,64} )?SHA256:[A-Za-z0-9+/]{43}"),
    /** The certificate of its web server, as 32 upper-case bytes in hex with colons, the way Proxmox prints it. */
    CERTIFICATE("certificate", "certificate", "(x509 )?([0-9A-F]{2}:){31}[0-9A-F]{2}");

    private final String stored;
    private final String words;
    private final Pattern form;

    Proof(String stored, String words, String form) {
        this.stored = stored;
        this.words = words;
        this.form = Pattern.compile(form);
    }

    /** The text in the store and in answers. */
    public String stored() {
        return stored;
    }

    /** What people call it. */
    public String words() {
        return words;
    }

    /**
     * What an operator types on the host's own console to see the fingerprint there.
     *
     * @param fingerprint with the kind of key in front, which decides the file; an empty one names all files
     */
    public String consoleCommand(String fingerprint) {
        if (this == CERTIFICATE) {
            return "cd /etc/pve/local && openssl x509 -noout -sha256 -fingerprint -in"
                    + " \"$(ls pveproxy-ssl.pem 2>/dev/null || echo pve-ssl.pem)\"";
        }
        var file = fingerprint.startsWith("ssh-ed25519")
                ? "ed25519"
                : fingerprint.startsWith("ecdsa") ? "ecdsa" : fingerprint.startsWith("ssh-rsa") ? "rsa" : "*";
        return "ssh-keygen -lf /etc/ssh/ssh_host_" + file + "_key.pub";
    }

    /** Whether the text is a fingerprint of this kind, with or without its algorithm. */
    public boolean fits(String fingerprint) {
        return form.matcher(fingerprint).matches();
    }

    static Proof parse(String stored) {
        return stored.equals(SSH_KEY.stored) ? SSH_KEY : CERTIFICATE;
    }

    /** Whether both name the same key or certificate; the kind in front of a fingerprint may be left out. */
    public static boolean same(String one, String other) {
        return bare(one).equals(bare(other));
    }

    private static String bare(String fingerprint) {
        return fingerprint.substring(fingerprint.lastIndexOf(' ') + 1);
    }
}
