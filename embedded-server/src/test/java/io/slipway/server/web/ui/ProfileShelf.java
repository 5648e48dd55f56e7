package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.slipway.server.base.Caller;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.ProfileChange;
import io.slipway.server.profile.Profiles;
import io.slipway.server.profile.StoredProfile;
import tools.jackson.databind.node.ObjectNode;

/** Profiles for tests of their pages, and how a browser comes to them. */
record ProfileShelf(ControlPanel panel) {
    private static final Caller OPERATOR = Caller.localOperator();

    Profiles profiles() {
        return panel.agent.parts().profiles();
    }

    static ObjectNode document() {
        return BuiltInProfiles.find("windows-11-worker").orElseThrow().stored();
    }

    StoredProfile stored(String name) {
        return profiles().create(OPERATOR, name, false, document().put("name", name));
    }

    /** Somebody else saves another time zone. */
    void savedElsewhere(StoredProfile profile, String zone) {
        var document = profile.document().masked();
        document.withObject("/locale").put("timeZone", zone);
        profiles().update(OPERATOR, profile.id(), ProfileChange.document(document, profile.version(), "elsewhere"));
    }

    Page editing(StoredProfile profile, String query) {
        var page = panel.at("/ui/profiles/" + profile.id() + "/edit" + query);
        assertThat(page.locator("#editor-files")).not().hasAttribute("aria-busy", "true");
        return page;
    }

    static Locator at(Page page, String id) {
        return page.locator("[id='" + id + "']");
    }

    String zone(StoredProfile profile) {
        return profiles()
                .get(OPERATOR, profile.id())
                .document()
                .stored()
                .at("/locale/timeZone")
                .asString("");
    }
}
