package io.slipway.iso;

import static io.slipway.iso.TestImages.bytes;
import static io.slipway.iso.TestImages.data;
import static io.slipway.iso.TestImages.linted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.iso.read.IsoEntry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final byte[] X = {'x'};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a*b",
                "a:b",
                "a;b",
                "a?b",
                "a\\b",
                "tab\there",
                "esc\u001b",
                "del\u007f",
                "dot.",
                "space ",
                "half\ud83d",
                "nul\0",
                "rr_moved"
            })
    void nameThatSomeReaderCannotShowIsRefusedAndNamed(String name) {
        assertThatThrownBy(() -> data().file("dir/ok", X).file(name, X).plan())
                .isInstanceOfSatisfying(
                        IsoException.class, e -> assertThat(e.reason()).isEqualTo(IsoException.Reason.INVALID_NAME))
                .hasMessageContaining("'" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"con", "NUL.txt", "Com1.log", "lpt\u00b9", "a<b", "a|b", "q\"q"})
    void windowsProfileAlsoRefusesWhatWin32CannotOpen(String name) throws Exception {
        var windows = TestImages.configDisc().file(name, X);

        assertThatThrownBy(windows::plan).hasMessageContaining("Win32");
        assertThat(data().file(name, X).plan().report()).allMatch(d -> d.view() == View.ISO);
    }

    @Test
    void namesAtEachLimitAreExactInEveryRicherView() throws Exception {
        var names = List.of(
                "j".repeat(103),
                "é".repeat(103),
                "日".repeat(84),
                "😀".repeat(51),
                "n".repeat(98) + ".txt",
                ".hidden",
                "a.tar.gz");
        var builder = data();
        names.forEach(name -> builder.file(name, TestImages.text(name)));

        try (var reader = linted(bytes(builder.plan()))) {
            for (var view : new View[] {View.JOLIET, View.ROCK_RIDGE}) {
                assertThat(reader.entries(view)).extracting(IsoEntry::name).containsExactlyInAnyOrderElementsOf(names);
            }
        }
        assertThatThrownBy(() -> data().file("j".repeat(104), X).plan()).hasMessageContaining("at most 103");
        assertThatThrownBy(() -> data().file("日".repeat(85), X).plan()).hasMessageContaining("255 bytes");
    }

    @Test
    void twinsForWindowsOrLibarchiveAreRefused() {
        assertThatThrownBy(() -> data().file("Readme", X).file("README", X).plan())
                .hasMessageContaining("cannot tell it from a sibling");
        assertThatThrownBy(() -> data().file("e\u0301", X).file("\u00e9", X).plan())
                .hasMessageContaining("cannot tell it from a sibling");
    }

    @Test
    void manglingRenamesInTheNarrowViewOnlyAndReportsEachChange() throws Exception {
        var image = data().names(NamePolicy.MANGLE)
                .file("a:b.txt", TestImages.text("1"))
                .file("a_b.txt", TestImages.text("2"))
                .file("A_B.TXT", TestImages.text("3"))
                .file("x".repeat(200) + ".log", TestImages.text("4"))
                .plan();

        try (var reader = linted(bytes(image))) {
            assertThat(reader.entries(View.ROCK_RIDGE))
                    .extracting(IsoEntry::name)
                    .containsExactlyInAnyOrder("a:b.txt", "a_b.txt", "A_B.TXT", "x".repeat(200) + ".log");
            assertThat(reader.entries(View.JOLIET))
                    .extracting(IsoEntry::name)
                    .containsExactlyInAnyOrder("A_B.TXT", "a_b_1.txt", "a_b_2.txt", "x".repeat(99) + ".log");
            for (var change : image.report()) {
                if (change.kind() == Deviation.Kind.RENAMED && change.view() == View.JOLIET) {
                    assertThat(reader.lookUp(View.JOLIET, change.written())).isPresent();
                }
            }
        }
        assertThat(image.report())
                .filteredOn(d -> d.view() == View.JOLIET)
                .extracting(Deviation::path)
                .containsExactlyInAnyOrder("a:b.txt", "a_b.txt", "x".repeat(200) + ".log");
    }

    @Test
    void plainViewMapsTenThousandLongNamesToUniqueOnes() throws Exception {
        var builder = data();
        for (int i = 0; i < 10_000; i++) {
            builder.file("some-file-with-a-long-common-beginning-" + i + ".dat", X);
        }

        var image = builder.plan();

        try (var reader = linted(bytes(image))) {
            assertThat(reader.entries(View.ISO)).hasSize(10_000);
            assertThat(reader.entries(View.ISO)).allMatch(e -> e.name().matches("[A-Z0-9_]{1,27}\\.DAT"));
        }
        assertThat(image.report()).hasSize(10_000);
    }

    @Test
    void plainViewAloneIsStrictToo() {
        var plain = Profile.custom("PLAIN", Set.of(View.ISO));

        assertThatThrownBy(() -> data().profile(plain).file("user-data", X).plan())
                .hasMessageContaining("ISO cannot show 'user-data'");
    }

    @Test
    void deepTreesKeepAllLevelsInEveryView() throws Exception {
        String path = "d/".repeat(100) + "leaf";

        try (var reader = linted(bytes(data().file(path, X).plan()))) {
            assertThat(reader.lookUp(View.JOLIET, path)).isPresent();
            assertThat(reader.lookUp(View.ROCK_RIDGE, path)).isPresent();
            assertThat(reader.lookUp(View.ISO, "D/".repeat(100) + "LEAF")).isPresent();
        }
        assertThatThrownBy(() -> data().file("d/".repeat(250) + "leaf", X)).hasMessageContaining("levels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a//b", "a/../b", "./a", "a/", ".."})
    void pathsThatEscapeOrAreEmptyAreRefused(String path) {
        assertThatThrownBy(() -> data().file(path, X)).isInstanceOf(IsoException.class);
    }

    @Test
    void pathCannotBeAddedTwice() {
        assertThatThrownBy(() -> data().file("a", X).file("a", X)).hasMessageContaining("twice");
        assertThatThrownBy(() -> data().file("a", X).file("a/b", X)).hasMessageContaining("cannot hold");
        assertThatThrownBy(() -> data().file("a/b", X).file("a", X)).hasMessageContaining("twice");
    }

    @Test
    void charactersBeyondTheFirstPlaneAreRefusedInUdfOnly() throws Exception {
        assertThat(TestImages.data().file("😀", new byte[1]).plan().lint()).isEmpty();
        assertThatThrownBy(() -> TestImages.bridge().file("d/😀", new byte[1]).plan())
                .hasMessageContaining("UDF cannot show 'd/😀'");

        var mangled = TestImages.bridge()
                .names(NamePolicy.MANGLE)
                .file("a😀b", new byte[1])
                .plan();

        try (var reader = TestImages.linted(TestImages.bytes(mangled))) {
            assertThat(reader.entries(View.UDF)).singleElement().satisfies(e -> assertThat(e.path())
                    .isEqualTo("/a_b"));
            assertThat(reader.entries(View.JOLIET)).singleElement().satisfies(e -> assertThat(e.path())
                    .isEqualTo("/a😀b"));
        }
    }
}
