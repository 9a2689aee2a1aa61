//! Somebody who changes the file behind the program's back.

use std::path::Path;

use domain::{Fact, acknowledgement::AcknowledgementRecord, fact::TicketFact, hash, key::SealingKey};
use rusqlite::{Connection, config::DbConfig};

use crate::World;

/// Somebody with the file and this program's source, but without the key.
pub struct Forger {
    /// The file; its triggers stay where they are, but are not run here.
    pub db: Connection,
}

impl Forger {
    /// Opens the file of a desk.
    #[must_use]
    pub fn at(world: &World) -> Self {
        Self::open(&world.file())
    }

    #[must_use]
    pub fn open(file: &Path) -> Self {
        let db = Connection::open(file).unwrap();
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)
            .unwrap();
        Self { db }
    }

    /// The journal lines that hold records.
    #[must_use]
    pub fn records(&self) -> Vec<(i64, AcknowledgementRecord)> {
        let mut lines = self
            .db
            .prepare("SELECT seq, fact FROM journal ORDER BY seq")
            .unwrap();
        let lines = lines
            .query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))
            .unwrap();
        lines
            .map(Result::unwrap)
            .filter_map(|(seq, fact)| match serde_json::from_str(&fact).unwrap() {
                Fact::Ticket(TicketFact::Acknowledged(record)) => Some((seq, *record)),
                _ => None,
            })
            .collect()
    }

    /// The fact of a line as it stands.
    #[must_use]
    pub fn line(&self, seq: i64) -> String {
        let read = "SELECT fact FROM journal WHERE seq = ?1";
        self.db.query_row(read, [seq], |row| row.get(0)).unwrap()
    }

    /// Writes the fact of a line, and mends nothing.
    pub fn write(&self, seq: i64, fact: &str) {
        let write = "UPDATE journal SET fact = ?2 WHERE seq = ?1";
        self.db.execute(write, (seq, fact)).unwrap();
    }

    /// Appends a line with right hashes, as the program itself would have written it.
    pub fn append(&self, stream: &str, version: i64, fact: &str) {
        let write = "INSERT INTO journal SELECT seq + 1, ?1, ?2, format, ?3, performed_by, recorded_by, recorder, happened_at,
            recorded_at, hash, '' FROM journal ORDER BY seq DESC LIMIT 1";
        self.db.execute(write, (stream, version, fact)).unwrap();
        self.mend();
    }

    /// Writes a record in the place of another, and mends every hash from there on, of records and of lines.
    pub fn put(&self, seq: i64, record: AcknowledgementRecord) {
        self.write_fact(seq, &Fact::Ticket(TicketFact::Acknowledged(Box::new(record))));
        self.mend();
    }

    /// Writes a fact in the place of another, and mends nothing.
    pub fn write_fact(&self, seq: i64, fact: &Fact) {
        self.db
            .execute(
                "UPDATE journal SET fact = ?2 WHERE seq = ?1",
                (seq, hash::to_canonical_json(fact).unwrap()),
            )
            .unwrap();
    }

    /// Appends a line with right hashes; its place.
    pub fn append_fact(&self, stream: &str, fact: &Fact) -> i64 {
        let text = "INSERT INTO journal SELECT max(seq) + 1, ?1,
            (SELECT coalesce(max(version), 0) + 1 FROM journal WHERE stream = ?1), 1, ?2, '系统管理员', 1, '系统管理员',
            max(recorded_at), max(recorded_at), '', '' FROM journal";
        self.db
            .execute(text, (stream, hash::to_canonical_json(fact).unwrap()))
            .unwrap();
        self.mend();
        self.db
            .query_row("SELECT max(seq) FROM journal", [], |row| row.get(0))
            .unwrap()
    }

    /// Signs every line that gives power by a key of one's own, as the program would.
    pub fn sign_all(&self, secret: &SealingKey) {
        self.db.execute_batch("DELETE FROM line_signature").unwrap();
        self.sign_all_unsigned(secret);
    }

    /// The same of the lines that bear no signature.
    pub fn sign_all_unsigned(&self, secret: &SealingKey) {
        let text = "SELECT seq, fact, hash, version, format, recorded_by, happened_at, recorded_at,
            stream, performed_by, recorder FROM journal
            WHERE seq > 1 AND seq NOT IN (SELECT seq FROM line_signature) ORDER BY seq";
        let mut lines = self.db.prepare(text).unwrap();
        let mut lines = lines.query([]).unwrap();
        while let Some(row) = lines.next().unwrap() {
            let number = |place| row.get::<_, i64>(place).unwrap().to_string();
            let words = |place| row.get::<_, String>(place).unwrap();
            let fact: Fact = serde_json::from_str(&words(1)).unwrap();
            if !fact.is_governing() {
                continue;
            }
            let mut parts = vec![String::new(), words(8), words(1), words(9), words(10)];
            parts.extend([0, 3, 4, 5, 6, 7].map(number));
            let alone = whole_hash(&parts);
            let line = secret.sign_message(format!("journal line {alone}").as_bytes());
            let chain = secret.sign_message(format!("journal chain {}", words(2)).as_bytes());
            self.db
                .execute(
                    "INSERT INTO line_signature (seq, key, line, chain) VALUES (?1, ?2, ?3, ?4)",
                    (row.get::<_, i64>(0).unwrap(), secret.key_id(), line, chain),
                )
                .unwrap();
        }
    }

    /// One line's own hash again, and no other's.
    pub fn mend_alone(&self, seq: i64) {
        let text = "SELECT previous, stream, fact, performed_by, recorder, seq, version, format, recorded_by, happened_at,
            recorded_at FROM journal WHERE seq = ?1";
        let hash = self.db.query_row(text, [seq], |row| {
            let words = (0..5).map(|place| row.get::<_, String>(place));
            let numbers = (5..11).map(|place| row.get::<_, i64>(place).map(|number| number.to_string()));
            let parts: Vec<String> = words.chain(numbers).collect::<Result<_, _>>()?;
            Ok(whole_hash(&parts))
        });
        self.db
            .execute(
                "UPDATE journal SET hash = ?2 WHERE seq = ?1",
                (seq, hash.unwrap()),
            )
            .unwrap();
    }

    /// Every line's hash again, as anybody can who reads how they are made.
    pub fn mend(&self) {
        let text = "SELECT seq, version, format, recorded_by, happened_at, recorded_at,
            stream, fact, performed_by, recorder FROM journal ORDER BY seq";
        let mut lines = self.db.prepare(text).unwrap();
        let mut lines = lines.query([]).unwrap();
        let mut previous = domain::acknowledgement::genesis_hash();
        while let Some(row) = lines.next().unwrap() {
            let number = |place| row.get::<_, i64>(place).unwrap().to_string();
            let words = |place| row.get::<_, String>(place).unwrap();
            let mut parts = vec![previous.clone()];
            parts.extend((6..10).map(words));
            parts.extend((0..6).map(number));
            let hash = whole_hash(&parts);
            let update = "UPDATE journal SET previous = ?2, hash = ?3 WHERE seq = ?1";
            self.db
                .execute(update, (row.get::<_, i64>(0).unwrap(), &previous, &hash))
                .unwrap();
            previous = hash;
        }
    }
}

/// The hash over a line's parts, each with its length.
fn whole_hash(parts: &[String]) -> String {
    let whole: String = parts
        .iter()
        .map(|part| format!("{}:{part}\n", part.len()))
        .collect();
    hash::sha256_hex(&[whole.as_bytes()])
}

/// Somebody with any program that opens such files, and no more: plain SQL, no trigger put aside, no hash mended.
#[must_use]
pub fn plain(file: &Path) -> Connection {
    Connection::open(file).unwrap()
}
