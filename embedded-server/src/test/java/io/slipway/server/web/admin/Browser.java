package io.slipway.server.web.admin;

import io.slipway.server.base.Json;
import io.slipway.server.web.PageSession;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a browser of this machine sends: its cookies, its origin, and the page token that the page keeps. */
final class Browser {
    private final Api api;
    private final List<String> cookies = new ArrayList<>();
    private String origin;
    private String pageToken = "";

    Browser(AdminRig rig) {
        this.api = rig.nobody();
        this.origin = rig.url().toString();
    }

    /** Pretends to be a page of somewhere else. */
    Browser from(String elsewhere) {
        this.origin = elsewhere;
        return this;
    }

    Browser withCookie(String value) {
        cookies.add(PageSession.COOKIE + "=" + value);
        return this;
    }

    Browser withPageToken(String token) {
        this.pageToken = token;
        return this;
    }

    String pageToken() {
        return pageToken;
    }

    /** The value of the session cookie. */
    String cookie() {
        return cookies.getFirst().substring(PageSession.COOKIE.length() + 1);
    }

    /** Opens the one-time address as {@code enter.js} does, keeping what the answer gives. */
    Api.Answer enter(String url) {
        var answer = post("/enter", Json.object().put("code", URI.create(url).getFragment()));
        answer.headers().firstValue("set-cookie").ifPresent(cookie -> {
            cookies.clear();
            cookies.add(cookie.split(";", 2)[0]);
        });
        if (answer.status() == 200) {
            pageToken = answer.json().path("page_token").asString();
        }
        return answer;
    }

    Api.Answer get(String path, String... headers) {
        return api.send("GET", path, null, headers(Map.of(), headers));
    }

    /** What a stream begins with. */
    Api.Answer begin(String path) {
        return api.begin(path, headers(Map.of()));
    }

    Api.Answer post(String path, Object body, String... headers) {
        var own = new HashMap<String, String>();
        if (!origin.isEmpty()) {
            own.put("Origin", origin);
        }
        if (!pageToken.isEmpty()) {
            own.put("X-Slipway-Page", pageToken);
        }
        return api.send("POST", path, body, headers(own, headers));
    }

    private Map<String, String> headers(Map<String, String> own, String... more) {
        var all = new HashMap<>(own);
        if (!cookies.isEmpty()) {
            all.put("Cookie", String.join("; ", cookies));
        }
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }
}
