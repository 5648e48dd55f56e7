package io.slipway.server.vault;

import io.slipway.server.base.LiveSecret;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.Secret;

/** An opened version; closing wipes the value and lets the redactor forget it. */
record OpenedSecret(SecretRef ref, Secret value, Redactor.Hold hold) implements LiveSecret.Lease {
    @Override
    public String stamp() {
        return ref.id() + "/" + ref.version();
    }

    @Override
    public void close() {
        value.close();
        hold.close();
    }
}
