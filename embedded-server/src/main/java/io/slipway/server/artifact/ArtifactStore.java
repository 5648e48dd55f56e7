package io.slipway.server.artifact;

import io.slipway.server.base.SlipwayException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the files of releases are kept, each under its SHA-256. The only adapter is a local folder; one for S3 would follow.
 *
 * <p>A file is received under an id of the caller's, then gets its place; whoever journals id and digest beforehand can undo
 * either after a crash. Every method may be repeated. Safe for use by several threads; calls block.
 */
public interface ArtifactStore {

    /** What was received: 64 lower-case hex digits, and how many bytes. */
    record Received(String digest, long size) {}

    /**
     * Reads a file to its end and keeps it aside, durably.
     *
     * @param id names it until it has its place; letters, digits and hyphens
     * @param most longest file in bytes
     * @throws SlipwayException PAYLOAD_TOO_LARGE, STORAGE_FULL, ARTIFACTS_CONFIG_ERROR; BAD_REQUEST when the sender went away
     */
    Received receive(String id, InputStream content, long most);

    /** Gives a received file its place under its digest, durably and at one instant; the same content may be there already. */
    void keep(String id, String digest);

    /** Forgets a received file that has no place yet; gone already is success. */
    void discard(String id);

    /** The size of the file of that digest, empty when there is none. */
    OptionalLong size(String digest);

    /** Opens the file of that digest for reading; the caller closes it. Empty when there is none. */
    Optional<SeekableByteChannel> open(String digest);

    /** Deletes the file of that digest; gone already is success. */
    void remove(String digest);

    /** How much more fits, in bytes. */
    long room();
}
