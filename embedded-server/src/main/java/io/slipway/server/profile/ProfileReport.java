package io.slipway.server.profile;

import io.slipway.server.base.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Collects what a check finds. Not thread-safe. */
final class ProfileReport {
    private final List<FieldError> errors = new ArrayList<>();
    private final List<ProfileWarning> warnings = new ArrayList<>();

    void error(String pointer, String message) {
        errors.add(new FieldError(pointer, message));
    }

    void warn(String pointer, String message) {
        warnings.add(new ProfileWarning(pointer, message));
    }

    List<FieldError> errors() {
        return List.copyOf(errors);
    }

    List<ProfileWarning> warnings() {
        return List.copyOf(warnings);
    }
}
