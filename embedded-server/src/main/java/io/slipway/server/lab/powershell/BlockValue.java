package io.slipway.server.lab.powershell;

/** A script block as a value. */
record BlockValue(ScriptBlock block) {
    @Override
    public String toString() {
        return "{script block}";
    }
}
