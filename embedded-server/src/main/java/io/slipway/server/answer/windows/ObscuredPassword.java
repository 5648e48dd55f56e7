package io.slipway.server.answer.windows;

import io.slipway.server.base.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The form of passwords that Setup calls "not plain text": base64 of UTF-16LE of password and element name.
 *
 * <p>It hides a password from a passing glance and protects nothing. A wrong suffix stops Setup with 0x8007000d.
 */
final class ObscuredPassword {
    private ObscuredPassword() {}

    /** For {@code LocalAccount/Password} and {@code AutoLogon/Password}. */
    static String account(Secret password) {
        return encode(password, "Password");
    }

    /** For {@code UserAccounts/AdministratorPassword}. */
    static String administrator(Secret password) {
        return encode(password, "AdministratorPassword");
    }

    private static String encode(Secret password, String suffix) {
        return Base64.getEncoder().encodeToString((password.reveal() + suffix).getBytes(StandardCharsets.UTF_16LE));
    }
}
