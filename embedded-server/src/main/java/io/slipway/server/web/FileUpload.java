package io.slipway.server.web;

import io.javalin.http.Context;
import io.slipway.server.artifact.ArtifactStore;
import io.slipway.server.artifact.Artifacts;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that is the whole body of a request, on its way into the store of artifacts. It is never held in memory. */
public final class FileUpload {
    /** What a request with a file in it is. */
    public static final String MEDIA_TYPE = "application/octet-stream";

    private static final Logger LOG = LoggerFactory.getLogger(FileUpload.class);
    private static final Duration LONGEST = Duration.ofHours(2);
    private static final long MOST_DRAINED = 16L << 20;

    private FileUpload() {}

    /**
     * Receives it.
     *
     * @param digest as the sender announced it, 64 hex digits in lower case
     * @throws io.slipway.server.base.SlipwayException UNSUPPORTED_MEDIA_TYPE, and those of {@link Artifacts#receive}
     * @throws IOException when the sender goes away
     */
    public static ArtifactStore.Received receive(Context context, Artifacts artifacts, Optional<String> digest)
            throws IOException {
        var type = Optional.ofNullable(context.contentType()).orElse("").toLowerCase(Locale.ROOT);
        if (!type.equals(MEDIA_TYPE)) {
            throw Problem.of(
                            ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                            "The request's body is not declared as " + MEDIA_TYPE + ".",
                            "Send the file as it is.")
                    .exception();
        }
        long declared = context.req().getContentLengthLong();
        var size = declared < 0 ? OptionalLong.empty() : OptionalLong.of(declared);
        try (var in = new Transfer(context, context.req().getInputStream())) {
            try {
                return artifacts.receive(AdminGuard.caller(context), in, size, digest);
            } finally {
                drain(in);
            }
        }
    }

    /** So that the answer reaches a sender that writes first and reads later; one that went away needs none. */
    private static void drain(InputStream in) {
        try {
            var unused = in.skip(MOST_DRAINED);
        } catch (IOException e) {
            LOG.debug("the sender of a file went away", e);
        }
    }

    /** The body, whose deadline counts from each read on. */
    private static final class Transfer extends FilterInputStream {
        private final Context context;

        Transfer(Context context, InputStream in) {
            super(in);
            this.context = context;
        }

        @Override
        public int read() throws IOException {
            WebServer.alive(context, LONGEST);
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            WebServer.alive(context, LONGEST);
            return super.read(bytes, offset, length);
        }
    }
}
