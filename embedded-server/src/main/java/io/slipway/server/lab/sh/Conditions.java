package io.slipway.server.lab.sh;

import java.util.List;

/** The test command, as POSIX XCU test describes it, for up to four operands. */
final class Conditions {
    private static final int TRUE = 0;
    private static final int FALSE = 1;
    private static final int ERROR = 2;

    private Conditions() {}

    static int test(Call call) throws PipeClosed {
        var args = call.args();
        if (call.name().equals("[")) {
            if (args.isEmpty() || !args.getLast().equals("]")) {
                call.err().line(call.process().complaint("[: missing ]"));
                return ERROR;
            }
            args = args.subList(0, args.size() - 1);
        }
        return evaluate(args, call);
    }

    private static int evaluate(List<String> args, Call call) throws PipeClosed {
        int and = args.indexOf("-a");
        if (and > 0) {
            int left = evaluate(args.subList(0, and), call);
            return left == TRUE ? evaluate(args.subList(and + 1, args.size()), call) : left;
        }
        int or = args.indexOf("-o");
        if (or > 0) {
            int left = evaluate(args.subList(0, or), call);
            return left == FALSE ? evaluate(args.subList(or + 1, args.size()), call) : left;
        }
        return switch (args.size()) {
            case 0 -> FALSE;
            case 1 -> truth(!args.getFirst().isEmpty());
            case 2 ->
                args.getFirst().equals("!") ? truth(args.get(1).isEmpty()) : unary(args.getFirst(), args.get(1), call);
            case 3 ->
                args.getFirst().equals("!")
                        ? negate(evaluate(args.subList(1, 3), call))
                        : binary(args.getFirst(), args.get(1), args.get(2), call);
            default ->
                args.getFirst().equals("!") ? negate(evaluate(args.subList(1, args.size()), call)) : refuse(call);
        };
    }

    private static int truth(boolean value) {
        return value ? TRUE : FALSE;
    }

    private static int negate(int status) {
        return status == ERROR ? ERROR : TRUE + FALSE - status;
    }

    private static int refuse(Call call) throws PipeClosed {
        call.err().line(call.process().complaint("test: unexpected operator"));
        return ERROR;
    }

    private static int unary(String operator, String operand, Call call) throws PipeClosed {
        var stat = call.process().host().files().stat(call.process().resolve(operand));
        return switch (operator) {
            case "-n" -> truth(!operand.isEmpty());
            case "-z" -> truth(operand.isEmpty());
            case "-e", "-r", "-w", "-x" -> truth(stat != null);
            case "-f" -> truth(stat != null && !stat.directory());
            case "-d" -> truth(stat != null && stat.directory());
            case "-s" -> truth(stat != null && stat.size() > 0);
            case "-L", "-h" -> FALSE;
            default -> refuse(call);
        };
    }

    private static int binary(String left, String operator, String right, Call call) throws PipeClosed {
        if (operator.equals("=") || operator.equals("==")) {
            return truth(left.equals(right));
        }
        if (operator.equals("!=")) {
            return truth(!left.equals(right));
        }
        if (!left.matches("-?[0-9]{1,18}") || !right.matches("-?[0-9]{1,18}")) {
            call.err().line(call.process().complaint("test: Illegal number: " + left));
            return ERROR;
        }
        int order = Long.compare(Long.parseLong(left), Long.parseLong(right));
        return switch (operator) {
            case "-eq" -> truth(order == 0);
            case "-ne" -> truth(order != 0);
            case "-lt" -> truth(order < 0);
            case "-le" -> truth(order <= 0);
            case "-gt" -> truth(order > 0);
            case "-ge" -> truth(order >= 0);
            default -> refuse(call);
        };
    }
}
