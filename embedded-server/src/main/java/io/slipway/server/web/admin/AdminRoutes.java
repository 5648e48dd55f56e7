package io.slipway.server.web.admin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.compat.CommandOrder;
import io.slipway.server.compat.CommandViews;
import io.slipway.server.compat.Commands;
import io.slipway.server.compat.Nodes;
import io.slipway.server.compat.TemplateMappings;
import io.slipway.server.syncthing.Syncthing;
import io.slipway.server.tenant.Refusals;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.AuthRoutes;
import io.slipway.server.web.HealthRoutes;
import io.slipway.server.web.Operation;
import io.slipway.server.web.RateLimit;
import io.slipway.server.web.live.Live;
import io.slipway.server.web.live.LiveLimits;
import io.slipway.server.web.live.LiveParts;
import io.slipway.server.web.openapi.ApiReference;
import io.slipway.server.web.ui.UiRoutes;
import io.slipway.server.web.ui.frame.Installation;
import io.slipway.server.web.ui.frame.UiParts;
import io.slipway.server.web.vm.VmRoutes;
import java.util.ArrayList;
import java.util.List;

/** All routes of the admin listener behind its guard. */
final class AdminRoutes {
    /** What serves all tenants at once is changed by the installation's own administrators only. */
    private static final List<String> INSTALLATION = List.of(
            "/api/v1/vault",
            "/api/v1/lan",
            "/api/v1/diagnostics",
            "/ui/vault",
            "/ui/settings/vault",
            "/ui/settings/network",
            "/ui/settings/diagnostics",
            "/ui/vault");

    private final AdminParts parts;
    private final RateLimit limit;
    private final AuditTrail audit;
    private final AdminGuard guard;
    private final UiRoutes ui;
    private final Live live;
    private final List<Route> table;
    private final List<Route> panel;
    private final ApiReference reference = new ApiReference(this::operations);

    AdminRoutes(AdminParts parts, RateLimit limit) {
        this(parts, limit, LiveLimits.USUAL);
    }

    AdminRoutes(AdminParts parts, RateLimit limit, LiveLimits streams) {
        this.parts = parts;
        this.limit = limit;
        this.audit = new AuditTrail(parts.auditLog(), parts.ids(), parts.clock());
        this.guard = new AdminGuard(
                parts.apiTokens(), parts.sessions(), new Refusals(parts.auditLog(), parts.ids(), parts.clock()));
        this.live = new Live(
                new LiveParts(parts.events(), parts.notices(), parts.jobs(), parts.jobLog(), parts.clock(), streams));
        var syncthing = new Syncthing(parts.database(), parts.secrets());
        var all = new ArrayList<>(table(parts, guard, live, syncthing));
        all.addAll(new DescriptionRoutes(reference).routes());
        this.table = List.copyOf(all);
        this.ui = new UiRoutes(uiParts(parts, syncthing, installation()));
        this.panel = ui.routes().stream().map(Route::of).toList();
    }

    /** The table: what is served and what is documented. Health and sign-in routes are shared with other listeners. */
    private static List<Route> table(AdminParts parts, AdminGuard guard, Live live, Syncthing syncthing) {
        var mappings = new TemplateMappings(parts.database());
        var routes = new ArrayList<Route>();
        routes.addAll(new SystemRoutes(parts).routes());
        routes.addAll(new DiagnosticRoutes(parts).routes());
        routes.addAll(new HostRoutes(parts.hosts(), parts.secrets()).routes());
        routes.addAll(new TemplateRoutes(parts.hosts(), mappings).routes());
        routes.addAll(new OnboardRoutes(parts.hosts(), parts.secrets()).routes());
        routes.addAll(new OrderRoutes(parts.provisioning()).routes());
        routes.addAll(new JobRoutes(parts).routes());
        routes.addAll(new VmRegistryRoutes(parts).routes());
        routes.addAll(new PowerRoutes(parts.powerControl()).routes());
        routes.addAll(new InventoryRoutes(parts).routes());
        routes.addAll(new RegistrationRoutes(parts).routes());
        routes.addAll(new SshRoutes(parts).routes());
        routes.addAll(new SyncthingRoutes(syncthing, parts.redactor()).routes());
        routes.addAll(new ProfileRoutes(parts.profiles()).routes());
        routes.addAll(new ProfileVersionRoutes(parts.profiles()).routes());
        routes.addAll(new PlaybookRoutes(parts.playbooks()).routes());
        routes.addAll(new GuestTokenRoutes(parts.guestTokens(), parts.guestReports()).routes());
        routes.addAll(new PayloadRoutes(parts).routes());
        routes.addAll(new ArtifactRoutes(parts.artifacts(), parts.downloads()).routes());
        routes.addAll(new ArtifactFileRoutes(parts.artifacts(), parts.downloads()).routes());
        routes.addAll(new LeaseRoutes(parts.leases(), parts.clock()).routes());
        routes.addAll(new LanRoutes(parts.lan()).routes());
        routes.addAll(new TokenRoutes(parts.apiTokens()).routes());
        routes.addAll(new VaultRoutes(parts.vault(), parts.jobs()::unfinishedRuns).routes());
        routes.addAll(new SecretRoutes(parts).routes());
        routes.addAll(new BackupRoutes(parts.backups()).routes());
        routes.addAll(new SessionRoutes(parts.sessions()).routes());
        routes.addAll(new AuditRoutes(parts.auditLog(), parts.clock()).routes());
        routes.addAll(new PageRoutes(parts.sessions(), guard).routes());
        routes.addAll(new LiveRoutes(live, parts.notices()).routes());
        var nodes = new Nodes(parts.database(), parts.ids(), parts.clock());
        var orders = new CommandOrder(parts.hosts(), parts.profiles(), mappings);
        var commands = new Commands(parts.hosts(), parts.vms(), parts.jobs(), parts.provisioning(), nodes, orders);
        routes.addAll(new CommandRoutes(commands, new CommandViews(parts.jobs(), parts.vms(), parts.hosts())).routes());
        routes.addAll(new NodeRoutes(nodes).routes());
        return List.copyOf(routes);
    }

    List<Route> table() {
        return table;
    }

    /** The control panel's pages. They are made for people and change with the program, so no document describes what they answer. */
    List<Route> panel() {
        return panel;
    }

    /** What both listeners serve. */
    List<Operation> operations() {
        var all = new ArrayList<Operation>();
        all.addAll(HealthRoutes.operations());
        all.addAll(AuthRoutes.operations());
        table.stream().map(Route::operation).forEach(all::add);
        all.addAll(VmRoutes.operations());
        return List.copyOf(all);
    }

    /** The description of what is served. */
    ApiReference reference() {
        return reference;
    }

    void addTo(RoutesConfig routes) {
        guard.addTo(routes);
        routes.beforeMatched(this::count);
        HealthRoutes.addTo(routes, parts.health());
        AuthRoutes.addTo(routes);
        table.forEach(route -> add(routes, route));
        panel.forEach(route -> add(routes, route));
        routes.after(ui.problems()::answer);
        routes.wsBeforeUpgrade(this::count);
        live.addTo(routes);
    }

    /** What stays open, and ends before the listener does. */
    Live live() {
        return live;
    }

    private Installation installation() {
        return new Installation(
                parts.dataFolder(),
                parts.lan(),
                parts.diagnostics(),
                parts.redactor(),
                reference::guide,
                id -> table.stream()
                        .filter(route -> route.contract().id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no operation " + id))
                        .handler());
    }

    private static UiParts uiParts(AdminParts parts, Syncthing syncthing, Installation installation) {
        return new UiParts(
                parts.version(),
                parts.ids(),
                parts.clock(),
                parts.database(),
                parts.vault(),
                parts.secrets(),
                parts.redactor(),
                parts.apiTokens(),
                parts.sessions(),
                parts.auditLog(),
                parts.health(),
                parts.endpoints(),
                parts.hosts(),
                parts.jobs(),
                parts.vms(),
                parts.provisioning(),
                parts.deletion(),
                parts.orderVault(),
                parts.guestTokens(),
                parts.guestReports(),
                parts.leases(),
                parts.artifacts(),
                parts.downloads(),
                parts.profiles(),
                parts.playbooks(),
                parts.events(),
                parts.notices(),
                parts.hostWatch(),
                parts.powerControl(),
                syncthing,
                installation);
    }

    /** Health answers stay free: whoever watches must not be told to go away. */
    private void count(Context context) {
        AdminGuard.known(context).ifPresent(caller -> limit.require(caller.tenant() + "/" + caller.userId()));
    }

    private void add(RoutesConfig routes, Route route) {
        route.operation().serve(routes, context -> serve(context, route));
    }

    private static void requireInstallation(Context context) {
        if (!AdminGuard.caller(context).tenant().equals(TenantId.DEFAULT)) {
            throw Problem.of(ProblemCode.FORBIDDEN, "This belongs to the installation, not to your tenant.")
                    .exception();
        }
    }

    private void serve(Context context, Route route) throws Exception {
        Parameters.refuseOthers(context, route.query());
        if (route.method() != Operation.Method.GET && INSTALLATION.stream().anyMatch(route.path()::startsWith)) {
            requireInstallation(context);
        }
        if (route.effect() == Route.Effect.CHANGES || AuditTrail.reveals(route, context)) {
            audit.around(route, context);
        } else {
            route.handler().handle(context);
        }
    }
}
