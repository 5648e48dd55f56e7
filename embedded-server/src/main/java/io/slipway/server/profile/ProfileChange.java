package io.slipway.server.profile;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A partial update; what is empty stays. A secret of three stars in the document means the present one. */
public record ProfileChange(Optional<String> name, Optional<Boolean> isDefault, Optional<ObjectNode> document) {}
