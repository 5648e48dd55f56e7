package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.web.RateLimit;
import io.slipway.server.web.openapi.ApiGuide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps the page about the API equal to what is served. Run with {@code -Dslipway.write-docs=true} to write it. */
@Tag("F187")
class ApiDocTest {
    private static final Path PAGE =
            Path.of(System.getProperty("slipway.repository", "..")).resolve("docs/api.md");

    @TempDir
    static Path folder;

    private static ApiGuide guide;

    @BeforeAll
    static void open() {
        try (var rig = new AdminRig(folder)) {
            guide = new AdminRoutes(AdminRig.parts(rig.agent), RateLimit.of(new RateLimit.Rate(1, 1), 1))
                    .reference()
                    .guide();
        }
    }

    @Test
    void pageShowsTheApiAsItIsServed() throws IOException {
        var page = page();
        if (Boolean.getBoolean("slipway.write-docs")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE).equals(page))
                .as("docs/api.md is stale; write it anew with -Dslipway.write-docs=true")
                .isTrue();
    }

    @Test
    void guideNamesEveryShapeOnceAndLeadsNowhereElse() {
        var shapes = guide.shapes().stream().map(ApiGuide.Shape::name).toList();
        var used = new TreeSet<String>();
        for (var group : guide.groups()) {
            for (var entry : group.entries()) {
                entry.takes().flatMap(ApiGuide.Body::shape).ifPresent(used::add);
                entry.answers().forEach(answer -> answer.shape().ifPresent(used::add));
            }
        }
        guide.shapes().forEach(shape -> shape.members()
                .forEach(member -> member.shape().ifPresent(used::add)));

        assertThat(shapes).doesNotHaveDuplicates().containsAll(used);
        assertThat(guide.groups())
                .allSatisfy(group -> assertThat(group.entries()).isNotEmpty());
        assertThat(guide.shapes())
                .allSatisfy(shape -> assertThat(shape.example()).isNotBlank());
    }

    private static String page() {
        var page = new ArrayList<String>();
        page.add("# The HTTP interface");
        page.add("");
        page.add(
                "This page is made from the server's own table of routes and its schemas; a test fails when they differ. Programs");
        page.add(
                "read the same at `GET /api/v1/openapi.json` (OpenAPI 3.1). [ports-and-routes.md](ports-and-routes.md) has the ports.");
        page.add("");
        page.add(guide.introduction());
        page.add("");
        guide.groups().forEach(group -> page.add("* [" + group.title() + "](#" + anchor(group.title()) + ")"));
        page.add("* [Documents](#documents)");
        page.add("* [Problems](#problems)");
        guide.groups().forEach(group -> group(page, group));
        page.add("");
        page.add("## Documents");
        guide.shapes().forEach(shape -> shape(page, shape));
        problems(page);
        return String.join("\n", page) + "\n";
    }

    private static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }

    private static void group(List<String> page, ApiGuide.Group group) {
        page.add("");
        page.add("## " + group.title());
        page.add("");
        page.add(group.description());
        group.entries().forEach(entry -> entry(page, entry));
    }

    private static void entry(List<String> page, ApiGuide.Entry entry) {
        page.add("");
        page.add("### " + entry.method() + " " + entry.path());
        page.add("");
        page.add("`" + entry.id() + "`: " + entry.summary() + ".");
        page.add("");
        if (entry.listener().equals("LAN")) {
            page.add("* Listener: that for VMs");
        }
        page.add("* Needs: " + entry.proof());
        entry.takes().ifPresent(body -> page.add("* Takes: " + body(body)));
        entry.answers().forEach(answer -> page.add("* " + answer(answer)));
        var refusals = new LinkedHashMap<Integer, List<String>>();
        entry.refusals().forEach(refusal -> refusals.computeIfAbsent(refusal.status(), status -> new ArrayList<>())
                .add(refusal.code()));
        page.add("* Refuses: "
                + refusals.entrySet().stream()
                        .map(refused -> refused.getKey() + " " + String.join(", ", refused.getValue()))
                        .collect(Collectors.joining("; ")));
        if (!entry.inputs().isEmpty()) {
            page.add("");
            page.add("| Parameter | In | Type | What |");
            page.add("|---|---|---|---|");
            entry.inputs()
                    .forEach(input -> page.add("| `" + input.name() + "`"
                            + (input.required() && !input.place().equals("path") ? " (required)" : "") + " | "
                            + input.place() + " | " + cell(input.type()) + " | " + cell(input.description()) + " |"));
        }
    }

    private static String body(ApiGuide.Body body) {
        var what = body.shape().map(ApiDocTest::link).orElse("`" + body.mediaType() + "`. " + body.description());
        return body.required() ? what : what + ", or no body";
    }

    private static String answer(ApiGuide.Answer answer) {
        var what = answer.shape()
                .map(ApiDocTest::link)
                .or(() -> answer.mediaType().map(type -> "`" + type + "`"))
                .orElse("no body");
        var headers = answer.headers().isEmpty() ? "" : ", with `" + String.join("`, `", answer.headers()) + "`";
        return "Answers " + answer.status() + ": " + what + headers;
    }

    private static String link(String shape) {
        return "[" + shape + "](#document-" + shape.toLowerCase(Locale.ROOT) + ")";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static void shape(List<String> page, ApiGuide.Shape shape) {
        page.add("");
        page.add("### Document " + shape.name());
        page.add("");
        page.add(shape.description() + (shape.strict() ? " Other members are refused." : ""));
        if (!shape.type().equals("object")) {
            page.add("");
            page.add("It is a " + shape.type() + ".");
        }
        if (!shape.members().isEmpty()) {
            page.add("");
            page.add("| Member | Type | What |");
            page.add("|---|---|---|");
            shape.members().forEach(member -> page.add(member(member)));
        }
        page.add("");
        page.add("```json");
        page.add(shape.example());
        page.add("```");
    }

    private static String member(ApiGuide.Member member) {
        var type = cell(member.type());
        var linked = member.shape()
                .map(name -> type.replaceFirst("\\b" + name + "\\b", link(name).replace("$", "\\$")))
                .orElse(type);
        return "| `" + member.name() + "`" + (member.required() ? "" : " (optional)") + " | " + linked + " | "
                + cell(member.description()) + " |";
    }

    private static void problems(List<String> page) {
        var all = new TreeMap<String, ApiGuide.Refusal>();
        guide.groups().forEach(group -> group.entries()
                .forEach(entry -> entry.refusals().forEach(refusal -> all.put(refusal.code(), refusal))));
        page.add("");
        page.add("## Problems");
        page.add("");
        page.add("Each is a [Problem](#document-problem). Retrying helps where it says so.");
        page.add("");
        page.add("| Code | Status | Retry | What to do |");
        page.add("|---|---|---|---|");
        all.values()
                .forEach(refusal -> page.add("| " + refusal.code() + " | " + refusal.status() + " | "
                        + (refusal.retryable() ? "yes" : "no") + " | " + cell(refusal.nextStep()) + " |"));
    }
}
