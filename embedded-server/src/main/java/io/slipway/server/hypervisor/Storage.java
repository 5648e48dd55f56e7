package io.slipway.server.hypervisor;

import java.util.Set;

/**
 * A place for disks or ISO images on a host.
 *
 * @param name the host's name for it
 * @param type for example {@code dir}, {@code lvmthin}
 * @param active whether it can be used now
 * @param shared whether other nodes see the same content
 * @param content what it accepts, for example {@code iso}, {@code images}
 * @param availableBytes free space
 * @param totalBytes size
 */
public record Storage(
        String name,
        String type,
        boolean active,
        boolean shared,
        Set<String> content,
        long availableBytes,
        long totalBytes) {
    public Storage {
        content = Set.copyOf(content);
    }
}
