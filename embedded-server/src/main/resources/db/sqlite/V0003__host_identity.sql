-- Everything a host has ever proved itself with: SSH keys and TLS certificates, fingerprints only.
CREATE TABLE host_identity (
    host_id       TEXT NOT NULL REFERENCES host (id) ON DELETE CASCADE,
    proof         TEXT NOT NULL CHECK (proof IN ('ssh-key', 'certificate')),
    fingerprint   TEXT NOT NULL,
    first_seen_at INTEGER NOT NULL,
    last_seen_at  INTEGER NOT NULL,
    PRIMARY KEY (host_id, proof, fingerprint)
) STRICT;

-- A host that showed something else than what is pinned. While a row stands here, nothing is done on the host.
CREATE TABLE host_alarm (
    host_id   TEXT NOT NULL REFERENCES host (id) ON DELETE CASCADE,
    proof     TEXT NOT NULL CHECK (proof IN ('ssh-key', 'certificate')),
    pinned    TEXT NOT NULL,
    shown     TEXT NOT NULL,
    raised_at INTEGER NOT NULL,
    PRIMARY KEY (host_id, proof)
) STRICT;

ALTER TABLE host ADD COLUMN tls_port INTEGER NOT NULL DEFAULT 8006;
