-- What a person's screens keep for them: drafts, columns, views. No fact and in no journal; each value a JSON text.
CREATE TABLE kept (
    person INTEGER NOT NULL,
    name   TEXT    NOT NULL,
    value  TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (person, name)
) STRICT, WITHOUT ROWID;
