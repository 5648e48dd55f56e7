-- What proves to be ours on a host that is driven by its API, where nothing of ours can be written down.
CREATE TABLE host_note (
    host_id TEXT NOT NULL REFERENCES host (id) ON DELETE CASCADE,
    path    TEXT NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (host_id, path)
) STRICT;
