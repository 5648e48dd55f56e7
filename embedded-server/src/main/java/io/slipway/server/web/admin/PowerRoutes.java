package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.FOREIGN_OBJECT;
import static io.slipway.server.base.ProblemCode.HOST_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.VM_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.ProblemSets.HOST_WORK;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.provision.PowerAction;
import io.slipway.server.provision.PowerControl;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Power of VMs of ours (requirements D.4). */
final class PowerRoutes {
    private final PowerControl power;

    PowerRoutes(PowerControl power) {
        this.power = power;
    }

    List<Route> routes() {
        return Arrays.stream(PowerAction.values())
                .map(action -> Route.post(
                                "/api/v1/vms/{vm}/" + action.word(),
                                OPERATE,
                                summary(action),
                                context -> submit(context, action))
                        .as("vms." + action.word())
                        .mayTake("Nothing")
                        .answers(202, "JobStarted")
                        .headers("Location")
                        .refuses(HOST_WORK)
                        .refuses(VM_NOT_FOUND, HOST_NOT_FOUND, WRONG_STATE, FOREIGN_OBJECT))
                .toList();
    }

    private static String summary(PowerAction action) {
        return switch (action) {
            case START -> "give a VM power";
            case SHUTDOWN -> "ask a VM's guest to shut down";
            case STOP -> "take a VM's power away";
            case RESET -> "take a VM's power away and give it again";
        };
    }

    private void submit(Context context, PowerAction action) {
        RequestDocument.optional(context, Set.of()).check();
        var job = power.submit(AdminGuard.caller(context), Parameters.word(context, "vm"), action);
        Answers.json(
                context.header("Location", "/api/v1/jobs/" + job),
                202,
                Json.object().put("job_id", job));
    }
}
