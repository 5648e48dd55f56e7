package io.slipway.desktop.editor;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** How the operator names a file. */
public interface FileDialogs {

    /** The file to be written; whether it may be replaced has been asked. */
    Optional<Path> save(@Nullable Window owner, String title, String suggested);

    /**
     * The file to be read.
     *
     * @param ending of the usual files, without the dot
     */
    Optional<Path> open(@Nullable Window owner, String title, String ending);

    /** Those of the system. */
    static FileDialogs system() {
        return new FileDialogs() {
            @Override
            public Optional<Path> save(@Nullable Window owner, String title, String suggested) {
                var chooser = new FileChooser();
                chooser.setTitle(title);
                chooser.setInitialFileName(suggested);
                return Optional.ofNullable(chooser.showSaveDialog(owner)).map(File::toPath);
            }

            @Override
            public Optional<Path> open(@Nullable Window owner, String title, String ending) {
                var chooser = new FileChooser();
                chooser.setTitle(title);
                chooser.getExtensionFilters()
                        .addAll(
                                new FileChooser.ExtensionFilter("*." + ending, "*." + ending),
                                new FileChooser.ExtensionFilter("*", "*"));
                return Optional.ofNullable(chooser.showOpenDialog(owner)).map(File::toPath);
            }
        };
    }
}
