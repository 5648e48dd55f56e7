package io.slipway.server.provision;

import io.slipway.server.workflow.PlannedStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The plans, as lists of steps. Their order is that of the requirements; the weights make the progress. */
public final class Plans {
    /** Clone of a template with a Windows installer, set up by a config ISO. */
    public static final String WINDOWS_INSTALL = "windows-install";
    /** Clone of a finished template, optionally with a config ISO, ready when it has an address. */
    public static final String TEMPLATE_CLONE = "template-clone";
    /** Deletion of a VM and of everything that was made for it. */
    public static final String VM_DELETE = "vm-delete";

    /** A change of a VM's power. */
    public static final String VM_POWER = "vm-power";

    /** Waiting in line behind other VMs of the host. */
    private static final Duration IN_LINE = Duration.ofDays(2);

    private static final Duration CLONING = Duration.ofHours(6);

    private Plans() {}

    static List<PlannedStep> steps(String kind, VmPlan vm, boolean keepOnFailure) {
        return kind.equals(WINDOWS_INSTALL) ? windowsInstall(vm, keepOnFailure) : templateClone(vm, keepOnFailure);
    }

    /** The kinds of a VM's steps in order, for people. */
    public static List<String> kinds(String kind, VmPlan vm) {
        return steps(kind, vm, true).stream().map(PlannedStep::kind).toList();
    }

    private static List<PlannedStep> windowsInstall(VmPlan vm, boolean keep) {
        var guest = Duration.ofMinutes(vm.guestTimeoutMinutes());
        var steps = new ArrayList<>(untilStarted(true));
        steps.add(kept(PlannedStep.of("await-guest", 15).within(guest), keep));
        steps.add(kept(PlannedStep.of("await-complete", 20).within(guest), keep));
        steps.add(kept(PlannedStep.of("detach-media", 4), keep));
        steps.add(kept(PlannedStep.of("close", 1), keep));
        return steps;
    }

    private static List<PlannedStep> templateClone(VmPlan vm, boolean keep) {
        var guest = Duration.ofMinutes(vm.guestTimeoutMinutes());
        var steps = new ArrayList<>(untilStarted(vm.kind().isPresent()));
        steps.add(kept(PlannedStep.of("await-network", 20).within(guest), keep));
        if (vm.postCommands() > 0) {
            steps.add(kept(PlannedStep.of("post-provision", 10).within(guest), keep));
        }
        if (vm.kind().isPresent()) {
            steps.add(kept(PlannedStep.of("await-complete", 10).within(guest), keep));
            steps.add(kept(PlannedStep.of("detach-media", 4), keep));
        }
        steps.add(kept(PlannedStep.of("close", 1), keep));
        return steps;
    }

    private static List<PlannedStep> untilStarted(boolean media) {
        var steps = new ArrayList<PlannedStep>();
        steps.add(PlannedStep.of("reserve", 1).undoneBy("undo-reserve"));
        if (media) {
            steps.add(PlannedStep.of("token", 1).undoneBy("undo-token"));
            steps.add(PlannedStep.of("media", 2));
        }
        steps.add(PlannedStep.of("acquire-slot", 1).within(IN_LINE).undoneBy("release-slot"));
        if (media) {
            steps.add(PlannedStep.of("upload", 5).undoneBy("undo-upload"));
        }
        steps.add(PlannedStep.of("clone", 35).within(CLONING).undoneBy("undo-clone"));
        steps.add(PlannedStep.of("configure", 5));
        steps.add(PlannedStep.of("start", 8));
        steps.add(PlannedStep.of("release-slot", 1));
        return steps;
    }

    private static PlannedStep kept(PlannedStep step, boolean keep) {
        return keep ? step.parking() : step;
    }

    /** What has been done to the power stays done: taking it back would be another surprise. */
    static List<PlannedStep> power(PowerAction action) {
        return action.steps().stream().map(kind -> PlannedStep.of(kind, 1)).toList();
    }

    /** Deleting starts only after the operator's word, so a failure keeps what is left for another try. */
    static List<PlannedStep> delete() {
        return List.of(
                PlannedStep.of("delete-vm", 60).within(Duration.ofMinutes(30)).parking(),
                PlannedStep.of("delete-media", 20).parking(),
                PlannedStep.of("delete-rows", 20).parking());
    }
}
