package io.slipway.server.vault;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A real folder whose program halts, as by kill -9, before or after the n-th change of a file in it. */
final class HaltingFolder extends FileSystemProvider {
    private final FileSystemProvider real;
    private final FileSystem system;
    private int left;

    private HaltingFolder(Path folder, int edge) {
        this.real = folder.getFileSystem().provider();
        this.system = new Seen(folder.getFileSystem());
        this.left = edge;
    }

    /** @param edge from 0; each change has two, the one before and the one after it */
    static Path of(Path folder, int edge) {
        return new HaltingFolder(folder, edge).seen(folder);
    }

    private void edge() {
        if (left-- == 0) {
            Runtime.getRuntime().halt(9);
        }
    }

    private Path seen(Path path) {
        InvocationHandler handler = new Handler(path);
        return (Path) Proxy.newProxyInstance(Path.class.getClassLoader(), new Class<?>[] {Path.class}, handler);
    }

    private static @Nullable Object unseen(@Nullable Object value) {
        return value != null
                        && Proxy.isProxyClass(value.getClass())
                        && Proxy.getInvocationHandler(value) instanceof Handler handler
                ? handler.path
                : value;
    }

    private static Path path(Path seen) {
        return (Path) java.util.Objects.requireNonNull(unseen(seen));
    }

    private final class Handler implements InvocationHandler {
        private final Path path;

        private Handler(Path path) {
            this.path = path;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
            if (method.getName().equals("getFileSystem")) {
                return system;
            }
            var given = args == null ? new Object[0] : args.clone();
            for (int i = 0; i < given.length; i++) {
                given[i] = unseen(given[i]);
            }
            try {
                var answer = method.invoke(path, given);
                return answer instanceof Path other ? seen(other) : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (!options.contains(StandardOpenOption.WRITE)) {
            return real.newFileChannel(path(path), options, attributes);
        }
        edge();
        var channel = real.newFileChannel(path(path), options, attributes);
        edge();
        return channel;
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        edge();
        real.move(path(source), path(target), options);
        edge();
    }

    @Override
    public void delete(Path path) throws IOException {
        edge();
        real.delete(path(path));
        edge();
    }

    @Override
    public boolean deleteIfExists(Path path) throws IOException {
        edge();
        boolean gone = real.deleteIfExists(path(path));
        edge();
        return gone;
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        var found = new ArrayList<Path>();
        try (var stream = real.newDirectoryStream(path(folder), entry -> filter.accept(seen(entry)))) {
            stream.forEach(entry -> found.add(seen(entry)));
        }
        return new DirectoryStream<>() {
            @Override
            public java.util.Iterator<Path> iterator() {
                return found.iterator();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return real.newByteChannel(path(path), options, attributes);
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real.checkAccess(path(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return real.getFileAttributeView(path(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return real.readAttributes(path(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) throws IOException {
        return real.readAttributes(path(path), names, options);
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return real.isSameFile(path(one), path(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(path(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(path(path));
    }

    @Override
    public String getScheme() {
        return real.getScheme();
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    private final class Seen extends FileSystem {
        private final FileSystem under;

        private Seen(FileSystem under) {
            this.under = under;
        }

        @Override
        public FileSystemProvider provider() {
            return HaltingFolder.this;
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            var matcher = under.getPathMatcher(pattern);
            return path -> matcher.matches(HaltingFolder.path(path));
        }

        @Override
        public Path getPath(String first, String... more) {
            return seen(under.getPath(first, more));
        }

        @Override
        public void close() {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public String getSeparator() {
            return under.getSeparator();
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return under.getRootDirectories();
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return under.getFileStores();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return under.supportedFileAttributeViews();
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            return under.getUserPrincipalLookupService();
        }

        @Override
        public WatchService newWatchService() throws IOException {
            return under.newWatchService();
        }
    }
}
