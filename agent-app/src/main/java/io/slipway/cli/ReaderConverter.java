package io.slipway.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the names of image readers as they are written on the command line. */
final class ReaderConverter implements ITypeConverter<IsoBuildCommand.Reader> {
    @Override
    public IsoBuildCommand.Reader convert(String text) {
        for (var reader : IsoBuildCommand.Reader.values()) {
            if (reader.toString().equals(text)) {
                return reader;
            }
        }
        throw new TypeConversionException(
                "'" + text + "' is none of data, windows-config, nocloud, windows-installer, linux-installer");
    }
}
