package io.slipway.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewTest {
    private static final Terminal NARROW = new Terminal(true, false, true, 40, 24);

    @Test
    void columnsAreAlignedByWhatATerminalShows() {
        var table = Table.of("NAME", "#SIZE").row("a", 5).row("日本", 12345);

        assertThat(table.lines(Terminal.plain())).containsExactly("NAME   SIZE", "a         5", "日本  12345");
    }

    @Test
    void aNarrowTerminalCutsTheWidestColumnFirst() {
        var table = Table.of("NAME", "TEXT").row("short", "x".repeat(60));

        assertThat(table.lines(NARROW))
                .allSatisfy(line -> assertThat(Text.width(line)).isLessThanOrEqualTo(40));
        assertThat(table.lines(NARROW).getLast()).startsWith("short  xxx").endsWith("…");
    }

    @Test
    void whereColumnsNoLongerFitEachValueGetsItsLine() {
        var table = Table.of("ALPHA", "BETA", "GAMMA", "DELTA", "EPSILON", "ZETA");
        table.row("value of alpha", "value of beta", "value of gamma", "", "value of epsilon", "value of zeta");

        assertThat(table.lines(NARROW))
                .contains("ALPHA    value of alpha", "ZETA     value of zeta")
                .noneMatch(line -> line.startsWith("DELTA"))
                .allSatisfy(line -> assertThat(Text.width(line)).isLessThanOrEqualTo(40));
    }

    @Test
    void aFileGetsEverythingUncut() {
        var table = Table.of("TEXT", "MORE").row("x".repeat(500), "y");

        assertThat(table.lines(Terminal.plain()).getLast()).contains("x".repeat(500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u001b[2Jb", "a\u0007b", "a\u202eb", "a\u009b1mb", "a\u2028b", "a\ud800b"})
    void foreignTextCannotSteerTheTerminal(String text) {
        assertThat(Text.printable(text)).startsWith("a\\u").endsWith("b").isPrintable();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1 KiB",
        "1536, 1.5 KiB",
        "68719476736, 64 GiB",
        "1099511627775, 1024 GiB"
    })
    void bytesHaveBinaryUnits(long bytes, String text) {
        assertThat(Units.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"850, 850 ms", "12400, 12.4 s", "185000, 3 min 05 s", "7800000, 2 h 10 min"})
    void spansAreRoundedToWhatMatters(long millis, String text) {
        assertThat(Units.span(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void coloursNeedATerminalThatWantsThem() {
        assertThat(Terminal.of(true, Map.of("TERM", "xterm")).colour()).isTrue();
        assertThat(Terminal.of(true, Map.of("NO_COLOR", "1")).colour()).isFalse();
        assertThat(Terminal.of(true, Map.of("NO_COLOR", "")).colour())
                .as("an empty value says nothing (no-color.org)")
                .isTrue();
        assertThat(Terminal.of(true, Map.of("TERM", "dumb")).live()).isFalse();
        assertThat(Terminal.of(false, Map.of()).colour()).isFalse();
    }

    @Test
    void theTerminalsSizeComesFromItsVariables() {
        assertThat(Terminal.of(true, Map.of("COLUMNS", "132", "LINES", "50")))
                .extracting(Terminal::columns, Terminal::lines)
                .containsExactly(132, 50);
        assertThat(Terminal.of(true, Map.of("COLUMNS", "nonsense")).columns()).isEqualTo(80);
        assertThat(Terminal.of(false, Map.of("COLUMNS", "40")).columns()).isEqualTo(Terminal.UNLIMITED);
    }

    @Test
    void aProblemSaysWhatWhyWhatNextAndItsCode() {
        var problem = Problem.of(
                ProblemCode.INVALID_PROFILE,
                "The profile is not valid.",
                List.of(new FieldError("/user/password", "must not be empty")));

        assertThat(Complaint.of(problem).lines(Terminal.plain()))
                .containsExactly(
                        "error: Invalid profile",
                        "  why   The profile is not valid.",
                        "  field /user/password must not be empty",
                        "  next  " + ProblemCode.INVALID_PROFILE.nextStep(),
                        "  code  INVALID_PROFILE");
    }

    @Test
    void plainProgressPrintsALineOnlyWhenSomethingChanges() {
        var text = draw(
                Terminal.plain(),
                List.of(item("a", 5, "cloning")),
                List.of(item("a", 9, "cloning")),
                List.of(item("a", 100, "done")));

        assertThat(text.lines()).hasSize(2).allSatisfy(line -> assertThat(line).startsWith("a "));
        assertThat(text).doesNotContain("\u001b");
    }

    @Test
    void barsAreDrawnOverInPlaceAndNeverWiderThanTheTerminal() {
        var text = draw(NARROW, List.of(item("a", 5, "cloning the template, slowly")), List.of(item("a", 50, "x")));

        assertThat(text).contains("\u001b[1A");
        assertThat(text.replaceAll("\u001b\\[[0-9]*[A-Za-z]", "").lines())
                .allSatisfy(
                        line -> assertThat(Text.width(line.replace("\r", ""))).isLessThanOrEqualTo(40));
    }

    @Test
    void moreItemsThanLinesAreCountedAndThoseAtWorkStay() {
        var items = new ArrayList<ProgressItem>();
        for (int i = 0; i < 100; i++) {
            items.add(
                    new ProgressItem("vm-" + i, i == 99 ? ProgressItem.State.RUNNING : ProgressItem.State.DONE, 1, ""));
        }

        var text = draw(NARROW, items);

        assertThat(text).contains("vm-99").contains("81 more").contains("99 of 100 done");
        assertThat(text.lines()).hasSizeLessThanOrEqualTo(24);
    }

    private static ProgressItem item(String name, int percent, String doing) {
        return new ProgressItem(name, ProgressItem.State.RUNNING, percent, doing);
    }

    @SafeVarargs
    private static String draw(Terminal terminal, List<ProgressItem>... frames) {
        var bytes = new ByteArrayOutputStream();
        try (var progress = Progress.on(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal)) {
            for (var frame : frames) {
                progress.show(frame);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
