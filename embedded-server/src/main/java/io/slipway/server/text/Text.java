package io.slipway.server.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The texts of one room of the product in one language. Thread-safe.
 *
 * <p>A bundle is {@code NAME.properties} in English and {@code NAME_ru.properties} beside this class, in UTF-8. A text is a
 * {@link MessageFormat}: {@code {0}} is the first argument. An apostrophe in a text is the typographic one, because MessageFormat
 * takes the plain one for a quote. A number that decides a word's form has one key for each form, see {@link #count}.
 */
public final class Text {
    private static final String FOLDER = "io.slipway.server.text.";
    private static final ResourceBundle.Control ENGLISH_OTHERWISE =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    private static final ConcurrentHashMap<Named, Text> OPEN = new ConcurrentHashMap<>();

    private final String name;
    private final ResourceBundle bundle;
    private final Locale language;
    private final ConcurrentHashMap<String, Saying> sayings = new ConcurrentHashMap<>();
    /** Texts that take no arguments, ready to be shown: most of a page's. */
    private final ConcurrentHashMap<String, String> whole = new ConcurrentHashMap<>();

    private record Named(String bundle, Locale language) {}

    private Text(String name, ResourceBundle bundle, Locale language) {
        this.name = name;
        this.bundle = bundle;
        this.language = language;
    }

    /**
     * The texts of a room.
     *
     * @param bundle the room's name, for example {@code jobs}
     * @param wanted any language; the nearest of {@link Languages#ALL} is taken
     * @throws MissingResourceException when there is no such bundle
     */
    public static Text of(String bundle, Locale wanted) {
        return OPEN.computeIfAbsent(new Named(bundle, Languages.nearest(wanted)), Text::open);
    }

    private static Text open(Named named) {
        return new Text(
                named.bundle(),
                ResourceBundle.getBundle(
                        FOLDER + named.bundle(), named.language(), Text.class.getClassLoader(), ENGLISH_OTHERWISE),
                named.language());
    }

    /** The room's name. */
    public String bundleName() {
        return name;
    }

    /** The language these texts are in. */
    public Locale language() {
        return language;
    }

    /** Whether there is a text under that key. */
    public boolean has(String key) {
        return bundle.containsKey(key);
    }

    /** All keys of the bundle. */
    public Set<String> keys() {
        return bundle.keySet();
    }

    /**
     * One text with its arguments in place.
     *
     * @throws MissingResourceException when the bundle has no such key: a fault of ours that a test must see
     */
    public String get(String key, Object... arguments) {
        if (arguments.length == 0) {
            return whole.computeIfAbsent(key, this::said);
        }
        return said(key, arguments);
    }

    private String said(String key, Object... arguments) {
        var said = sayings.computeIfAbsent(key, this::saying).of(arguments);
        return language.equals(Languages.PSEUDO) ? Pseudo.of(said) : said;
    }

    /**
     * A text whose words depend on a number: takes {@code KEY.one}, {@code KEY.few}, {@code KEY.many} or {@code KEY.other} by the
     * language's rule. The number is argument {@code {0}}; the others follow.
     */
    public String count(String key, long number, Object... arguments) {
        var all = new Object[arguments.length + 1];
        all[0] = number;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return get(key + Plural.of(language, number).suffix(), all);
    }

    private Saying saying(String key) {
        return new Saying(bundle.getString(key), language);
    }
}
