package io.slipway.server.guest;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The identity of a VM as text: 8-4-4-4-12 hexadecimal digits, kept in lower case. */
final class VmUuid {
    private static final int LENGTH = 36;

    private VmUuid() {}

    /**
     * The canonical form.
     *
     * @throws SlipwayException BAD_REQUEST at {@code /vm_uuid} when it is none
     */
    static String canonical(String text) {
        if (text.length() != LENGTH || !IntStream.range(0, LENGTH).allMatch(at -> fits(text.charAt(at), at))) {
            var message = "must be a UUID like 8-4-4-4-12 hexadecimal digits";
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "The VM's UUID is not valid.",
                            List.of(new FieldError("/vm_uuid", message)))
                    .exception();
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static boolean fits(char c, int at) {
        return switch (at) {
            case 8, 13, 18, 23 -> c == '-';
            default -> HexFormat.isHexDigit(c);
        };
    }
}
