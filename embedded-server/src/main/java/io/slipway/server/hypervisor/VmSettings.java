package io.slipway.server.hypervisor;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a fresh clone gets, all in one call.
 *
 * @param cores virtual processors in all; empty keeps the template's
 * @param memoryMiB memory; empty keeps the template's
 * @param diskGiB size of the system disk; never below the template's; empty keeps it
 * @param mac of the first network card, upper case with colons
 * @param bridge empty keeps the template's
 * @param vlan 1 to 4094, 0 for untagged; empty keeps the template's
 * @param smbiosUuid the VM's identity, lower case
 * @param media the config ISO, to be put into a free slot that Windows Setup sees
 */
public record VmSettings(
        OptionalInt cores,
        OptionalInt memoryMiB,
        OptionalInt diskGiB,
        String mac,
        Optional<String> bridge,
        OptionalInt vlan,
        String smbiosUuid,
        Optional<MediaRef> media) {}
