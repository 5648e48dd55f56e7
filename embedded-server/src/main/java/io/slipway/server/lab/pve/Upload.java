package io.slipway.server.lab.pve;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The upload call: takes a file the caller has put below /var/tmp into a storage. */
public final class Upload {
    private final Cluster cluster;

    public Upload(Cluster cluster) {
        this.cluster = cluster;
    }

    /** @return the UPID of the import */
    public String run(
            String storageId,
            String content,
            String fileName,
            @Nullable String temporary,
            @Nullable String algorithm,
            @Nullable String checksum,
            Invocation call)
            throws PveError, InterruptedException {
        if (temporary != null && !temporary.matches("/var/tmp/pveupload-[0-9a-f]+")) {
            throw new PveError.Parameter("tmpfilename", "value does not match the regex pattern");
        }
        if (!content.matches("iso|vztmpl|import")) {
            throw new PveError.Parameter(
                    "content",
                    "value '" + content + "' does not have a value in the enumeration 'iso, vztmpl, import'");
        }
        if (checksum != null && algorithm == null) {
            throw new PveError.Parameter("checksum-algorithm", "property is missing and it is not optional");
        }
        var storage = cluster.volumes.usable(storageId);
        if (!storage.content().contains(content)) {
            throw new PveError("storage '" + storageId + "' does not support '" + content + "' content");
        }
        var name = fileName.substring(fileName.lastIndexOf('/') + 1).replaceAll("[^-a-zA-Z0-9_.]", "_");
        if (!name.toLowerCase(Locale.ROOT).matches(".+\\.(iso|img)")) {
            throw new PveError.Parameter("filename", "wrong file extension");
        }
        var source = temporary == null ? "" : temporary;
        if (!cluster.files.exists(source)) {
            throw new PveError("temporary file '" + source + "' does not exist");
        }
        var sum = "sha256".equals(algorithm) ? checksum : null;
        return cluster.tasks.run(
                cluster.local().name(),
                "imgcopy",
                "",
                call,
                log -> cluster.volumes.importFile(source, storage, name, sum, log));
    }

    /** DELETE of a volume. */
    public String free(String storageId, String volid, Invocation call) throws PveError, InterruptedException {
        cluster.volumes.usable(storageId);
        return cluster.tasks.run(
                cluster.local().name(), "imgdel", storageId, call, log -> cluster.volumes.free(volid, log));
    }

    /** An asynchronous configuration change, as POST does it. */
    public String configure(int vmid, java.util.Map<String, String> options, Invocation call)
            throws PveError, InterruptedException {
        return cluster.tasks.run(
                cluster.local().name(), "qmconfig", String.valueOf(vmid), call, log -> new ConfigUpdate(cluster)
                        .run(vmid, options, new Invocation(log, call.err(), null, false)));
    }
}
