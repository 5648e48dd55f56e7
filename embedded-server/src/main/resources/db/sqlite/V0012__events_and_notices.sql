-- Hints that something changed, so that whoever shows it reads it again; nothing is decided by them. Triggers write them, so that no
-- writer can forget one and each stands in the transaction of its change. The id is the cursor of the readers and never used twice,
-- because the newest row is never deleted.
-- Triggers know no clock but the store's; their times only say how long a row is kept, or when people were told.
CREATE TABLE event (
    id        INTEGER PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    at        INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    topic     TEXT NOT NULL CHECK (topic IN
                  ('jobs', 'vms', 'hosts', 'artifacts', 'profiles', 'secrets', 'tokens', 'audit', 'notifications')),
    kind      TEXT NOT NULL,
    -- the id of the job, VM, host, release, profile, secret or token
    ref       TEXT NOT NULL,
    run_id    TEXT,
    -- small, without secrets
    data      TEXT NOT NULL
) STRICT;
CREATE INDEX event_run_waited ON event (run_id, id) WHERE kind = 'step.waits';

-- What people should know: one row per job, per host's reachability and per host's identity, changed in place.
CREATE TABLE notice (
    id         TEXT PRIMARY KEY,
    tenant_id  TEXT NOT NULL,
    category   TEXT NOT NULL CHECK (category IN ('job', 'host')),
    state      TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled', 'needs_you',
                                              'lost', 'regained', 'stopped', 'trusted')),
    -- the id of the job or the host
    entity     TEXT NOT NULL,
    read       INTEGER NOT NULL DEFAULT 0 CHECK (read IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_newest ON notice (tenant_id, updated_at DESC);

-- Hosts that do not answer. A row stands here from the first look in vain to the next good one.
CREATE TABLE host_contact (
    host_id    TEXT PRIMARY KEY REFERENCES host (id) ON DELETE CASCADE,
    lost_since INTEGER NOT NULL,
    code       TEXT NOT NULL
) STRICT;

-- Jobs and their runs.

CREATE TRIGGER event_job_created AFTER INSERT ON job
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'jobs', 'job.created', NEW.id, json_object('kind', NEW.kind, 'state', NEW.state));
    INSERT INTO notice (id, tenant_id, category, state, entity, created_at, updated_at)
    VALUES ('job-' || NEW.id, NEW.tenant_id, 'job', NEW.state, NEW.id, NEW.created_at, NEW.created_at)
    ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER event_job_state AFTER UPDATE OF state ON job WHEN NEW.state <> OLD.state
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'jobs', 'job.state', NEW.id, json_object('kind', NEW.kind, 'state', NEW.state));
    INSERT INTO notice (id, tenant_id, category, state, entity, created_at, updated_at)
    VALUES ('job-' || NEW.id, NEW.tenant_id, 'job',
            CASE WHEN NEW.state = 'partial' AND EXISTS (
                     SELECT 1 FROM run r WHERE r.job_id = NEW.id AND r.state IN ('parked', 'needs_attention')
                     AND NOT EXISTS (SELECT 1 FROM run x WHERE x.job_id = r.job_id AND x.subject = r.subject AND x.id > r.id))
                 THEN 'needs_you' ELSE NEW.state END,
            NEW.id, NEW.created_at, coalesce(NEW.ended_at, CAST(unixepoch('subsec') * 1000 AS INTEGER)))
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at, read = 0;
END;

-- The job's own row says "queued" until its first run ends; people see it begin.
CREATE TRIGGER notice_job_begins AFTER UPDATE OF fence ON run WHEN OLD.fence = 0 AND NEW.fence > 0
BEGIN
    UPDATE notice SET state = 'running', read = 0, updated_at = CAST(unixepoch('subsec') * 1000 AS INTEGER)
    WHERE id = 'job-' || NEW.job_id AND state = 'queued';
END;

CREATE TRIGGER notice_run_needs_you AFTER UPDATE OF state ON run
WHEN NEW.state IN ('parked', 'needs_attention') AND OLD.state <> NEW.state
BEGIN
    UPDATE notice SET state = 'needs_you', read = 0, updated_at = CAST(unixepoch('subsec') * 1000 AS INTEGER)
    WHERE id = 'job-' || NEW.job_id;
END;

CREATE TRIGGER event_run_state AFTER UPDATE OF state, compensating, cancel_requested ON run
WHEN NEW.compensating <> OLD.compensating OR NEW.cancel_requested <> OLD.cancel_requested
    OR NEW.state <> OLD.state AND (NEW.state NOT IN ('ready', 'running', 'waiting') OR OLD.state NOT IN ('ready', 'running', 'waiting'))
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, run_id, data)
    VALUES (NEW.tenant_id, 'jobs', 'run.state', NEW.job_id, NEW.id,
            json_object('vm', NEW.subject, 'state', NEW.state, 'undoing', json(iif(NEW.compensating, 'true', 'false')),
                        'cancelling', json(iif(NEW.cancel_requested, 'true', 'false'))));
END;

CREATE TRIGGER event_run_percent AFTER UPDATE OF percent ON run WHEN NEW.percent <> OLD.percent
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, run_id, data)
    VALUES (NEW.tenant_id, 'jobs', 'step.progress', NEW.job_id, NEW.id,
            json_object('vm', NEW.subject, 'percent', NEW.percent));
END;

-- A run that waits looks again every few seconds; told is only what is new.
CREATE TRIGGER event_run_waits AFTER UPDATE OF waits_for ON run
WHEN NEW.state = 'waiting' AND NEW.waits_for IS NOT NULL
    AND json_object('vm', NEW.subject, 'for', NEW.waits_for) IS NOT
        (SELECT e.data FROM event e WHERE e.run_id = NEW.id AND e.kind = 'step.waits' ORDER BY e.id DESC LIMIT 1)
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, run_id, data)
    VALUES (NEW.tenant_id, 'jobs', 'step.waits', NEW.job_id, NEW.id,
            json_object('vm', NEW.subject, 'for', NEW.waits_for));
END;

CREATE TRIGGER event_step AFTER UPDATE OF state, attempt ON run_step
WHEN NEW.state = 'running' AND NEW.attempt <> OLD.attempt
    OR NEW.state IN ('done', 'failed') AND NEW.state <> OLD.state
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, run_id, data)
    SELECT r.tenant_id, 'jobs', 'step.' || CASE NEW.state WHEN 'running' THEN 'started' ELSE NEW.state END, r.job_id, r.id,
           json_object('vm', r.subject, 'step', NEW.kind, 'ordinal', NEW.ordinal, 'attempt', NEW.attempt,
                       'undo', json(iif(NEW.undo_of IS NULL, 'false', 'true')), 'code', json_extract(NEW.problem, '$.code'))
    FROM run r WHERE r.id = NEW.run_id;
END;

-- VMs and what they report.

CREATE TRIGGER event_vm_new AFTER INSERT ON vm
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'vms', 'vm.state', NEW.id,
            json_object('name', NEW.name, 'host', NEW.host_id, 'state', NEW.state, 'job', NEW.job_id));
END;

CREATE TRIGGER event_vm_changed AFTER UPDATE OF state, native_id, addresses, metadata ON vm
WHEN NEW.state <> OLD.state OR NEW.native_id IS NOT OLD.native_id OR NEW.addresses <> OLD.addresses
    OR NEW.metadata <> OLD.metadata
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'vms', 'vm.state', NEW.id,
            json_object('name', NEW.name, 'host', NEW.host_id, 'state', NEW.state, 'job', NEW.job_id));
END;

CREATE TRIGGER event_vm_reported AFTER INSERT ON guest_progress
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'vms', 'vm.reported', NEW.vm_uuid, json_object('status', NEW.status));
END;

-- Hosts: registered, stopped, lost.

CREATE TRIGGER event_host_new AFTER INSERT ON host
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'hosts', 'host.state', NEW.id, json_object('name', NEW.name, 'state', NEW.state));
END;

CREATE TRIGGER event_host_changed AFTER UPDATE OF address, port, user_name, host_key_pin, tls_pin, node, limits, state ON host
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'hosts', 'host.state', NEW.id, json_object('name', NEW.name, 'state', NEW.state));
END;

CREATE TRIGGER event_host_gone AFTER DELETE ON host
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (OLD.tenant_id, 'hosts', 'host.state', OLD.id, json_object('name', OLD.name, 'state', 'removed'));
    DELETE FROM notice WHERE id IN ('host-' || OLD.id, 'trust-' || OLD.id);
END;

CREATE TRIGGER event_host_lost AFTER INSERT ON host_contact
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    SELECT h.tenant_id, 'hosts', 'host.state', h.id, json_object('name', h.name, 'state', 'lost', 'code', NEW.code)
    FROM host h WHERE h.id = NEW.host_id;
    INSERT INTO notice (id, tenant_id, category, state, entity, created_at, updated_at)
    SELECT 'host-' || h.id, h.tenant_id, 'host', 'lost', h.id, NEW.lost_since, NEW.lost_since
    FROM host h WHERE h.id = NEW.host_id
    ON CONFLICT (id) DO UPDATE SET state = 'lost', updated_at = excluded.updated_at, read = 0;
END;

CREATE TRIGGER event_host_regained AFTER DELETE ON host_contact
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    SELECT h.tenant_id, 'hosts', 'host.state', h.id, json_object('name', h.name, 'state', 'regained')
    FROM host h WHERE h.id = OLD.host_id;
    UPDATE notice SET state = 'regained', read = 0, updated_at = CAST(unixepoch('subsec') * 1000 AS INTEGER)
    WHERE id = 'host-' || OLD.host_id;
END;

CREATE TRIGGER notice_host_stopped AFTER INSERT ON host_alarm
BEGIN
    INSERT INTO notice (id, tenant_id, category, state, entity, created_at, updated_at)
    SELECT 'trust-' || h.id, h.tenant_id, 'host', 'stopped', h.id, NEW.raised_at, NEW.raised_at
    FROM host h WHERE h.id = NEW.host_id
    ON CONFLICT (id) DO UPDATE SET state = 'stopped', updated_at = excluded.updated_at, read = 0;
END;

CREATE TRIGGER notice_host_trusted AFTER DELETE ON host_alarm
WHEN NOT EXISTS (SELECT 1 FROM host_alarm a WHERE a.host_id = OLD.host_id)
BEGIN
    UPDATE notice SET state = 'trusted', read = 0, updated_at = CAST(unixepoch('subsec') * 1000 AS INTEGER)
    WHERE id = 'trust-' || OLD.host_id;
END;

-- Artifacts.

CREATE TRIGGER event_release_new AFTER INSERT ON artifact_release
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'artifacts', 'artifact.released', NEW.id,
            json_object('module', NEW.module, 'version', NEW.version, 'status', NEW.status));
END;

CREATE TRIGGER event_release_changed AFTER UPDATE OF status ON artifact_release WHEN NEW.status <> OLD.status
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'artifacts', 'artifact.status', NEW.id,
            json_object('module', NEW.module, 'version', NEW.version, 'status', NEW.status));
END;

CREATE TRIGGER event_release_gone AFTER DELETE ON artifact_release
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (OLD.tenant_id, 'artifacts', 'artifact.removed', OLD.id, json_object('module', OLD.module, 'version', OLD.version));
END;

CREATE TRIGGER event_assigned AFTER INSERT ON artifact_assignment
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'artifacts', 'artifact.assigned', NEW.release_id, json_object('module', NEW.module));
END;

CREATE TRIGGER event_assigned_again AFTER UPDATE ON artifact_assignment
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'artifacts', 'artifact.assigned', NEW.release_id, json_object('module', NEW.module));
END;

CREATE TRIGGER event_unassigned AFTER DELETE ON artifact_assignment
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (OLD.tenant_id, 'artifacts', 'artifact.unassigned', OLD.release_id, json_object('module', OLD.module));
END;

-- Profiles.

CREATE TRIGGER event_profile_new AFTER INSERT ON profile
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'profiles', 'profile.saved', NEW.id, json_object('version', NEW.version));
END;

CREATE TRIGGER event_profile_changed AFTER UPDATE ON profile
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'profiles', 'profile.saved', NEW.id, json_object('version', NEW.version));
END;

CREATE TRIGGER event_profile_gone AFTER DELETE ON profile
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (OLD.tenant_id, 'profiles', 'profile.removed', OLD.id, '{}');
END;

-- Secrets, tokens and sessions, and all else that the audit trail tells: the action, its outcome, and nothing of the detail.

CREATE TRIGGER event_audit AFTER INSERT ON audit
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id,
            CASE WHEN NEW.action GLOB 'secret.*' THEN 'secrets'
                 WHEN NEW.action GLOB 'api-token.*' OR NEW.action GLOB 'guest-token.*' OR NEW.action GLOB 'session.*' THEN 'tokens'
                 ELSE 'audit' END,
            CASE WHEN NEW.action = 'secret.use' THEN 'secret.used'
                 WHEN NEW.action GLOB 'api-token.*' OR NEW.action GLOB 'guest-token.*'
                     THEN substr(NEW.action, instr(NEW.action, '-') + 1)
                 WHEN NEW.action GLOB 'api.*' THEN 'audit.request'
                 ELSE NEW.action END,
            NEW.object, json_object('action', NEW.action, 'outcome', NEW.outcome));
END;

-- Notices.

CREATE TRIGGER event_notice_new AFTER INSERT ON notice
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'notifications', 'notice.created', NEW.id, json_object('state', NEW.state));
END;

CREATE TRIGGER event_notice_changed AFTER UPDATE ON notice
WHEN NEW.state <> OLD.state OR NEW.read <> OLD.read OR NEW.updated_at <> OLD.updated_at
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (NEW.tenant_id, 'notifications', 'notice.updated', NEW.id, json_object('state', NEW.state));
END;

CREATE TRIGGER event_notice_gone AFTER DELETE ON notice
BEGIN
    INSERT INTO event (tenant_id, topic, kind, ref, data)
    VALUES (OLD.tenant_id, 'notifications', 'notice.deleted', OLD.id, '{}');
END;
