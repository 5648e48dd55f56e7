package io.slipway.server.web.ui.jobs;

import io.slipway.server.job.Job;
import io.slipway.server.provision.TakenBack;
import io.slipway.server.words.TakenBackWords;
import java.util.List;

/** What goes when a job is stopped or cleaned up, VM by VM. */
record TakenBackView(Job job, List<TakenBack> goes, TakenBackWords words) {
    List<String> items(TakenBack one) {
        return words.items(job, one);
    }
}
