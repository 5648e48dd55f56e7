package io.slipway.server.provision;

import io.slipway.server.answer.GeneratedSecrets;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.MediaUpload;
import io.slipway.server.provision.OrderVault.RunSecrets;
import io.slipway.server.workflow.Outcome;
import io.slipway.server.workflow.StepContext;

/** The token, the config ISO that carries it, and their end. */
final class MediaSteps {
    private final StepParts parts;
    private final StepRowsSql rows;
    private final ConfigDisc disc = new ConfigDisc();

    MediaSteps(StepParts parts, StepRowsSql rows) {
        this.parts = parts;
        this.rows = rows;
    }

    /**
     * Issues the token and makes the passwords. A second attempt makes new ones in place of the first: no disc can carry the
     * first ones yet, because the next step starts after this one is committed.
     */
    Outcome token(StepContext context) {
        var vm = StepParts.vm(context);
        var order = parts.vault().order(context.tenant(), context.jobId());
        var issued = parts.tokens()
                .issueForRun(StepParts.owner(context, vm), context.runId(), vm.vmUuid(), order.playbook());
        var generated = GeneratedSecrets.make(order.profile().profile(), parts.random());
        try (var run = new RunSecrets(issued.text(), generated)) {
            parts.vault().keepRun(context.tenant(), context.runId(), run);
        }
        return Outcome.done(Json.object()
                .put("token_id", issued.tokenId())
                .put("expires_at", issued.expiresAt().toEpochMilli()));
    }

    Outcome undoToken(StepContext context) {
        rows.revokeToken(context.tenant(), context.runId());
        parts.vault().forgetRun(context.tenant(), context.runId());
        return Outcome.done();
    }

    /** Decides the ISO's bytes: the endpoints are journalled, because this machine's address may change before the upload. */
    Outcome build(StepContext context) {
        var vm = StepParts.vm(context);
        var endpoints = parts.endpoints().get();
        if (!endpoints.reachable()) {
            return new Outcome.Retry(Problem.of(
                    ProblemCode.SERVICE_UNAVAILABLE,
                    "The LAN listener is off, so the VM could not report.",
                    "Choose the LAN address with `slipway serve --lan-address`."));
        }
        context.journal(Json.mapper().valueToTree(endpoints));
        var built = built(context, vm, endpoints);
        var media = StepParts.media(context, vm);
        rows.planMedia(vm.hostId(), context.runId(), media, built, context.now());
        var output = Json.object()
                .put("volume", media.volume())
                .put("size", built.bytes().length)
                .put("sha256", built.sha256());
        var files = output.putArray("files");
        built.files().forEach(files::add);
        return Outcome.done(output);
    }

    Outcome upload(StepContext context) {
        var vm = StepParts.vm(context);
        var planned = context.output("media");
        var endpoints = Json.mapper().treeToValue(context.journalOf("media").orElseThrow(), GuestEndpoints.class);
        var built = built(context, vm, endpoints);
        if (!built.sha256().equals(planned.get("sha256").stringValue())) {
            return new Outcome.Fail(Problem.of(
                    ProblemCode.INTERNAL_ERROR,
                    "The config ISO came out different from the one that was planned.",
                    "Order the VM again with this version of Slipway."));
        }
        var media = StepParts.media(context, vm);
        parts.hypervisor(context, vm.hostId())
                .putMedia(
                        new MediaUpload(media, built.bytes().length, built.sha256(), out -> out.write(built.bytes())),
                        StepParts.marker(context));
        rows.mediaState(context.runId(), "uploaded", context.now());
        context.log("The config ISO " + media.volume() + " is on the host, " + built.bytes().length + " bytes.");
        return Outcome.done();
    }

    private ConfigDisc.Built built(StepContext context, VmPlan vm, GuestEndpoints endpoints) {
        var order = parts.vault().order(context.tenant(), context.jobId());
        try (var run = parts.vault().run(context.tenant(), context.runId())) {
            return disc.build(
                    vm,
                    new ConfigDisc.Contents(
                            order.profile(), run.generated(), run.token(), order.playbook(), order.xmlOverride()),
                    endpoints);
        }
    }

    Outcome undoUpload(StepContext context) {
        remove(context);
        return Outcome.done();
    }

    /** Takes the ISO out of the VM, then deletes it from the host. Other discs stay where they are. */
    Outcome detach(StepContext context) {
        remove(context);
        context.log("The config ISO is out of the drive and deleted.");
        return Outcome.done();
    }

    private void remove(StepContext context) {
        var vm = StepParts.vm(context);
        var hypervisor = parts.hypervisor(context, vm.hostId());
        var media = StepParts.media(context, vm);
        StepParts.vmId(context)
                .filter(id -> context.outputIfDone("clone").isPresent())
                .ifPresent(id -> hypervisor.ejectMedia(id, StepParts.marker(context), media));
        hypervisor.removeMedia(media);
        rows.mediaState(context.runId(), "removed", context.now());
    }
}
