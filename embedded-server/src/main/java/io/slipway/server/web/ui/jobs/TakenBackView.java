package io.slipway.server.web.ui.jobs;

import io.slipway.server.job.Job;
import io.slipway.server.provision.Deletion;
import io.slipway.server.provision.TakenBack;
import io.slipway.server.text.Text;
import io.slipway.server.workflow.RunView;
import java.util.ArrayList;
import java.util.List;

/** What goes when a job is stopped or cleaned up, VM by VM, in the operator's words. */
record TakenBackView(Job job, List<TakenBack> goes, Text jobs) {
    static TakenBackView of(Job job, List<RunView> runs, Text jobs) {
        return new TakenBackView(job, TakenBack.of(runs), jobs);
    }

    List<String> items(TakenBack one) {
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
