package io.slipway.server.web.ui.jobs;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.provision.TakenBack;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import io.slipway.server.words.JobWords;
import io.slipway.server.words.TakenBackWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The list of jobs, one job with its log, and what can be done with it. */
public final class JobPages {
    private static final String ONE = PageFrame.Place.JOBS.path() + "/{job}";
    /** A VM's own reports change the page, too. */
    private static final String LIVE = "jobs,vms";
    /** Which part of the page a script reads again; the log lies outside of it and grows by itself. */
    private static final String LIVE_PART = "live";

    private final UiParts parts;
    private final Pages pages;
    private final JobLook.Reader looks;

    public JobPages(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
        this.looks = new JobLook.Reader(parts);
    }

    public List<UiPage> routes() {
        return List.of(
                UiPage.show(PageFrame.Place.JOBS.path(), "jobs, what needs the operator first", this::list)
                        .with("q", "state", "show"),
                UiPage.show(ONE, "one job: its steps VM by VM, its problems, its log", this::show)
                        .with("vm", "of", "level", "find", "line"),
                UiPage.show(ONE + "/log", "the lines that came after a position, as a part of a page", this::lines)
                        .with("after", "of", "level", "find"),
                UiPage.show(
                                ONE + "/takes-back",
                                "what goes when the job is stopped, as a part of a page",
                                this::takesBack)
                        .forThose(Access.OPERATE),
                UiPage.show(ONE + "/log.txt", "a job's whole log as a text file", this::download),
                UiPage.send(ONE + "/cancel", Access.OPERATE, "stop a job and take back what it made", this::cancel),
                UiPage.send(ONE + "/retry", Access.OPERATE, "go on with what failed", this::retry));
    }

    private void list(Context context) {
        var asked = JobList.Asked.of(context);
        var seen = pages.situation(context);
        var frame = pages.around(context, PageFrame.Place.JOBS, LIVE, seen);
        var view = JobList.read(parts.jobs().board(), AdminGuard.caller(context).tenant(), frame, asked, seen);
        pages.show(context, "jobs/list.jte", frame, Map.of("view", view));
    }

    private void show(Context context) {
        var caller = AdminGuard.caller(context);
        var asked = LogAsked.of(context);
        var seen = pages.situation(context);
        var look = looks.read(caller, context.pathParam("job"), LogAsked.word(context, "vm"), seen);
        var words = new JobWords(pages.part(context).text("jobs"));
        var frame = pages.around(context, PageFrame.Place.JOBS, words.title(look.job(), look.firstVm()), LIVE, seen);
        var model = new HashMap<String, Object>();
        model.put("view", new JobView(frame, look));
        // What is read again at each event is not the log.
        if (!LIVE_PART.equals(context.header("HX-Target"))) {
            var window =
                    LogWindow.read(parts.jobs(), caller.tenant(), look.job().id(), asked);
            model.put("log", new LogView(frame, look, asked, window));
        }
        pages.show(context, "jobs/job.jte", frame, model);
    }

    private void lines(Context context) {
        var caller = AdminGuard.caller(context);
        // Before the lines: a job that has ended by now wrote all its lines before.
        var look = looks.read(caller, context.pathParam("job"), clock());
        var window = LogWindow.after(
                parts.jobs(),
                caller.tenant(),
                look.job().id(),
                LogAsked.of(context),
                LogAsked.number(context, "after", 0));
        var frame = pages.part(context);
        context.header("Slipway-Log-Last", String.valueOf(window.last()))
                .header("Slipway-Log-Over", String.valueOf(look.silent() && window.end()));
        pages.show(
                context,
                "jobs/lines.jte",
                frame,
                Map.of("log", new LogView(frame, look, LogAsked.of(context), window)));
    }

    /** Read when somebody asks for it: the steps of hundreds of VMs are looked at for it. */
    private void takesBack(Context context) {
        var tenant = AdminGuard.caller(context).tenant();
        var job = parts.jobs().require(tenant, context.pathParam("job"));
        var frame = pages.part(context);
        var goes = TakenBack.of(parts.jobs().runs(tenant, job.id()));
        var view = new TakenBackView(job, goes, new TakenBackWords(frame.text("jobs")));
        pages.show(context, "jobs/takesBack.jte", frame, Map.of("view", view));
    }

    private void download(Context context) throws IOException {
        var tenant = AdminGuard.caller(context).tenant();
        var job = parts.jobs().require(tenant, context.pathParam("job"));
        context.contentType("text/plain; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"slipway-job-" + job.id() + ".txt\"");
        try (var out = context.outputStream()) {
            long after = 0;
            while (after >= 0) {
                var more = parts.jobs().log(tenant, job.id(), after, LogWindow.PAGE);
                for (var line : more) {
                    out.write(LogView.asText(line).getBytes(StandardCharsets.UTF_8));
                }
                after = more.size() < LogWindow.PAGE ? -1 : more.getLast().seq();
            }
        }
    }

    private void cancel(Context context) {
        nothingSent(context);
        parts.jobs().cancel(AdminGuard.caller(context).tenant(), context.pathParam("job"));
        said(context, "said.cancel");
    }

    private void retry(Context context) {
        nothingSent(context);
        parts.provisioning().retry(AdminGuard.caller(context), context.pathParam("job"));
        said(context, "said.retry");
    }

    private static void nothingSent(Context context) {
        if (!Json.parseObject(context.body()).isEmpty()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "This takes an empty document.")
                    .exception();
        }
    }

    private void said(Context context, String key) {
        var words = pages.part(context).text("webjobs");
        Answers.json(context, Json.object().put("say", words.get(key)));
    }

    private Instant clock() {
        return parts.clock().instant();
    }
}
