package io.slipway.server.web.openapi;

import io.slipway.server.base.Json;
import io.slipway.server.base.Sha256;
import io.slipway.server.web.Operation;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The API's description: as an OpenAPI 3.1 document for programs and as a guide for pages.
 *
 * <p>Made when somebody asks first, and then kept, since the routes never change while the program runs. Thread-safe.
 */
public final class ApiReference {
    private final Supplier<List<Operation>> operations;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Made made;

    /** @param operations the whole table, complete when the first question comes */
    public ApiReference(Supplier<List<Operation>> operations) {
        this.operations = operations;
    }

    /**
     * The OpenAPI document.
     *
     * @param json UTF-8, not to be changed
     * @param tag a strong entity tag, with its quotes (RFC 9110 section 8.8.3)
     */
    public record Document(byte[] json, String tag) {}

    private record Made(Document document, ApiGuide guide) {}

    /** The document for programs. */
    public Document document() {
        return made().document();
    }

    /** The same for people. */
    public ApiGuide guide() {
        return made().guide();
    }

    private Made made() {
        lock.lock();
        try {
            var known = made;
            if (known == null) {
                var schemas = ApiSchemas.load();
                var table = operations.get();
                var json = Json.mapper().writeValueAsBytes(ApiDocument.of(table, schemas));
                var document = new Document(json, "\"" + Sha256.hex(json) + "\"");
                known = new Made(document, new GuideMaker(schemas).guide(table));
                made = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }
}
