package io.slipway.server.lab.rest;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An API token with its rights.
 *
 * @param id {@code user@realm!name}
 * @param secret a UUID
 * @param separate whether the token has rights of its own (privsep); then only what the user has too counts
 * @param userRights of its user, by path
 * @param tokenRights of the token itself, by path
 */
public record LabToken(
        String id,
        String secret,
        boolean separate,
        Map<String, Set<String>> userRights,
        Map<String, Set<String>> tokenRights) {
    /** Everything that the laboratory checks. */
    public static final Set<String> ALL = Set.of(
            "Datastore.Allocate",
            "Datastore.AllocateSpace",
            "Datastore.AllocateTemplate",
            "Datastore.Audit",
            "SDN.Use",
            "Sys.Audit",
            "VM.Allocate",
            "VM.Audit",
            "VM.Clone",
            "VM.Config.CDROM",
            "VM.Config.CPU",
            "VM.Config.Cloudinit",
            "VM.Config.Disk",
            "VM.Config.HWType",
            "VM.Config.Memory",
            "VM.Config.Network",
            "VM.Config.Options",
            "VM.Console",
            "VM.GuestAgent.Audit",
            "VM.GuestAgent.Unrestricted",
            "VM.PowerMgmt");

    public LabToken {
        userRights = Map.copyOf(userRights);
        tokenRights = Map.copyOf(tokenRights);
    }

    /** A token that shares its user's rights, everywhere. */
    public static LabToken of(String id, String secret, Set<String> rights) {
        return new LabToken(id, secret, false, Map.of("/", rights), Map.of());
    }

    boolean may(String privilege, String path) {
        return at(userRights, path).contains(privilege)
                && (!separate || at(tokenRights, path).contains(privilege));
    }

    /** The entry for the nearest path above counts alone, as it does at Proxmox. */
    private static Set<String> at(Map<String, Set<String>> rights, String path) {
        for (var level = path; ; level = level.substring(0, level.lastIndexOf('/'))) {
            var found = rights.get(level.isEmpty() ? "/" : level);
            if (found != null || level.isEmpty()) {
                return found == null ? Set.of() : found;
            }
        }
    }

    /** What {@code access/permissions} shows: effective rights on the usual paths and on those with entries. */
    Map<String, Set<String>> effective() {
        var paths =
                new TreeSet<>(Set.of("/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms"));
        paths.addAll(userRights.keySet());
        paths.addAll(tokenRights.keySet());
        var all = new TreeMap<String, Set<String>>();
        for (var path : paths) {
            var held = new TreeSet<String>();
            ALL.stream().filter(privilege -> may(privilege, path)).forEach(held::add);
            if (!held.isEmpty()) {
                all.put(path, held);
            }
        }
        return all;
    }
}
