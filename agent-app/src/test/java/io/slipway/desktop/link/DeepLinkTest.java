package io.slipway.desktop.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeepLinkTest {
    private static final String ID = "0199f3c2-1a2b-7c3d-8e4f-5a6b7c8d9e0f";

    @Test
    void theFourKindsAreUnderstood() {
        assertThat(DeepLink.parse("slipway://vm/" + ID)).contains(new DeepLink.ShowVm(ID));
        assertThat(DeepLink.parse("slipway://profile?file=C:%5CUsers%5Cann%5Cw%2011.json"))
                .contains(new DeepLink.ImportProfile("C:\\Users\\ann\\w 11.json"));
        assertThat(DeepLink.parse("slipway://host?address=pve1.example&port=2222"))
                .contains(new DeepLink.AddHost("pve1.example", 2222));
        assertThat(DeepLink.parse("slipway://host?address=[2001:db8::1]"))
                .contains(new DeepLink.AddHost("[2001:db8::1]", 22));
        assertThat(DeepLink.parse("slipway://pair?code=7Q4-K2M&hub=hub.example"))
                .contains(new DeepLink.Pair("hub.example", "7Q4-K2M"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "slipway:",
                "slipway://",
                "SLIPWAY://vm/" + ID,
                "http://vm/" + ID,
                "slipway://vm/" + ID + "/",
                "slipway://vm/" + ID + "?x=1",
                "slipway://vm/../../etc/passwd",
                "slipway://VM/" + ID,
                "slipway://user@vm/" + ID,
                "slipway://profile",
                "slipway://profile?file=",
                "slipway://profile?file=a&file=b",
                "slipway://profile?file=a#b",
                "slipway://profile?file=a%00b",
                "slipway://profile?file=a%0Ab",
                "slipway://profile?file=%C3%A4",
                "slipway://profile?file=%4",
                "slipway://profile?file=a&x=1",
                "slipway://host?address=-oProxyCommand",
                "slipway://host?address=a;reboot",
                "slipway://host?address=a&port=0",
                "slipway://host?address=a&port=65536",
                "slipway://host?address=a&port=022",
                "slipway://host?port=22",
                "slipway://host?address=a%20b",
                "slipway://pair?code=7q4-k2m&hub=h",
                "slipway://pair?hub=h",
                "slipway://run?cmd=calc"
            })
    void whateverTheGrammarDoesNotNameIsNoLink(String text) {
        assertThat(DeepLink.parse(text)).isEmpty();
    }

    @Test
    void aLinkHasAtMostOneKibibyte() {
        var longest = "slipway://profile?file=" + "a".repeat(DeepLink.LONGEST - "slipway://profile?file=".length());
        assertThat(DeepLink.parse(longest)).isPresent();
        assertThat(DeepLink.parse(longest + "a")).isEmpty();
    }

    @Test
    void noTextMakesItFail() {
        var random = new Random(20261121);
        var letters = "slipway:/?&=%#vmhostfile0123456789abcdef-[]\u0000\n\u00e4";
        for (int i = 0; i < 100_000; i++) {
            var text = new StringBuilder(i % 2 == 0 ? "slipway://host?" : "");
            for (int n = random.nextInt(40); n > 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThatCode(() -> DeepLink.parse(text.toString()))
                    .as(text.toString())
                    .doesNotThrowAnyException();
        }
    }
}
