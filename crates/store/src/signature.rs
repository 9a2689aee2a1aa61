//! Signatures of the installation's key over lines that give power: who may sign in and do what, what was in force, what was
//! closed. The chain of hashes holds no secret; these do.
//!
//! Deliberately absent: the key's secret half (whoever appends brings it), and what a record outside the file says.

use domain::{
    Code, Entry, Fact, Refusal,
    key::{Announced, Checker, Secret},
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    Stamp, Tx,
    error::refusal,
    journal::{Line, columns},
};

/// What is known of this file from outside of it. Without anything known the file's own first key is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutsideTrust {
    /// Public halves of keys that an administrator confirmed.
    pub confirmed_keys: Vec<String>,
    /// The line since which lines that give power are signed, as it was seen from outside.
    pub signed_since: Option<i64>,
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

/// What the key signs of a line alone.
fn line_text(content: &str) -> String {
    format!("journal line {content}")
}

/// What it signs of a line and all lines before.
fn chain_text(hash: &str) -> String {
    format!("journal chain {hash}")
}

/// The line since which lines that give power are signed; none in a file that no administrator has taken over yet.
pub(crate) fn first_signed_line(db: &Connection) -> Result<Option<i64>, Refusal> {
    let mut statement = db
        .prepare_cached("SELECT min(seq) FROM line_signature")
        .map_err(refusal)?;
    statement.query_row([], |row| row.get(0)).map_err(refusal)
}

/// The signature beside a line.
pub(crate) fn signature_of(db: &Connection, seq: i64) -> Result<Option<LineSignature>, Refusal> {
    let mut statement = db
        .prepare_cached("SELECT key, line, chain FROM line_signature WHERE seq = ?1")
        .map_err(refusal)?;
    statement
        .query_row([seq], |row| {
            Ok(LineSignature {
                key: row.get(0)?,
                line: row.get(1)?,
                chain: row.get(2)?,
            })
        })
        .optional()
        .map_err(refusal)
}

/// A key that was announced, and what follows from where it came.
struct TrustedKey {
    id: String,
    public: String,
    checker: Checker,
    /// The line that announced it.
    since: i64,
    /// Whether it counts: confirmed outside, the first of a file of which nothing is known outside, or announced by one that counts.
    counts: bool,
}

/// The keys by which lines that give power are believed.
pub struct PowerKeys {
    keys: Vec<TrustedKey>,
    signed_since: Option<i64>,
}

impl PowerKeys {
    /// Reads them from the journal.
    pub(crate) fn read(db: &Connection, outside: &OutsideTrust) -> Result<Self, Refusal> {
        let mut announced = Vec::new();
        for line in Line::of_stream(db, "key")? {
            // A line that cannot be read announces nothing; the check of the chain names it.
            if let Ok(Fact::KeyAnnounced(key)) = line.fact() {
                announced.push((line.seq, *key));
            }
        }
        let demo = Secret::demo().id();
        let real = founded_as_demo(db)? == Some(false);
        announced.retain(|(_, it)| !(real && it.key.id == demo));
        let known_outside = announced
            .iter()
            .any(|(_, it)| outside.confirmed_keys.contains(&it.key.public));
        let mut keys: Vec<TrustedKey> = Vec::new();
        for (place, (since, it)) in announced.iter().enumerate() {
            let before = place
                .checked_sub(1)
                .and_then(|place| announced.get(place))
                .map(|(_, before)| before);
            let Some(checker) = Checker::of(&it.key.public) else {
                continue;
            };
            let confirmed = outside.confirmed_keys.contains(&it.key.public);
            let first = place == 0 && !known_outside;
            let followed = it.before.is_some()
                && it.holds(before.map(|before| &before.key))
                && keys
                    .iter()
                    .any(|key| key.counts && before.is_some_and(|before| before.key.public == key.public));
            keys.push(TrustedKey {
                id: it.key.id.clone(),
                public: it.key.public.clone(),
                checker,
                since: *since,
                counts: it.holds_itself() && (confirmed || first || followed),
            });
        }
        let inside = first_signed_line(db)?;
        let signed_since = [inside, outside.signed_since].into_iter().flatten().min();
        Ok(Self { keys, signed_since })
    }

    /// The line since which only signed lines give power; none in a file that was not taken over yet.
    #[must_use]
    pub const fn signed_since(&self) -> Option<i64> {
        self.signed_since
    }

    /// Ids of keys that nobody confirmed and no key that counts announced.
    #[must_use]
    pub fn unconfirmed(&self) -> Vec<String> {
        let waiting = self.keys.iter().filter(|key| !key.counts);
        waiting.map(|key| key.id.clone()).collect()
    }

    /// Whether a line may give power: written before lines were signed, or signed by a key that counts.
    pub(crate) fn believes(&self, db: &Connection, line: &Line) -> Result<bool, Refusal> {
        if self.signed_since.is_none_or(|since| line.seq < since) {
            return Ok(true);
        }
        let Some(found) = signature_of(db, line.seq)? else {
            return Ok(false);
        };
        let text = line_text(&line.computed_alone());
        let signed = |key: &TrustedKey| {
            key.counts && key.id == found.key && key.checker.signed(text.as_bytes(), &found.line)
        };
        Ok(self.keys.iter().any(signed))
    }

    /// What is wrong with the signature of a line that gives power, whoever may have confirmed the key: the newest announced up to
    /// that line signs. `hash`: as the line bears it, computed before.
    pub(crate) fn wrong_signature(
        &self,
        db: &Connection,
        line: &Line,
    ) -> Result<Option<&'static str>, Refusal> {
        if self.signed_since.is_none_or(|since| line.seq < since) {
            return Ok(None);
        }
        let Some(found) = signature_of(db, line.seq)? else {
            return Ok(Some("a line that gives power is not signed"));
        };
        let newest = self.keys.iter().rev().find(|key| key.since <= line.seq);
        let signed = newest.is_some_and(|key| {
            key.id == found.key
                && key
                    .checker
                    .signed(line_text(&line.computed_alone()).as_bytes(), &found.line)
                && key
                    .checker
                    .signed(chain_text(&line.hash).as_bytes(), &found.chain)
        });
        Ok((!signed).then_some("a line that gives power is signed by another key, or was changed"))
    }
}

/// Whether the file is demo data, as its own first line says.
pub(crate) fn founded_as_demo(db: &Connection) -> Result<Option<bool>, Refusal> {
    let mut founded = None;
    for line in Line::of_stream(db, "file")? {
        if let Ok(Fact::Founded { demo }) = line.fact() {
            founded = founded.or(Some(demo));
        }
    }
    Ok(founded)
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
        stamp: &Stamp,
        secret: &Secret,
    ) -> Result<Vec<Entry>, Refusal> {
        self.append_all(stream, expected, facts, stamp, &mut |line| {
            let alone = secret.sign(line_text(&line.computed_alone()).as_bytes());
            let chain = secret.sign(chain_text(&line.hash).as_bytes());
            self.db
                .prepare_cached("INSERT INTO line_signature (seq, key, line, chain) VALUES (?1, ?2, ?3, ?4)")
                .and_then(|mut statement| statement.execute(params![line.seq, secret.id(), alone, chain]))
                .map_err(refusal)
                .map(|_| ())
        })
    }

    /// The line since which lines that give power are signed, as the file itself says.
    ///
    /// # Errors
    /// Those of the file.
    pub fn first_signed_line(&self) -> Result<Option<i64>, Refusal> {
        first_signed_line(self.db)
    }

    /// The keys by which lines that give power are believed.
    ///
    /// # Errors
    /// Those of the file.
    pub fn power_keys(&self) -> Result<PowerKeys, Refusal> {
        PowerKeys::read(self.db, &self.outside)
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
        self.taken_out(seq)
    }

    /// The first line, whose hash tells one installation from another.
    ///
    /// # Errors
    /// Those of the file.
    pub fn installation(&self) -> Result<Option<String>, Refusal> {
        Ok(Line::at(self.db, 1)?.map(|line| line.computed()))
    }

    /// The hash a line should have by its content, and the one it bears; none beyond the end.
    ///
    /// # Errors
    /// Those of the file.
    pub fn line_hashes(&self, seq: i64) -> Result<Option<(String, String)>, Refusal> {
        Ok(Line::at(self.db, seq)?.map(|line| (line.computed(), line.hash)))
    }

    /// The place and hash of the newest line.
    ///
    /// # Errors
    /// Those of the file.
    pub fn newest_line(&self) -> Result<Option<(i64, String)>, Refusal> {
        let text = concat!("SELECT ", columns!(), " FROM journal ORDER BY seq DESC LIMIT 1");
        let mut statement = self.db.prepare_cached(text).map_err(refusal)?;
        let line = statement.query_row([], Line::read).optional().map_err(refusal)?;
        Ok(line.map(|line| (line.seq, line.hash)))
    }
}

/// The wall in [`Tx::append`]: since lines are signed, none that gives power goes without.
pub(crate) fn refuse_unsigned(db: &Connection, facts: &[Fact]) -> Result<(), Refusal> {
    if facts.iter().any(Fact::gives_power) && first_signed_line(db)?.is_some() {
        return Err(Refusal::new(Code::BadRequest).with("detail", "a line that gives power must be signed"));
    }
    Ok(())
}

/// Whether this key may be announced here: the demo key only where everything is demo data.
pub(crate) fn may_be_announced(db: &Connection, announced: &Announced) -> Result<bool, Refusal> {
    Ok(announced.key.id != Secret::demo().id() || founded_as_demo(db)? == Some(true))
}
