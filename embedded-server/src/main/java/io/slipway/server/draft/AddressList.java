package io.slipway.server.draft;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names and addresses as pasted from a table: one VM a line, parted by comma, semicolon or tab.
 *
 * @param addresses as many as names, or none for DHCP
 */
public record AddressList(List<String> names, List<String> addresses) {
    /** Characters of a list that is read. */
    public static final int LONGEST = 64 * 1024;

    /** What tables call the column of names; a VM may be called such only below a heading. */
    private static final Set<String> HEADINGS = Set.of(
            "name",
            "names",
            "vm",
            "hostname",
            "computer",
            "computer name",
            "\u0438\u043c\u044f",
            "\u0438\u043c\u0435\u043d\u0430");

    private static final int MOST_ERRORS = 10;

    public AddressList {
        names = List.copyOf(names);
        addresses = List.copyOf(addresses);
    }

    /** @throws io.slipway.server.base.SlipwayException BAD_REQUEST naming each wrong line at {@code /lines/N}, N from 0 */
    public static AddressList parse(String text) {
        if (text.length() > LONGEST) {
            throw Draft.wrong("/lines", "are more than 64 KiB of text");
        }
        var names = new ArrayList<String>();
        var addresses = new ArrayList<String>();
        var errors = new ArrayList<FieldError>();
        int number = 0;
        // Editors and tables put a mark before the first character of a file.
        var marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (var line : marked.split("\\R", -1)) {
            number++;
            var cells = line.strip().split("\\s*[,;\\t]\\s*", -1);
            if (line.isBlank() || number == 1 && heading(cells)) {
                continue;
            }
            if (cells.length > 2 || cells[0].isEmpty()) {
                errors.add(wrong(number, "is not a name and an address"));
                continue;
            }
            names.add(bare(cells[0]));
            if (cells.length == 2 && !cells[1].isEmpty()) {
                addresses.add(bare(cells[1]));
            }
            if (!addresses.isEmpty() && addresses.size() != names.size() && errors.isEmpty()) {
                errors.add(wrong(number, "breaks the column: every line has an address or none has (none means DHCP)"));
            }
        }
        refuse(errors);
        if (names.isEmpty()) {
            throw Draft.wrong("/lines", "are missing: give one VM a line");
        }
        return new AddressList(names, addresses);
    }

    private static FieldError wrong(int number, String message) {
        return new FieldError("/lines/" + (number - 1), "line " + number + " " + message);
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            var told = errors.size() <= MOST_ERRORS ? errors : errors.subList(0, MOST_ERRORS);
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "The list is not valid: " + errors.getFirst().message() + ".",
                            List.copyOf(told))
                    .exception();
        }
    }

    /** A first line that says what the columns are; a line with an address is a VM, whatever its name. */
    private static boolean heading(String[] cells) {
        boolean addressed = cells.length > 1 && cells[1].chars().anyMatch(Character::isDigit);
        return !addressed && HEADINGS.contains(bare(cells[0]).toLowerCase(Locale.ROOT));
    }

    /** Tables quote cells. */
    private static String bare(String cell) {
        return cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"")
                ? cell.substring(1, cell.length() - 1)
                : cell;
    }
}
