package io.slipway.server.base;

/** The one unchecked exception of the product; carries a {@link Problem} for the operator. */
public final class SlipwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public SlipwayException(Problem problem) {
        super(problem.code() + ": " + problem.detail());
        this.problem = problem;
    }

    public SlipwayException(Problem problem, Throwable cause) {
        super(problem.code() + ": " + problem.detail(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
