//! Signatures of the installation's key over lines that give power: who may sign in and do what, what was in force, what was
//! closed. The chain of hashes holds no secret; these do.
//!
//! Deliberately absent: the key's secret half (whoever appends brings it), and what a record outside the file says.

mod power_keys;

use std::{
    collections::HashSet,
    sync::{Arc, atomic::Ordering},
};

use domain::{
    Code, Fact, JournalEntry, Moment, Refusal,
    key::{KeyAnnouncement, SealingKey, SignatureVerifier},
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    EntryStamp, Tx,
    error::{expect_one_row, sqlite_refusal},
    journal::{StoredLine, columns},
    verify::broken_line_refusal,
};
use power_keys::announced_keys;
pub use power_keys::{KeyStanding, PowerKeys};

/// What is known of this file from outside of it. Without anything known the file's own first key is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutsideTrust {
    /// Public halves of keys that an administrator confirmed.
    pub confirmed_keys: Vec<String>,
    /// The line since which lines that give power are signed, as it was seen from outside.
    pub signed_since: Option<i64>,
    /// The newest line that was seen from outside. Those behind it are believed in their place only.
    pub seen_until: Option<i64>,
    /// Public halves of keys that were given up with the lines that announced them: announced again they wait like a stranger's.
    pub given_up_keys: Vec<String>,
    /// Places of lines, and their hashes each alone, that give nothing, whatever signature they bear: they were found where they were not written.
    pub misplaced_lines: Vec<(i64, String)>,
    /// Places of lines, and their hashes each alone, where the chain was found broken when an administrator went on: they are taken as they are.
    pub accepted_breaks: Vec<(i64, String)>,
}

/// The signatures beside a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineSignature {
    pub(crate) key: String,
    /// Over the line alone: it still holds when somebody has changed an older line, so that people can sign in.
    pub(crate) line: String,
    /// Over the line's hash, and so over all lines before.
    pub(crate) chain: String,
}

impl LineSignature {
    /// Whether each part is as long as the program writes it: an id of 16 hex digits, signatures of 128.
    pub(crate) fn is_well_formed(&self) -> bool {
        self.key.len() == 16 && self.line.len() == 128 && self.chain.len() == 128
    }
}

/// What the key signs of a line alone.
fn line_text(content: &str) -> String {
    format!("journal line {content}")
}

/// What it signs of a line and all lines before.
fn chain_text(hash: &str) -> String {
    format!("journal chain {hash}")
}

/// Whether a key signed a line, in any place of the chain.
fn has_signed_alone(checker: &SignatureVerifier, line: &StoredLine, found: &LineSignature) -> bool {
    checker.is_valid_signature(line_text(&line.compute_own_hash()).as_bytes(), &found.line)
}

/// The line since which lines that give power are signed; none in a file that no administrator has taken over yet.
pub(crate) fn first_signed_line(db: &Connection) -> Result<Option<i64>, Refusal> {
    let mut statement = db
        .prepare_cached("SELECT min(seq) FROM line_signature")
        .map_err(sqlite_refusal)?;
    statement.query_row([], |row| row.get(0)).map_err(sqlite_refusal)
}

/// The same by what is known outside; by the file only where nothing is known: a row beside an older line would void what was written before
/// lines were signed.
fn signed_since(db: &Connection, outside: &OutsideTrust) -> Result<Option<i64>, Refusal> {
    match outside.signed_since {
        Some(known) => Ok(Some(known)),
        None => first_signed_line(db),
    }
}

/// The signature beside a line.
pub(crate) fn read_line_signature(db: &Connection, seq: i64) -> Result<Option<LineSignature>, Refusal> {
    let mut statement = db
        .prepare_cached("SELECT key, line, chain FROM line_signature WHERE seq = ?1")
        .map_err(sqlite_refusal)?;
    statement
        .query_row([seq], |row| {
            Ok(LineSignature {
                key: row.get(0)?,
                line: row.get(1)?,
                chain: row.get(2)?,
            })
        })
        .optional()
        .map_err(sqlite_refusal)
}

/// Whether the file is demo data, as the line says that founded it. A line that was changed, or came later, founds nothing.
pub(crate) fn founded_as_demo(db: &Connection) -> Result<Option<bool>, Refusal> {
    let first = StoredLine::read_stream(db, "file")?.into_iter().next();
    let first = first.filter(|line| line.version == 1 && line.compute_hash() == line.hash);
    Ok(first.and_then(|line| match line.parse_fact() {
        Ok(Fact::Founded { demo }) => Some(demo),
        _ => None,
    }))
}

impl Tx<'_> {
    /// Appends facts that give power, each line signed by the installation's key.
    ///
    /// # Errors
    /// As [`Tx::append`].
    pub fn append_signed(
        &self,
        stream: &str,
        expected: Option<i64>,
        facts: Vec<Fact>,
        stamp: &EntryStamp,
        secret: &SealingKey,
    ) -> Result<Vec<JournalEntry>, Refusal> {
        self.append_all(stream, expected, facts, stamp, &mut |line| {
            let alone = secret.sign_message(line_text(&line.compute_own_hash()).as_bytes());
            let chain = secret.sign_message(chain_text(&line.hash).as_bytes());
            self.db
                .prepare_cached("INSERT INTO line_signature (seq, key, line, chain) VALUES (?1, ?2, ?3, ?4)")
                .and_then(|mut statement| statement.execute(params![line.seq, secret.key_id(), alone, chain]))
                .map_err(sqlite_refusal)
                .and_then(expect_one_row)
        })
    }

    /// Refuses to go on behind a line that was changed or put in since the record outside was written: what is appended there would not be
    /// believed.
    ///
    /// # Errors
    /// `damaged` with `seq` and `detail`; those of the file.
    pub fn check_lines_behind_record(&self) -> Result<(), Refusal> {
        let keys = self.power_keys()?;
        if keys.is_in_place(self.db, self.last_seq()?)? {
            return Ok(());
        }
        let whole = keys.chained_until.load(Ordering::Relaxed);
        Err(broken_line_refusal(whole.saturating_add(1), "a line was changed"))
    }

    /// Whether every line of a stream is as it was written, none is missing, and those that give power are believed.
    pub(crate) fn has_whole_stream(&self, stream: &str) -> Result<bool, Refusal> {
        let keys = self.power_keys()?;
        for (version, line) in (1..).zip(StoredLine::read_stream(self.db, stream)?) {
            let gives_power = line.parse_fact().is_ok_and(|fact| fact.is_governing());
            if line.version != version
                || line.compute_hash() != line.hash
                || gives_power && !keys.may_give_power(self.db, &line, &HashSet::new())?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The line since which lines that give power are signed, by the file or by what is known of it outside: the signatures may have been
    /// taken off.
    ///
    /// # Errors
    /// Those of the file.
    pub fn first_signed_line(&self) -> Result<Option<i64>, Refusal> {
        signed_since(self.db, &self.outside)
    }

    /// The first line that bears a signature in the file.
    ///
    /// # Errors
    /// Those of the file.
    pub fn first_signature(&self) -> Result<Option<i64>, Refusal> {
        first_signed_line(self.db)
    }

    /// The keys by which lines that give power are believed.
    ///
    /// # Errors
    /// Those of the file.
    pub fn power_keys(&self) -> Result<Arc<PowerKeys>, Refusal> {
        if let Some(keys) = &*self.power_keys.borrow() {
            return Ok(Arc::clone(keys));
        }
        let keys = Arc::new(PowerKeys::read_from_journal(self.db, &self.outside)?);
        *self.power_keys.borrow_mut() = Some(Arc::clone(&keys));
        Ok(keys)
    }

    /// The keys by what the file says alone, without anything known outside.
    ///
    /// # Errors
    /// Those of the file.
    pub fn power_keys_in_file(&self) -> Result<PowerKeys, Refusal> {
        PowerKeys::read_from_journal(self.db, &OutsideTrust::default())
    }

    /// Whether a key was announced by a line that it signed itself.
    ///
    /// # Errors
    /// Those of the file.
    pub fn has_announced_itself(&self, id: &str) -> Result<bool, Refusal> {
        self.power_keys()?.has_announced_itself(self.db, id)
    }

    /// How a key stands by what the file says alone, without anything known outside.
    ///
    /// # Errors
    /// Those of the file.
    pub fn key_standing_in_file(&self, id: &str) -> Result<Option<KeyStanding>, Refusal> {
        Ok(self.power_keys_in_file()?.key_standing(id))
    }

    /// The keys that were announced, oldest first, whoever announced them. The key of demo data is none in a real file: everybody has it.
    ///
    /// # Errors
    /// Those of the file.
    pub fn announced_keys(&self) -> Result<Vec<(JournalEntry, KeyAnnouncement)>, Refusal> {
        announced_keys(self.db)
    }

    /// The facts of a stream by which something is decided, oldest first: those that give power only where they are believed.
    ///
    /// # Errors
    /// Those of the file.
    pub fn believed_stream(&self, stream: &str) -> Result<Vec<JournalEntry>, Refusal> {
        let keys = self.power_keys()?;
        let mut believed = Vec::new();
        for line in StoredLine::read_stream(self.db, stream)? {
            // Whether a line that cannot be read was changed, the check of the chain says.
            let Ok(fact) = line.parse_fact() else { continue };
            if !fact.belongs_in(&line.stream) {
                continue;
            }
            if !fact.is_governing()
                || line.compute_hash() == line.hash && keys.may_give_power(self.db, &line, &HashSet::new())?
            {
                believed.push(line.into_entry_with(fact));
            }
        }
        Ok(believed)
    }

    /// Whether the file is demo data, as its first line says and no table.
    ///
    /// # Errors
    /// Those of the file.
    pub fn founded_as_demo(&self) -> Result<Option<bool>, Refusal> {
        founded_as_demo(self.db)
    }

    /// Whether the content of a line was taken out.
    ///
    /// # Errors
    /// Those of the file.
    pub fn is_erased(&self, seq: i64) -> Result<bool, Refusal> {
        self.is_line_erased(seq)
    }

    /// The first line, whose hash tells one installation from another.
    ///
    /// # Errors
    /// Those of the file.
    pub fn installation_hash(&self) -> Result<Option<String>, Refusal> {
        Ok(StoredLine::read_at(self.db, 1)?.map(|line| line.compute_hash()))
    }

    /// The hash a line should have by its content, and the one it bears; none beyond the end.
    ///
    /// # Errors
    /// Those of the file.
    pub fn line_hashes(&self, seq: i64) -> Result<Option<(String, String)>, Refusal> {
        Ok(StoredLine::read_at(self.db, seq)?.map(|line| (line.compute_hash(), line.hash)))
    }

    /// When a line was recorded, whether or not it can be read; none beyond the end.
    ///
    /// # Errors
    /// Those of the file.
    pub fn line_recorded_at(&self, seq: i64) -> Result<Option<Moment>, Refusal> {
        Ok(StoredLine::read_at(self.db, seq)?.map(|line| Moment(line.recorded_at)))
    }

    /// The place and hash of the newest line.
    ///
    /// # Errors
    /// Those of the file.
    pub fn newest_line(&self) -> Result<Option<(i64, String)>, Refusal> {
        let text = concat!("SELECT ", columns!(), " FROM journal ORDER BY seq DESC LIMIT 1");
        let mut statement = self.db.prepare_cached(text).map_err(sqlite_refusal)?;
        let line = statement
            .query_row([], StoredLine::from_row)
            .optional()
            .map_err(sqlite_refusal)?;
        Ok(line.map(|line| (line.seq, line.hash)))
    }
}

/// The wall in [`Tx::append`]: since lines are signed, none that gives power goes without.
pub(crate) fn refuse_unsigned(tx: &Tx, facts: &[Fact]) -> Result<(), Refusal> {
    if facts.iter().any(Fact::is_governing) && tx.first_signed_line()?.is_some() {
        return Err(
            Refusal::new(Code::BadRequest).with_arg("detail", "a line that gives power must be signed")
        );
    }
    Ok(())
}

/// Whether this key may be announced here: the demo key only where everything is demo data.
pub(crate) fn may_be_announced(db: &Connection, announced: &KeyAnnouncement) -> Result<bool, Refusal> {
    Ok(announced.key.id != SealingKey::demo_key().key_id() || founded_as_demo(db)? == Some(true))
}
