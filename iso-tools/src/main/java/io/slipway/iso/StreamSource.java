package io.slipway.iso;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source that a caller can open as often as needed. */
record StreamSource(long size, Opener opener, @Nullable String sha256) implements Source {

    @Override
    public InputStream open() throws IOException {
        return opener.open();
    }

    @Override
    public Optional<String> knownSha256() {
        return Optional.ofNullable(sha256);
    }

    @Override
    public Source withSha256(String known) {
        return new StreamSource(size, opener, Source.checkedSha256(known));
    }
}
