-- Wrong passwords in a row, under a number made of the name that was typed, whether anybody has it or not. No fact and in no journal.
CREATE TABLE attempt (
    name  INTEGER NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL,
    last  INTEGER NOT NULL
) STRICT;
