/**
 * Durable work: plans of journalled steps that survive {@code kill -9} at any instant.
 *
 * <p>Knows nothing of VMs or hosts. Every effect outside follows an entry in the journal, every step looks before it acts,
 * and every write is fenced.
 */
@NullMarked
package io.slipway.server.workflow;

import org.jspecify.annotations.NullMarked;
