package io.slipway.server.tenant;

import io.slipway.server.base.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The rows that say who may call, looked at as a whole when the program starts, inside the caller's transaction. */
public final class AccessRowsSql {
    private AccessRowsSql() {}

    /** Whether any row was ever vouched for: then the key outside the store was there before. */
    public static boolean anyVouched(Handle handle) {
        return handle.createQuery("""
                        select exists (select 1 from api_token where tenant_id is not null and code is not null)
                            or exists (select 1 from session where tenant_id is not null and code is not null)
                        """).mapTo(boolean.class).one();
    }

    /**
     * Vouches for the tokens of earlier versions as they stand; their browser sessions end, for the longest of them would not
     * live until the evening.
     *
     * @return the ids of the tokens that still open something
     */
    public static List<String> adopt(Handle handle, AccessCodes codes) {
        var adopted = new ArrayList<String>();
        for (var stored : ApiTokensSql.all(handle)) {
            var token = stored.token();
            if (token.local()) {
                continue;
            }
            ApiTokensSql.vouch(handle, StoredToken.of(codes, token, stored.hash()));
            if (token.revokedAt().isEmpty()) {
                adopted.add(token.id());
            }
        }
        SessionsSql.all(handle)
                .forEach(stored -> SessionsSql.delete(
                        handle,
                        stored.session().caller().tenant(),
                        stored.session().id()));
        return adopted;
    }

    /** Rows that nothing vouches for and that would open something. */
    public static List<Altered> altered(Handle handle, AccessCodes codes) {
        var altered = new ArrayList<Altered>();
        for (var stored : ApiTokensSql.all(handle)) {
            var token = stored.checked(codes);
            if (token.altered() && !token.local() && token.revokedAt().isEmpty()) {
                altered.add(
                        new Altered(AccessAlarm.Kind.API_TOKEN, token.caller().tenant(), token.id()));
            }
        }
        for (var stored : SessionsSql.all(handle)) {
            if (!stored.fits(codes)) {
                altered.add(new Altered(
                        AccessAlarm.Kind.SESSION,
                        stored.session().caller().tenant(),
                        stored.session().id()));
            }
        }
        return altered;
    }

    /** Removes a browser session. */
    public static void removeSession(Handle handle, TenantId tenant, String id) {
        SessionsSql.delete(handle, tenant, id);
    }

    /** A row that nothing vouches for. */
    public record Altered(AccessAlarm.Kind kind, TenantId tenant, String id) {}
}
