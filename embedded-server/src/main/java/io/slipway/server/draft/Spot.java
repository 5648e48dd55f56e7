package io.slipway.server.draft;

import io.slipway.server.base.Problem;

/** Where in the wizard something stands that blocks; the problem is shown there. */
public enum Spot {
    HOST(0),
    TEMPLATE(1),
    SIZE(1),
    PROFILE(2),
    NAMES(3),
    NETWORK(3),
    REVIEW(4);

    private final int step;

    Spot(int step) {
        this.step = step;
    }

    /** The step that has it, from 0. */
    public int step() {
        return step;
    }

    /** Whom a problem of the dry run concerns. */
    public static Spot of(Problem problem) {
        return switch (problem.code()) {
            case HOST_NOT_FOUND,
                    HOST_OFFLINE,
                    HOST_BUSY,
                    HOST_KEY_CHANGED,
                    HOST_KEY_UNKNOWN,
                    HOST_RIGHTS_MISSING,
                    TLS_PIN_MISMATCH,
                    SSH_AUTH_FAILED,
                    SSH_UNREACHABLE,
                    SSH_EXEC_ERROR,
                    SSH_REQUIRED -> HOST;
            case TEMPLATE_NOT_FOUND -> TEMPLATE;
            // Sizes, or ids, of which the host has too few.
            case RESOURCE_LIMIT -> problem.errors().isEmpty() ? SIZE : field(problem);
            case DISK_SHRINK, STORAGE_FULL, STORAGE_UNSUITABLE -> SIZE;
            case PROFILE_NOT_FOUND,
                    PROFILE_SOURCE_REQUIRED,
                    INVALID_PROFILE,
                    UNKNOWN_PROFILE_FIELD,
                    SECRET_REENTRY_REQUIRED,
                    SECRET_NOT_FOUND -> PROFILE;
            case INVALID_NAME, VM_NAME_TAKEN -> NAMES;
            case INVALID_ADDRESS, ADDRESS_TAKEN, ADDRESS_POOL_EXHAUSTED -> NETWORK;
            case BAD_REQUEST -> field(problem);
            // Where no field is named, a profile does not fit its template.
            case UNPROCESSABLE -> problem.errors().isEmpty() ? PROFILE : field(problem);
            default -> REVIEW;
        };
    }

    private static Spot field(Problem problem) {
        var pointer =
                problem.errors().isEmpty() ? "" : problem.errors().getFirst().pointer();
        return switch (pointer.split("/", -1).length < 2 ? "" : pointer.split("/", -1)[1]) {
            case "host" -> HOST;
            case "template" -> TEMPLATE;
            case "cores", "memory_mib", "disk_gib" -> SIZE;
            case "profile" -> PROFILE;
            case "names", "name_pattern", "count", "first_number" -> NAMES;
            case "network", "lines", "vlan", "bridge" -> NETWORK;
            default -> REVIEW;
        };
    }
}
