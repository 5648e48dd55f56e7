package io.slipway.cli;

import io.slipway.server.vault.key.ProtectorKind;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a protection. */
final class ProtectorConverter implements ITypeConverter<ProtectorKind> {
    static final String KINDS = "One of dpapi, secret-service, passphrase, key-file.";

    @Override
    public ProtectorKind convert(String value) {
        return ProtectorKind.of(value.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new TypeConversionException("\"" + value + "\" is no protection. " + KINDS));
    }
}
