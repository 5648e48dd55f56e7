package io.slipway.server.artifact;

import java.nio.channels.SeekableByteChannel;

/**
 * A file that may be sent to the holder of a link; whoever asked closes the channel.
 *
 * @param leaseId under which the link was given out
 */
public record OpenDownload(Release release, String leaseId, SeekableByteChannel channel) {}
