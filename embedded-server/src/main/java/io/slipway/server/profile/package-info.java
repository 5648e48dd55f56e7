/** Profiles and playbooks: two input forms, defaults, rules, versions, storage. */
@NullMarked
package io.slipway.server.profile;

import org.jspecify.annotations.NullMarked;
