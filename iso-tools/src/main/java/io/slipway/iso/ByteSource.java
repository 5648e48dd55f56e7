package io.slipway.iso;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source in memory. Equality is identity: the bytes may be wiped. */
final class ByteSource implements Source {
    private final byte[] bytes;
    private final @Nullable String sha256;

    ByteSource(byte[] bytes, @Nullable String sha256) {
        this.bytes = bytes;
        this.sha256 = sha256;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public Optional<String> knownSha256() {
        return Optional.ofNullable(sha256);
    }

    @Override
    public Source withSha256(String known) {
        return new ByteSource(bytes, Source.checkedSha256(known));
    }
}
