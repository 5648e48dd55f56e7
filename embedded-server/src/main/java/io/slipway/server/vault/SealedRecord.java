package io.slipway.server.vault;

import io.slipway.server.base.Framed;
import io.slipway.server.base.TenantId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A row that decides where a secret goes, as the {@link RecordRegisterSql} vouches for it.
 *
 * @param kind of the row, for example {@code host}
 * @param key what names the row within its kind
 * @param fields everything that must not change unnoticed, always in the same order
 */
public record SealedRecord(TenantId tenant, String kind, List<String> key, List<String> fields) {
    public SealedRecord {
        key = List.copyOf(key);
        fields = List.copyOf(fields);
    }

    /** The row's name in the register; no two rows share one. */
    String id() {
        return id(kind, key);
    }

    static String id(String kind, List<String> key) {
        return Stream.concat(Stream.of(kind), key.stream())
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
                .collect(Collectors.joining("/"));
    }

    /** The key in a name. */
    static List<String> key(String id) {
        return Arrays.stream(id.split("/", -1))
                .skip(1)
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .toList();
    }

    /** One encoding for one content: each part with its length in front, so that no text can move from one to the next. */
    public byte[] canonical() {
        return canonical(Stream.of(List.of("record", tenant.value(), kind), key, List.of("fields"), fields)
                .flatMap(List::stream)
                .toList());
    }

    static byte[] canonical(List<String> parts) {
        return Framed.bytes(parts);
    }
}
