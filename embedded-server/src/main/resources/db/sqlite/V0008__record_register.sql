-- Codes under the vault's key over the rows that decide where a secret goes: hosts, their alarms, bindings of secrets. One
-- text per tenant, so that a row cannot be put back to an older state alone.
CREATE TABLE record_register (
    tenant_id TEXT PRIMARY KEY,
    n         INTEGER NOT NULL,
    entries   TEXT NOT NULL,
    mac       TEXT NOT NULL
) STRICT;
