-- A list of leases reads those that hold and the newest of all; without these each look reads every lease that is kept.
CREATE INDEX lease_newest ON lease (tenant_id, issued_at);
CREATE INDEX lease_holding ON lease (tenant_id, expires_at) WHERE revoked_at IS NULL;
