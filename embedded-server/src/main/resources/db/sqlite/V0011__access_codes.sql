-- What vouches for a row that decides who may call: a code under a key that lies outside the database. Rows of earlier
-- versions have none until they are adopted.
ALTER TABLE api_token ADD COLUMN code TEXT;
ALTER TABLE session ADD COLUMN code TEXT;
