-- Made from the journal; `desk rebuild` makes them again. Instants are UTC milliseconds.
CREATE TABLE ticket (
    id                INTEGER PRIMARY KEY,
    number            TEXT    NOT NULL UNIQUE,
    version           INTEGER NOT NULL,
    service           TEXT    NOT NULL,
    stage             TEXT    NOT NULL,
    channel           TEXT    NOT NULL,
    first_receiver    TEXT    NOT NULL,
    area              TEXT    NOT NULL,
    community         TEXT    NOT NULL,
    fault             TEXT,
    summary           TEXT    NOT NULL,
    name              TEXT    NOT NULL,
    phone             TEXT    NOT NULL,
    account_number    TEXT    NOT NULL,
    address           TEXT    NOT NULL,
    customer          INTEGER,
    crew              TEXT,
    received_at       INTEGER NOT NULL,
    raised_at         INTEGER NOT NULL,
    in_hours          INTEGER NOT NULL,
    received_in_hours INTEGER NOT NULL,
    next_clock        TEXT,
    next_start        INTEGER,
    next_limit        INTEGER,
    hand_over_limit   INTEGER,
    handed_over_at    INTEGER,
    arrival_target    INTEGER,
    arrival_limit     INTEGER,
    appointed_at      INTEGER,
    appointed_late    INTEGER NOT NULL,
    arrival_missed    INTEGER,
    arrived_at        INTEGER,
    first_limit       INTEGER,
    total_limit       INTEGER,
    broken            INTEGER NOT NULL,
    total_missed      INTEGER,
    finished_at       INTEGER,
    repaired_at       INTEGER,
    replied_at        INTEGER,
    extensions        INTEGER NOT NULL,
    extended          INTEGER NOT NULL,
    extension_pending INTEGER NOT NULL,
    extension_by      INTEGER,
    extension_names   TEXT    NOT NULL,
    extension_reason  TEXT    NOT NULL,
    returns           INTEGER NOT NULL,
    urges             INTEGER NOT NULL,
    supervisions      INTEGER NOT NULL,
    acknowledged      TEXT,
    acknowledged_at   INTEGER,
    claimed_minutes   INTEGER NOT NULL,
    claimed_by        INTEGER,
    claimed_names     TEXT    NOT NULL,
    verified_minutes  INTEGER,
    verified_at       INTEGER,
    follow_up         TEXT,
    followed_up_at    INTEGER,
    calls             INTEGER NOT NULL,
    valves            TEXT    NOT NULL,
    violations        TEXT    NOT NULL,
    violations_open   INTEGER NOT NULL,
    opened_from       INTEGER,
    opened_from_service TEXT,
    links             INTEGER NOT NULL,
    planned_at        INTEGER,
    clocks            TEXT    NOT NULL,
    more              TEXT,
    entered_late      TEXT    NOT NULL,
    todos             TEXT    NOT NULL,
    ended_at          INTEGER,
    erased_at         INTEGER,
    counts_until      INTEGER NOT NULL,
    open              INTEGER NOT NULL
) STRICT;

CREATE INDEX ticket_counts ON ticket (counts_until, received_at, version);
CREATE INDEX ticket_received ON ticket (received_at);
CREATE INDEX ticket_due ON ticket (next_limit, id) WHERE next_limit IS NOT NULL;
CREATE INDEX ticket_open ON ticket (open, id) WHERE open = 1;
CREATE INDEX ticket_stage ON ticket (stage, id);
CREATE INDEX ticket_service ON ticket (service, id);
CREATE INDEX ticket_ended ON ticket (ended_at, id) WHERE ended_at IS NOT NULL AND erased_at IS NULL;
CREATE INDEX ticket_violation ON ticket (id) WHERE violations_open > 0;
CREATE INDEX ticket_planned ON ticket (planned_at, id) WHERE planned_at IS NOT NULL;
CREATE INDEX ticket_crew ON ticket (crew, id);
CREATE INDEX ticket_first_receiver ON ticket (first_receiver, id);
CREATE INDEX ticket_community ON ticket (community, id);
CREATE INDEX ticket_customer ON ticket (customer, id);
CREATE INDEX ticket_phone ON ticket (phone, id);
CREATE INDEX ticket_account ON ticket (account_number, id);
CREATE INDEX ticket_appointed ON ticket (appointed_at, id) WHERE appointed_at IS NOT NULL;
-- What few tickets bear: a list of them must not walk through all others.
CREATE INDEX ticket_returned ON ticket (id) WHERE returns > 0;
CREATE INDEX ticket_urged ON ticket (id) WHERE urges > 0;
CREATE INDEX ticket_supervised ON ticket (id) WHERE supervisions > 0;
CREATE INDEX ticket_extended ON ticket (id) WHERE extended > 0;
CREATE INDEX ticket_violated ON ticket (id) WHERE violations <> '[]';

-- Overlapping two-character tokens, built in search.rs; ascii takes every character beyond 127 as a letter. What says where
-- somebody lives and how to call them stands in a column of its own, which is not asked for whoever is not to see it.
CREATE VIRTUAL TABLE ticket_search USING fts5(open, personal, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '3');

CREATE TABLE acknowledgement (
    seq           INTEGER PRIMARY KEY,
    ticket        INTEGER NOT NULL,
    ticket_number TEXT    NOT NULL,
    number        TEXT    NOT NULL,
    way           TEXT    NOT NULL,
    signer        TEXT    NOT NULL,
    signed_at     INTEGER NOT NULL,
    previous      TEXT    NOT NULL,
    hash          TEXT    NOT NULL,
    corrects      TEXT    NOT NULL,
    reason        TEXT    NOT NULL
) STRICT;
CREATE INDEX acknowledgement_signed_at ON acknowledgement (signed_at);
CREATE INDEX acknowledgement_number ON acknowledgement (number, seq);
CREATE INDEX acknowledgement_ticket_number ON acknowledgement (ticket_number, seq);
CREATE INDEX acknowledgement_signer ON acknowledgement (signer, seq);
CREATE INDEX acknowledgement_corrects ON acknowledgement (corrects, seq) WHERE corrects <> '';
CREATE INDEX acknowledgement_way ON acknowledgement (way, seq);

-- Which lines bring which files: bytes go only with the last line that names them.
CREATE TABLE file (
    sha256 TEXT    NOT NULL,
    line   INTEGER NOT NULL,
    ticket INTEGER,
    PRIMARY KEY (sha256, line)
) STRICT, WITHOUT ROWID;

-- Lines and files whose content was taken out, and the line that says so.
CREATE TABLE erased (
    line    INTEGER PRIMARY KEY,
    erasure INTEGER NOT NULL
) STRICT;
CREATE TABLE erased_file (
    sha256  TEXT    NOT NULL,
    erasure INTEGER NOT NULL,
    PRIMARY KEY (sha256, erasure)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer (
    id             INTEGER PRIMARY KEY,
    account_number TEXT NOT NULL UNIQUE,
    household      TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE customer_search USING fts5(open, personal, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '3');

-- Old tickets; the id is the line of the journal that brought it. They are in no list of tickets and in no figure.
CREATE TABLE old_ticket (
    id             INTEGER PRIMARY KEY,
    ledger         TEXT    NOT NULL,
    number         TEXT    NOT NULL,
    customer       INTEGER,
    account_number TEXT    NOT NULL,
    reported_at    INTEGER NOT NULL,
    ended_at       INTEGER,
    value          TEXT    NOT NULL,
    UNIQUE (number, ledger)
) STRICT;
CREATE INDEX old_ticket_customer ON old_ticket (customer, reported_at, id) WHERE customer IS NOT NULL;
CREATE INDEX old_ticket_account ON old_ticket (account_number, reported_at, id) WHERE customer IS NULL;
-- From when on the years count for which it is kept; none where nothing personal stands in it.
CREATE INDEX old_ticket_ended ON old_ticket (ended_at, id) WHERE ended_at IS NOT NULL;

CREATE TABLE person (
    id           INTEGER PRIMARY KEY,
    version      INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    roles        TEXT    NOT NULL,
    active       INTEGER NOT NULL,
    password     TEXT    NOT NULL,
    failures     INTEGER NOT NULL,
    last_failure INTEGER
) STRICT;

-- Signed paper that came back and has not been put on a ticket yet.
CREATE TABLE scan (
    id    INTEGER PRIMARY KEY,
    value TEXT    NOT NULL
) STRICT;

-- Whole values by name: settings, calendar, file.
CREATE TABLE setting (
    name    TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    value   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
