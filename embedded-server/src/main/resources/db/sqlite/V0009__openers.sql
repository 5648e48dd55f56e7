-- The token of the machine's own programs ends with the listener that made it and leaves no row; what it did stands in the audit trail.
ALTER TABLE api_token ADD COLUMN kind TEXT NOT NULL DEFAULT 'stored' CHECK (kind IN ('stored', 'local'));
UPDATE api_token SET kind = 'local' WHERE user_id = 'operator' AND label = 'this machine''s own programs';

-- The stored token that opened the browser session, which ends with it; none for the owner of this machine.
ALTER TABLE session ADD COLUMN opener TEXT;
CREATE INDEX session_opener ON session (opener) WHERE opener IS NOT NULL;
