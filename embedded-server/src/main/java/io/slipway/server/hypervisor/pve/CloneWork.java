package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.CloneOrder;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes a clone exactly once. */
final class CloneWork {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern STORAGE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,98}[A-Za-z0-9]");
    private static final int LONGEST_TEXT = 8 << 10;

    private final PveReads reads;
    private final Operations operations;
    private final HalfClone half;
    private final DestroyWork destroy;
    private final Pace pace;

    CloneWork(PveReads reads, Operations operations, HalfClone half, DestroyWork destroy, Pace pace) {
        this.reads = reads;
        this.operations = operations;
        this.half = half;
        this.destroy = destroy;
        this.pace = pace;
    }

    void run(CloneOrder order, OperationLog log) {
        check(order);
        try {
            pace.patientlyDo(() -> once(order, log));
        } catch (SlipwayException e) {
            if (e.problem().code() == ProblemCode.CANCELLED) {
                undo(order, e);
            }
            throw e;
        }
    }

    /** What cannot be undone now is left to the caller's clean-up, which knows the marker too. */
    private void undo(CloneOrder order, SlipwayException cancelled) {
        try {
            destroy.afterCancel(order.id(), order.marker());
        } catch (SlipwayException left) {
            cancelled.addSuppressed(left);
        }
    }

    private static void check(CloneOrder order) {
        if (!NAME.matcher(order.name()).matches()) {
            throw Problem.of(ProblemCode.INVALID_NAME, "A VM's name has letters, digits and inner hyphens, at most 63.")
                    .exception();
        }
        if (order.storage().isPresent()
                && (!order.full() || !STORAGE.matcher(order.storage().get()).matches())) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            order.full()
                                    ? "That is not a storage name."
                                    : "A linked clone stays on the template's storage; it cannot have another one.")
                    .exception();
        }
    }

    private void once(CloneOrder order, OperationLog log) {
        var id = order.id();
        var step = HalfClone.step(id);
        var found = reads.config(id);
        if (found.isPresent() && !found.get().halfClone()) {
            adopt(found.get(), order, log);
            return;
        }
        if (found.isPresent() && !half.ours(id, order.marker())) {
            throw taken(id);
        }
        var template = template(order.template());
        var before = operations.state(order.marker(), step);
        if (before != Operations.State.RUNNING && before != Operations.State.STARTING) {
            if (found.isPresent()) {
                half.remove(id, order.marker());
            } else if (before != Operations.State.NONE) {
                operations.forget(order.marker(), step);
            }
            if (log.cancelled()) {
                throw Operations.cancelled();
            }
            operations.begin(order.marker(), step, new Operation.Clone(order, description(order.marker(), template)));
        }
        finish(order, operations.follow(order.marker(), step, pace.options().stall(), progress(template, log)), log);
    }

    /** The state decides, not the exit code. */
    private void finish(CloneOrder order, Operations.End end, OperationLog log) {
        var made = reads.config(order.id());
        if (made.isPresent() && !made.get().halfClone() && isOurs(made.get(), order.marker())) {
            adopt(made.get(), order, log);
            return;
        }
        var problem = HostWords.problem(
                ProblemCode.CLONE_FAILED,
                "The clone of VM " + order.template() + " to " + order.id() + " failed",
                end.tail(),
                end.exitCode().isEmpty() ? "the host stopped it without a word" : end.words());
        if (made.isEmpty() || problem.code() == ProblemCode.VMID_TAKEN || !half.ours(order.id(), order.marker())) {
            // Nothing of ours is left, so nothing may later be taken for ours.
            operations.forget(order.marker(), HalfClone.step(order.id()));
        }
        throw problem.exception();
    }

    private void adopt(VmConfig config, CloneOrder order, OperationLog log) {
        if (!isOurs(config, order.marker())) {
            throw taken(order.id());
        }
        operations.forget(order.marker(), HalfClone.step(order.id()));
        log.percent(100);
    }

    private static boolean isOurs(VmConfig config, RunMarker marker) {
        return !config.template() && config.marker().filter(marker::equals).isPresent();
    }

    private static SlipwayException taken(VmId id) {
        return Problem.of(ProblemCode.VMID_TAKEN, "Somebody else has the number " + id + " on this host.")
                .exception();
    }

    private VmConfig template(VmId id) {
        return reads.config(id).filter(VmConfig::template).orElseThrow(() -> Problem.of(
                        ProblemCode.TEMPLATE_NOT_FOUND, "The host has no template " + id + " on this node.")
                .exception());
    }

    /** Our mark first, then the template's text without marks of earlier runs: it may itself come from a VM of ours. */
    static String description(RunMarker marker, VmConfig template) {
        var text = template.get("description")
                .orElse("")
                .lines()
                .filter(line -> RunMarker.in(line).isEmpty())
                .collect(Collectors.joining("\n"))
                .replace("\0", "")
                .strip();
        var kept = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        return kept.isEmpty() ? marker.description() : marker.description() + "\n" + wholeCharacters(kept);
    }

    private static String wholeCharacters(String text) {
        return text.codePoints()
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static OperationLog progress(VmConfig template, OperationLog log) {
        var progress = new CloneProgress(template);
        return new OperationLog() {
            @Override
            public void line(String text) {
                log.line(text);
                log.percent(Math.min(99, progress.after(text)));
            }

            @Override
            public void percent(int percent) {
                log.percent(percent);
            }

            @Override
            public boolean cancelled() {
                return log.cancelled();
            }
        };
    }
}
