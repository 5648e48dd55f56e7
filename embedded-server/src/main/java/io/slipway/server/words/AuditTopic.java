package io.slipway.server.words;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a line of the audit trail is about, as coarse as people ask. */
public enum AuditTopic {
    VMS(
            "*/vms*",
            "*/vm/*",
            "*/vm-ops/proxmox/*",
            "*/nodes*",
            "*/jobs/provision",
            "*/ui/new/*",
            "*/selected-vms/*",
            "*/commands",
            "*/agents/*",
            "desktop.vm.*",
            "desktop.node.*"),
    JOBS("*/jobs*", "*/settings/work*", "desktop.job*"),
    HOSTS("*/hosts*", "*/host-onboarding/*", "host.*", "desktop.host.*", "desktop.template.*"),
    PROFILES("*/unattend-profiles*", "*/profiles*", "*/playbooks*", "desktop.profile.*"),
    SECRETS("*/secrets*", "secret.*", "desktop.secret.*", "api.*/reveal-passwords", "api.*/passwords"),
    VAULT("*/vault*", "*/backup*", "backup.*", "desktop.vault.*", "desktop.backup.*", "audit.*", "records.*"),
    ARTIFACTS("*/artifacts*", "*/license/*", "artifact.*", "lease.*"),
    GUESTS("*/provisioning/*", "guest-token.*"),
    ACCESS(
            "*/api-tokens*",
            "*/sessions*",
            "*/settings/access*",
            "api-token*",
            "session.*",
            "access.*",
            "local-access.*",
            "api.refused",
            "desktop.token.*",
            "desktop.session.*"),
    NETWORK("*/lan*", "*/settings/network*", "*/syncthing*", "syncthing.*", "desktop.lan.*", "ca.*");

    private final List<String> like;

    AuditTopic(String... like) {
        this.like = List.of(like);
    }

    /** Patterns of SQLite's GLOB for its actions. */
    public List<String> like() {
        return like;
    }

    /** Its name in addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name. */
    public static Optional<AuditTopic> find(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
