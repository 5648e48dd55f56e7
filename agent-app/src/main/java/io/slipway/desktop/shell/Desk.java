package io.slipway.desktop.shell;

import io.slipway.server.base.TenantId;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.text.Text;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * What every page works with. A demo has a desk of its own, with its own services, so nothing of it can reach the real ones.
 *
 * @param services the running agent; the same services as behind the HTTP API
 * @param language of all texts
 * @param background runs what may wait
 * @param navigator goes to other places of the same window
 * @param demo whether everything here is simulated
 */
public record Desk(
        AgentAssembly.Parts services, Locale language, Background background, Navigator navigator, boolean demo) {

    /** The operator at this machine. */
    public TenantId tenant() {
        return TenantId.DEFAULT;
    }

    /** The texts of a room. */
    public Text text(String bundle) {
        return Text.of(bundle, language);
    }

    /** Calls something every second while it is in sight, see {@link Seconds}. */
    public Seconds seconds(Runnable each) {
        return new Seconds(background, each);
    }

    /** Follows the store, see {@link Live}. */
    public <T> Live<T> live(Callable<T> read, Consumer<? super T> shown, Consumer<? super Throwable> failed) {
        return new Live<>(background, services.database(), read, shown, failed);
    }
}
