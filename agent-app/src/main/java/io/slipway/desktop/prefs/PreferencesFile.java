package io.slipway.desktop.prefs;

import io.slipway.desktop.prefs.Preferences.WindowPlace;
import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * {@code desktop.json} in the data folder. Thread-safe.
 *
 * <p>A file that cannot be read is set aside as {@code desktop.json.damaged} and the choices of a new user are taken, because a
 * wrong colour must not keep anybody from his VMs; the log says so.
 */
public final class PreferencesFile {
    private static final Logger LOG = LoggerFactory.getLogger(PreferencesFile.class);
    private static final String NAME = "desktop.json";
    private static final long LARGEST = 64 * 1024;
    private static final double SMALLEST = 200;
    private static final double FURTHEST = 100_000;

    private final Path folder;
    private final Path file;
    private Preferences now;

    private PreferencesFile(Path folder, Path file, Preferences now) {
        this.folder = folder;
        this.file = file;
        this.now = now;
    }

    /** Reads the choices of a data folder, which need not exist yet. */
    public static PreferencesFile open(Path dataFolder) {
        var file = dataFolder.resolve(NAME);
        try {
            return new PreferencesFile(dataFolder, file, Files.exists(file) ? read(file) : Preferences.NEW);
        } catch (IOException | SlipwayException | IllegalArgumentException e) {
            LOG.warn("the desktop's preferences cannot be read and are set aside file={} cause={}", file, e.toString());
            setAside(file);
            return new PreferencesFile(dataFolder, file, Preferences.NEW);
        }
    }

    /** The choices at this moment. */
    public synchronized Preferences get() {
        return now;
    }

    /** Changes the choices and keeps them. A disk that refuses is logged; the choice then holds until the program ends. */
    public synchronized void change(UnaryOperator<Preferences> change) {
        var next = change.apply(now);
        if (next.equals(now)) {
            return;
        }
        now = next;
        try {
            PrivateFiles.createFolder(folder);
            PrivateFiles.write(file, write(next).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("the desktop's preferences could not be kept file={}", file, e);
        }
    }

    private static void setAside(Path file) {
        try {
            Files.move(file, file.resolveSibling(NAME + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("the damaged preferences could not be set aside file={}", file, e);
        }
    }

    private static Preferences read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("larger than " + LARGEST + " bytes");
        }
        var json = Json.parse(Files.readString(file, StandardCharsets.UTF_8));
        if (!json.isObject()) {
            throw new IOException("no JSON object");
        }
        var notes = new LinkedHashMap<String, String>();
        json.path("notes")
                .properties()
                .forEach(note -> notes.put(note.getKey(), note.getValue().asString("")));
        return new Preferences(
                oneOf(json.path("language"), "en", "ru"),
                oneOf(json.path("look"), "light", "dark"),
                json.path("close_quits").asBoolean(false),
                json.path("click_opens_window").asBoolean(true),
                json.path("first_run_done").asBoolean(false),
                json.path("start_asked").asBoolean(false),
                window(json.path("window")),
                notes);
    }

    private static Optional<String> oneOf(JsonNode node, String... known) {
        return Optional.ofNullable(node.asString(null)).filter(java.util.Set.of(known)::contains);
    }

    /** A place that makes no sense is none: the window then opens where the system puts it. */
    private static Optional<WindowPlace> window(JsonNode json) {
        var place = new WindowPlace(
                json.path("x").asDouble(Double.NaN),
                json.path("y").asDouble(Double.NaN),
                json.path("width").asDouble(0),
                json.path("height").asDouble(0),
                json.path("maximised").asBoolean(false));
        boolean sane = Math.abs(place.x()) < FURTHEST
                && Math.abs(place.y()) < FURTHEST
                && place.width() >= SMALLEST
                && place.height() >= SMALLEST
                && place.width() < FURTHEST
                && place.height() < FURTHEST;
        return sane ? Optional.of(place) : Optional.empty();
    }

    private static String write(Preferences choices) {
        var json = Json.object()
                .put("close_quits", choices.closeQuits())
                .put("click_opens_window", choices.clickOpensWindow())
                .put("first_run_done", choices.firstRunDone())
                .put("start_asked", choices.startAsked());
        choices.language().ifPresent(language -> json.put("language", language));
        choices.look().ifPresent(look -> json.put("look", look));
        var notes = json.putObject("notes");
        choices.notes().forEach(notes::put);
        choices.window().ifPresent(place -> json.putObject("window")
                .put("x", place.x())
                .put("y", place.y())
                .put("width", place.width())
                .put("height", place.height())
                .put("maximised", place.maximised()));
        return Json.write(json);
    }
}
