package io.slipway.server.hypervisor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A machine that runs VMs. One instance speaks to one host.
 *
 * <p>Every method may be repeated after a crash at any point: it looks before it acts, adopts what an earlier attempt
 * finished, and changes or deletes only what carries the given marker. Calls block; run them on a virtual thread. Thread-safe.
 *
 * <p>Failures are {@link io.slipway.server.base.SlipwayException}s whose code says whether a retry can help, among them
 * SSH_UNREACHABLE, SSH_AUTH_FAILED, HOST_KEY_CHANGED, HOST_BUSY and VM_LOCKED (retry), STORAGE_FULL, FOREIGN_OBJECT,
 * HOST_ANSWER (the host's own words, redacted).
 */
public interface Hypervisor extends AutoCloseable {

    /** Version, resources, storages and missing rights. */
    HostProbe probe();

    /** What our sign-in may do there, each right with what it is for. Changes nothing. */
    RightsReport rights();

    /** Templates of this node, by id. */
    List<Template> templates();

    /** Templates of this node, by id, each with what can be told about it from outside. */
    List<TemplateReview> templateReviews();

    /** All VMs of this node, templates included. */
    List<Machine> machines();

    /** Whether nobody in the cluster has the id now. Reserves nothing: a clone may still find it taken. */
    boolean isFree(VmId id);

    /** The VM's configuration and power state, or empty when this node has no such VM. */
    Optional<MachineDetail> inspect(VmId id);

    /**
     * Makes the clone and returns when it is finished. A finished clone with our marker is adopted; one in progress by an
     * earlier attempt is waited for.
     *
     * @throws io.slipway.server.base.SlipwayException VMID_TAKEN when somebody else has the id, TEMPLATE_NOT_FOUND,
     *     STORAGE_FULL, CLONE_FAILED, CANCELLED
     */
    void cloneTemplate(CloneOrder order, OperationLog log);

    /**
     * Brings a stopped clone of ours to the wanted settings: one configuration call, plus one to grow the disk where asked.
     * Drives of the template keep their slots and media; the boot order stays.
     *
     * @return the configuration read back
     * @throws io.slipway.server.base.SlipwayException FOREIGN_OBJECT, NO_FREE_SLOT, DISK_SHRINK, RESOURCE_LIMIT, VM_LOCKED
     */
    MachineDetail apply(VmId id, RunMarker marker, VmSettings settings);

    /** Gives power; a running VM is success. */
    void start(VmId id, RunMarker marker);

    /** Takes power away without asking the guest; a stopped VM is success. */
    void stop(VmId id, RunMarker marker);

    /** Asks the guest to shut down and waits. @return whether it is off within the time */
    boolean shutdown(VmId id, RunMarker marker, Duration patience);

    /** Presses a key on the VM's keyboard, in the host's notation, for example {@code a} or {@code ret}. */
    void sendKey(VmId id, RunMarker marker, String key);

    /**
     * Uploads an image under its name; an image of the same name and size is adopted after its digest agrees.
     *
     * @throws io.slipway.server.base.SlipwayException STORAGE_FULL, STORAGE_UNSUITABLE
     */
    void putMedia(MediaUpload upload, RunMarker marker);

    /** Size in bytes of the image, or empty when the storage has none of that name. */
    Optional<Long> mediaSize(MediaRef media);

    /**
     * Takes the image out of every drive of our VM; other media stay. The drive itself goes away when the VM is off. A VM
     * that is gone is success.
     */
    void ejectMedia(VmId id, RunMarker marker, MediaRef media);

    /**
     * Deletes an image we uploaded. One that is gone is success.
     *
     * @throws io.slipway.server.base.SlipwayException WRONG_STATE while any VM still has it in a drive
     */
    void removeMedia(MediaRef media);

    /** Addresses of our VM by its guest agent; empty while the agent does not answer. */
    List<GuestAddress> addresses(VmId id);

    /**
     * Runs a program inside the guest through its agent.
     *
     * @param command program and arguments, no shell in between
     * @throws io.slipway.server.base.SlipwayException GUEST_TIMEOUT, GUEST_FAILED when the agent is not there
     */
    GuestExecResult guestExec(VmId id, RunMarker marker, List<String> command, Duration patience);

    /**
     * Stops and deletes our VM with its disks. A VM that is gone is success; a half-finished clone of ours is removed too.
     *
     * @param smbiosUuid as recorded when the VM was configured; empty when it never was. Ids get reused, so a VM with the
     *     same number and another identity is left alone
     * @throws io.slipway.server.base.SlipwayException FOREIGN_OBJECT when it does not carry the marker
     */
    void destroy(VmId id, RunMarker marker, Optional<String> smbiosUuid, OperationLog log);

    @Override
    void close();
}
