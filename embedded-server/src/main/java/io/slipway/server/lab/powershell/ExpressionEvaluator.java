package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Computes expressions (about_Expressions). */
final class ExpressionEvaluator {
    private final Session session;
    private final Evaluator statements;
    private final Members members;

    ExpressionEvaluator(Session session, Evaluator statements) {
        this.session = session;
        this.statements = statements;
        this.members = new Members(session);
    }

    /** The value, or {@link Values#NOTHING} for a method without a result. */
    @Nullable
    Object value(Expression expression, Frame frame) {
        session.step(frame.source(), expression.at());
        try {
            return compute(expression, frame);
        } catch (NetFailure failure) {
            throw Session.thrown(frame.source(), expression.at(), failure);
        } catch (Members.Wrapped wrapped) {
            throw new Thrown(wrapped.exception(), null, frame.source().line(expression.at()));
        }
    }

    private @Nullable Object compute(Expression expression, Frame frame) {
        return switch (expression) {
            case Expression.Constant constant -> constant.value();
            case Expression.Variable variable -> session.variable(frame.scope(), variable, frame.source());
            case Expression.Expandable text -> expand(text, frame);
            case Expression.Sequence sequence -> sequence(sequence, frame);
            case Expression.ArrayOf array -> output(array.body(), frame);
            case Expression.Sub sub -> Values.collapse(output(sub.body(), frame));
            case Expression.Group group -> group(group, frame);
            case Expression.Table table -> table(table, frame);
            case Expression.Block block -> new BlockValue(block.block());
            case Expression.TypeName type -> type(type);
            case Expression.Cast cast -> session.conversions.cast(cast.type(), plain(cast.value(), frame));
            case Expression.Unary unary -> unary(unary, frame);
            case Expression.Step step -> step(step, frame);
            case Expression.Binary binary -> binary(binary, frame);
            case Expression.Member member -> member(member, frame);
            case Expression.Call call -> call(call, frame);
            case Expression.Index index -> members.index(plain(index.target(), frame), plain(index.index(), frame));
        };
    }

    /** A value where "no output" counts as null. */
    @Nullable
    Object plain(Expression expression, Frame frame) {
        var value = value(expression, frame);
        return value == Values.NOTHING ? null : value;
    }

    private String expand(Expression.Expandable text, Frame frame) {
        var result = new StringBuilder();
        text.parts().forEach(part -> result.append(Values.text(value(part, frame))));
        return result.toString();
    }

    private Object sequence(Expression.Sequence sequence, Frame frame) {
        var items = new ArrayList<Object>();
        sequence.items().forEach(item -> Values.addNullable(items, plain(item, frame)));
        return items;
    }

    private List<Object> output(List<Statement> body, Frame frame) {
        var output = new ArrayList<Object>();
        statements.run(body, frame, output);
        return output;
    }

    private @Nullable Object group(Expression.Group group, Frame frame) {
        var value = statements.value(group.body(), frame);
        if (group.body() instanceof Statement.Assign assign) {
            return plain(assign.target(), frame);
        }
        return value;
    }

    private Object table(Expression.Table table, Frame frame) {
        var result = new PsTable();
        for (var entry : table.entries()) {
            var key = plain(entry.key(), frame);
            if (key == null || result.has(key)) {
                throw frame.source().failure(table.at(), "a null or repeated key in a hashtable");
            }
            result.put(key, statements.value(entry.value(), frame));
        }
        return result;
    }

    private Object type(Expression.TypeName type) {
        var known = session.conversions.type(type.name());
        if (known == null) {
            throw new NetFailure(NetExceptions.RUNTIME, "Unable to find type [" + type.name() + "].");
        }
        return known.statics();
    }

    private @Nullable Object unary(Expression.Unary unary, Frame frame) {
        var value = plain(unary.value(), frame);
        return switch (unary.operator()) {
            case "not" -> !Values.truth(value);
            case "bnot" -> Numbers.narrow(~Conversions.number(value).longValue());
            case "-" -> Operators.arithmetic("-", 0, value);
            case "+" -> Conversions.number(value);
            case "join" -> Operators.join(value, "");
            default -> Operators.split(Values.text(value).trim(), "\\s+", false);
        };
    }

    private Object step(Expression.Step step, Frame frame) {
        var before = plain(step.target(), frame);
        if (before != null && !(before instanceof Number)) {
            throw new NetFailure(NetExceptions.RUNTIME, "The '++' operator works only on numbers.");
        }
        var after = Operators.arithmetic("+", before == null ? 0 : before, step.delta());
        store(step.target(), after, frame);
        return step.prefix() && after != null ? after : before == null ? 0 : before;
    }

    private @Nullable Object binary(Expression.Binary binary, Frame frame) {
        var operator = binary.operator();
        if (operator.equals("and")) {
            return Values.truth(plain(binary.left(), frame)) && Values.truth(plain(binary.right(), frame));
        }
        if (operator.equals("or")) {
            return Values.truth(plain(binary.left(), frame)) || Values.truth(plain(binary.right(), frame));
        }
        var left = plain(binary.left(), frame);
        if (operator.equals("is") || operator.equals("isnot")) {
            return session.conversions.is(left, typeName(binary.right(), frame)) == operator.equals("is");
        }
        if (operator.equals("as")) {
            return as(typeName(binary.right(), frame), left);
        }
        var right = plain(binary.right(), frame);
        return switch (operator) {
            case "+", "-", "*", "/", "%" -> Operators.arithmetic(operator, left, right);
            case "band", "bor", "bxor", "shl", "shr" -> Operators.bitwise(operator, left, right);
            case "xor" -> Values.truth(left) ^ Values.truth(right);
            case ".." -> Operators.range(left, right);
            case "f" -> Operators.format(Values.text(left), Values.elements(right));
            default -> compare(operator, left, right, frame);
        };
    }

    private @Nullable Object as(String type, @Nullable Object value) {
        try {
            return session.conversions.cast(type, value);
        } catch (NetFailure failure) {
            return null;
        }
    }

    private String typeName(Expression expression, Frame frame) {
        return expression instanceof Expression.TypeName type ? type.name() : Values.text(plain(expression, frame));
    }

    private @Nullable Object compare(String operator, @Nullable Object left, @Nullable Object right, Frame frame) {
        boolean marked = !Lexer.COMPARISONS.contains(operator);
        boolean exact = marked && operator.charAt(0) == 'c';
        var name = marked ? operator.substring(1) : operator;
        return switch (name) {
            case "contains" -> among(left, right, exact);
            case "notcontains" -> !among(left, right, exact);
            case "in" -> among(right, left, exact);
            case "notin" -> !among(right, left, exact);
            case "replace" -> Operators.replace(left, right, exact);
            case "split" -> Operators.split(left, right, exact);
            case "join" -> Operators.join(left, Values.text(right));
            default -> {
                if (!(left instanceof List<?> list)) {
                    yield test(name, left, right, exact, frame);
                }
                var kept = new ArrayList<Object>();
                list.stream()
                        .filter(one -> test(name, one, right, exact, frame))
                        .forEach(kept::add);
                yield kept;
            }
        };
    }

    private static boolean among(@Nullable Object many, @Nullable Object one, boolean exact) {
        return Values.elements(many).stream().anyMatch(element -> Operators.equal(element, one, exact));
    }

    private boolean test(String name, @Nullable Object left, @Nullable Object right, boolean exact, Frame frame) {
        return switch (name) {
            case "eq" -> Operators.equal(left, right, exact);
            case "ne" -> !Operators.equal(left, right, exact);
            case "lt" -> Operators.order(left, right) < 0;
            case "le" -> Operators.order(left, right) <= 0;
            case "gt" -> Operators.order(left, right) > 0;
            case "ge" -> Operators.order(left, right) >= 0;
            case "like" -> like(left, right, exact);
            case "notlike" -> !like(left, right, exact);
            case "match" -> match(left, right, exact, frame);
            default -> !match(left, right, exact, frame);
        };
    }

    private static boolean like(@Nullable Object left, @Nullable Object right, boolean exact) {
        return Operators.wildcard(Values.text(right), exact)
                .matcher(Values.text(left))
                .matches();
    }

    /** Sets {@code $Matches} when the text matches. */
    boolean match(@Nullable Object left, @Nullable Object right, boolean exact, Frame frame) {
        var matcher = Operators.regex(Values.text(right), exact).matcher(Values.text(left));
        if (!matcher.find()) {
            return false;
        }
        var groups = new PsTable();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            if (matcher.group(i) != null) {
                groups.put(i, matcher.group(i));
            }
        }
        matcher.namedGroups().forEach((name, number) -> {
            if (matcher.group(number) != null) {
                groups.put(name, matcher.group(number));
            }
        });
        frame.scope().set("Matches", groups);
        return true;
    }

    private @Nullable Object member(Expression.Member member, Frame frame) {
        var name = Values.text(plain(member.name(), frame));
        return members.get(plain(member.target(), frame), name);
    }

    private @Nullable Object call(Expression.Call call, Frame frame) {
        var name = Values.text(plain(call.name(), frame));
        var target = call.target() instanceof Expression.TypeName type && name.equalsIgnoreCase("new") ? type : null;
        var self = target == null ? plain(call.target(), frame) : null;
        var arguments = new ArrayList<Object>();
        call.arguments().forEach(argument -> Values.addNullable(arguments, plain(argument, frame)));
        return target == null ? members.call(self, name, arguments) : create(target.name(), arguments);
    }

    @Nullable
    Object create(String typeName, List<Object> arguments) {
        var type = session.conversions.type(typeName);
        if (type == null || type.constructor() == null) {
            throw new NetFailure(NetExceptions.RUNTIME, "Cannot find type [" + typeName + "] or its constructor.");
        }
        var constructor = type.constructor();
        return Members.wrapped(".ctor", arguments, () -> constructor.call(arguments));
    }

    void assign(Statement.Assign assign, Frame frame) {
        var right = statements.value(assign.value(), frame);
        try {
            var value = assign.operator().equals("=")
                    ? right
                    : Operators.arithmetic(assign.operator(), plain(assign.target(), frame), right);
            store(assign.target(), value, frame);
        } catch (NetFailure failure) {
            throw Session.thrown(frame.source(), assign.at(), failure);
        }
    }

    private void store(Expression target, @Nullable Object value, Frame frame) {
        switch (target) {
            case Expression.Variable variable -> session.assign(frame.scope(), variable, value, frame.source());
            case Expression.Cast cast -> store(cast.value(), session.conversions.cast(cast.type(), value), frame);
            case Expression.Member member ->
                members.set(plain(member.target(), frame), Values.text(plain(member.name(), frame)), value);
            case Expression.Index index ->
                members.setIndex(plain(index.target(), frame), plain(index.index(), frame), value);
            default -> throw frame.source().failure(target.at(), "this cannot be assigned to");
        }
    }

    /** A name in lower case, for tables of functions and commands. */
    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
