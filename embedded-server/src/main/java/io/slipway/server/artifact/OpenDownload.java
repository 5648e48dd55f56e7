package io.slipway.server.artifact;

import java.nio.channels.SeekableByteChannel;

/**
 * A file that may be sent to the holder of a link; whoever asked closes the channel.
 *
 * @param leaseId under which the link was given out
 * @param vm whose lease that is, by tenant and UUID; a VM may have several
 */
public record OpenDownload(Release release, String leaseId, String vm, SeekableByteChannel channel) {}
