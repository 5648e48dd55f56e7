package io.slipway.server.artifact;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;

/** Ends the process without a word before and after every change of the store, at the edge it is given; also amid a file. */
final class HaltingStore implements ArtifactStore {
    static final int HALTED = 9;

    private final ArtifactStore store;
    private int left;

    HaltingStore(ArtifactStore store, int edge) {
        this.store = store;
        this.left = edge;
    }

    private void edge() {
        if (left-- == 0) {
            Runtime.getRuntime().halt(HALTED);
        }
    }

    private void around(Runnable change) {
        edge();
        change.run();
        edge();
    }

    @Override
    public Received receive(String id, InputStream content, long most) {
        edge();
        var received = store.receive(
                id,
                new FilterInputStream(content) {
                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        edge();
                        return super.read(bytes, offset, length);
                    }
                },
                most);
        edge();
        return received;
    }

    @Override
    public void keep(String id, String digest) {
        around(() -> store.keep(id, digest));
    }

    @Override
    public void discard(String id) {
        around(() -> store.discard(id));
    }

    @Override
    public OptionalLong size(String digest) {
        return store.size(digest);
    }

    @Override
    public Optional<SeekableByteChannel> open(String digest) {
        return store.open(digest);
    }

    @Override
    public void remove(String digest) {
        around(() -> store.remove(digest));
    }

    @Override
    public long room() {
        return store.room();
    }
}
