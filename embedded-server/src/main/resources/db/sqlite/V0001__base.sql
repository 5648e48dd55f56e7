-- Ids are UUIDv7 text, times epoch milliseconds UTC, documents JSON text, flags 0 or 1.
-- SQLite only: STRICT refuses the word BIGINT, so the PostgreSQL folder will carry its own DDL; the DML is shared.

CREATE TABLE setting (
    tenant_id TEXT NOT NULL,
    name      TEXT NOT NULL,
    value     TEXT NOT NULL,
    PRIMARY KEY (tenant_id, name)
) STRICT;

-- Bearer tokens of the admin API. Only the SHA-256 is kept.
CREATE TABLE api_token (
    id         TEXT PRIMARY KEY,
    tenant_id  TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    label      TEXT NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('READ', 'OPERATE', 'ADMIN')),
    token_hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE TABLE audit (
    id        TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    actor     TEXT NOT NULL,
    action    TEXT NOT NULL,
    object    TEXT NOT NULL,
    detail    TEXT NOT NULL,
    at        INTEGER NOT NULL
) STRICT;

CREATE TABLE idempotency (
    tenant_id    TEXT NOT NULL,
    name         TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    response     TEXT NOT NULL,
    at           INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, name)
) STRICT;

-- Secrets at rest, sealed under the vault key of this installation; nonce and ciphertext in base64.
CREATE TABLE sealed_secret (
    id         TEXT PRIMARY KEY,
    tenant_id  TEXT NOT NULL,
    label      TEXT NOT NULL,
    alg        TEXT NOT NULL,
    key_id     TEXT NOT NULL,
    nonce      TEXT NOT NULL,
    ciphertext TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE host (
    id           TEXT PRIMARY KEY,
    tenant_id    TEXT NOT NULL,
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    address      TEXT NOT NULL,
    port         INTEGER NOT NULL,
    user_name    TEXT NOT NULL,
    auth         TEXT NOT NULL,
    host_key_pin TEXT NOT NULL,
    tls_pin      TEXT,
    node         TEXT NOT NULL,
    limits       TEXT NOT NULL,
    state        TEXT NOT NULL,
    probed_at    INTEGER,
    probe        TEXT,
    created_at   INTEGER NOT NULL,
    UNIQUE (tenant_id, name)
) STRICT;

-- A row per slot, not a count: counts race.
CREATE TABLE host_slot (
    host_id TEXT NOT NULL REFERENCES host (id) ON DELETE CASCADE,
    n       INTEGER NOT NULL,
    run_id  TEXT UNIQUE,
    PRIMARY KEY (host_id, n)
) STRICT;

-- Every VM id we ever took on a host. Written before the clone that uses it.
CREATE TABLE vmid_ledger (
    host_id TEXT NOT NULL REFERENCES host (id) ON DELETE CASCADE,
    vmid    INTEGER NOT NULL,
    run_id  TEXT NOT NULL,
    state   TEXT NOT NULL CHECK (state IN ('reserved', 'ours', 'refused', 'freed')),
    at      INTEGER NOT NULL,
    PRIMARY KEY (host_id, vmid)
) STRICT;

CREATE TABLE address_use (
    tenant_id TEXT NOT NULL,
    network   TEXT NOT NULL,
    address   TEXT NOT NULL,
    run_id    TEXT NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, network, address)
) STRICT;
CREATE INDEX address_use_run ON address_use (run_id);

CREATE TABLE vm (
    id         TEXT PRIMARY KEY,
    tenant_id  TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    host_id    TEXT NOT NULL REFERENCES host (id),
    native_id  TEXT,
    vm_uuid    TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    mac        TEXT,
    state      TEXT NOT NULL CHECK (state IN ('creating', 'present', 'deleting', 'failed', 'gone')),
    job_id     TEXT,
    run_id     TEXT,
    addresses  TEXT NOT NULL,
    metadata   TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER
) STRICT;
-- The name is free again only when the VM is gone.
CREATE UNIQUE INDEX vm_name_once ON vm (host_id, name COLLATE NOCASE) WHERE state <> 'gone';

CREATE TABLE profile (
    id         TEXT PRIMARY KEY,
    tenant_id  TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    name       TEXT NOT NULL,
    is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
    version    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (tenant_id, user_id, name)
) STRICT;
CREATE UNIQUE INDEX profile_one_default ON profile (tenant_id, user_id) WHERE is_default = 1;

CREATE TABLE profile_version (
    profile_id     TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
    n              INTEGER NOT NULL,
    schema_id      TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    config         TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    PRIMARY KEY (profile_id, n)
) STRICT;

CREATE TABLE playbook (
    id         TEXT PRIMARY KEY,
    tenant_id  TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    name       TEXT NOT NULL,
    is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
    content    TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (tenant_id, user_id, name)
) STRICT;
CREATE UNIQUE INDEX playbook_one_default ON playbook (tenant_id, user_id) WHERE is_default = 1;

CREATE TABLE job (
    id         TEXT PRIMARY KEY,
    tenant_id  TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    host_id    TEXT,
    fields     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled')),
    problem    TEXT,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER
) STRICT;
CREATE INDEX job_newest ON job (tenant_id, created_at DESC);

-- One run per VM of a job. The data folder's lock is the lease: one process owns all runs, the fence tells its claims apart.
CREATE TABLE run (
    id               TEXT PRIMARY KEY,
    tenant_id        TEXT NOT NULL,
    job_id           TEXT NOT NULL REFERENCES job (id),
    plan_kind        TEXT NOT NULL,
    subject          TEXT NOT NULL,
    state            TEXT NOT NULL CHECK (state IN ('ready', 'running', 'waiting', 'parked', 'succeeded', 'failed', 'needs_attention', 'cancelled')),
    compensating     INTEGER NOT NULL DEFAULT 0,
    waits_for        TEXT,
    owner            TEXT,
    fence            INTEGER NOT NULL DEFAULT 0,
    wakes            INTEGER NOT NULL DEFAULT 0,
    wake_at          INTEGER NOT NULL,
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    percent          INTEGER NOT NULL DEFAULT 0,
    input            TEXT NOT NULL,
    problem          TEXT,
    created_at       INTEGER NOT NULL,
    ended_at         INTEGER
) STRICT;
CREATE INDEX run_due ON run (wake_at, id) WHERE state IN ('ready', 'waiting');
CREATE INDEX run_of_job ON run (job_id);

CREATE TABLE run_step (
    run_id       TEXT NOT NULL REFERENCES run (id),
    ordinal      INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    kind_version INTEGER NOT NULL,
    weight       INTEGER NOT NULL,
    timeout_ms   INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL,
    undo_kind    TEXT,
    on_failure   TEXT NOT NULL CHECK (on_failure IN ('undo', 'park')),
    undo_of      INTEGER,
    state        TEXT NOT NULL CHECK (state IN ('pending', 'running', 'waiting', 'done', 'failed')),
    attempt      INTEGER NOT NULL DEFAULT 0,
    journal      TEXT,
    output       TEXT,
    problem      TEXT,
    deadline_at  INTEGER,
    started_at   INTEGER,
    ended_at     INTEGER,
    PRIMARY KEY (run_id, ordinal)
) STRICT;

CREATE TABLE job_log (
    job_id TEXT NOT NULL REFERENCES job (id),
    seq    INTEGER NOT NULL,
    run_id TEXT,
    at     INTEGER NOT NULL,
    stream TEXT NOT NULL,
    text   TEXT NOT NULL,
    PRIMARY KEY (job_id, seq)
) STRICT;

-- One row per VM; issuing again replaces the hash, so the older token is unknown. Only the SHA-256 of a token is kept.
CREATE TABLE guest_token (
    id            TEXT PRIMARY KEY,
    tenant_id     TEXT NOT NULL,
    user_id       TEXT NOT NULL,
    vm_uuid       TEXT NOT NULL,
    token_hash    TEXT NOT NULL UNIQUE,
    state         TEXT NOT NULL CHECK (state IN ('active', 'used', 'expired', 'revoked')),
    run_id        TEXT,
    issued_at     INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    first_seen_at INTEGER,
    used_at       INTEGER,
    reports       INTEGER NOT NULL DEFAULT 0,
    playbook      TEXT,
    UNIQUE (tenant_id, vm_uuid)
) STRICT;
CREATE INDEX guest_token_run ON guest_token (run_id);

-- Append-only: one row per report of a VM.
CREATE TABLE guest_progress (
    id        TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    vm_uuid   TEXT NOT NULL,
    token_id  TEXT NOT NULL,
    run_id    TEXT,
    step      TEXT NOT NULL,
    status    TEXT NOT NULL CHECK (status IN ('pending', 'running', 'completed', 'failed')),
    detail    TEXT NOT NULL,
    at        INTEGER NOT NULL
) STRICT;
CREATE INDEX guest_progress_vm ON guest_progress (tenant_id, vm_uuid, id);

CREATE TABLE media (
    run_id     TEXT PRIMARY KEY,
    host_id    TEXT NOT NULL,
    volume     TEXT NOT NULL,
    digest     TEXT NOT NULL,
    bytes_len  INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('planned', 'uploaded', 'removed')),
    built_at   INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX media_volume ON media (host_id, volume) WHERE state <> 'removed';

-- The records of document 004, kept for its clients.
CREATE TABLE node (
    id             TEXT PRIMARY KEY,
    tenant_id      TEXT NOT NULL,
    application_id TEXT,
    name           TEXT NOT NULL,
    template_id    TEXT,
    vm_id          TEXT,
    hypervisor_id  TEXT,
    ip_address     TEXT,
    status         TEXT NOT NULL,
    job_id         TEXT,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL
) STRICT;

-- The application's name for a template, and the host's template it stands for (004).
CREATE TABLE template_mapping (
    tenant_id TEXT NOT NULL,
    host_id   TEXT NOT NULL,
    name      TEXT NOT NULL,
    native_id TEXT NOT NULL,
    PRIMARY KEY (tenant_id, host_id, name)
) STRICT;
