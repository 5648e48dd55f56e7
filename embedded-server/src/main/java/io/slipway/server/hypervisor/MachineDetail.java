package io.slipway.server.hypervisor;

import java.util.Map;
import java.util.Optional;

/**
 * A VM as its configuration says.
 *
 * @param id its number
 * @param name empty in a half-finished clone
 * @param running whether it has power
 * @param lock why the host refuses changes
 * @param marker the run that made it; empty means foreign, or a clone that is not finished
 * @param smbiosUuid lower case
 * @param mac of the first network card, upper case with colons
 * @param cores virtual processors per socket
 * @param memoryMiB memory
 * @param media volume in each CD drive by slot; {@code none} for an empty drive
 * @param config every setting as the host writes it, for the job log and comparisons
 */
public record MachineDetail(
        VmId id,
        String name,
        boolean running,
        Optional<String> lock,
        Optional<RunMarker> marker,
        Optional<String> smbiosUuid,
        Optional<String> mac,
        int cores,
        int memoryMiB,
        Map<String, String> media,
        Map<String, String> config) {
    public MachineDetail {
        media = Map.copyOf(media);
        config = Map.copyOf(config);
    }

    /** The slot that holds the volume. */
    public Optional<String> slotOf(MediaRef volume) {
        return media.entrySet().stream()
                .filter(entry -> entry.getValue().equals(volume.volume()))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
