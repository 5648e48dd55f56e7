-- What is granted for one VM for a time, for example to download files of a module. The VM's own lease comes with its guest token and
-- ends with it; others are given to programs, which show a token of their own. Of that only the SHA-256 is kept.
CREATE TABLE lease (
    id          TEXT PRIMARY KEY,
    tenant_id   TEXT NOT NULL,
    user_id     TEXT NOT NULL,
    vm_uuid     TEXT NOT NULL,
    -- the guest_token row that this lease came with
    token_id    TEXT,
    token_hash  TEXT UNIQUE,
    agent_id    TEXT NOT NULL,
    runner_id   TEXT NOT NULL,
    -- * for every module
    module      TEXT NOT NULL,
    version     TEXT,
    -- counts the leases of a VM; a later one of the same module ends the earlier
    epoch       INTEGER NOT NULL,
    issued_at   INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    heard_at    INTEGER,
    revoked_at  INTEGER,
    revoked_for TEXT,
    UNIQUE (tenant_id, vm_uuid, epoch)
) STRICT;
CREATE INDEX lease_of_token ON lease (token_id);

-- VMs that are being set up now have a token and get the lease that goes with it.
INSERT INTO lease (id, tenant_id, user_id, vm_uuid, token_id, agent_id, runner_id, module, epoch, issued_at, expires_at)
SELECT id, tenant_id, user_id, vm_uuid, id, 'local', coalesce(run_id, ''), '*', 1, issued_at, expires_at
FROM guest_token WHERE state = 'active';

-- Files that are being received. The row is there before the file is, and names its digest before the file gets its place, so that the
-- next start after a crash takes away what is left of it and nothing else.
CREATE TABLE artifact_upload (
    id         TEXT PRIMARY KEY,
    tenant_id  TEXT NOT NULL,
    digest     TEXT,
    started_at INTEGER NOT NULL
) STRICT;

-- Files of the store, named by their SHA-256. Two tenants may share one file, each by a row of its own.
CREATE TABLE artifact_object (
    tenant_id TEXT NOT NULL,
    digest    TEXT NOT NULL,
    bytes_len INTEGER NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('stored', 'removing')),
    stored_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, digest)
) STRICT;
CREATE INDEX artifact_object_digest ON artifact_object (digest);

CREATE TABLE artifact_release (
    id         TEXT PRIMARY KEY,
    tenant_id  TEXT NOT NULL,
    module     TEXT NOT NULL,
    platform   TEXT NOT NULL,
    channel    TEXT NOT NULL,
    version    TEXT NOT NULL,
    object_key TEXT NOT NULL,
    digest     TEXT NOT NULL,
    bytes_len  INTEGER NOT NULL,
    status     TEXT NOT NULL CHECK (status IN ('draft', 'active', 'disabled', 'archived')),
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (tenant_id, module, platform, channel, version),
    FOREIGN KEY (tenant_id, digest) REFERENCES artifact_object (tenant_id, digest)
) STRICT;
CREATE INDEX artifact_release_object ON artifact_release (tenant_id, digest);

-- Which release a user's VMs get; no user means all others.
CREATE TABLE artifact_assignment (
    tenant_id   TEXT NOT NULL,
    user_id     TEXT NOT NULL,
    module      TEXT NOT NULL,
    platform    TEXT NOT NULL,
    channel     TEXT NOT NULL,
    release_id  TEXT NOT NULL REFERENCES artifact_release (id),
    assigned_by TEXT NOT NULL,
    assigned_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, user_id, module, platform, channel)
) STRICT;
CREATE INDEX artifact_assignment_release ON artifact_assignment (release_id);

-- One row per attempt to get a link, whatever came of it. vm_uuid is empty for who showed no good token; of those fewer are kept.
CREATE TABLE artifact_audit (
    seq             INTEGER PRIMARY KEY,
    tenant_id       TEXT NOT NULL,
    event           TEXT NOT NULL CHECK (event IN ('download_url_issued', 'resolve_denied')),
    result          TEXT NOT NULL CHECK (result IN ('allowed', 'denied', 'error')),
    reason          TEXT NOT NULL,
    vm_uuid         TEXT,
    lease_id        TEXT,
    module          TEXT,
    platform        TEXT,
    channel         TEXT,
    release_id      TEXT,
    request_ip      TEXT NOT NULL,
    link_expires_at INTEGER,
    at              INTEGER NOT NULL
) STRICT;
CREATE INDEX artifact_audit_strangers ON artifact_audit (seq) WHERE vm_uuid IS NULL;
