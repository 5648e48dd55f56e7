package io.slipway.server.words;

import io.slipway.server.job.Job;
import io.slipway.server.provision.Deletion;
import io.slipway.server.provision.TakenBack;
import io.slipway.server.text.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Says in the operator's words what goes when a job is stopped or cleaned up.
 *
 * @param jobs the bundle {@code jobs}
 */
public record TakenBackWords(Text jobs) {
    /** What goes of one VM, a line for each thing. */
    public List<String> items(Job job, TakenBack one) {
        if (job.kind().equals(Deletion.JOB_KIND)) {
            return List.of(jobs.get("takes.deletion"));
        }
        var items = new ArrayList<String>();
        if (one.vmId().isPresent()) {
            items.add(jobs.get("takes.vm", String.valueOf(one.vmId().getAsInt())));
        }
        one.disc().ifPresent(volume -> items.add(jobs.get("takes.disc", volume)));
        if (one.token()) {
            items.add(jobs.get("takes.token"));
        }
        items.add(jobs.get(items.isEmpty() ? "takes.nothing" : "takes.names"));
        return items;
    }
}
