package io.slipway.cli;

import io.slipway.cli.client.RemoteProblem;
import io.slipway.cli.view.Complaint;
import io.slipway.iso.IsoException;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever stopped a command into words for the operator. */
final class Complaints {
    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);

    private Complaints() {}

    static Complaint of(Exception failure) {
        return switch (failure) {
            case RemoteProblem remote -> remote.complaint();
            case SlipwayException known -> Complaint.of(known.problem());
            case IsoException iso -> iso(iso);
            case InvalidPathException path ->
                Complaint.of(ProblemCode.FILE_ERROR, "This is not a path: " + path.getInput());
            case UncheckedIOException wrapped -> file(Objects.requireNonNull(wrapped.getCause()));
            case IOException io -> file(io);
            default -> unexpected(failure);
        };
    }

    /** A command line that cannot be understood. */
    static Complaint of(ParameterException failure) {
        var command = failure.getCommandLine().getCommandSpec().qualifiedName();
        var detail = new StringBuilder(String.valueOf(failure.getMessage()));
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            detail.append("; did you mean ")
                    .append(String.join(" or ", unmatched.getSuggestions()))
                    .append('?');
        }
        return new Complaint(
                ProblemCode.USAGE.name(),
                ExitCode.USAGE.number(),
                detail.toString(),
                "Read `" + command + " --help`.",
                List.of(),
                Map.of(),
                Optional.empty());
    }

    private static Complaint iso(IsoException failure) {
        return Complaint.of(ProblemCode.INVALID_ISO, String.valueOf(failure.getMessage()));
    }

    private static Complaint file(IOException failure) {
        var problem =
                switch (failure) {
                    case NoSuchFileException e ->
                        Problem.of(ProblemCode.FILE_NOT_FOUND, "There is no file or folder " + e.getFile() + ".");
                    case FileAlreadyExistsException e ->
                        Problem.of(ProblemCode.FILE_EXISTS, e.getFile() + " exists already.");
                    case AccessDeniedException e ->
                        Problem.of(ProblemCode.FILE_ERROR, "The system does not let us use " + e.getFile() + ".");
                    case NotDirectoryException e -> Problem.of(ProblemCode.FILE_ERROR, e.getFile() + " is no folder.");
                    case FileSystemException e ->
                        Problem.of(ProblemCode.FILE_ERROR, e.getFile() + ": " + e.getReason());
                    default -> Problem.of(ProblemCode.FILE_ERROR, String.valueOf(failure.getMessage()));
                };
        return Complaint.of(problem);
    }

    private static Complaint unexpected(Exception failure) {
        LOG.error("command failed", failure);
        return Complaint.of(
                ProblemCode.INTERNAL_ERROR,
                "Slipway met something it has no answer for: "
                        + failure.getClass().getSimpleName() + ".");
    }
}
