package io.slipway.server.web.ui.frame;

import java.util.List;

/** Places below those of the navigation, which their own room knows. */
@FunctionalInterface
public interface MorePlaces {
    /** A place that the palette leads to. */
    record Found(String icon, String name, String more, String link) {}

    /** @param words in lower case, never empty */
    List<Found> find(PageFrame frame, String words);
}
