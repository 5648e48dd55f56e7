package io.slipway.server.backup;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a backup holds: lines of JSON, compressed; the first says how to read the others, the last how many there were.
 *
 * @param auditSeq number of the last row of the audit trail when the backup was made
 * @param auditHash its hash
 */
record BackupContent(long auditSeq, String auditHash, Rows rows) {
    private static final int VERSION = 1;
    private static final int LONGEST_LINE = 10 << 20;
    private static final int MOST_ROWS = 200_000;
    private static final int BUFFER = 16 << 10;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** Writes the content and the end of the compressed stream; the target stays open. */
    void write(OutputStream out) throws IOException {
        var zipped = new Zipped(out);
        var lines = new Lines(zipped);
        var first = Json.object().put("content", VERSION);
        first.putObject("audit").put("seq", auditSeq).put("hash", auditHash);
        lines.write(first);
        for (var part : Part.values()) {
            for (var row : rows.all(part)) {
                var line = Json.object().put("part", part.word());
                line.set("row", row);
                lines.write(line);
            }
        }
        lines.write(Json.object().put("end", rows.count()));
        zipped.finish();
    }

    /** As small as it gets: backups are rare, and kept for long. */
    private static final class Zipped extends GZIPOutputStream {
        Zipped(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }

        @Override
        public void finish() throws IOException {
            super.finish();
            def.end();
        }
    }

    /** Lines, until they are too many for any reader. */
    private static final class Lines {
        private final OutputStream out;
        private long left = BackupFormat.LARGEST_CONTENT;

        Lines(OutputStream out) {
            this.out = out;
        }

        void write(ObjectNode line) throws IOException {
            var bytes = (Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
            left -= bytes.length;
            if (left < 0 || bytes.length > LONGEST_LINE) {
                throw BackupFormat.tooLarge();
            }
            out.write(bytes);
        }
    }

    /**
     * Reads the content to the end of the stream.
     *
     * @throws SlipwayException BACKUP_DAMAGED, BACKUP_TOO_NEW
     */
    static BackupContent read(InputStream in) throws IOException {
        try (var zipped = new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER)) {
            var reader = new Reader(zipped);
            var content = begin(reader.line());
            reader.rows(content.rows);
            if (in.read() >= 0) {
                throw BackupFormat.damaged("The backup goes on after its end.");
            }
            return content;
        } catch (ZipException | EOFException e) {
            throw new SlipwayException(
                    BackupFormat.damaged("The backup's content ends too early.").problem(), e);
        }
    }

    private static BackupContent begin(ObjectNode first) {
        if (first.path("content").asInt(0) > VERSION) {
            throw Problem.of(
                            ProblemCode.BACKUP_TOO_NEW,
                            "The backup's content has version "
                                    + first.path("content").asInt(0) + ".")
                    .exception();
        }
        var audit = first.path("audit");
        if (first.path("content").asInt(0) != VERSION
                || first.size() != 2
                || audit.size() != 2
                || !audit.path("seq").isIntegralNumber()
                || !HASH.matcher(audit.path("hash").asString("")).matches()) {
            throw BackupFormat.damaged("The backup's first line is not one that Slipway writes.");
        }
        return new BackupContent(
                audit.path("seq").longValue(), audit.path("hash").stringValue(), new Rows());
    }

    /** Reads lines within bounds. */
    private static final class Reader {
        private final InputStream in;
        private long left = BackupFormat.LARGEST_CONTENT;

        Reader(InputStream in) {
            this.in = in;
        }

        void rows(Rows rows) throws IOException {
            for (int n = 0; n <= MOST_ROWS; n++) {
                var line = line();
                if (line.has("end")) {
                    if (line.size() != 1 || line.path("end").asInt(-1) != n || in.read() >= 0) {
                        throw BackupFormat.damaged("The backup's last line does not fit the others.");
                    }
                    return;
                }
                row(rows, line);
            }
            throw BackupFormat.damaged("The backup has more rows than any backup.");
        }

        private static void row(Rows rows, ObjectNode line) {
            var part = Part.named(line.path("part").asString(""))
                    .orElseThrow(
                            () -> BackupFormat.damaged("The backup holds rows of a kind that this version lacks."));
            if (line.size() != 2 || !(line.get("row") instanceof ObjectNode row)) {
                throw BackupFormat.damaged("A line of the backup is not a row.");
            }
            var fault = part.fault(row);
            if (fault.isPresent()) {
                throw BackupFormat.damaged(
                        "A row of the kind " + part.word() + " has a wrong value in " + fault.get() + ".");
            }
            if (!rows.add(part, row)) {
                throw BackupFormat.damaged("Two rows of the kind " + part.word() + " have the same key or name.");
            }
        }

        ObjectNode line() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw BackupFormat.damaged("The backup's content ends too early.");
                }
                line.write(c);
                if (--left <= 0 || line.size() > LONGEST_LINE) {
                    throw BackupFormat.damaged("The backup holds more than any backup.");
                }
            }
            try {
                return Json.parseObject(line.toString(StandardCharsets.UTF_8));
            } catch (SlipwayException e) {
                throw new SlipwayException(
                        BackupFormat.damaged("A line of the backup is not JSON.")
                                .problem(),
                        e);
            }
        }
    }
}
