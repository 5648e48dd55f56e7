package io.slipway.desktop.wizard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Names and addresses as pasted from a table: one VM a line, parted by comma, semicolon or tab.
 *
 * @param addresses as many as names, or none for DHCP
 */
record AddressList(List<String> names, List<String> addresses) {
    private static final int LONGEST = 64 * 1024;

    AddressList {
        names = List.copyOf(names);
        addresses = List.copyOf(addresses);
    }

    /** @throws io.slipway.server.base.SlipwayException BAD_REQUEST naming the line */
    static AddressList parse(String text) {
        if (text.length() > LONGEST) {
            throw Draft.wrong("/network/addresses", "are more than 64 KiB of text");
        }
        var names = new ArrayList<String>();
        var addresses = new ArrayList<String>();
        int number = 0;
        for (var line : text.split("\\R", -1)) {
            number++;
            if (line.isBlank() || number == 1 && heading(line)) {
                continue;
            }
            var cells = line.strip().split("\\s*[,;\\t]\\s*", -1);
            if (cells.length > 2 || cells[0].isEmpty()) {
                throw Draft.wrong("/network/addresses", "line " + number + " is not a name and an address");
            }
            names.add(bare(cells[0]));
            if (cells.length == 2 && !cells[1].isEmpty()) {
                addresses.add(bare(cells[1]));
            }
            if (!addresses.isEmpty() && addresses.size() != names.size()) {
                throw Draft.wrong(
                        "/network/addresses",
                        "line " + number + ": either every line has an address or none has (none means DHCP)");
            }
        }
        if (names.isEmpty()) {
            throw Draft.wrong("/names", "are missing: paste one VM a line");
        }
        return new AddressList(names, addresses);
    }

    private static boolean heading(String line) {
        var lower = line.toLowerCase(Locale.ROOT);
        return lower.startsWith("name") || lower.startsWith("имя");
    }

    /** Tables quote cells. */
    private static String bare(String cell) {
        return cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"")
                ? cell.substring(1, cell.length() - 1)
                : cell;
    }
}
