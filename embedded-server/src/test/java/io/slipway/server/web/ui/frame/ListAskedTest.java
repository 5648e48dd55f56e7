package io.slipway.server.web.ui.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListAskedTest {
    @Test
    void aPageEndsWhereTheNextBeginsAndTheLastSaysSo() {
        var lines = IntStream.range(0, 250).boxed().toList();

        assertThat(new ListAsked("", 1).cut(lines)).hasSize(100).startsWith(0).endsWith(99);
        assertThat(new ListAsked("", 3).cut(lines)).hasSize(50).startsWith(200).endsWith(249);
        assertThat(new ListAsked("", 4).cut(lines)).isEmpty();
        assertThat(new ListAsked("", 99_999).cut(lines)).isEmpty();
        assertThat(new ListAsked("", 2).more(201)).isTrue();
        assertThat(new ListAsked("", 2).more(200)).isFalse();
    }

    @Test
    void theWordsFitHoweverTheyAreWrittenAndStandInTheAddress() {
        var asked = new ListAsked("Größe 1&2+3", 1);

        assertThat(asked.in("die GRÖSSE 1&2+3")).isFalse();
        assertThat(asked.in("die GRÖßE 1&2+3 hier")).isTrue();
        assertThat(asked.link(PageFrame.Place.HOSTS, 2)).isEqualTo("/ui/hosts?q=Gr%C3%B6%C3%9Fe%201%262%2B3&page=2");
    }
}
