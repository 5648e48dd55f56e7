package io.slipway.server.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.SlipwayException;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class AddressListTest {
    private static final long SEED = 20261121;

    private static List<String> pointers(String text) {
        return catchThrowableOfType(SlipwayException.class, () -> AddressList.parse(text)).problem().errors().stream()
                .map(FieldError::pointer)
                .toList();
    }

    @Test
    void aListHasAnAddressOnEveryLineOrOnNone() {
        assertThat(AddressList.parse("Name;IP\r\n\"a\"; 10.0.0.1\r\n\r\nb\t10.0.0.2\r\n"))
                .isEqualTo(new AddressList(List.of("a", "b"), List.of("10.0.0.1", "10.0.0.2")));
        assertThat(AddressList.parse("a\nb").addresses()).isEmpty();
        assertThatThrownBy(() -> AddressList.parse("a,10.0.0.1\nb")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> AddressList.parse("a\nb,10.0.0.1")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> AddressList.parse("a,10.0.0.1,x")).hasMessageContaining("line 1");
        assertThatThrownBy(() -> AddressList.parse(" \n")).hasMessageContaining("missing");
    }

    @Test
    void eachWrongLineIsNamed() {
        assertThat(pointers("a,10.0.0.1\n,10.0.0.2\nc,10.0.0.3,x")).containsExactly("/lines/1", "/lines/2");
    }

    @Test
    void theMarkBeforeAFileIsNoPartOfItsHeading() {
        var list = AddressList.parse("\uFEFFname,ip\r\nPC-1,10.0.0.1\r\n");
        assertThat(list.names()).containsExactly("PC-1");
        assertThat(list.addresses()).containsExactly("10.0.0.1");
    }

    @Test
    void aVmWhoseNameBeginsLikeAHeadingIsAVm() {
        assertThat(AddressList.parse("NAME-01,10.0.0.1\nNAME-02,10.0.0.2").names())
                .containsExactly("NAME-01", "NAME-02");
        assertThat(AddressList.parse("vm,10.0.0.1").names()).containsExactly("vm");
        assertThat(AddressList.parse("Hostname,Address\nvm,10.0.0.1").names()).containsExactly("vm");
    }

    @Test
    void whateverIsPastedIsAListOrARefusal() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        var letters = "ab1.,;\t\n\r\" -é{}";
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(60);
            for (int j = 0; j < length; j++) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                var list = AddressList.parse(text.toString());
                assertThat(list.names()).isNotEmpty();
                assertThat(list.addresses().size()).isIn(0, list.names().size());
            } catch (SlipwayException e) {
                assertThat(e.problem().errors()).isNotEmpty();
            }
        }
    }
}
