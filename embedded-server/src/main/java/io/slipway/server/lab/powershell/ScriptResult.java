package io.slipway.server.lab.powershell;

import java.util.List;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param exitCode as powershell.exe -File would give it: 1 after an error that nobody caught
 * @param output what was left on the pipeline, as texts
 * @param errors messages of errors that did not end the script
 * @param uncaught the error that ended the script
 */
public record ScriptResult(int exitCode, List<String> output, List<String> errors, Optional<String> uncaught) {
    public ScriptResult {
        output = List.copyOf(output);
        errors = List.copyOf(errors);
    }
}
