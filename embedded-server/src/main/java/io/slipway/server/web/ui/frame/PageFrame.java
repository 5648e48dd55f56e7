package io.slipway.server.web.ui.frame;

import io.slipway.server.base.Caller;
import io.slipway.server.text.Text;
import io.slipway.server.vault.VaultState;
import io.slipway.server.words.Times;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What every page shows around its own content.
 *
 * @param title of the page, already in the operator's language
 * @param place which entry of the navigation it belongs to
 * @param live topics of the events at which the page is read again; empty for a page that stays as it is
 * @param cursor position in the events from which on changes are not on the page; empty when nobody follows them
 * @param caller whose session it is; empty on a page that says that there is none
 */
public record PageFrame(
        Look look,
        String title,
        Place place,
        String live,
        String cursor,
        Optional<Caller> caller,
        Counts counts,
        Instant now) {

    /** What the navigation leads to. */
    public enum Place {
        OVERVIEW("/ui", "layout-dashboard", "o"),
        VMS("/ui/vms", "device-desktop", "v"),
        JOBS("/ui/jobs", "list", "j"),
        PROFILES("/ui/profiles", "file-text", "p"),
        HOSTS("/ui/hosts", "server", "h"),
        ARTIFACTS("/ui/artifacts", "package", "a"),
        SECRETS("/ui/secrets", "key", "s"),
        AUDIT("/ui/audit", "history", "u"),
        SETTINGS("/ui/settings", "settings", "e"),
        ABOUT("/ui/about", "info-circle", "b"),
        /** Behind the bell. */
        NOTIFICATIONS("/ui/notifications", "bell", "n", false),
        /** Linked from the profiles. */
        PLAYBOOKS("/ui/playbooks", "checklist", "y", false),
        /** Linked from the page about the program. */
        API("/ui/api", "code", "i", false),
        /** No entry. */
        NOWHERE("", "", "");

        private final String path;
        private final String icon;
        private final String letter;
        private final boolean onRail;

        Place(String path, String icon, String letter) {
            this(path, icon, letter, true);
        }

        Place(String path, String icon, String letter, boolean onRail) {
            this.path = path;
            this.icon = icon;
            this.letter = letter;
            this.onRail = onRail;
        }

        /** The key that leads there after {@code g}. */
        public String letter() {
            return letter;
        }

        public String path() {
            return path;
        }

        public String icon() {
            return icon;
        }

        /** Its word in the bundle {@code web}. */
        public String key() {
            return "place." + word();
        }

        /** Its name in ids. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The numbers beside the navigation's entries.
     *
     * @param needs things that need the operator
     * @param stoppedHosts hosts on which nothing may be done
     */
    public record Counts(int needs, int running, int stoppedHosts, int unread, VaultState vault) {
        /** Nothing is known, and nothing is said. */
        static final Counts NONE = new Counts(0, 0, 0, 0, VaultState.NEW);
    }

    /** The texts of the pages. */
    public Text text() {
        return text("web");
    }

    /** The texts of another room. */
    public Text text(String bundle) {
        return Text.of(bundle, look.language());
    }

    /** One of the pages' texts. */
    public String say(String key, Object... arguments) {
        return text().get(key, arguments);
    }

    /** Spans and moments in this machine's time zone, which is the operator's. */
    public Times times() {
        return new Times(text("jobs"), ZoneId.systemDefault());
    }

    /** Whether the session may order, stop and delete. */
    public boolean operates() {
        return caller.filter(one -> one.role().includes(Caller.Role.OPERATE)).isPresent();
    }

    /** Whether the session may change settings, hosts and secrets. */
    public boolean administers() {
        return caller.filter(one -> one.role().includes(Caller.Role.ADMIN)).isPresent();
    }

    /** The places that have a page. */
    public List<Place> places() {
        return served();
    }

    /** Those that are entries of the navigation. */
    public List<Place> rail() {
        return served().stream().filter(place -> place.onRail).toList();
    }

    /** The places that have a page. */
    public static List<Place> served() {
        return Pages.SERVED;
    }
}
