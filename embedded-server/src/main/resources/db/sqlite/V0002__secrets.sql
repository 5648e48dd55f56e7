-- Secrets of the operator. Each version has a data key of its own; the vault key seals the data key only.
CREATE TABLE secret (
    id              TEXT PRIMARY KEY,
    tenant_id       TEXT NOT NULL,
    label           TEXT NOT NULL,
    current_version INTEGER NOT NULL,
    -- 1: made for an object, for example a host's password, and deleted with it
    attached        INTEGER NOT NULL CHECK (attached IN (0, 1)),
    created_at      INTEGER NOT NULL,
    rotated_at      INTEGER,
    used_at         INTEGER
) STRICT;
CREATE INDEX secret_of_tenant ON secret (tenant_id, label);

-- Nonce and ciphertext in base64; aad tells whose value it is and holds the sealed data key.
CREATE TABLE secret_version (
    tenant_id  TEXT NOT NULL,
    secret_id  TEXT NOT NULL REFERENCES secret (id) ON DELETE CASCADE,
    n          INTEGER NOT NULL,
    alg        TEXT NOT NULL,
    key_id     TEXT NOT NULL,
    nonce      TEXT NOT NULL,
    ciphertext TEXT NOT NULL,
    aad        TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (secret_id, n)
) STRICT;

CREATE TABLE secret_binding (
    tenant_id  TEXT NOT NULL,
    scope_type TEXT NOT NULL CHECK (scope_type IN ('bot', 'vm', 'agent', 'tenant', 'host', 'profile')),
    scope_id   TEXT NOT NULL,
    field_name TEXT NOT NULL,
    secret_id  TEXT NOT NULL REFERENCES secret (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, scope_type, scope_id, field_name)
) STRICT;
CREATE INDEX secret_binding_of ON secret_binding (secret_id);
