-- The audit trail becomes a chain: each row carries the hash of the one before it. SQL cannot hash, so the rows written until now
-- wait under another name until the program chains them at its first start.

ALTER TABLE audit RENAME TO audit_unchained;

CREATE TABLE audit (
    seq       INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    tenant_id TEXT NOT NULL,
    actor     TEXT NOT NULL,
    action    TEXT NOT NULL,
    object    TEXT NOT NULL,
    outcome   TEXT NOT NULL,
    detail    TEXT NOT NULL,
    at        INTEGER NOT NULL,
    previous  TEXT NOT NULL,
    hash      TEXT NOT NULL
) STRICT;

-- The chain's end, and how far it is sealed under the vault's key; without the seal, rows cut off the end would not be missed.
CREATE TABLE audit_head (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    seq         INTEGER NOT NULL,
    hash        TEXT NOT NULL,
    sealed_seq  INTEGER NOT NULL,
    sealed_hash TEXT NOT NULL,
    mac         TEXT
) STRICT;
INSERT INTO audit_head (one, seq, hash, sealed_seq, sealed_hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000',
        0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

CREATE TRIGGER audit_only_next BEFORE INSERT ON audit
WHEN NEW.seq IS NOT (SELECT seq + 1 FROM audit_head) OR NEW.previous IS NOT (SELECT hash FROM audit_head)
BEGIN SELECT RAISE(ABORT, 'a row of the audit trail follows the one before it'); END;

CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head
WHEN NEW.seq < OLD.seq OR NEW.sealed_seq < OLD.sealed_seq
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

-- Written at most once a minute: when somebody last came with the token.
ALTER TABLE api_token ADD COLUMN last_used_at INTEGER;

-- Pages of this machine's browser. Of cookie and page token only the SHA-256 is kept.
CREATE TABLE session (
    id         TEXT PRIMARY KEY,
    tenant_id  TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('READ', 'OPERATE', 'ADMIN')),
    id_hash    TEXT NOT NULL UNIQUE,
    page_hash  TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at   INTEGER
) STRICT;
