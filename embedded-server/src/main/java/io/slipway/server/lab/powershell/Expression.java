package io.slipway.server.lab.powershell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has a value. {@code at} is the offset of the construct in the source. */
sealed interface Expression {
    int at();

    /** A number, a text or a bare word. */
    record Constant(int at, @Nullable Object value) implements Expression {}

    /** {@code $name}, {@code $script:name}, {@code $env:NAME}; the scope is empty when none is written. */
    record Variable(int at, String scope, String name) implements Expression {}

    /** A double-quoted text (about_Quoting_Rules). */
    record Expandable(int at, List<Expression> parts) implements Expression {}

    /** {@code a, b, c}. */
    record Sequence(int at, List<Expression> items) implements Expression {}

    /** {@code @( ... )}: always an array. */
    record ArrayOf(int at, List<Statement> body) implements Expression {}

    /** {@code @{ ... }}. */
    record Table(int at, boolean ordered, List<Entry> entries) implements Expression {}

    /** One line of a table. */
    record Entry(Expression key, Statement value) {}

    /** {@code $( ... )}. */
    record Sub(int at, List<Statement> body) implements Expression {}

    /** {@code ( ... )}. */
    record Group(int at, Statement body) implements Expression {}

    /** {@code { ... }}. */
    record Block(int at, ScriptBlock block) implements Expression {}

    /** {@code [Name]}. */
    record TypeName(int at, String name) implements Expression {}

    /** {@code [Name]value}. */
    record Cast(int at, String type, Expression value) implements Expression {}

    /** {@code -not}, {@code !}, {@code -bnot}, {@code +}, {@code -}, {@code -join}, {@code -split}. */
    record Unary(int at, String operator, Expression value) implements Expression {}

    /** {@code ++} and {@code --}. */
    record Step(int at, Expression target, int delta, boolean prefix) implements Expression {}

    /** Two operands; the operator is in lower case without its dash. */
    record Binary(int at, String operator, Expression left, Expression right) implements Expression {}

    /** {@code value.Name} or {@code [Type]::Name}. */
    record Member(int at, Expression target, Expression name) implements Expression {}

    /** {@code value.Name(...)} or {@code [Type]::Name(...)}. */
    record Call(int at, Expression target, Expression name, List<Expression> arguments) implements Expression {}

    /** {@code value[index]}. */
    record Index(int at, Expression target, Expression index) implements Expression {}
}
