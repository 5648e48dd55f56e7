package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Sleeper;
import io.slipway.server.hypervisor.CloneOrder;
import io.slipway.server.hypervisor.GuestAddress;
import io.slipway.server.hypervisor.GuestExecResult;
import io.slipway.server.hypervisor.HostProbe;
import io.slipway.server.hypervisor.Hypervisor;
import io.slipway.server.hypervisor.Machine;
import io.slipway.server.hypervisor.MachineDetail;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.MediaUpload;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RightsReport;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.hypervisor.TemplateReview;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.hypervisor.VmSettings;
import io.slipway.server.hypervisor.pve.rest.RestHost;
import io.slipway.server.ssh.SshHost;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Proxmox VE node. SSH and REST are two ways to it; everything that decides is the same for both.
 *
 * <p>What the node's state says decides whether something worked; exit codes and prose only explain failures. Long
 * operations run detached on the host, so neither a broken connection nor our end harms them. Thread-safe.
 */
public final class PveHypervisor implements Hypervisor {
    private final PveNode host;
    private final PveReads reads;
    private final Inventory inventory;
    private final CloneWork clones;
    private final ApplyWork settings;
    private final PowerWork power;
    private final MediaWork media;
    private final EjectWork eject;
    private final GuestWork guest;
    private final DestroyWork destroy;

    private PveHypervisor(PveNode host, Operations operations, Notes notes, ImageStore images, Pace pace) {
        this.host = host;
        this.reads = new PveReads(host);
        var half = new HalfClone(host, reads, operations, pace);
        this.inventory = new Inventory(host, reads);
        this.power = new PowerWork(host, reads, operations, pace);
        this.destroy = new DestroyWork(host, reads, notes, operations, half, power, pace);
        this.clones = new CloneWork(reads, operations, half, destroy, pace);
        this.settings = new ApplyWork(host, reads, notes, operations, pace);
        this.media = new MediaWork(reads, notes, images, new MediaUse(host, reads));
        this.eject = new EjectWork(host, reads, notes, pace);
        this.guest = new GuestWork(host, reads, pace);
    }

    /**
     * The hypervisor behind an SSH connection. Nothing is sent yet. Notes and the output of long operations lie on the host.
     *
     * @param host closed together with the hypervisor
     */
    public static PveHypervisor over(SshHost host, PveOptions options, InstantSource clock, Sleeper sleeper) {
        var shell = new PveShell(host, options.node());
        var pace = new Pace(clock, sleeper, options);
        var runs = new Runs(shell);
        var detached = new Detached(runs, pace);
        return new PveHypervisor(shell, detached, runs, new ShellImages(shell, detached, pace), pace);
    }

    /**
     * The hypervisor behind a REST API. Nothing is sent yet.
     *
     * @param host closed together with the hypervisor
     * @param notes kept by us, because a token has no place for them on the host
     */
    public static PveHypervisor over(
            RestHost host, Notes notes, PveOptions options, InstantSource clock, Sleeper sleeper) {
        var node = new RestNode(host, options.node());
        var pace = new Pace(clock, sleeper, options);
        var tasks = new RestTasks(node, pace);
        var operations = new RestOperations(node, tasks, notes, pace);
        var images = new RestImages(host, node, operations, tasks, notes, pace);
        return new PveHypervisor(node, operations, notes, images, pace);
    }

    @Override
    public HostProbe probe() {
        return inventory.probe();
    }

    @Override
    public RightsReport rights() {
        return host.rights();
    }

    @Override
    public List<Template> templates() {
        return inventory.templates();
    }

    @Override
    public List<TemplateReview> templateReviews() {
        return inventory.reviews();
    }

    @Override
    public List<Machine> machines() {
        return inventory.machines();
    }

    @Override
    public boolean isFree(VmId id) {
        var answer = host.ask("/cluster/nextid", Map.of("vmid", id.toString()));
        if (answer.succeeded()) {
            return true;
        }
        if (answer.text().contains("VM " + id + " already exists")) {
            return false;
        }
        throw HostWords.problem(ProblemCode.HOST_ANSWER, "The host did not tell whether " + id + " is free", answer)
                .exception();
    }

    @Override
    public Optional<MachineDetail> inspect(VmId id) {
        return reads.config(id).map(config -> reads.detail(id, config, reads.running(id)));
    }

    @Override
    public void cloneTemplate(CloneOrder order, OperationLog log) {
        clones.run(order, log);
    }

    @Override
    public MachineDetail apply(VmId id, RunMarker marker, VmSettings wanted) {
        return settings.run(id, marker, wanted);
    }

    @Override
    public void start(VmId id, RunMarker marker) {
        power.start(id, marker);
    }

    @Override
    public void stop(VmId id, RunMarker marker) {
        power.stop(id, marker);
    }

    @Override
    public boolean shutdown(VmId id, RunMarker marker, Duration patience) {
        return power.shutdown(id, marker, patience);
    }

    @Override
    public void sendKey(VmId id, RunMarker marker, String key) {
        power.sendKey(id, marker, key);
    }

    @Override
    public void putMedia(MediaUpload upload, RunMarker marker) {
        media.put(upload, marker);
    }

    @Override
    public Optional<Long> mediaSize(MediaRef image) {
        var size = media.size(image);
        return size.isPresent() ? Optional.of(size.getAsLong()) : Optional.empty();
    }

    @Override
    public void ejectMedia(VmId id, RunMarker marker, MediaRef image) {
        eject.run(id, marker, image);
    }

    @Override
    public void removeMedia(MediaRef image) {
        media.remove(image);
    }

    @Override
    public List<GuestAddress> addresses(VmId id) {
        return guest.addresses(id);
    }

    @Override
    public GuestExecResult guestExec(VmId id, RunMarker marker, List<String> command, Duration patience) {
        if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "A word of a command cannot carry NUL.")
                    .exception();
        }
        return guest.exec(id, marker, command, patience);
    }

    @Override
    public void destroy(VmId id, RunMarker marker, Optional<String> smbiosUuid, OperationLog log) {
        destroy.run(id, marker, smbiosUuid, log);
    }

    @Override
    public void close() {
        host.close();
    }
}
