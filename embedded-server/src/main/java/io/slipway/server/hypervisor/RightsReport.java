package io.slipway.server.hypervisor;

import java.util.List;

/**
 * What a sign-in may do on a host, row by row.
 *
 * @param signedInAs the user or token, for example {@code root@pam}
 * @param how one sentence about how it acts: as root, by sudo, by its own rights
 * @param rights in the order of the work
 */
public record RightsReport(String signedInAs, String how, List<Right> rights) {
    public RightsReport {
        rights = List.copyOf(rights);
    }

    /** What is needed for every order and is not there. */
    public List<Right> missing() {
        return missing(Right.Need.ALWAYS);
    }

    /** What those orders need and is not there. */
    public List<Right> missing(Right.Need need) {
        return rights.stream()
                .filter(right -> right.need() == need && !right.present())
                .toList();
    }

    /** What only some orders need and is not there. */
    public List<Right> optionalMissing() {
        return rights.stream()
                .filter(right -> !right.required() && !right.present())
                .toList();
    }
}
