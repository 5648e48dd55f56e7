package io.slipway.server.lab.powershell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters and statements of a script, a function or a block in braces. */
record ScriptBlock(int at, Source source, List<Parameter> parameters, List<Statement> body) {
    /**
     * One parameter.
     *
     * @param type as written in brackets, or null
     * @param mandatory whether {@code [Parameter(Mandatory = $true)]} stands before it
     */
    record Parameter(
            int at,
            String name,
            @Nullable String type,
            @Nullable Expression defaultValue,
            boolean mandatory,
            List<String> otherAttributes) {}
}
