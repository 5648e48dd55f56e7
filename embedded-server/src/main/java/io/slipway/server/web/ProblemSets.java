package io.slipway.server.web;

import io.slipway.server.base.ProblemCode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Problems that come together, whichever route meets them. */
public final class ProblemSets {
    /** Whatever needs the vault's key. */
    public static final Set<ProblemCode> VAULT = set(EnumSet.of(
            ProblemCode.VAULT_LOCKED,
            ProblemCode.VAULT_KEY_LOST,
            ProblemCode.SECRET_REENTRY_REQUIRED,
            ProblemCode.SECRET_BINDING_ALTERED,
            ProblemCode.CONFIG_ERROR));

    /** Whatever talks to a host, which takes its password from the vault. */
    public static final Set<ProblemCode> HOST_WORK = hostWork();

    /** Why an order of VMs is not accepted. */
    public static final Set<ProblemCode> ORDER = set(EnumSet.of(
            ProblemCode.HOST_NOT_FOUND,
            ProblemCode.TEMPLATE_NOT_FOUND,
            ProblemCode.PROFILE_NOT_FOUND,
            ProblemCode.PLAYBOOK_NOT_FOUND,
            ProblemCode.PROFILE_SOURCE_REQUIRED,
            ProblemCode.INVALID_PROFILE,
            ProblemCode.UNKNOWN_PROFILE_FIELD,
            ProblemCode.INVALID_NAME,
            ProblemCode.INVALID_ADDRESS,
            ProblemCode.INVALID_PLAYBOOK,
            ProblemCode.INVALID_ISO,
            ProblemCode.UNPROCESSABLE,
            ProblemCode.ADDRESS_POOL_EXHAUSTED,
            ProblemCode.ADDRESS_TAKEN,
            ProblemCode.VM_NAME_TAKEN,
            ProblemCode.HOST_RIGHTS_MISSING,
            ProblemCode.LAN_LISTENER_OFF,
            ProblemCode.STORAGE_UNSUITABLE,
            ProblemCode.STORAGE_FULL,
            ProblemCode.RESOURCE_LIMIT,
            ProblemCode.DISK_SHRINK,
            ProblemCode.NO_FREE_SLOT,
            ProblemCode.WRONG_STATE));

    /** Why a profile is not stored. */
    public static final Set<ProblemCode> PROFILE = set(EnumSet.of(
            ProblemCode.INVALID_PROFILE,
            ProblemCode.UNKNOWN_PROFILE_FIELD,
            ProblemCode.INVALID_NAME,
            ProblemCode.INVALID_ADDRESS,
            ProblemCode.DUPLICATE_NAME,
            ProblemCode.WRONG_STATE));

    /** Why a config disc is not made. */
    public static final Set<ProblemCode> DISC = set(EnumSet.of(
            ProblemCode.PROFILE_NOT_FOUND,
            ProblemCode.PROFILE_SOURCE_REQUIRED,
            ProblemCode.PLAYBOOK_NOT_FOUND,
            ProblemCode.INVALID_PROFILE,
            ProblemCode.UNKNOWN_PROFILE_FIELD,
            ProblemCode.INVALID_NAME,
            ProblemCode.INVALID_ADDRESS,
            ProblemCode.INVALID_PLAYBOOK,
            ProblemCode.INVALID_ISO,
            ProblemCode.FILE_ERROR,
            ProblemCode.UNPROCESSABLE,
            ProblemCode.WRONG_STATE));

    /** Why a lease is not given or does not live on. */
    public static final Set<ProblemCode> LICENCE = set(EnumSet.of(
            ProblemCode.VM_NOT_REGISTERED,
            ProblemCode.VM_INACTIVE,
            ProblemCode.VM_OWNER_MISMATCH,
            ProblemCode.LICENSE_INACTIVE,
            ProblemCode.ENTITLEMENT_REQUIRED,
            ProblemCode.MODULE_NOT_ALLOWED));

    /** Why the vault's key is not opened, kept in another way or given up. */
    public static final Set<ProblemCode> KEY_WORK = set(EnumSet.of(
            ProblemCode.VAULT_LOCKED,
            ProblemCode.VAULT_KEY_LOST,
            ProblemCode.VAULT_PASSPHRASE_WRONG,
            ProblemCode.VAULT_WORDS_WRONG,
            ProblemCode.VAULT_PROTECTOR_UNAVAILABLE,
            ProblemCode.PASSWORD_REQUIRED,
            ProblemCode.CONFIG_ERROR,
            ProblemCode.WRONG_STATE));

    /** Why a backup is not made, read or restored. */
    public static final Set<ProblemCode> BACKUP = set(EnumSet.of(
            ProblemCode.BACKUP_DAMAGED,
            ProblemCode.BACKUP_TOO_NEW,
            ProblemCode.BACKUP_CONFLICT,
            ProblemCode.BACKUP_WORDS_MISSING,
            ProblemCode.VAULT_WORDS_WRONG,
            ProblemCode.VAULT_PASSPHRASE_WRONG,
            ProblemCode.VAULT_PROTECTOR_UNAVAILABLE,
            ProblemCode.PASSWORD_REQUIRED,
            ProblemCode.HOST_RECORD_ALTERED,
            ProblemCode.SYNCTHING_RECORD_ALTERED,
            ProblemCode.WRONG_STATE));

    private ProblemSets() {}

    private static Set<ProblemCode> hostWork() {
        var codes = EnumSet.of(
                ProblemCode.HOST_KEY_UNKNOWN,
                ProblemCode.HOST_KEY_CHANGED,
                ProblemCode.HOST_RECORD_ALTERED,
                ProblemCode.TLS_PIN_MISMATCH,
                ProblemCode.TLS_CERTIFICATE_EXPIRED,
                ProblemCode.HOST_OFFLINE,
                ProblemCode.SSH_AUTH_FAILED,
                ProblemCode.SSH_UNREACHABLE,
                ProblemCode.SSH_EXEC_ERROR,
                ProblemCode.HOST_ANSWER,
                ProblemCode.HOST_BUSY);
        codes.addAll(VAULT);
        return set(codes);
    }

    private static Set<ProblemCode> set(EnumSet<ProblemCode> codes) {
        return Collections.unmodifiableSet(codes);
    }
}
