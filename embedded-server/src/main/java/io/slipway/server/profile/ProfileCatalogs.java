package io.slipway.server.profile;

import io.slipway.server.schema.Field.Option;
import io.slipway.server.schema.FormCatalogs;
import java.util.List;

/** The tables of Windows as suggestions in a form. */
final class ProfileCatalogs implements FormCatalogs {

    @Override
    public List<Option> entries(String name) {
        return List.of();
    }
}
