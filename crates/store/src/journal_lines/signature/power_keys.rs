//! The keys by which lines that give power are believed.

use std::{
    collections::{HashMap, HashSet},
    sync::atomic::{AtomicI64, Ordering},
};

use domain::{
    Fact, JournalEntry, Refusal,
    acknowledgement::genesis_hash,
    hash,
    key::{KeyAnnouncement, PublicKey, SealingKey, SignatureVerifier, are_valid_signatures},
};
use rusqlite::Connection;

use super::{
    LineSignature, OutsideTrust, chain_text, founded_as_demo, has_signed_alone, line_text,
    read_line_signature, signed_since,
};
use crate::{
    error::sqlite_refusal,
    journal::{StoredLine, columns},
    verify::{EntryIntegrity, check_entry_integrity, find_erased_line},
};

/// What follows for a key from where it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyStanding {
    /// Confirmed outside, the first of a file of which nothing is known outside, or announced by one that counts.
    Counts,
    /// Nobody has confirmed it, and no key that counts announced it.
    Waits,
    /// An administrator went on under a key that counts after it was announced: it is somebody else's.
    Refused,
}

/// A key that was announced.
pub(super) struct TrustedKey {
    pub(super) id: String,
    pub(super) checker: SignatureVerifier,
    /// The line that announced it.
    pub(super) since: i64,
    /// The newest before it that counts.
    pub(super) before: Option<PublicKey>,
    pub(super) standing: KeyStanding,
}

/// The keys by which lines that give power are believed.
pub struct PowerKeys {
    pub(super) keys: Vec<TrustedKey>,
    /// Where each stands among them, by its id.
    pub(super) places: HashMap<String, usize>,
    pub(super) signed_since: Option<i64>,
    /// The line in which an administrator refused strange keys last; 0 where there are none.
    pub(super) refused_at: i64,
    /// The newest line that was seen from outside.
    pub(super) seen_until: Option<i64>,
    /// Up to which line behind it each line was found to follow the one before.
    pub(super) chained_until: AtomicI64,
    pub(super) misplaced_lines: Vec<(i64, String)>,
    /// The same as confirmations of the file itself name them.
    pub(super) struck_in_file: Vec<(i64, String)>,
    /// Marks of breaks that an administrator went on with, as they are known outside.
    pub(super) accepted_breaks: Vec<(i64, String)>,
    /// The same as confirmations of the file itself name them, with the place of the confirmation.
    pub(super) breaks_accepted_in_file: Vec<(i64, String, i64)>,
    /// Keys that nothing outside speaks of, but lines of the file itself that they signed. Where nothing at all is known outside these
    /// lines are believed as far as signing in goes, until an administrator has compared a sheet.
    pub(super) confirmed_in_file: Vec<String>,
}

pub(super) fn announced_keys(db: &Connection) -> Result<Vec<(JournalEntry, KeyAnnouncement)>, Refusal> {
    let demo = SealingKey::demo_key().key_id();
    let real = founded_as_demo(db)? == Some(false);
    let mut announced: Vec<(JournalEntry, KeyAnnouncement)> = Vec::new();
    let mut known_ids = HashSet::new();
    for line in StoredLine::read_stream(db, "key")? {
        // A line that cannot be read announces nothing; the check of the chain names it.
        let Ok(fact) = line.parse_fact() else { continue };
        let Fact::KeyAnnounced(key) = &fact else { continue };
        let key = (**key).clone();
        // A key is announced once, with the certificate it was made with, and under the id that follows from it.
        let is_allowed = key.has_matching_id() && !(real && key.key.id == demo);
        if is_allowed && known_ids.insert(key.key.id.clone()) {
            announced.push((line.into_entry_with(fact), key));
        }
    }
    Ok(announced)
}

impl PowerKeys {
    /// Reads them from the journal.
    pub(crate) fn read_from_journal(db: &Connection, outside: &OutsideTrust) -> Result<Self, Refusal> {
        let announced = announced_keys(db)?;
        let known_outside = announced
            .iter()
            .any(|(_, it)| outside.confirmed_keys.contains(&it.key.public));
        let signed_since = signed_since(db, outside)?;
        let mut read = Self {
            keys: Vec::new(),
            places: HashMap::new(),
            signed_since,
            refused_at: 0,
            seen_until: outside.seen_until,
            chained_until: AtomicI64::new(outside.seen_until.unwrap_or_default()),
            misplaced_lines: outside.misplaced_lines.clone(),
            struck_in_file: Vec::new(),
            accepted_breaks: outside.accepted_breaks.clone(),
            breaks_accepted_in_file: Vec::new(),
            confirmed_in_file: Vec::new(),
        };
        // The newest that counts: a stranger's in between does not break the row.
        let mut before: Option<&KeyAnnouncement> = None;
        for (place, (entry, it)) in announced.iter().enumerate() {
            let Some(checker) = SignatureVerifier::from_public_hex(&it.key.public) else {
                continue;
            };
            let confirmed = outside.confirmed_keys.contains(&it.key.public);
            let first = place == 0 && !known_outside;
            let followed =
                it.before.is_some() && before.is_some_and(|before| it.is_valid_after(Some(&before.key)));
            let follows = followed
                && !outside.given_up_keys.contains(&it.key.public)
                && read.is_signed_in_place(db, entry.seq, &it.key.id, &checker)?;
            let counts = it.has_matching_id() && (confirmed || first || follows);
            read.keys.push(TrustedKey {
                id: it.key.id.clone(),
                before: before.map(|before| before.key.clone()),
                checker,
                since: entry.seq,
                standing: if counts {
                    KeyStanding::Counts
                } else {
                    KeyStanding::Waits
                },
            });
            if counts {
                before = Some(it);
            }
        }
        let keys = read.keys.iter().enumerate();
        read.places = keys.map(|(place, key)| (key.id.clone(), place)).collect();
        let confirmed = read.last_confirmation(db)?.unwrap_or_default();
        read.refused_at = confirmed;
        for key in &mut read.keys {
            if key.standing == KeyStanding::Waits && key.since < confirmed {
                key.standing = KeyStanding::Refused;
            }
        }
        read.read_confirmed_lines(db)?;
        if *outside == OutsideTrust::default() {
            read.confirmed_in_file = list_keys_confirmed_in_file(db)?;
        }
        Ok(read)
    }

    /// What the confirmations of the file say of other lines: which of them give nothing, and with which breaks an administrator went on. So
    /// it is known on another computer too.
    fn read_confirmed_lines(&mut self, db: &Connection) -> Result<(), Refusal> {
        for line in StoredLine::read_stream(db, "confirmation")? {
            let Ok(Fact::Confirmation(confirmation)) = line.parse_fact() else {
                continue;
            };
            let says_nothing = confirmation.misplaced.is_empty() && confirmation.breaks.is_empty();
            if says_nothing
                || line.compute_hash() != line.hash
                || read_line_signature(db, line.seq)?.is_none()
                || !self.may_give_power(db, &line, &HashSet::new())?
            {
                continue;
            }
            let misplaced = confirmation.misplaced.into_iter();
            self.struck_in_file.extend(misplaced.map(|it| (it.seq, it.hash)));
            let breaks = confirmation.breaks.into_iter();
            self.breaks_accepted_in_file
                .extend(breaks.map(|it| (it.seq, it.hash, line.seq)));
        }
        Ok(())
    }

    /// The last line in which an administrator went on under a key that counts.
    pub(super) fn last_confirmation(&self, db: &Connection) -> Result<Option<i64>, Refusal> {
        if self.keys.iter().all(|key| key.standing == KeyStanding::Counts) {
            return Ok(None);
        }
        for line in StoredLine::read_stream(db, "confirmation")?.iter().rev() {
            if read_line_signature(db, line.seq)?.is_some()
                && self.may_give_power(db, line, &HashSet::new())?
            {
                return Ok(Some(line.seq));
            }
        }
        Ok(None)
    }

    /// How a key stands; none that was never announced.
    #[must_use]
    pub fn key_standing(&self, id: &str) -> Option<KeyStanding> {
        let place = self.places.get(id)?;
        self.keys.get(*place).map(|key| key.standing)
    }

    /// The keys that may have signed or sealed at a line, newest first: those announced before it down to the newest that counts.
    pub(super) fn list_keys_at(&self, seq: i64) -> impl Iterator<Item = &TrustedKey> {
        let before = self
            .keys
            .iter()
            .rev()
            .filter(move |key| key.since <= seq && key.standing != KeyStanding::Refused);
        let mut over = false;
        before.take_while(move |key| {
            let takes = !over;
            over |= key.standing == KeyStanding::Counts;
            takes
        })
    }

    /// The id and the checker of the key that may have sealed under this id before a line.
    pub(crate) fn find_sealing_checker(&self, seq: i64, id: &str) -> Option<&SignatureVerifier> {
        let mut keys = self.list_keys_at(seq - 1);
        keys.find(|key| key.id == id).map(|key| &key.checker)
    }

    /// The same, if the key counts: a stranger's takes nothing out.
    pub(crate) fn find_counting_checker(&self, seq: i64, id: &str) -> Option<&SignatureVerifier> {
        let mut keys = self.list_keys_at(seq - 1);
        let counts = |key: &&TrustedKey| {
            key.id == id && (key.standing == KeyStanding::Counts || self.confirmed_in_file.contains(&key.id))
        };
        keys.find(counts).map(|key| &key.checker)
    }

    /// The key that should have announced the one of this line, if it is not lost.
    pub(crate) fn expected_announcer(&self, seq: i64) -> Option<&PublicKey> {
        let key = self.keys.iter().find(|key| key.since == seq)?;
        key.before.as_ref()
    }

    /// Whether this line is the one that announced a key.
    pub(crate) fn is_announced_at(&self, seq: i64) -> bool {
        self.keys.iter().any(|key| key.since == seq)
    }

    /// Whether any key was announced before a line.
    pub(crate) fn has_key_before(&self, seq: i64) -> bool {
        self.list_keys_at(seq - 1).next().is_some()
    }

    /// The line since which only signed lines give power; none in a file that was not taken over yet.
    #[must_use]
    pub const fn signed_since(&self) -> Option<i64> {
        self.signed_since
    }

    /// Ids of keys that nobody confirmed and no key that counts announced.
    #[must_use]
    pub fn unconfirmed_key_ids(&self) -> Vec<String> {
        let waiting = self.keys.iter().filter(|key| key.standing == KeyStanding::Waits);
        waiting.map(|key| key.id.clone()).collect()
    }

    /// Places of those of these lines that a key that counts signed, where all of them hold; otherwise none, and each is checked alone.
    pub(crate) fn find_signed_lines(
        &self,
        db: &Connection,
        lines: &[StoredLine],
    ) -> Result<HashSet<i64>, Refusal> {
        let mut signed = Vec::new();
        for line in lines {
            let Some(found) = read_line_signature(db, line.seq)? else {
                continue;
            };
            if let Some(key) = self
                .places
                .get(&found.key)
                .and_then(|place| self.keys.get(*place))
            {
                signed.push((line.seq, key, line_text(&line.compute_own_hash()), found.line));
            }
        }
        let claims: Vec<_> = signed
            .iter()
            .map(|(_, key, text, signature)| (&key.checker, text.as_str(), signature.as_str()))
            .collect();
        if !are_valid_signatures(&claims) {
            return Ok(HashSet::new());
        }
        Ok(signed.into_iter().map(|(seq, ..)| seq).collect())
    }

    /// Whether a line may give power: written before lines were signed, or signed by the key that counted then. Behind what was seen from
    /// outside the signature over all lines before it must hold as well: a line of a copy, put in where it was not written, gives nothing.
    /// `signed`: lines of which [`Self::find_signed_lines`] has said that their key signed them alone.
    pub(crate) fn may_give_power(
        &self,
        db: &Connection,
        line: &StoredLine,
        signed: &HashSet<i64>,
    ) -> Result<bool, Refusal> {
        if self.is_misplaced(line) {
            return Ok(false);
        }
        if self.signed_since.is_none_or(|since| line.seq < since) {
            return Ok(true);
        }
        let Some(found) = read_line_signature(db, line.seq)? else {
            return Ok(false);
        };
        if !self.is_in_place(db, line.seq)? {
            return Ok(false);
        }
        let has_signed = |key: &TrustedKey| {
            (key.standing == KeyStanding::Counts || self.confirmed_in_file.contains(&key.id))
                && key.id == found.key
                && (signed.contains(&line.seq) || has_signed_alone(&key.checker, line, &found))
                && self.has_signed_chain(&key.checker, line, &found)
        };
        Ok(self.list_keys_at(line.seq).any(has_signed))
    }

    /// Whether somebody who went on found this line where it was not written, whatever stands before it now.
    pub(crate) fn is_misplaced(&self, line: &StoredLine) -> bool {
        let all = self.misplaced_lines.iter().chain(&self.struck_in_file);
        is_listed(all, line)
    }

    /// Whether a confirmation of the file says so: an administrator has seen it.
    pub(crate) fn is_struck_in_file(&self, line: &StoredLine) -> bool {
        is_listed(self.struck_in_file.iter(), line)
    }

    /// Whether a key that was announced signed this line with all lines before it.
    pub(crate) fn is_chain_signed(&self, db: &Connection, line: &StoredLine) -> Result<bool, Refusal> {
        let Some(found) = read_line_signature(db, line.seq)? else {
            return Ok(false);
        };
        let mut signers = self.keys.iter().filter(|key| key.id == found.key);
        let text = chain_text(&line.hash);
        Ok(signers.any(|key| key.checker.is_valid_signature(text.as_bytes(), &found.chain)))
    }

    /// Whether a key was announced by a line that it signed itself: what that line says of the key before it, it says.
    pub(super) fn has_announced_itself(&self, db: &Connection, id: &str) -> Result<bool, Refusal> {
        let Some(key) = self.keys.iter().find(|key| key.id == id) else {
            return Ok(false);
        };
        let (Some(line), Some(found)) = (
            StoredLine::read_at(db, key.since)?,
            read_line_signature(db, key.since)?,
        ) else {
            return Ok(false);
        };
        Ok(found.key == id && has_signed_alone(&key.checker, &line, &found))
    }

    /// Whether a key signed a line with all lines before, if it stands behind what was seen from outside.
    pub(super) fn has_signed_chain(
        &self,
        checker: &SignatureVerifier,
        line: &StoredLine,
        found: &LineSignature,
    ) -> bool {
        self.seen_until.is_none_or(|until| line.seq <= until)
            || checker.is_valid_signature(chain_text(&line.hash).as_bytes(), &found.chain)
    }

    /// Whether the line that announced a key is the one that was written, where lines were signed then: by that key, in its place.
    pub(super) fn is_signed_in_place(
        &self,
        db: &Connection,
        seq: i64,
        id: &str,
        checker: &SignatureVerifier,
    ) -> Result<bool, Refusal> {
        if self.signed_since.is_none_or(|since| seq < since) {
            return Ok(true);
        }
        let (Some(line), Some(found)) = (StoredLine::read_at(db, seq)?, read_line_signature(db, seq)?) else {
            return Ok(false);
        };
        Ok(found.key == id
            && has_signed_alone(checker, &line, &found)
            && self.has_signed_chain(checker, &line, &found)
            && self.is_in_place(db, seq)?)
    }

    /// Whether each line between what was seen from outside and this one is as it was written and follows the one before. A line of a branch
    /// that was cut off bears a signature that holds, but it followed other lines.
    pub(super) fn is_in_place(&self, db: &Connection, seq: i64) -> Result<bool, Refusal> {
        let from = self.chained_until.load(Ordering::Relaxed);
        if self.seen_until.is_none() || seq <= from {
            return Ok(true);
        }
        let text = concat!(
            "SELECT ",
            columns!(),
            " FROM journal WHERE seq >= ?1 AND seq <= ?2 ORDER BY seq"
        );
        let mut statement = db.prepare_cached(text).map_err(sqlite_refusal)?;
        let lines = statement
            .query_map([from, seq], StoredLine::from_row)
            .map_err(sqlite_refusal)?;
        let mut before: Option<StoredLine> = None;
        for line in lines {
            let line = line.map_err(sqlite_refusal)?;
            if let Some(before) = &before {
                if self.find_break(db, Some(before), &line)?.is_some()
                    && !self.is_accepted(db, &before.hash, &line, i64::MAX)?
                {
                    return Ok(false);
                }
                self.chained_until.store(line.seq, Ordering::Relaxed);
            }
            before = Some(line);
        }
        Ok(self.chained_until.load(Ordering::Relaxed) == seq)
    }

    /// What is wrong between two lines, the second of them included. `before`: none for the first line of the journal.
    pub(crate) fn find_break(
        &self,
        db: &Connection,
        before: Option<&StoredLine>,
        line: &StoredLine,
    ) -> Result<Option<&'static str>, Refusal> {
        if line.seq != before.map_or(0, |before| before.seq).saturating_add(1) {
            return Ok(Some("a line is missing"));
        }
        let follows = before.map_or_else(
            || line.previous == genesis_hash(),
            |before| line.previous == before.hash,
        );
        let is_whole = follows && check_entry_integrity(db, self, line)? != EntryIntegrity::Changed;
        Ok((!is_whole).then_some("a line was changed"))
    }

    /// Whether an administrator went on although the chain is broken here; of the confirmations in the file those before `until` count.
    pub(crate) fn is_accepted(
        &self,
        db: &Connection,
        hash_before: &str,
        line: &StoredLine,
        until: i64,
    ) -> Result<bool, Refusal> {
        let outside = self.accepted_breaks.iter().filter(|_| until == i64::MAX);
        let in_file = self.breaks_accepted_in_file.iter();
        let in_file = in_file
            .filter(|(.., by)| *by < until)
            .map(|(seq, mark, _)| (*seq, mark));
        let marks = outside.map(|(seq, mark)| (*seq, mark)).chain(in_file);
        let here: Vec<&String> = marks
            .filter(|(seq, _)| *seq == line.seq)
            .map(|(_, mark)| mark)
            .collect();
        if here.is_empty() {
            return Ok(false);
        }
        let mark = self.break_mark(db, hash_before, line)?;
        Ok(here.into_iter().any(|known| *known == mark))
    }

    /// What a break is known by: the content of the line, the hashes it bears and that of the line before, so that nothing on either side of
    /// it can be changed once more. A content that was rightly taken out since counts as what it was.
    pub(crate) fn break_mark(
        &self,
        db: &Connection,
        hash_before: &str,
        line: &StoredLine,
    ) -> Result<String, Refusal> {
        let is = line.compute_hash();
        let erased = find_erased_line(db, self, line.seq)?.filter(|said| said.now == is);
        let content = erased.map_or(is, |said| said.was);
        let parts = ["break", &content, &line.hash, &line.previous, hash_before];
        Ok(hash::sha256_hex(&parts.map(str::as_bytes)))
    }

    /// What is wrong with the signature of a line that gives power, whoever may have confirmed the key: the newest announced up to
    /// that line signs. `hash`: as the line bears it, computed before.
    pub(crate) fn wrong_signature(
        &self,
        db: &Connection,
        line: &StoredLine,
    ) -> Result<Option<&'static str>, Refusal> {
        if self.signed_since.is_none_or(|since| line.seq < since) {
            return Ok(None);
        }
        let Some(found) = read_line_signature(db, line.seq)? else {
            return Ok(Some("a line that gives power is not signed"));
        };
        if self.is_misplaced(line) {
            return Ok(Some("a line that gives power lies where it was not written"));
        }
        // What a strange key signed until it was refused gives nothing, and an administrator has seen it. A key that counts it announces not.
        let announces = self
            .keys
            .iter()
            .any(|key| key.since == line.seq && key.standing == KeyStanding::Counts);
        let strange = self.keys.iter().filter(|key| {
            !announces
                && key.standing == KeyStanding::Refused
                && (key.since..self.refused_at).contains(&line.seq)
        });
        let signed = self.list_keys_at(line.seq).chain(strange).any(|key| {
            key.id == found.key
                && has_signed_alone(&key.checker, line, &found)
                && key
                    .checker
                    .is_valid_signature(chain_text(&line.hash).as_bytes(), &found.chain)
        });
        Ok((!signed).then_some("a line that gives power is signed by another key, or was changed"))
    }
}

/// Whether a line is among these, by its place and its hash alone.
fn is_listed<'a>(mut lines: impl Iterator<Item = &'a (i64, String)>, line: &StoredLine) -> bool {
    lines.any(|(seq, hash)| *seq == line.seq && *hash == line.compute_own_hash())
}

/// Ids of keys of which a line of the file says that an administrator compared them with their sheet.
pub(super) fn list_keys_confirmed_in_file(db: &Connection) -> Result<Vec<String>, Refusal> {
    let lines = StoredLine::read_stream(db, "confirmation")?;
    let facts = lines
        .iter()
        .filter(|line| line.compute_hash() == line.hash)
        .map(StoredLine::parse_fact);
    let confirmed = facts.filter_map(|fact| match fact {
        Ok(Fact::Confirmation(confirmation)) => Some(confirmation.key),
        _ => None,
    });
    Ok(confirmed.collect())
}
