package io.slipway.server.lab.powershell;

/**
 * Why a script cannot be read or run, and where.
 *
 * @param line from 1
 * @param column from 1
 * @param construct the text or the name of the construct at that place
 * @param message one sentence
 */
public record ScriptError(int line, int column, String construct, String message) {
    @Override
    public String toString() {
        return "line " + line + ", column " + column + ": " + message + " (" + construct + ")";
    }
}
