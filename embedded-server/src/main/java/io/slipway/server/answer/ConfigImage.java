package io.slipway.server.answer;

import io.slipway.iso.IsoException;
import io.slipway.iso.IsoImage;
import io.slipway.iso.Profile;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** The files of a config disc as the ISO image that the guest's set-up finds them on. */
public final class ConfigImage {
    private ConfigImage() {}

    /**
     * The image's bytes; the same files at the same time give the same bytes.
     *
     * @param at the time that every file and the volume carry
     * @throws SlipwayException INVALID_ISO when a name cannot be written
     */
    public static byte[] of(AnswerKind kind, Map<String, byte[]> files, Instant at) {
        boolean nocloud = kind == AnswerKind.NOCLOUD;
        var builder = IsoImage.builder()
                .volumeId(nocloud ? "cidata" : "PROVISION")
                .profile(nocloud ? Profile.NOCLOUD : Profile.WINDOWS_CONFIG)
                .timestamp(at);
        files.forEach(builder::file);
        try {
            var image = builder.plan();
            var out = new ByteArrayOutputStream(Math.toIntExact(image.size()));
            image.writeTo(out);
            return out.toByteArray();
        } catch (IsoException e) {
            throw new SlipwayException(
                    Problem.of(ProblemCode.INVALID_ISO, "The config ISO cannot be built: " + e.getMessage()), e);
        } catch (IOException e) {
            throw new SlipwayException(
                    Problem.of(ProblemCode.INTERNAL_ERROR, "The config ISO could not be written."), e);
        }
    }
}
