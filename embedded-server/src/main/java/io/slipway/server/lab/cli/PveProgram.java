package io.slipway.server.lab.cli;

import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.Faults;
import io.slipway.server.lab.pve.Invocation;
import io.slipway.server.lab.pve.PveError;
import io.slipway.server.lab.sh.Call;
import io.slipway.server.lab.sh.PipeClosed;
import io.slipway.server.lab.sh.Program;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What every Proxmox command has in common: root only, a cost, faults, errors to stderr and an exit code. */
final class PveProgram implements Program {
    /** The command itself. */
    @FunctionalInterface
    interface Action {
        int run(Call call, Invocation invocation) throws PveError, PipeClosed, InterruptedException;
    }

    private final String name;
    private final Cluster cluster;
    private final Action action;

    PveProgram(String name, Cluster cluster, Action action) {
        this.name = name;
        this.cluster = cluster;
        this.action = action;
    }

    @Override
    public int run(Call call) throws PipeClosed, InterruptedException {
        if (!call.process().account().isRoot()) {
            for (int i = 1; i <= 3; i++) {
                call.err().line("ipcc_send_rec[" + i + "] failed: Unknown error -1");
            }
            call.err().line("Unable to load access control list: Unknown error -1");
            return PveError.FAILED;
        }
        cluster.pause(cluster.timing().command());
        var troubles = cluster.faults().take(call.with(name, call.args()).text());
        var answer = before(troubles, call);
        if (answer != null) {
            call.out().print(answer.out());
            call.err().print(answer.err());
            return answer.code();
        }
        int code = act(call, invocation(call, troubles));
        if (troubles.stream().anyMatch(Faults.DropAfter.class::isInstance)) {
            call.process().breakConnection();
        }
        return code;
    }

    private Faults.@Nullable Answer before(List<Faults.Trouble> troubles, Call call) throws InterruptedException {
        Faults.Answer answer = null;
        for (var trouble : troubles) {
            switch (trouble) {
                case Faults.Answer given -> answer = given;
                case Faults.Delay delay -> cluster.pause(delay.time());
                case Faults.DropBefore drop -> {
                    call.process().breakConnection();
                    answer = new Faults.Answer(PveError.FAILED, "", "");
                }
                case Faults.Hang hang -> new CountDownLatch(1).await();
                case Faults.DropAfter drop -> {}
                case Faults.TaskFails fails -> {}
                case Faults.CloneCrash crash -> {}
            }
        }
        return answer;
    }

    private static Invocation invocation(Call call, List<Faults.Trouble> troubles) {
        String failure = null;
        boolean crash = false;
        for (var trouble : troubles) {
            if (trouble instanceof Faults.TaskFails fails) {
                failure = fails.text();
            }
            crash |= trouble instanceof Faults.CloneCrash;
        }
        return new Invocation(call.out(), call.err(), failure, crash);
    }

    private int act(Call call, Invocation invocation) throws PipeClosed, InterruptedException {
        try {
            return action.run(call, invocation);
        } catch (PveError e) {
            call.err().print(e.text() + (e.text().endsWith("\n\n") ? "" : "\n"));
            return e.code();
        }
    }

    /** Adds the usage line that follows a refused parameter. */
    static PveError withUsage(PveError.Parameter refused, String usage) {
        return new PveError(refused.code(), refused.text() + usage);
    }
}
