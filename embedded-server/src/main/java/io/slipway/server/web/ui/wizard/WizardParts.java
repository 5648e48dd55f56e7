package io.slipway.server.web.ui.wizard;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.slipway.server.base.Caller;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.disc.DiscOrder;
import io.slipway.server.disc.DiscPreview;
import io.slipway.server.disc.PreviewFile;
import io.slipway.server.draft.AddressList;
import io.slipway.server.draft.Draft;
import io.slipway.server.draft.Earlier;
import io.slipway.server.draft.OrderCommand;
import io.slipway.server.draft.PlanWords;
import io.slipway.server.draft.ProfileOption;
import io.slipway.server.host.Host;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.provision.OrderPlan;
import io.slipway.server.provision.OrderedDisc;
import io.slipway.server.provision.ProvisionOrder;
import io.slipway.server.provision.TemplateLint;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.Requests;
import io.slipway.server.web.ui.frame.Look;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the steps of the wizard ask while they are filled in. A host may take seconds or not answer at all, so none of it is part of
 * a page; a script sends the draft and puts the answer into its place.
 */
final class WizardParts {
    private final UiParts parts;
    private final Pages pages;
    private final HostLooks looks;
    private final DiscPreview preview;

    WizardParts(UiParts parts, Pages pages, HostLooks looks) {
        this.parts = parts;
        this.pages = pages;
        this.looks = looks;
        this.preview = new DiscPreview(parts.endpoints());
    }

    List<UiPage> routes() {
        return List.of(
                ask("/hosts", "the hosts to choose from, asked now, the best first", this::hosts),
                ask("/templates", "the templates of the chosen host and how they stand", this::templates),
                ask("/profile", "what the chosen profile sets, and what of it will be ignored", this::profile),
                ask("/check", "names of a draft, and what stands in its way", this::check),
                ask("/list", "the rows of a pasted list of names and addresses", WizardParts::list),
                ask("/plan", "exactly what the order of a draft will do", this::plan));
    }

    private static UiPage ask(String path, String summary, Handler handler) {
        return UiPage.ask(WizardAddress.PATH + path, summary, handler).forThose(Access.OPERATE);
    }

    /** The key under which an order of this session's user is remembered; other users' keys mean nothing to him. */
    static String key(Caller caller, WizardAddress sent) {
        if (sent.order().isEmpty()) {
            throw Requests.wrong("order", "is required");
        }
        return caller.userId() + ":pages:" + sent.order();
    }

    static WizardStep step(Context context) {
        return WizardStep.find(context.pathParam("step"))
                .orElseThrow(() -> Problem.of(ProblemCode.BAD_REQUEST, "There is no such step.")
                        .exception());
    }

    private void hosts(Context context) {
        var sent = WizardAddress.sent(context, WizardStep.HOST, "again");
        var frame = pages.part(context);
        var all = parts.hosts().list(AdminGuard.caller(context).tenant());
        var rows = HostRows.asked(frame, all, parts.hosts(), sent.draft().get(Draft.Key.HOST));
        pages.show(context, "wizard/hosts.jte", frame, Map.of("view", rows));
    }

    private Host host(Context context, Draft draft) {
        return parts.hosts().require(AdminGuard.caller(context).tenant(), draft.get(Draft.Key.HOST));
    }

    private void templates(Context context) {
        var draft = WizardAddress.sent(context, WizardStep.TEMPLATE, "again").draft();
        var frame = pages.part(context);
        try {
            var host = host(context, draft);
            // Whoever looks at the list looks at what is there now; the later steps live off this look.
            var rows = TemplateRows.of(frame, host, looks.again(host), draft.get(Draft.Key.TEMPLATE));
            pages.show(context, "wizard/templates.jte", frame, Map.of("view", rows));
        } catch (SlipwayException e) {
            failed(context, frame, e.problem(), "templates");
        }
    }

    private void failed(Context context, PageFrame frame, Problem problem, String part) {
        var words = ProblemWords.of(frame.look().language());
        pages.show(
                context,
                "wizard/failed.jte",
                frame,
                Map.of("said", words.line(problem), "next", words.nextStep(problem), "part", part));
    }

    private void profile(Context context) {
        var draft = WizardAddress.sent(context, WizardStep.PROFILE, "again").draft();
        var frame = pages.part(context);
        try {
            var caller = AdminGuard.caller(context);
            var wanted = draft.get(Draft.Key.PROFILE);
            var document = parts.profiles().named(caller, wanted);
            var own = parts.profiles()
                    .stored(caller, wanted)
                    .map(StoredProfile::id)
                    .orElse("");
            var template = looks.known(host(context, draft))
                    .flatMap(seen -> seen.template(draft.get(Draft.Key.TEMPLATE)))
                    .map(TemplateLint.Health::template);
            var shown = ProfileShown.of(frame, own, document, template, preview);
            pages.show(context, "wizard/profileShown.jte", frame, Map.of("view", shown));
        } catch (SlipwayException e) {
            failed(context, frame, e.problem(), "profile-shown");
        }
    }

    private void check(Context context) {
        var draft = WizardAddress.sent(context, WizardStep.NETWORK, "again").draft();
        var frame = pages.part(context);
        pages.show(context, "wizard/check.jte", frame, Map.of("view", checked(context, frame, draft)));
    }

    private CheckView checked(Context context, PageFrame frame, Draft draft) {
        var caller = AdminGuard.caller(context);
        var profiles = ProfileOption.all(parts.profiles(), caller);
        boolean windows = WizardPages.windows(draft, profiles);
        var names = List.<String>of();
        try {
            names = draft.names(windows);
            var tried = complete(draft, profiles);
            if (!tried.plannable()) {
                return CheckView.fine(frame, names, false, List.of());
            }
            var plan = parts.provisioning().preview(caller, tried.order());
            return CheckView.fine(frame, names, true, bridges(plan.host()));
        } catch (SlipwayException e) {
            return CheckView.blocked(frame, names, e.problem(), free(context, draft, e.problem(), windows), List.of());
        }
    }

    /** Sizes can be held against the host before a profile is chosen: the usual one stands in for it. */
    private static Draft complete(Draft draft, List<ProfileOption> profiles) {
        return draft.has(Draft.Key.PROFILE)
                ? draft
                : profiles.stream()
                        .filter(ProfileOption::usual)
                        .findFirst()
                        .map(option -> draft.with(Draft.Key.PROFILE, option.word()))
                        .orElse(draft);
    }

    private List<String> bridges(Host host) {
        return parts.hosts().recent(host).bridges();
    }

    /** The number with which the names are free, when those that are wanted are not. */
    private String free(Context context, Draft draft, Problem problem, boolean windows) {
        if (problem.code() != ProblemCode.VM_NAME_TAKEN || !CheckView.numbered(draft)) {
            return "";
        }
        try {
            var names = looks.again(host(context, draft)).names();
            var found = draft.firstFree(names, windows).get(Draft.Key.FIRST);
            return found.isEmpty() ? "1" : found;
        } catch (SlipwayException e) {
            return "";
        }
    }

    /** The rule of lists is the server's; the table in the page only shows what it makes of one. */
    private static void list(Context context) {
        var document = Requests.object(context, Set.of("lines"));
        var list = parsed(Requests.text(document, "lines").orElse(""));
        int count = list.names().size();
        if (count > ProvisionOrder.MOST_VMS) {
            var words = Text.of("webwizard", Look.of(context).language());
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "",
                            List.of(new FieldError(
                                    "/lines",
                                    words.get(
                                            "paste.tooMany",
                                            String.valueOf(count),
                                            String.valueOf(ProvisionOrder.MOST_VMS)))))
                    .exception();
        }
        var answer = Json.object();
        var rows = answer.putArray("rows");
        for (int i = 0; i < list.names().size(); i++) {
            rows.addArray()
                    .add(list.names().get(i))
                    .add(list.addresses().isEmpty() ? "" : list.addresses().get(i));
        }
        Answers.json(context, answer);
    }

    /** The whole list is one field: its wrong lines are said below it, the first of them first. */
    private static AddressList parsed(String lines) {
        try {
            return AddressList.parse(lines);
        } catch (SlipwayException e) {
            var errors = e.problem().errors().reversed().stream()
                    .map(error -> new FieldError("/lines", error.message()))
                    .toList();
            throw Problem.of(ProblemCode.BAD_REQUEST, "", errors).exception();
        }
    }

    private void plan(Context context) {
        var sent = WizardAddress.sent(context, WizardStep.REVIEW, "again");
        var frame = pages.part(context);
        pages.show(
                context,
                "wizard/plan.jte",
                frame,
                Map.of("view", planned(AdminGuard.caller(context), frame, sent), "address", sent));
    }

    private PlanView planned(Caller caller, PageFrame frame, WizardAddress sent) {
        try {
            var order = sent.draft().order();
            var given = parts.provisioning().ordered(caller, order, key(caller, sent));
            if (given.isPresent()) {
                return new PlanView.Given(given.get(), frame.text("webwizard"));
            }
            var plan = parts.provisioning().preview(caller, order);
            return new PlanView.Ready(
                    frame,
                    plan,
                    plan.profile().map(document -> document.profile().name()).orElse(""),
                    PlanWords.reports(plan) && !parts.endpoints().get().reachable(),
                    Earlier.of(parts.jobs(), caller.tenant(), plan),
                    files(plan),
                    sent.document(),
                    OrderCommand.of(sent.draft()));
        } catch (SlipwayException e) {
            return new PlanView.Blocked(sent, e.problem(), frame);
        }
    }

    /** The files of the first VM, made with stand-ins for every secret. */
    private List<PreviewFile> files(OrderPlan plan) {
        var first = plan.vms().getFirst();
        var disc = plan.profile()
                .filter(document -> first.kind().isPresent())
                .map(document -> DiscOrder.of(new OrderedDisc(first, document, plan.playbook(), false)));
        return disc.flatMap(order -> shown(preview.show(order))).orElse(List.of());
    }

    private static Optional<List<PreviewFile>> shown(DiscPreview.Result result) {
        return switch (result) {
            case DiscPreview.Shown done -> Optional.of(done.files());
            case DiscPreview.Refused refused -> Optional.empty();
        };
    }
}
