//! The record as it begins anew when an administrator has compared the key with its sheet.

use std::{
    collections::{BTreeSet, HashSet},
    path::PathBuf,
};

use domain::{
    Code, Fact, Moment, Refusal,
    confirmation::{ConfirmationCause, WitnessedLine, format_key_id},
    hash,
    key::SealingKey,
};
use store::{GoverningLine, KeyStanding, Tx};

use super::{
    comparison::{WitnessComparison, to_witnessed_lines},
    record::{KnownLine, WHAT, WitnessRecord},
};
use crate::{Desk, key};

/// What an administrator goes on without, and with what.
#[derive(Debug, Default)]
pub(crate) struct StruckLines {
    /// Lines that give nothing from now on, by their hash each alone.
    pub(crate) misplaced: Vec<WitnessedLine>,
    /// Places where the chain is broken, each by its mark.
    pub(crate) breaks: Vec<WitnessedLine>,
    /// Names of people whose accounts end by it.
    pub(crate) people: Vec<String>,
    /// Names of people whose password is an earlier one again.
    pub(crate) older_passwords: Vec<String>,
    /// How many lines about other things than people the record knows that are not in the file any more.
    pub(crate) missing_power_lines: i64,
}

impl StruckLines {
    /// The mark of a comparison with all that ends by its confirmation.
    pub(crate) fn extend_mark(&self, mark: &str) -> String {
        let lines = |lines: &[WitnessedLine]| {
            let texts: Vec<String> = lines
                .iter()
                .map(|line| format!("{} {}", line.seq, line.hash))
                .collect();
            texts.join(" ")
        };
        let (misplaced, breaks) = (lines(&self.misplaced), lines(&self.breaks));
        hash::sha256_hex(&[mark, &misplaced, &breaks].map(str::as_bytes))
    }
}

/// A record that begins, and the records that go with it.
pub(crate) struct NewWitness {
    record: WitnessRecord,
    secret: SealingKey,
    replaces: Vec<PathBuf>,
}

impl Desk {
    /// What an administrator goes on without who confirms this key now.
    ///
    /// # Errors
    /// Those of the key and of reading the file.
    pub(crate) fn find_struck_lines(
        &self,
        tx: &Tx,
        secret: &SealingKey,
        before: &WitnessComparison,
        now: Moment,
    ) -> Result<StruckLines, Refusal> {
        let mut struck = StruckLines {
            misplaced: before.find_misplaced_lines(tx)?,
            breaks: to_witnessed_lines(tx.list_chain_breaks()?).collect(),
            people: Vec::new(),
            older_passwords: Vec::new(),
            missing_power_lines: 0,
        };
        let outside = |struck: &StruckLines| {
            self.draft_record(tx, secret, before, struck, now)
                .map(|record| record.outside_trust())
        };
        let governed = tx.people_under(outside(&struck)?)?;
        let doubtful = before.find_doubtful_people(tx, &governed)?;
        for line in doubtful.lines {
            if !struck.misplaced.contains(&line) {
                struck.misplaced.push(line);
            }
        }
        struck.older_passwords = doubtful.older_passwords;
        struck.missing_power_lines = before.count_missing_lines(tx, &struck.misplaced)?;
        let left = tx.list_active_names(Some(outside(&struck)?))?;
        struck.people = tx.list_active_names(None)?;
        struck.people.retain(|name| !left.contains(name));
        Ok(struck)
    }

    /// The record as it begins anew after an administrator compared the key, whatever it said before; within the transaction that says so,
    /// so that nobody changes the file in between.
    ///
    /// # Errors
    /// `nobody_left` where no administrator is left; those of the key and of reading the file.
    pub(crate) fn new_witness(
        &self,
        tx: &Tx,
        secret: &SealingKey,
        before: WitnessComparison,
        struck: &StruckLines,
        now: Moment,
    ) -> Result<NewWitness, Refusal> {
        tx.read_governing_anew()?;
        let record = self.draft_record(tx, secret, &before, struck, now)?;
        // Who is one by what is known from now on. Data of which nobody would be left are not the company's.
        let people = tx.people_under(record.outside_trust())?.people.into_iter();
        let record = record
            .with_people(people.map(|it| (it.row, it.version)).collect())
            .ok_or_else(|| Refusal::new(Code::NobodyLeft).with_arg("key", format_key_id(&secret.key_id())))?;
        Ok(NewWitness {
            record,
            secret: secret.clone(),
            replaces: if before.copy.is_some() {
                before.original_files
            } else {
                Vec::new()
            },
        })
    }

    /// The record without its people and its signature.
    fn draft_record(
        &self,
        tx: &Tx,
        secret: &SealingKey,
        before: &WitnessComparison,
        struck: &StruckLines,
        now: Moment,
    ) -> Result<WitnessRecord, Refusal> {
        let keys = key::read_announced_keys(tx)?;
        let first = keys
            .first()
            .ok_or_else(|| Refusal::new(Code::NotFound).with_arg("what", "key"))?;
        let confirmed_keys = list_confirmed_keys(tx, &keys, secret, before)?;
        // A record that knew this key says since when it signs: the signatures may have been taken off since.
        let by_this_key = before
            .replaced_records()
            .filter(|record| record.knows(&secret.public_hex()));
        let seen_signed: Vec<i64> = by_this_key.filter_map(|record| record.signed_since).collect();
        let signed_since = match taken_over_at(tx, secret)? {
            // This key itself says, in its place, from where on it signs.
            Some(seq) => Some(seq),
            None => seen_signed.into_iter().chain(tx.first_signed_line()?).min(),
        };
        let after_others: Vec<Moment> = before
            .replaced_records()
            .filter_map(|record| record.begun_at)
            .collect();
        Ok(WitnessRecord {
            what: WHAT.to_owned(),
            installation: tx.installation_hash()?.unwrap_or_default(),
            folder: self.folder_names.first().cloned().unwrap_or_default(),
            first_key: first.1.key.public.clone(),
            given_up_keys: given_up_keys(&keys, &confirmed_keys, before),
            confirmed_keys,
            signed_since,
            newest: read_newest_line(tx)?,
            governing: Some(tx.governing_digest(i64::MAX)?),
            // Whatever the clock says, what goes on last is the newest.
            begun_at: after_others
                .into_iter()
                .map(|at| Moment(at.0.saturating_add(1)))
                .chain([now])
                .max(),
            administrators: None,
            passwords: None,
            person_versions: Vec::new(),
            whole_until: before.find_whole_until(struck.misplaced.is_empty()),
            misplaced_lines: struck.misplaced.clone(),
            accepted_breaks: struck.breaks.clone(),
            governing_lines: Some(list_known_lines(tx, &struck.misplaced)?),
            written_at: now,
            key: String::new(),
            public: String::new(),
            signature: String::new(),
        })
    }

    /// Writes it, after the transaction. Of what lay outside only those records go that were asked before.
    ///
    /// # Errors
    /// Those of writing the file.
    pub(crate) fn begin_witness(&self, new: NewWitness, now: Moment) -> Result<(), Refusal> {
        let earlier = self.earlier_records_of_these(&new.record);
        self.forget_refused_seal();
        self.put_witness(&new.record, &new.secret, now)?;
        // A record that cannot be taken away was begun earlier, and is no record any more for that.
        for path in new.replaces.into_iter().chain(earlier) {
            if let Err(error) = std::fs::remove_file(&path) {
                tracing::warn!(path = %path.display(), %error, "an older record was not taken away");
            }
        }
        self.trust_witness()
    }
}

/// The key that was confirmed, those that led to it, and those that a record knew; only where there was none also those that count by the
/// file alone.
fn list_confirmed_keys(
    tx: &Tx,
    keys: &[(domain::JournalEntry, domain::key::KeyAnnouncement)],
    confirmed: &SealingKey,
    before: &WitnessComparison,
) -> Result<Vec<String>, Refusal> {
    let power = tx.power_keys()?;
    let has_record = before.replaced_records().next().is_some();
    let mut known: HashSet<String> = HashSet::new();
    // The newest first: a key says in the line that announces it which one it followed.
    for (place, (_, it)) in keys.iter().enumerate().rev() {
        let is_known = it.key.public == confirmed.public_hex()
            || before
                .replaced_records()
                .any(|record| record.confirmed_keys.contains(&it.key.public))
            || !has_record && power.key_standing(&it.key.id) == Some(KeyStanding::Counts);
        if !is_known && !known.contains(&it.key.public) {
            continue;
        }
        known.insert(it.key.public.clone());
        if !tx.has_announced_itself(&it.key.id)? {
            continue;
        }
        let earlier = keys.iter().take(place).rev();
        let followed = earlier.map(|(_, before)| &before.key);
        known.extend(
            followed
                .filter(|before| it.before.is_some() && it.is_valid_after(Some(before)))
                .map(|before| before.public.clone()),
        );
    }
    let known = keys.iter().filter(|(_, it)| known.contains(&it.key.public));
    Ok(known.map(|(_, it)| it.key.public.clone()).collect())
}

/// The line by which an older file was taken over under this key, where it is the first that is signed and lies where it was written.
fn taken_over_at(tx: &Tx, secret: &SealingKey) -> Result<Option<i64>, Refusal> {
    let first = tx.believed_stream("confirmation")?.into_iter().next();
    let Some(entry) = first else { return Ok(None) };
    let Fact::Confirmation(confirmation) = &entry.fact else {
        return Ok(None);
    };
    let is_ours = confirmation.key == secret.key_id() && confirmation.cause == ConfirmationCause::OlderFile;
    let takes =
        is_ours && tx.first_signature()? == Some(entry.seq) && tx.misplaced_lines(0, entry.seq)?.is_empty();
    Ok(takes.then_some(entry.seq))
}

/// Keys that a record knew and the file does not have: it was rolled back behind their announcement.
fn given_up_keys(
    keys: &[(domain::JournalEntry, domain::key::KeyAnnouncement)],
    confirmed: &[String],
    before: &WitnessComparison,
) -> Vec<String> {
    let known = before.replaced_records().flat_map(|record| {
        let signer = [record.public.clone()];
        let keys = record.confirmed_keys.iter().chain(&record.given_up_keys);
        keys.cloned().chain(signer).collect::<Vec<_>>()
    });
    let is_here = |public: &String| keys.iter().any(|(_, it)| it.key.public == *public);
    let given_up: BTreeSet<String> = known
        .filter(|public| !confirmed.contains(public) && (!is_here(public) || before.gave_up(public)))
        .collect();
    given_up.into_iter().collect()
}

/// The lines that govern, but those that give nothing.
pub(super) fn list_known_lines(tx: &Tx, misplaced: &[WitnessedLine]) -> Result<Vec<KnownLine>, Refusal> {
    let is_misplaced = |line: &GoverningLine| {
        let mut here = misplaced.iter().filter(|it| it.seq == line.seq);
        here.any(|it| it.hash == line.hash)
    };
    let lines = tx.list_governing_lines()?.into_iter();
    let known = lines.filter(|line| !is_misplaced(line));
    Ok(known
        .map(|line| {
            (
                line.seq,
                line.hash,
                line.person.unwrap_or_default(),
                line.sets_password,
            )
        })
        .collect())
}

fn read_newest_line(tx: &Tx) -> Result<WitnessedLine, Refusal> {
    let newest = tx.newest_line()?.map(|(seq, hash)| WitnessedLine { seq, hash });
    newest.ok_or_else(|| Refusal::new(Code::Damaged))
}
