package io.slipway.server.host;

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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** A host's adapter behind {@link HostTrust}: each call is refused while the host is stopped, and can stop it. */
final class GuardedHypervisor implements Hypervisor {
    private final Host host;
    private final HostTrust trust;
    private final Supplier<Hypervisor> adapter;

    GuardedHypervisor(Host host, HostTrust trust, Supplier<Hypervisor> adapter) {
        this.host = host;
        this.trust = trust;
        this.adapter = adapter;
    }

    private <T> T ask(Function<Hypervisor, T> question) {
        return trust.guarded(host, () -> question.apply(adapter.get()));
    }

    private void tell(java.util.function.Consumer<Hypervisor> order) {
        trust.guarded(host, () -> {
            var to = adapter.get();
            order.accept(to);
            return to;
        });
    }

    @Override
    public HostProbe probe() {
        return ask(Hypervisor::probe);
    }

    @Override
    public RightsReport rights() {
        return ask(Hypervisor::rights);
    }

    @Override
    public List<Template> templates() {
        return ask(Hypervisor::templates);
    }

    @Override
    public List<TemplateReview> templateReviews() {
        return ask(Hypervisor::templateReviews);
    }

    @Override
    public List<Machine> machines() {
        return ask(Hypervisor::machines);
    }

    @Override
    public boolean isFree(VmId id) {
        return ask(to -> to.isFree(id));
    }

    @Override
    public Optional<MachineDetail> inspect(VmId id) {
        return ask(to -> to.inspect(id));
    }

    @Override
    public void cloneTemplate(CloneOrder order, OperationLog log) {
        tell(to -> to.cloneTemplate(order, log));
    }

    @Override
    public MachineDetail apply(VmId id, RunMarker marker, VmSettings settings) {
        return ask(to -> to.apply(id, marker, settings));
    }

    @Override
    public void start(VmId id, RunMarker marker) {
        tell(to -> to.start(id, marker));
    }

    @Override
    public void stop(VmId id, RunMarker marker) {
        tell(to -> to.stop(id, marker));
    }

    @Override
    public boolean shutdown(VmId id, RunMarker marker, Duration patience) {
        return ask(to -> to.shutdown(id, marker, patience));
    }

    @Override
    public void sendKey(VmId id, RunMarker marker, String key) {
        tell(to -> to.sendKey(id, marker, key));
    }

    @Override
    public void putMedia(MediaUpload upload, RunMarker marker) {
        tell(to -> to.putMedia(upload, marker));
    }

    @Override
    public Optional<Long> mediaSize(MediaRef media) {
        return ask(to -> to.mediaSize(media));
    }

    @Override
    public void ejectMedia(VmId id, RunMarker marker, MediaRef media) {
        tell(to -> to.ejectMedia(id, marker, media));
    }

    @Override
    public void removeMedia(MediaRef media) {
        tell(to -> to.removeMedia(media));
    }

    @Override
    public List<GuestAddress> addresses(VmId id) {
        return ask(to -> to.addresses(id));
    }

    @Override
    public GuestExecResult guestExec(VmId id, RunMarker marker, List<String> command, Duration patience) {
        return ask(to -> to.guestExec(id, marker, command, patience));
    }

    @Override
    public void destroy(VmId id, RunMarker marker, Optional<String> smbiosUuid, OperationLog log) {
        tell(to -> to.destroy(id, marker, smbiosUuid, log));
    }

    /** The adapter is shared and closed by {@link Hosts}. */
    @Override
    public void close() {}
}
