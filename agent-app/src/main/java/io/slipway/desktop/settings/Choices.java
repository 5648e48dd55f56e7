package io.slipway.desktop.settings;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** A list to choose one of, each value by its words. */
final class Choices {
    private Choices() {}

    static <T> ComboBox<T> of(String id, List<T> values, T now, Function<T, String> words, Consumer<T> chosen) {
        var box = new ComboBox<T>();
        box.setId(id);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : words.apply(value);
            }

            @Override
            public @Nullable T fromString(String typed) {
                return null;
            }
        });
        box.getItems().setAll(values);
        box.setValue(now);
        box.valueProperty().addListener((seen, before, after) -> {
            if (after != null) {
                chosen.accept(after);
            }
        });
        return box;
    }
}
