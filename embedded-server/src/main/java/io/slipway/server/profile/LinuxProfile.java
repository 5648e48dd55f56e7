package io.slipway.server.profile;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.EnumNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.EnumNaming;

/** What a Linux guest with cloud-init gets; the schema {@code linux-profile} says what each field means. */
public record LinuxProfile(
        int schemaVersion,
        String id,
        String name,
        Optional<String> description,
        List<String> tags,
        Target target,
        User user,
        boolean sshPasswordAuthentication,
        Hostname hostname,
        String locale,
        String timeZone,
        Optional<String> keyboard,
        List<String> packages,
        boolean packageUpdate,
        boolean packageUpgrade,
        List<JsonNode> runCommands)
        implements Profile {

    /** The machine the profile is made for. */
    public record Target(String os, String architecture, Firmware firmware, String hypervisor) {}

    /** The first account. */
    public record User(
            String name,
            Optional<String> displayName,
            Optional<SecretSource> password,
            List<String> sshKeys,
            boolean sudo,
            String shell) {}

    /** How the guest gets its host name. */
    public record Hostname(NameMode mode, Optional<String> value, Optional<String> template) {}

    /** Ways to a host name. */
    @EnumNaming(LowerCamelCaseStrategy.class)
    public enum NameMode {
        VM_NAME,
        FIXED,
        TEMPLATE
    }
}
