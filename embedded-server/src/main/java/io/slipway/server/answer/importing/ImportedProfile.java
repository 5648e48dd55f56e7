package io.slipway.server.answer.importing;

import io.slipway.server.answer.importing.ImportLine.Outcome;
import io.slipway.server.profile.ProfileDocument;
import java.util.List;

/**
 * A profile made of an answer file; it passed every check and is not stored yet.
 *
 * @param document holds the file's passwords, so never log it
 * @param lines the report: one entry per setting of the file
 */
public record ImportedProfile(ProfileDocument document, List<ImportLine> lines) {
    public ImportedProfile {
        lines = List.copyOf(lines);
    }

    /** The entries of one outcome. */
    public List<ImportLine> lines(Outcome outcome) {
        return lines.stream().filter(line -> line.outcome() == outcome).toList();
    }

    @Override
    public String toString() {
        return "ImportedProfile[" + lines.size() + " lines]";
    }
}
