package io.slipway.server.web.vm;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.slipway.server.artifact.ArtifactScope;
import io.slipway.server.artifact.DownloadGrant;
import io.slipway.server.artifact.DownloadRequest;
import io.slipway.server.artifact.Downloads;
import io.slipway.server.artifact.OpenDownload;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.guest.GuestToken;
import io.slipway.server.guest.PresentedToken;
import io.slipway.server.web.Access;
import io.slipway.server.web.Answers;
import io.slipway.server.web.Contract;
import io.slipway.server.web.Operation;
import io.slipway.server.web.Requests;
import io.slipway.server.web.WebServer;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Links to assigned files, and the files (requirements B.8).
 *
 * <p>A file is sent in parts when asked; the deadline of the listener then holds for each chunk instead of the whole. There is
 * no redirect: every link leads to this listener. One VM has few places, so that it keeps no other from its files.
 */
final class ArtifactDownloadRoutes {
    private static final String RESOLVE = "/api/v1/artifacts/resolve-download";
    private static final Operation ASK = new Operation(
            Operation.Side.LAN,
            Operation.Method.POST,
            RESOLVE,
            Operation.Proof.GUEST,
            Access.OPEN,
            Set.of(),
            "a VM asks for a link to a file that is assigned to it",
            Contract.of("guest.resolveDownload")
                    .takes("LinkAsked")
                    .answers("LinkGranted")
                    .refuses(
                            ProblemCode.TOKEN_INVALID,
                            ProblemCode.VM_UUID_MISMATCH,
                            ProblemCode.VM_NOT_REGISTERED,
                            ProblemCode.VM_INACTIVE,
                            ProblemCode.VM_OWNER_MISMATCH,
                            ProblemCode.LEASE_NOT_FOUND,
                            ProblemCode.LEASE_INACTIVE,
                            ProblemCode.LEASE_EXPIRED,
                            ProblemCode.LEASE_OWNER_MISMATCH,
                            ProblemCode.LICENSE_INACTIVE,
                            ProblemCode.ENTITLEMENT_REQUIRED,
                            ProblemCode.MODULE_NOT_ALLOWED,
                            ProblemCode.MODULE_MISMATCH,
                            ProblemCode.ARTIFACT_ASSIGNMENT_NOT_FOUND,
                            ProblemCode.ARTIFACT_RELEASE_NOT_ACTIVE,
                            ProblemCode.ARTIFACT_OBJECT_NOT_FOUND,
                            ProblemCode.ARTIFACTS_CONFIG_ERROR));
    private static final Operation FETCH = new Operation(
            Operation.Side.LAN,
            Operation.Method.GET,
            Downloads.PATH + "{signed}",
            Operation.Proof.LINK,
            Access.OPEN,
            Set.of(),
            "the file of a signed link, for five minutes and as long as its lease; in parts when asked",
            Contract.of("guest.file")
                    .sends("application/octet-stream")
                    .headers("ETag", "Content-Disposition", "Accept-Ranges")
                    .sends(206, "application/octet-stream")
                    .headers("ETag", "Content-Disposition", "Accept-Ranges", "Content-Range")
                    .refuses(
                            ProblemCode.LINK_INVALID,
                            ProblemCode.RANGE_NOT_SATISFIABLE,
                            ProblemCode.LEASE_INACTIVE,
                            ProblemCode.LEASE_EXPIRED,
                            ProblemCode.LEASE_NOT_FOUND,
                            ProblemCode.ARTIFACT_RELEASE_NOT_ACTIVE,
                            ProblemCode.ARTIFACT_OBJECT_NOT_FOUND,
                            ProblemCode.ARTIFACTS_CONFIG_ERROR));
    private static final Set<String> FIELDS =
            Set.of(GuestCalls.TOKEN, "lease_token", "vm_uuid", "module", "platform", "channel");
    /** What a guest begins with, and the names under which validating its token offers it. */
    private static final List<String> OFFERED = List.of("bootstrap", "app");

    private static final int CHUNK = 128 << 10;
    private static final int MOST_AT_ONCE = 64;
    private static final int MOST_OF_ONE_VM = 4;
    private static final Duration LONGEST = Duration.ofHours(2);

    private final Downloads downloads;
    private final GuestCalls calls;
    private final Supplier<List<URI>> ownAddresses;
    private final DownloadPlaces places = new DownloadPlaces(MOST_AT_ONCE, MOST_OF_ONE_VM);

    ArtifactDownloadRoutes(Downloads downloads, GuestCalls calls, Supplier<List<URI>> ownAddresses) {
        this.downloads = downloads;
        this.calls = calls;
        this.ownAddresses = ownAddresses;
    }

    static List<Operation> operations() {
        return List.of(ASK, FETCH);
    }

    void addTo(RoutesConfig routes) {
        ASK.serve(routes, this::resolve);
        FETCH.serve(routes, this::send);
    }

    /** Whether requests to this path are counted here. */
    boolean counts(String path) {
        return path.equals(RESOLVE) || path.startsWith(Downloads.PATH);
    }

    private void resolve(Context context) {
        var grant = downloads.resolve(Requests.peer(context), () -> request(context));
        Answers.json(
                context,
                Json.object()
                        .put("download_url", grant.url().toString())
                        .put("url_expires_at", grant.expiresAt().toString())
                        .put("release_id", grant.release().id())
                        .put("version", grant.release().version())
                        .put("sha256", grant.release().digest())
                        .put("size_bytes", grant.release().size()));
    }

    private DownloadRequest request(Context context) {
        var sent = calls.sent(context, FIELDS);
        var document = sent.document();
        return new DownloadRequest(
                sent.token(),
                Requests.requiredText(document, "vm_uuid"),
                Requests.text(document, "lease_token"),
                new ArtifactScope(
                        Requests.requiredText(document, "module"),
                        Requests.text(document, "platform").orElse(ArtifactScope.USUAL_PLATFORM),
                        Requests.text(document, "channel").orElse(ArtifactScope.USUAL_CHANNEL)),
                base(context));
    }

    /** The address of ours that the guest used. Its {@code Host} chooses among our own addresses and cannot bring another. */
    private Optional<URI> base(Context context) {
        var own = ownAddresses.get();
        var host = Optional.ofNullable(context.header("Host")).orElse("");
        return own.stream()
                .filter(url -> url.getAuthority().equalsIgnoreCase(host))
                .findFirst()
                .or(() -> own.stream().findFirst());
    }

    /** Adds what the guest of an accepted token begins with to the answer. */
    void offer(Context context, GuestToken guest, PresentedToken token, ObjectNode answer) {
        for (var module : OFFERED) {
            var scope = new ArtifactScope(module, ArtifactScope.USUAL_PLATFORM, ArtifactScope.USUAL_CHANNEL);
            downloads
                    .offer(guest, token, scope, base(context), Requests.peer(context))
                    .ifPresent(grant -> offer(answer, module, grant));
        }
    }

    private static void offer(ObjectNode answer, String module, DownloadGrant grant) {
        answer.put(module + "_url", grant.url().toString())
                .put(module + "_sha256", grant.release().digest());
    }

    private void send(Context context) throws IOException {
        var download = calls.countedAddress(context, () -> downloads.open(context.pathParam("signed")));
        try (var channel = download.channel()) {
            calls.count(download.leaseId());
            try (var place = places.take(download.vm())) {
                send(context, download);
            }
        }
    }

    private static void send(Context context, OpenDownload download) throws IOException {
        var release = download.release();
        var tag = "\"" + release.digest() + "\"";
        context.header("Accept-Ranges", "bytes")
                .header("ETag", tag)
                .header("Content-Disposition", "attachment; filename=\"" + release.fileName() + "\"");
        boolean changed = Optional.ofNullable(context.header("If-Range"))
                .filter(known -> !known.equals(tag))
                .isPresent();
        var wanted = changed ? Optional.<String>empty() : Optional.ofNullable(context.header("Range"));
        switch (ByteRange.of(wanted, release.size())) {
            case ByteRange.Wish.Whole whole -> copy(context, download, new ByteRange(0, release.size() - 1));
            case ByteRange.Wish.Part part -> {
                context.status(206).header("Content-Range", contentRange(part.range(), release.size()));
                copy(context, download, part.range());
            }
            case ByteRange.Wish.Outside outside -> {
                context.header("Content-Range", "bytes */" + release.size());
                throw Problem.of(
                                ProblemCode.RANGE_NOT_SATISFIABLE,
                                "The file has " + release.size() + " bytes, and none of them was asked for.")
                        .exception();
            }
        }
    }

    private static String contentRange(ByteRange range, long size) {
        return "bytes " + range.first() + "-" + range.last() + "/" + size;
    }

    /** A file that is shorter than its row says breaks the connection off, so that the guest does not take it for whole. */
    private static void copy(Context context, OpenDownload download, ByteRange range) throws IOException {
        context.contentType("application/octet-stream");
        context.res().setContentLengthLong(range.length());
        var out = context.res().getOutputStream();
        var channel = download.channel().position(range.first());
        var chunk = ByteBuffer.allocate(CHUNK);
        for (long left = range.length(); left > 0; left -= chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK, left));
            while (chunk.hasRemaining()) {
                if (channel.read(chunk) < 0) {
                    throw new IOException(
                            "the file of the release " + download.release().id() + " is too short");
                }
            }
            WebServer.alive(context, LONGEST);
            out.write(chunk.array(), 0, chunk.limit());
        }
        out.flush();
    }
}
