package io.slipway.server.web.ui.frame;

import io.slipway.server.job.JobFilter;
import io.slipway.server.words.JobWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds pages, VMs, jobs, hosts and profiles by words. Thread-safe; asks no host. */
final class Finder {
    private static final int MOST_OF_A_KIND = 6;

    private final UiParts parts;
    private final List<MorePlaces> more;

    /**
     * Something found.
     *
     * @param kind its word in the operator's language
     * @param more what tells it from others of its name
     */
    public record Hit(String icon, String kind, String name, String more, String link) {}

    Finder(UiParts parts, List<MorePlaces> more) {
        this.parts = parts;
        this.more = List.copyOf(more);
    }

    /** @param words in lower case; empty finds the pages only */
    List<Hit> find(PageFrame frame, String words) {
        var found = new ArrayList<Hit>();
        for (var place : frame.places()) {
            var name = frame.say(place.key());
            if (fits(words, name)) {
                found.add(new Hit(place.icon(), frame.say("find.page"), name, "", place.path()));
            }
        }
        if (frame.operates() && fits(words, frame.say("newVm"))) {
            found.add(new Hit("plus", frame.say("find.page"), frame.say("newVm"), "", "/ui/new"));
        }
        if (words.isEmpty()) {
            return found;
        }
        more.stream()
                .flatMap(room -> room.find(frame, words).stream())
                .map(place -> new Hit(place.icon(), frame.say("find.page"), place.name(), place.more(), place.link()))
                .forEach(found::add);
        var tenant = frame.caller().orElseThrow().tenant();
        if (frame.places().contains(PageFrame.Place.VMS)) {
            parts.vms().list(tenant).stream()
                    .filter(vm -> fits(words, vm.name(), vm.hostName(), String.join(" ", vm.addresses()), vm.id()))
                    .limit(MOST_OF_A_KIND)
                    .forEach(vm -> found.add(new Hit(
                            "device-desktop", frame.say("find.vm"), vm.name(), vm.hostName(), "/ui/vms/" + vm.id())));
        }
        if (frame.places().contains(PageFrame.Place.JOBS)) {
            var jobWords = new JobWords(frame.text("jobs"));
            parts.jobs().board().search(tenant, new JobFilter(words, Set.of()), MOST_OF_A_KIND).stream()
                    .forEach(line -> found.add(new Hit(
                            "list",
                            frame.say("find.job"),
                            jobWords.title(line.job(), line.firstVm()),
                            frame.times().moment(line.job().createdAt(), frame.now()),
                            "/ui/jobs/" + line.job().id())));
        }
        if (frame.places().contains(PageFrame.Place.HOSTS)) {
            parts.hosts().list(tenant).stream()
                    .filter(host -> fits(words, host.name(), host.address()))
                    .limit(MOST_OF_A_KIND)
                    .forEach(host -> found.add(new Hit(
                            "server", frame.say("find.host"), host.name(), host.address(), "/ui/hosts/" + host.id())));
        }
        if (frame.places().contains(PageFrame.Place.PROFILES)) {
            parts.profiles().names(frame.caller().orElseThrow()).entrySet().stream()
                    .filter(profile -> fits(words, profile.getValue()))
                    .limit(MOST_OF_A_KIND)
                    .forEach(profile -> found.add(new Hit(
                            "file-text",
                            frame.say("find.profile"),
                            profile.getValue(),
                            "",
                            "/ui/profiles/" + profile.getKey())));
        }
        return found;
    }

    private static boolean fits(String words, String... texts) {
        if (words.isEmpty()) {
            return true;
        }
        for (var text : texts) {
            if (text.toLowerCase(Locale.ROOT).contains(words)) {
                return true;
            }
        }
        return false;
    }
}
