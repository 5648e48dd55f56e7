package io.slipway.server.web.admin;

import static io.slipway.server.web.Operation.Side.ADMIN;
import static io.slipway.server.web.Operation.Side.LAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.web.Access;
import io.slipway.server.web.Operation;
import io.slipway.server.web.live.Live;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps the page about ports and routes equal to what is served. Run with {@code -Dslipway.write-docs=true} to write it. */
class RouteDocTest {
    private static final Path PAGE =
            Path.of(System.getProperty("slipway.repository", "..")).resolve("docs/ports-and-routes.md");

    @TempDir
    Path folder;

    @Test
    void pageShowsEveryRouteAsItIsServed() throws IOException {
        List<Operation> operations;
        List<Operation> panel;
        try (var rig = new AdminRig(folder)) {
            operations = rig.operations();
            panel = rig.panel().stream().map(Route::operation).toList();
        }

        var page = page(operations, panel);
        if (Boolean.getBoolean("slipway.write-docs")) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE)
                .content()
                .as("stale; write it anew with -Dslipway.write-docs=true")
                .isEqualTo(page);
    }

    @Test
    void noRouteIsTwiceInTheTableAndOnlyLooksNeedTheLeastRole() {
        try (var rig = new AdminRig(folder)) {
            var seen = new HashSet<String>();
            for (var route :
                    Stream.concat(rig.routes().stream(), rig.panel().stream()).toList()) {
                // Two that differ in the names of their parameters only are one address.
                assertThat(seen.add(route.method() + " " + route.path().replaceAll("\\{[^}]+}", "{}")))
                        .as(route.path())
                        .isTrue();
                if (route.effect() == Route.Effect.CHANGES) {
                    assertThat(route.access()).as(route.path()).isIn(Access.OPERATE, Access.ADMIN);
                }
            }
        }
    }

    private static String page(List<Operation> operations, List<Operation> panel) {
        var page = new StringBuilder();
        page.append("""
                # Ports and routes

                This page is made from the server's own table of routes; a test fails when the two differ.

                | Listener | Address | Port | Protocol | For whom |
                |---|---|---|---|---|
                | admin | `127.0.0.1` and `[::1]` only | chosen at the start, written to `admin.json` in the data folder | HTTP | programs of this machine, by bearer token; its browser, by a one-time code and a cookie |
                | LAN | addresses of this machine that the operator chose; off otherwise | 8443 unless set | HTTPS, own authority, pinned by the discs | VMs, by their provisioning token |

                Health is answered by both listeners; it has no port of its own.

                Outgoing connections: SSH to the registered hosts, HTTPS to those that are registered with an API token or a certificate,
                and HTTP or HTTPS to the Syncthing whose address an administrator gave. Nothing else, and no telemetry.

                [api.md](api.md) says what each route takes, answers and refuses; `GET /api/v1/openapi.json` says the same to programs.

                Routes for programs take a bearer token and refuse the cookie; routes for pages take the cookie and refuse a bearer
                token. Pages send their page token in `X-Slipway-Page` with whatever changes something. There is no CORS: a preflight
                is refused like any other request of another site.

                The admin listener refuses a `Host` that is no loopback name, requests of other sites, bodies above 1 MiB other than files, unknown
                fields and unknown query parameters. Errors are `application/problem+json`. Every answer carries
                `Cache-Control: no-store` and an `x-correlation-id`. Each user may make 10 000 requests at once and 11 per second after
                that. Roles include those before them: READ, OPERATE, ADMIN. Requests that change something are written to the audit
                trail before they are carried out, and once more with their outcome. Times are UTC in ISO 8601.

                ## Admin listener

                | Method | Path | Role | Query | What |
                |---|---|---|---|---|
                """);
        rows(page, operations, ADMIN, operation -> operation.proof() != Operation.Proof.SESSION);
        page.append("""

                Pages, in this machine's browser:

                | Method | Path | Role | Query | What |
                |---|---|---|---|---|
                """);
        rows(page, operations, ADMIN, operation -> operation.proof() == Operation.Proof.SESSION);
        page.append("""

                ## Control panel

                Pages and parts of pages for people, by session; without one, a page says how to get one. What they show changes with
                the program, so programs use the routes above.

                | Method | Path | Role | Query | What |
                |---|---|---|---|---|
                """);
        rows(page, panel, ADMIN, operation -> true);
        page.append("""

                ## Streams

                As WebSockets, for programs with a bearer token and for pages with the cookie and their own `Origin`; a token in
                the address is refused. Messages are JSON texts of up to 8 KiB in each direction per frame. A socket of events lives 30
                minutes and says after 25 that it is time for the next one.

                | Method | Path | Role | Query | What |
                |---|---|---|---|---|
                """);
        Live.sockets()
                .forEach(socket -> page.append("| WS | `%s` | %s | %s| %s |\n"
                        .formatted(
                                socket.path(),
                                socket.access(),
                                socket.query().isEmpty() ? "" : socket.query() + " ",
                                socket.summary())));
        page.append("""

                ## Older interface

                The routes below `/api/commands`, `/api/agents` and `/api/nodes` are views for clients of an older interface: an agent is
                a registered host, a command is a job, and a node is a record whose VM the server fills in when the job ends, whether or
                not the client still waits.

                ## LAN listener

                Everything else is a 404.

                | Method | Path | Proof | Query | What |
                |---|---|---|---|---|
                """);
        rows(page, operations, LAN, operation -> true);
        return page.toString();
    }

    private static void rows(
            StringBuilder page, List<Operation> operations, Operation.Side side, Predicate<Operation> wanted) {
        operations.stream()
                .filter(operation -> operation.side() == side && wanted.test(operation))
                .forEach(operation -> row(page, operation));
    }

    private static void row(StringBuilder page, Operation operation) {
        page.append("| ")
                .append(operation.method())
                .append(" | `")
                .append(operation.path())
                .append("` | ")
                .append(proof(operation))
                .append(" | ")
                .append(String.join(", ", operation.query()))
                .append(operation.query().isEmpty() ? "| " : " | ")
                .append(operation.summary())
                .append(" |\n");
    }

    private static String proof(Operation operation) {
        return switch (operation.proof()) {
            case NONE -> "none";
            case BEARER, SESSION ->
                operation.access() == Access.OPEN ? "none" : operation.access().name();
            case GUEST -> "token";
            case LINK -> "the link";
        };
    }
}
