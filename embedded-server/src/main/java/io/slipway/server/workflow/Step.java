package io.slipway.server.workflow;

/**
 * One unit of work with at most one irreversible effect.
 *
 * <p>It may run again after a crash at any point: it observes before it acts, and it journals identifiers before the effect
 * that uses them. A {@link io.slipway.server.base.SlipwayException} whose code is retryable counts as {@link Outcome.Retry},
 * any other as {@link Outcome.Fail}. It never holds a transaction across a remote call.
 */
@FunctionalInterface
public interface Step {
    Outcome run(StepContext context);
}
