package io.slipway.server.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticIpv4Test {

    @Test
    @Tag("F046")
    void omittedMaskAndNameServersGetTheirDefaults() {
        var plan = StaticIpv4.ofNetmask("192.0.2.50", Optional.empty(), Optional.of("192.0.2.1"), Optional.empty());

        assertThat(plan.netmask()).isEqualTo("255.255.255.0");
        assertThat(plan.prefixLength()).isEqualTo(24);
        assertThat(plan.dns()).containsExactly("8.8.8.8");
    }

    @ParameterizedTest
    @Tag("F046")
    @CsvSource({
        "192.0.2.256, 255.255.255.0, 192.0.2.1, /address",
        "192.0.2, 255.255.255.0, 192.0.2.1, /address",
        "192.0.02.5, 255.255.255.0, 192.0.2.1, /address",
        "192.0.2.0, 255.255.255.0, 192.0.2.1, /address",
        "192.0.2.255, 255.255.255.0, 192.0.2.1, /address",
        "127.0.0.5, 255.255.255.0, 127.0.0.1, /address",
        "224.0.0.5, 255.255.255.0, 224.0.0.1, /address",
        "192.0.2.50, 255.255.255.0, 192.0.3.1, /gateway",
        "192.0.2.50, 255.255.255.0, 192.0.2.50, /gateway",
        "192.0.2.50, 255.255.255.0, 192.0.2.255, /gateway",
        "192.0.2.50, 255.255.255.0, nonsense, /gateway",
        "192.0.2.50, 255.0.255.0, 192.0.2.1, /netmask",
        "192.0.2.50, 0.0.0.0, 192.0.2.1, /netmask",
        "192.0.2.50, 255.255.255.255, 192.0.2.1, /prefixLength",
    })
    void whatCannotWorkIsRefusedWithTheField(String address, String mask, String gateway, String pointer) {
        var thrown = catchThrowableOfType(
                SlipwayException.class,
                () -> StaticIpv4.ofNetmask(address, Optional.of(mask), Optional.of(gateway), Optional.empty()));

        assertThat(thrown.problem().code()).isEqualTo(ProblemCode.INVALID_ADDRESS);
        assertThat(thrown.problem().code().httpStatus()).isEqualTo(400);
        assertThat(thrown.problem().errors()).extracting(FieldError::pointer).contains(pointer);
    }

    @Test
    @Tag("F046")
    void everyContiguousMaskGivesItsLengthAndBack() {
        for (int bits = 8; bits <= 30; bits++) {
            var plan = new StaticIpv4("10.1.2.5", bits, Optional.empty(), List.of());

            assertThat(StaticIpv4.prefixLength(plan.netmask())).isEqualTo(bits);
        }
    }
}
