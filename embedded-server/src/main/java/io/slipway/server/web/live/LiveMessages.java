package io.slipway.server.web.live;

import io.slipway.server.base.Json;
import io.slipway.server.job.Job;
import io.slipway.server.job.LogLine;
import io.slipway.server.notice.Notice;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of what streams and answers have in common. */
public final class LiveMessages {
    private LiveMessages() {}

    /** A notification (requirements D.3) with its texts in a language. */
    public static ObjectNode notice(Notice notice, Locale language) {
        var json = Json.object()
                .put("id", notice.id())
                .put("title", notice.title(language))
                .put("title_key", notice.titleKey());
        notice.titleArguments().forEach(json.putArray("title_args")::add);
        json.put("message", notice.message(language))
                .put("level", notice.level().word())
                .put("category", notice.category().word())
                .put("created_at", notice.createdAt().toString())
                .put("updated_at", notice.updatedAt().toString())
                .put("read", notice.read());
        json.putObject("related_entity").put("type", notice.category().word()).put("id", notice.entity());
        var facts = notice.facts();
        var metadata = json.putObject("metadata")
                .put("state", notice.state().word())
                .put("needs_you", notice.needsYou())
                .put("host", facts.host().orElse(null))
                .put("code", facts.code().orElse(null));
        if (notice.category() == Notice.Category.JOB) {
            metadata.put("job_kind", facts.jobKind().orElse(null))
                    .put("user_id", facts.userId().orElse(null))
                    .put("first_vm", facts.firstVm().orElse(null))
                    .put("total", facts.total())
                    .put("succeeded", facts.succeeded())
                    .put("failed", facts.failed());
        }
        return json;
    }

    /** A line of a job's log. */
    public static ObjectNode line(LogLine line) {
        return Json.object()
                .put("seq", line.seq())
                .put("at", line.at().toString())
                .put("subject", line.subject().orElse(null))
                .put("text", line.text());
    }

    /** Where a job stands. */
    static ObjectNode status(Job job) {
        return Json.object()
                .put("state", job.state().name().toLowerCase(Locale.ROOT))
                .put("percent", job.percent())
                .put("total", job.total())
                .put("succeeded", job.succeeded())
                .put("failed", job.failed());
    }
}
