-- What vouches for a row that decides who may call: a code under a key that lies outside the database. Rows of earlier
-- versions have none until they are adopted.
ALTER TABLE api_token ADD COLUMN code TEXT;
ALTER TABLE session ADD COLUMN code TEXT;

-- Old lines of the trail of downloads make room VM by VM.
CREATE INDEX artifact_audit_vm ON artifact_audit (tenant_id, vm_uuid, seq) WHERE vm_uuid IS NOT NULL;
