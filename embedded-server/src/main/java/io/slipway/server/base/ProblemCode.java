package io.slipway.server.base;

import static io.slipway.server.base.ProblemCode.Kind.BAD_INPUT;
import static io.slipway.server.base.ProblemCode.Kind.CONFLICT;
import static io.slipway.server.base.ProblemCode.Kind.DENIED;
import static io.slipway.server.base.ProblemCode.Kind.HOST;
import static io.slipway.server.base.ProblemCode.Kind.INTERNAL;
import static io.slipway.server.base.ProblemCode.Kind.NOT_FOUND;
import static io.slipway.server.base.ProblemCode.Kind.UNAVAILABLE;

/**
 * Every problem the product reports, with its HTTP status, whether a retry can help, and the usual next step.
 *
 * <p>The names are those of the requirements where they give one. A name is never reused for another meaning.
 */
public enum ProblemCode {
    BAD_REQUEST(BAD_INPUT, 400, false, "Correct the named fields and submit again."),
    INVALID_PROFILE(BAD_INPUT, 400, false, "Correct the named profile fields and submit again."),
    UNKNOWN_PROFILE_FIELD(BAD_INPUT, 400, false, "Remove the field or correct its spelling."),
    INVALID_NAME(BAD_INPUT, 400, false, "Choose another name; letters, digits and hyphens are safe."),
    INVALID_ADDRESS(BAD_INPUT, 400, false, "Give an address, a mask and a gateway of one subnet."),
    INVALID_PLAYBOOK(BAD_INPUT, 422, false, "Correct the playbook at the named place."),
    INVALID_ISO(BAD_INPUT, 400, false, "Rename the file or choose another image profile."),
    UNPROCESSABLE(BAD_INPUT, 422, false, "Correct the named values and submit again."),
    SCHEMA_VERSION_MISMATCH(CONFLICT, 409, false, "Reload the form and submit again."),
    PAYLOAD_TOO_LARGE(BAD_INPUT, 413, false, "Send a smaller document."),
    UNSUPPORTED_MEDIA_TYPE(BAD_INPUT, 415, false, "Send the document as application/json."),
    UNAUTHORIZED(DENIED, 401, false, "Sign in again or pass a valid token."),
    TOKEN_INVALID(DENIED, 401, false, "Issue a new token for this VM."),
    FORBIDDEN(DENIED, 403, false, "Ask an administrator, or use a token with the needed role."),
    RATE_LIMITED(UNAVAILABLE, 429, true, "Wait the time in Retry-After and try again."),
    NOT_FOUND_ROUTE(NOT_FOUND, 404, false, "Check the address."),
    PROFILE_NOT_FOUND(NOT_FOUND, 404, false, "List the profiles with `slipway profile list`."),
    PLAYBOOK_NOT_FOUND(NOT_FOUND, 404, false, "List the playbooks and choose one of them."),
    HOST_NOT_FOUND(
            NOT_FOUND, 404, false, "List the hosts with `slipway host list`, or add one with `slipway host add`."),
    TEMPLATE_NOT_FOUND(NOT_FOUND, 404, false, "List the templates with `slipway template list`."),
    JOB_NOT_FOUND(NOT_FOUND, 404, false, "List the jobs with `slipway job list`."),
    NOTICE_NOT_FOUND(NOT_FOUND, 404, false, "List the notifications again."),
    VM_NOT_FOUND(NOT_FOUND, 404, false, "List the VMs with `slipway vm list`."),
    COMMAND_NOT_FOUND(NOT_FOUND, 404, false, "Check the command's id."),
    NODE_NOT_FOUND(NOT_FOUND, 404, false, "Check the node's id."),
    AGENT_NOT_FOUND(NOT_FOUND, 404, false, "Check the agent's id."),
    TOKEN_NOT_FOUND(NOT_FOUND, 404, false, "Check the token's id, or the VM's."),
    SECRET_NOT_FOUND(NOT_FOUND, 404, false, "List the secrets with `slipway secret list`."),
    SECRET_REENTRY_REQUIRED(CONFLICT, 409, false, "Enter the secret again with `slipway secret reenter`."),
    VM_NOT_REGISTERED(NOT_FOUND, 404, false, "List the VMs with `slipway vm list`."),
    VM_INACTIVE(DENIED, 403, false, "Make the VM's registration active again."),
    VM_OWNER_MISMATCH(DENIED, 403, false, "Ask the VM's owner or an administrator."),
    VM_UUID_MISMATCH(DENIED, 403, false, "Use the token and the lease that were issued for this VM."),
    LICENSE_INACTIVE(DENIED, 403, false, "Renew the licence."),
    ENTITLEMENT_REQUIRED(DENIED, 403, false, "Ask for a licence that names the module."),
    MODULE_NOT_ALLOWED(DENIED, 403, false, "Ask for a licence that names the module."),
    MODULE_MISMATCH(DENIED, 403, false, "Ask for a lease of this module."),
    LEASE_NOT_FOUND(NOT_FOUND, 404, false, "Ask for a new lease, or issue a new token for this VM."),
    LEASE_OWNER_MISMATCH(DENIED, 403, false, "Ask the lease's owner or an administrator."),
    LEASE_INACTIVE(CONFLICT, 409, false, "Ask for a new lease, or issue a new token for this VM."),
    LEASE_EXPIRED(CONFLICT, 409, false, "Ask for a new lease, or issue a new token for this VM."),
    ARTIFACT_SCOPE_MISMATCH(CONFLICT, 409, false, "Assign a release of the same module, platform and channel."),
    ARTIFACT_ASSIGNMENT_NOT_FOUND(NOT_FOUND, 404, false, "Assign a release with `slipway artifact assign`."),
    ARTIFACT_RELEASE_NOT_FOUND(NOT_FOUND, 404, false, "List the releases with `slipway artifact list`."),
    ARTIFACT_OBJECT_NOT_FOUND(NOT_FOUND, 404, false, "Send the file again with `slipway artifact add`."),
    ARTIFACT_RELEASE_NOT_ACTIVE(CONFLICT, 409, false, "Make the release active, or assign another one."),
    ARTIFACTS_CONFIG_ERROR(UNAVAILABLE, 503, false, "Check the folder `artifacts` of the data folder and its rights."),
    LINK_INVALID(DENIED, 403, false, "Ask for a new link."),
    RANGE_NOT_SATISFIABLE(BAD_INPUT, 416, false, "Ask for a range inside the file, or for the whole file."),
    SECRET_BINDING_ALTERED(
            DENIED, 409, false, "Find out who could write to the data folder, then bind with `slipway secret bind`."),
    PROFILE_SOURCE_REQUIRED(BAD_INPUT, 400, false, "Name a profile or send a profile configuration."),
    DUPLICATE_NAME(CONFLICT, 409, false, "Choose another name or rename the existing one."),
    VM_NAME_TAKEN(CONFLICT, 409, false, "Choose another name pattern, or delete the VM of that name first."),
    VMID_TAKEN(CONFLICT, 409, true, "Slipway takes the next free id; widen the host's id range if this repeats."),
    ADDRESS_TAKEN(CONFLICT, 409, false, "Choose another address or a larger pool."),
    PORT_IN_USE(CONFLICT, 409, true, "Choose another port or address, or stop the program that uses it."),
    ADDRESS_POOL_EXHAUSTED(CONFLICT, 409, false, "Give a larger address range or order fewer VMs."),
    WRONG_STATE(CONFLICT, 409, false, "Look at the object's state and try again when it allows this."),
    FOREIGN_OBJECT(CONFLICT, 409, false, "Slipway changes only what it made; remove the object by hand if you own it."),
    HOST_KEY_UNKNOWN(DENIED, 409, false, "Compare the fingerprint with the host's console and confirm it."),
    HOST_KEY_CHANGED(
            DENIED,
            409,
            false,
            "Find out why the key changed: `slipway host compare`; then pin the new one with `slipway host repin`."),
    HOST_RECORD_ALTERED(
            DENIED,
            409,
            false,
            "Look at what stands there with `slipway host compare`; if all of it is right, `slipway host confirm`."),
    SYNCTHING_RECORD_ALTERED(
            DENIED,
            409,
            false,
            "Look at the address that stands there; say again where Syncthing answers, or have the address forgotten."),
    TLS_PIN_MISMATCH(DENIED, 409, false, "Compare the certificate's fingerprint with the host and pin it."),
    TLS_CERTIFICATE_EXPIRED(
            DENIED,
            409,
            false,
            "Set the clock right, or renew the host's certificate with `pvecm updatecerts --force` there; then compare and"
                    + " pin it with `slipway host compare` and `slipway host repin`."),
    HOST_RIGHTS_MISSING(DENIED, 409, false, "Give the sign-in the rights that `slipway host rights` shows as missing."),
    LAN_LISTENER_OFF(
            CONFLICT, 409, false, "Switch the listener for VMs on with `slipway lan set auto`, then order again."),
    AUDIT_BROKEN(
            CONFLICT,
            409,
            false,
            "Compare the trail with an earlier export, and find out who could write to the file."),
    SSH_REQUIRED(BAD_INPUT, 409, false, "Configure SSH for this host with `slipway host add`."),
    SSH_AUTH_FAILED(DENIED, 502, false, "Check the user name, the password or the key."),
    SSH_UNREACHABLE(HOST, 502, true, "Check the address, the port and the network path to the host."),
    SSH_EXEC_ERROR(HOST, 502, true, "Look at the host's log; the job tries again by itself."),
    SSH_COMMAND_FORBIDDEN(DENIED, 403, false, "Use one of the allowed commands."),
    SSH_READ_FAILED(HOST, 502, true, "Check that the VM exists on this host."),
    SSH_WRITE_FAILED(HOST, 502, true, "Check the content and the host's free space."),
    UNKNOWN_ACTION(NOT_FOUND, 404, false, "Use one of the actions that the routes list."),
    SYNCTHING_REQUIRED(
            BAD_INPUT,
            409,
            false,
            "Say where Syncthing answers, and bind its API key to the tenant's field syncthing.api-key."),
    SYNCTHING_AUTH_FAILED(DENIED, 502, false, "Copy the API key from Syncthing's settings and rotate the secret."),
    SYNCTHING_UNREACHABLE(HOST, 502, true, "Check the address, and whether Syncthing runs there."),
    SYNCTHING_ERROR(HOST, 502, false, "Look at Syncthing's own log."),
    HOST_OFFLINE(HOST, 409, true, "Connect the host and try again."),
    HOST_ANSWER(HOST, 502, false, "Look at the host's answer in the job's log."),
    HOST_BUSY(HOST, 503, true, "Wait; the job tries again by itself."),
    VM_LOCKED(HOST, 409, true, "Wait for the running task on the host, or remove the lock with `qm unlock`."),
    STORAGE_FULL(HOST, 507, false, "Free space on the storage or choose another one."),
    STORAGE_UNSUITABLE(HOST, 409, false, "Choose a storage that is active and accepts ISO images."),
    NO_FREE_SLOT(HOST, 409, false, "Remove a CD drive from the template."),
    RESOURCE_LIMIT(HOST, 409, false, "Lower cores or memory, or choose a larger host."),
    DISK_SHRINK(BAD_INPUT, 400, false, "Give a size not below the template's disk; disks only grow."),
    CLONE_FAILED(HOST, 502, false, "Read the job's log, mend the cause on the host and retry the job."),
    START_FAILED(HOST, 502, false, "Read the job's log, mend the cause on the host and retry the job."),
    GUEST_TIMEOUT(HOST, 504, false, "Look at the VM's console; then retry the job or clean it up."),
    GUEST_FAILED(HOST, 502, false, "Read the step the VM reported and mend the profile or the playbook."),
    LEFTOVERS(CONFLICT, 409, false, "Remove the listed objects by hand or run the clean-up again."),
    CANCELLED(CONFLICT, 409, false, "Retry the job when you want it after all."),
    USAGE(BAD_INPUT, 400, false, "Read the command's help with `--help`."),
    CONFIRMATION_REQUIRED(BAD_INPUT, 400, false, "Run the command on a terminal, or confirm it with `--yes`."),
    PASSWORD_REQUIRED(
            BAD_INPUT,
            400,
            false,
            "Run the command on a terminal, or pass the password with `--password-file` or `--password-stdin`."),
    FILE_EXPOSED(DENIED, 403, false, "Take away the others' rights to read the file, for example with `chmod 600`."),
    FILE_NOT_FOUND(NOT_FOUND, 404, false, "Check the path."),
    FILE_EXISTS(CONFLICT, 409, false, "Choose another path, or allow replacing with `--force`."),
    FILE_ERROR(BAD_INPUT, 400, false, "Check the path, its rights and the free space."),
    SERVICE_UNAVAILABLE(UNAVAILABLE, 503, true, "Wait a moment and try again."),
    CONFIG_ERROR(INTERNAL, 500, false, "Correct the named setting and start again."),
    VAULT_LOCKED(DENIED, 423, false, "Unlock the vault with `slipway vault unlock`."),
    VAULT_KEY_LOST(
            DENIED,
            423,
            false,
            "Read `slipway vault status`; then `slipway vault recover` with the recovery words, or `slipway vault reset`."),
    VAULT_PASSPHRASE_WRONG(
            DENIED, 403, false, "Type the passphrase again; if it is lost, use `slipway vault recover`."),
    VAULT_WORDS_WRONG(DENIED, 403, false, "Type the 24 words again in their order, or use a newer list of words."),
    VAULT_PROTECTOR_UNAVAILABLE(
            CONFLICT, 409, false, "Choose another protection; `slipway vault status` says which ones work here."),
    BACKUP_DAMAGED(BAD_INPUT, 422, false, "Take another copy of the backup; nothing has been changed by this one."),
    BACKUP_TOO_NEW(BAD_INPUT, 422, false, "Use the version of Slipway that made the backup, or a newer one."),
    BACKUP_CONFLICT(
            CONFLICT,
            409,
            false,
            "Look at the list with `--dry-run`; then rename what is here, or allow replacing with `--replace-same-names`."),
    BACKUP_WORDS_MISSING(
            CONFLICT,
            409,
            false,
            "Make recovery words with `slipway vault recovery-words`, then back up again; or say `--this-machine-only`."),
    DATA_FOLDER_IN_USE(CONFLICT, 409, false, "Stop the other Slipway that uses this data folder."),
    INTERNAL_ERROR(INTERNAL, 500, false, "Run `slipway doctor` and send its report with this code.");

    /** What kind of trouble it is; decides the exit code of the command line. */
    public enum Kind {
        BAD_INPUT(3),
        NOT_FOUND(4),
        CONFLICT(5),
        DENIED(6),
        HOST(7),
        UNAVAILABLE(8),
        INTERNAL(1);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        /** Exit code of the command line for every problem of this kind. */
        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;
    private final int httpStatus;
    private final boolean retryable;
    private final String nextStep;

    ProblemCode(Kind kind, int httpStatus, boolean retryable, String nextStep) {
        this.kind = kind;
        this.httpStatus = httpStatus;
        this.retryable = retryable;
        this.nextStep = nextStep;
    }

    public Kind kind() {
        return kind;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** Whether the same request can succeed later without anybody's help. */
    public boolean retryable() {
        return retryable;
    }

    /** What an operator usually does about it. */
    public String nextStep() {
        return nextStep;
    }
}
