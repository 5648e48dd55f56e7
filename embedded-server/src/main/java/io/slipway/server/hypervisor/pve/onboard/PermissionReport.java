package io.slipway.server.hypervisor.pve.onboard;

import io.slipway.server.hypervisor.Right;
import io.slipway.server.hypervisor.RightsReport;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads {@code GET /access/permissions}: which of the needed privileges a user or token has. Pure. */
public final class PermissionReport {
    private PermissionReport() {}

    /**
     * Every needed privilege that the version knows, row by row.
     *
     * @param who full name of the user or token, for example {@code slipway@pve!agent}
     * @param major version of Proxmox VE
     * @param permissions paths with their privileges, as the host answers for the sign-in itself; inherited ones included
     */
    public static RightsReport of(String who, int major, JsonNode permissions) {
        var rights = new ArrayList<Right>();
        for (var privilege : Privilege.ALL) {
            if (privilege.known(major)) {
                var where = paths(privilege, permissions);
                rights.add(new Right(
                        privilege.name(),
                        where.isEmpty() ? privilege.area().path() : String.join(", ", where),
                        privilege.purpose(),
                        privilege.need(),
                        !where.isEmpty(),
                        grant(privilege, who)));
            }
        }
        return new RightsReport(who, "It acts with its own rights.", rights);
    }

    /** The listed paths of the area that carry it. The host lists what each inherits, so no walk upwards is needed. */
    private static List<String> paths(Privilege privilege, JsonNode permissions) {
        var found = new ArrayList<String>();
        for (var entry : permissions.properties()) {
            var path = entry.getKey();
            boolean inArea = privilege.area().roots().stream()
                    .anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
            // VMs to come have no path of their own yet, and clones are put into no pool: the right must pass on from
            // the folder.
            boolean reaches =
                    privilege.area() != Area.VMS || path.equals("/vms") && passedOn(entry.getValue(), privilege);
            if (inArea && reaches && entry.getValue().has(privilege.name())) {
                found.add(path);
            }
        }
        return found.size() > 3 ? List.of(found.getFirst(), "…") : found;
    }

    private static boolean passedOn(JsonNode privileges, Privilege privilege) {
        return privileges.path(privilege.name()).asInt(0) == 1;
    }

    private static String grant(Privilege privilege, String who) {
        var area = privilege.area();
        int mark = who.indexOf('!');
        var user = mark < 0 ? who : who.substring(0, mark);
        return "pveum role modify " + area.role() + " --privs " + privilege.name() + " --append 1 && pveum acl modify "
                + area.path() + " --roles " + area.role() + " --users " + user
                + (mark < 0 ? "" : " --tokens '" + who + "'");
    }
}
