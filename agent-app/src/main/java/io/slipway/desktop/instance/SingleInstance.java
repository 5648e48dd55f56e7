package io.slipway.desktop.instance;

import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The right to be the desktop of a data folder.
 *
 * <p>A lock on {@code desktop.lock} decides: the system gives it back when its holder dies, however it dies, so there is no stale
 * one. The holder's {@link Mailbox} only carries the arguments of later starts; a mailbox that a dead process left is replaced.
 */
public final class SingleInstance implements AutoCloseable {
    private static final String LOCK = "desktop.lock";

    private final FileChannel channel;
    private final FileLock lock;
    private @Nullable Mailbox mailbox;

    private SingleInstance(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the right; empty when another desktop of this folder has it: then {@link Mailbox#handOver}. */
    public static Optional<SingleInstance> claim(Path dataFolder) throws IOException {
        PrivateFiles.createFolder(dataFolder);
        var channel = FileChannel.open(dataFolder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            var lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new SingleInstance(channel, lock));
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /**
     * Takes what later starts hand over, from now on.
     *
     * @param arguments called on a thread of the mailbox, once for each start; it hands over at once
     */
    public void receive(Path dataFolder, Consumer<List<String>> arguments) throws IOException {
        mailbox = Mailbox.open(dataFolder, arguments);
    }

    /** Takes nothing more: this process ends, and a later start waits for the lock to be the desktop itself. */
    public void receiveNoMore() throws IOException {
        var open = mailbox;
        mailbox = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() throws IOException {
        receiveNoMore();
        lock.release();
        channel.close();
    }
}
