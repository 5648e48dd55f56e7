package io.slipway.desktop.notify;

import java.util.Optional;

/** The desktop's own small settings and notes, by key; they outlive the process. Thread-safe. */
public interface DesktopSettings {
    /** The stored value, empty when there is none. */
    Optional<String> read(String key);

    /** Stores a value durably. */
    void write(String key, String value);
}
