package io.slipway.server.web.admin;

import io.slipway.server.syncthing.FakeSyncthing;
import io.slipway.server.syncthing.SyncthingPair;
import java.nio.file.Path;

/** The contract kept by the fake. */
class FakeSyncthingTest extends SyncthingContract {
    @Override
    SyncthingPair pair(Path folder) throws Exception {
        return FakeSyncthing.alone(KEY);
    }
}
