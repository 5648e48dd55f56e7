-- Why there is this version: the operator's own words, or "restored from version 3" and the like.
ALTER TABLE profile_version ADD COLUMN note TEXT NOT NULL DEFAULT '';
