//! 密钥核对: the installation's key beside its paper sheet. An administrator with the sheet in hand types the key's id, and so says that
//! this file goes on under it: at an older file, on a new computer, and wherever the file differs from the record outside of it.

use domain::{
    Code, Fact, Refusal,
    confirmation::{ConfirmationCause, KeyConfirmation, format_key_id, parse_key_id},
    key::SealingKey,
    person::{attempt_number, check_attempts, count_attempt},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{EntryStamp, KeyStanding, Tx};
use ts_rs::TS;

use crate::{
    Call, Desk, Moment, key,
    password::is_right_password,
    wire::{self, ChangeReply, Nothing, OutputFile, PrivacyCheck},
    witness::{DataCopy, StruckLines, WitnessComparison, WitnessState},
};

/// The stream of the journal that reports confirmations.
const STREAM: &str = "confirmation";

/// How far the file can be believed, and what is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TrustView {
    /// How the file stands to the record outside of it.
    pub witness: WitnessState,
    /// The same in words.
    pub witness_zh: String,
    /// Of which data these are a copy, in another folder than theirs.
    pub copy: Option<DataCopy>,
    /// Lines written since the record was.
    #[ts(type = "number")]
    pub behind: i64,
    /// Lines the record knows of that are gone.
    #[ts(type = "number")]
    pub lost: i64,
    /// When the newest line was recorded that is left of a file that was rolled back.
    pub lost_since: Option<Moment>,
    /// When the record was written.
    pub written_at: Option<Moment>,
    /// The id of the key whose sheet an administrator has in hand, as it stands there; empty before there is a key.
    pub key: String,
    /// Ids of keys that nobody has confirmed and no confirmed key announced.
    pub unconfirmed: Vec<String>,
    /// Whether lines that give power are signed: not in an older file that no administrator has taken over yet.
    pub signed: bool,
    /// What an administrator should confirm with the key's sheet; nothing where all is well.
    pub confirm: Option<ConfirmationCause>,
    /// Whether nothing can be sealed until that is done.
    pub sealing_stopped: bool,
    /// Of the comparison, for whoever confirms it.
    pub mark: String,
    /// Names of people whose accounts end where these data are confirmed, as far as the key is here to tell.
    pub ending_accounts: Vec<String>,
    /// Names of people whose password is an earlier one again.
    pub older_passwords: Vec<String>,
    /// How many settings, keys and closed months the record knows that are not in the data any more.
    #[ts(type = "number")]
    pub missing_power_lines: i64,
    /// Places where lines do not follow each other, which are taken as they are.
    #[ts(type = "Array<number>")]
    pub broken_lines: Vec<i64>,
    /// Whether whoever asks is no administrator by the record outside, and would have to give the password of one.
    pub password_needed: bool,
}

/// Confirms the newest key.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyConfirm {
    /// The key's id, as it stands on its sheet.
    pub id: String,
    pub reason: String,
    /// The password of an administrator by the record outside, where the data differ from it and the caller's own is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub password: Option<String>,
    /// The mark of the comparison that was shown; nothing from a caller that showed none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub mark: Option<String>,
}

/// How far the file can be believed.
///
/// # Errors
/// Those of reading the file.
pub fn get_trust(call: &Call, _: Nothing) -> Result<TrustView, Refusal> {
    // A line may have been edited since it was read.
    call.desk.store().forget_governing();
    call.read_tx(|tx| call.desk.note_chain_breaks(tx))?;
    let mut view = read_trust(call.desk)?;
    if view.confirm.is_some()
        && let Ok(secret) = call.desk.find_key(&parse_key_id(&view.key))
    {
        let struck = call.read_tx(|tx| {
            let compared = call.desk.compare_witness(tx)?;
            call.desk.find_struck_lines(tx, &secret, &compared, call.now)
        })?;
        view.add_struck_lines(struck);
    }
    Ok(view)
}

impl TrustView {
    fn add_struck_lines(&mut self, struck: StruckLines) {
        self.mark = struck.extend_mark(&self.mark);
        self.ending_accounts = struck.people;
        self.older_passwords = struck.older_passwords;
        self.missing_power_lines = struck.missing_power_lines;
        self.broken_lines = struck.breaks.iter().map(|line| line.seq).collect();
    }
}

/// The same for whoever holds the data folder.
///
/// # Errors
/// Those of reading the file.
pub fn read_trust(desk: &Desk) -> Result<TrustView, Refusal> {
    desk.store().read_tx(|tx| build_trust_view(desk, tx))
}

pub(crate) fn build_trust_view(desk: &Desk, tx: &Tx) -> Result<TrustView, Refusal> {
    let compared = desk.compare_witness(tx)?;
    let power = tx.power_keys()?;
    let unconfirmed = power.unconfirmed_key_ids();
    let with_sheet = key::find_sheet_key(desk, tx, &compared)?.map(|(_, it)| it.key.id);
    let signed = power.signed_since().is_some();
    let confirm = find_confirmation_cause(&compared, signed, !unconfirmed.is_empty());
    Ok(TrustView {
        witness: compared.state,
        witness_zh: compared.state.zh().to_owned(),
        copy: compared.copy.clone(),
        behind: compared.lines_behind(),
        lost: compared.lines_lost(),
        lost_since: compared.find_lost_since(tx)?,
        written_at: compared.written_at,
        key: with_sheet.map(|id| format_key_id(&id)).unwrap_or_default(),
        unconfirmed,
        signed,
        confirm,
        sealing_stopped: compared.state.stops_sealing(),
        mark: compared.mark(),
        ending_accounts: Vec::new(),
        older_passwords: Vec::new(),
        missing_power_lines: 0,
        broken_lines: Vec::new(),
        password_needed: !may_caller_accept_difference(desk, &compared, |_| false),
    })
}

fn find_confirmation_cause(
    compared: &WitnessComparison,
    signed: bool,
    unconfirmed: bool,
) -> Option<ConfirmationCause> {
    match compared.state {
        WitnessState::Demo => None,
        WitnessState::Absent if !signed => Some(ConfirmationCause::OlderFile),
        state if state.confirmation_cause().is_some() => state.confirmation_cause(),
        _ if !signed => Some(ConfirmationCause::OlderFile),
        _ if unconfirmed => Some(ConfirmationCause::LostKey),
        _ => None,
    }
}

/// Confirms a key: what stands in the file is taken as it stands, and from here on only signed lines give power. Of several keys it is the
/// one whose id was typed; one that somebody else announced is nobody's from then on.
///
/// # Errors
/// `stale_version` where something else was shown; `nothing_to_confirm`; `nobody_left`; `not_permitted`, `wrong_password`, `too_many_attempts` at `password` for whoever is no administrator by the record outside; `wrong_key_id` at `id`; `required`, `too_long` at `reason`; `not_found` before there is a key; those of the key.
pub fn confirm_key(call: &Call, ask: KeyConfirm) -> Result<ChangeReply<TrustView>, Refusal> {
    let (compared, view, keys) = call.read_tx(|tx| {
        let mut view = build_trust_view(call.desk, tx)?;
        if view.confirm.is_none() && call.desk.find_older_breaks(tx)? {
            view = build_trust_view(call.desk, tx)?;
        }
        Ok((call.desk.compare_witness(tx)?, view, read_confirmable_keys(tx)?))
    })?;
    let cause = view.confirm.ok_or_else(|| Refusal::new(Code::NothingToConfirm))?;
    check_may_accept_difference(call, &compared, ask.password.as_deref())?;
    let typed = parse_key_id(&ask.id);
    let key = keys.iter().find(|id| **id == typed).or(keys.first());
    let key = key.ok_or_else(|| Refusal::new(Code::NotFound).with_arg("what", "key"))?;
    let before = compared.witnessed.clone();
    let confirmation = KeyConfirmation::from_typed_id(&ask.id, key, cause, &ask.reason, before)?;
    // Of a key that is lost the sheet may still be in the safe: the one to take is that of the key which is here.
    let secret = call.desk.find_key(key).map_err(|refusal| {
        if parse_key_id(&view.key) == *key {
            return match refusal.code {
                Code::KeyMissing => refusal.with_arg("to_confirm", true),
                _ => refusal,
            };
        }
        Refusal::new(Code::KeyMissing).with_arg("sheet", view.key.clone())
    })?;
    let stamp = call.caller_stamp()?;
    let (new, struck) = call.write_tx(|tx| {
        // What was compared and asked for must be what goes on: the file may have been exchanged since.
        tx.read_governing_anew()?;
        let now = call.desk.compare_witness(tx)?;
        if !now.is_same(&compared) {
            return Err(Refusal::new(Code::StaleVersion).with_arg("what", "data"));
        }
        call.check_caller(tx)?;
        // What an index left out of the comparison must not govern from now on.
        tx.make_journal_indexes()?;
        tx.read_governing_anew()?;
        let struck = call.desk.find_struck_lines(tx, &secret, &now, call.now)?;
        // And what ends by it is what was shown.
        if let Some(seen) = &ask.mark {
            let shown = parse_key_id(&view.key);
            let mark = match call.desk.find_key(&shown) {
                Ok(_) if shown == *key => struck.extend_mark(&now.mark()),
                Ok(other) => call
                    .desk
                    .find_struck_lines(tx, &other, &now, call.now)?
                    .extend_mark(&now.mark()),
                Err(_) => now.mark(),
            };
            if *seen != mark {
                return Err(Refusal::new(Code::StaleVersion).with_arg("what", "data"));
            }
        }
        let confirmation = KeyConfirmation {
            misplaced: struck.misplaced.clone(),
            breaks: struck.breaks.clone(),
            ..confirmation
        };
        append_confirmation(tx, confirmation, &stamp, &secret)?;
        Ok((
            call.desk.new_witness(tx, &secret, now, &struck, call.now)?,
            struck,
        ))
    })?;
    call.desk.begin_witness(new, call.now)?;
    let mut value = self::read_trust(call.desk)?;
    value.add_struck_lines(struck);
    Ok(ChangeReply {
        value,
        changed: vec!["key".to_owned(), "state".to_owned()],
    })
}

fn may_caller_accept_difference(
    desk: &Desk,
    compared: &WitnessComparison,
    proves: impl Fn(&str) -> bool,
) -> bool {
    let session = desk.session_guard().clone();
    let (id, stored) = session.map_or((0, String::new()), |session| {
        (session.person.id, session.password)
    });
    compared.may_accept_difference(id, &stored, proves)
}

/// The same within a transaction, where the passwords have been asked for before.
pub(crate) fn may_go_on_with(desk: &Desk, compared: &WitnessComparison, typed: &str) -> bool {
    may_caller_accept_difference(desk, compared, |known| is_right_password(typed, known))
}

/// Who tries passwords against the record outside waits as for a name; nobody can type this one.
const WITNESS_ATTEMPTS: &str = "\u{1}核对记录";

/// Whoever says how data go on that differ from the record outside knows the password of an administrator by that record: the one they signed
/// in with, or `typed`.
///
/// # Errors
/// `not_permitted` with `witness`, `wrong_password`, `too_many_attempts`, each at `password`.
pub(crate) fn check_may_accept_difference(
    call: &Call,
    compared: &WitnessComparison,
    typed: Option<&str>,
) -> Result<(), Refusal> {
    let refusal = |code: Code| Refusal::at_field(code, "password").with_arg("witness", true);
    if may_caller_accept_difference(call.desk, compared, |_| false) {
        return Ok(());
    }
    let Some(typed) = typed.filter(|typed| !typed.is_empty()) else {
        return Err(refusal(Code::NotPermitted).with_arg("command", "key_confirm"));
    };
    let number = attempt_number(WITNESS_ATTEMPTS);
    call.read_tx(|tx| check_attempts(tx.failed_attempts(number)?, call.now))
        .map_err(|refused| refused.with_field("password"))?;
    let right = may_go_on_with(call.desk, compared, typed);
    call.write_tx(|tx| {
        if right {
            return tx.forget_failed_attempts(number);
        }
        tx.put_failed_attempts(number, count_attempt(tx.failed_attempts(number)?, call.now)?)
    })
    .map_err(|refused| refused.with_field("password"))?;
    if right {
        return Ok(());
    }
    Err(refusal(Code::WrongPassword))
}

/// The ids of the keys a sheet may name: the one in use, and those that wait.
fn read_confirmable_keys(tx: &Tx) -> Result<Vec<String>, Refusal> {
    let in_use = key::read_current_key(tx)?.map(|(_, it)| it.key.id);
    Ok(in_use
        .into_iter()
        .chain(tx.power_keys()?.unconfirmed_key_ids())
        .collect())
}

/// Writes what was confirmed into the journal, signed.
pub(crate) fn append_confirmation(
    tx: &Tx,
    confirmation: KeyConfirmation,
    stamp: &EntryStamp,
    secret: &SealingKey,
) -> Result<(), Refusal> {
    let fact = Fact::Confirmation(Box::new(confirmation));
    tx.append_signed(STREAM, None, vec![fact], stamp, secret)
        .map(|_| ())
}

/// The key's sheet, to be kept in the safe: its id, its public half, where its secret half lies. In a file without a key it makes one.
///
/// # Errors
/// `real_only` in a demo folder; those of the key and of making the page.
pub fn print_key_sheet(call: &Call, _: Nothing) -> Result<OutputFile, Refusal> {
    key::require_real_data(call)?;
    let stamp = call.caller_stamp()?;
    if call.read_tx(key::read_announced_keys)?.is_empty() {
        let secret = call.desk.create_key()?;
        call.write_tx(|tx| key::announce_key(tx, &secret, "", None, &stamp).map(|_| ()))?;
    }
    let (keys, settings, installation) = call.read_tx(|tx| {
        let installation = tx.installation_hash()?.unwrap_or_default();
        Ok((key::read_announced_keys(tx)?, tx.read_settings()?.1, installation))
    })?;
    let (entry, newest) = call
        .read_tx(|tx| key::find_sheet_key(call.desk, tx, &call.desk.compare_witness(tx)?))?
        .ok_or_else(|| Refusal::new(Code::NotFound).with_arg("what", "key"))?;
    let (power, state, kind) = call.read_tx(|tx| {
        let state = call.desk.compare_witness(tx)?.state;
        Ok((tx.power_keys()?, state, call.desk.data_kind(tx)?.zh()))
    })?;
    let counts = power.key_standing(&newest.key.id) == Some(KeyStanding::Counts);
    let sheet = paper::key_sheet::lay_out_key_sheet(&paper::key_sheet::KeySheet {
        confirmed: counts && !state.stops_sealing() && state != WitnessState::Absent,
        after_lost: newest.before.is_none() && keys.first().is_some_and(|(first, _)| first.seq < entry.seq),
        settings: &settings,
        id: format_key_id(&newest.key.id),
        public: newest.key.public.clone(),
        since: entry.recorded_at,
        by: entry.performed_by.clone(),
        before: keys
            .iter()
            .rev()
            .filter(|(other, _)| other.seq < entry.seq)
            .map(|(_, it)| format_key_id(&it.key.id))
            .collect(),
        installation: installation.chars().take(16).collect(),
        folder: std::path::absolute(call.desk.data_folder())
            .unwrap_or_else(|_| call.desk.data_folder().to_owned())
            .display()
            .to_string(),
        place: call.desk.describe_key_place(&newest.key.id),
        not_original: kind.as_deref(),
        now: call.now,
    });
    let rendered = paper::render_pdf(&sheet);
    Ok(wire::make_pdf_file(
        format!("封存密钥核对单-{}.pdf", newest.key.id),
        &rendered,
        PrivacyCheck::without_personal_data(),
    ))
}

impl Call<'_> {
    /// Appends facts that give power under the version somebody saw.
    ///
    /// # Errors
    /// Those of [`Tx::append`].
    pub(crate) fn append_power(
        &self,
        tx: &Tx,
        stream: &str,
        expected: Option<i64>,
        fact: Fact,
        secret: Option<&SealingKey>,
    ) -> Result<Vec<domain::JournalEntry>, Refusal> {
        append_power(tx, stream, expected, fact, &self.caller_stamp()?, secret)
    }
}

/// Appends a fact that gives power: signed where lines are.
pub(crate) fn append_power(
    tx: &Tx,
    stream: &str,
    expected: Option<i64>,
    fact: Fact,
    stamp: &EntryStamp,
    secret: Option<&SealingKey>,
) -> Result<Vec<domain::JournalEntry>, Refusal> {
    let Some(secret) = secret else {
        return tx.append_facts(stream, expected, vec![fact], stamp);
    };
    // A key announces itself; every other line is signed by the one in use, which may have been renewed since it was looked for.
    if !matches!(fact, Fact::KeyAnnounced(_)) {
        key::check_current_key(tx, &secret.key_id())?;
    }
    tx.append_signed(stream, expected, vec![fact], stamp, secret)
}

/// Writes a whole value under the version that was shown.
pub(crate) fn append_versioned_fact(
    call: &Call,
    stream: &str,
    version: i64,
    fact: Fact,
) -> Result<i64, Refusal> {
    let gives_power = fact.is_governing();
    let secret = if gives_power { call.desk.power_key()? } else { None };
    let entries = call.write_tx(|tx| {
        if gives_power {
            call.check_before_signing(tx)?;
        }
        // By what counts, not by how many lines there are: one of another kind must not keep everybody out.
        let is = match stream {
            "settings" => tx.read_settings()?.0,
            "calendar" => tx.read_calendar()?.0,
            "standard" => tx.read_standard()?.0,
            _ => tx
                .believed_stream(stream)?
                .last()
                .map_or(0, |entry| entry.version),
        };
        Refusal::check_version(version, is)?;
        call.append_power(tx, stream, None, fact, secret.as_ref())
    })?;
    entries
        .last()
        .map(|entry| entry.version)
        .ok_or_else(|| Refusal::new(Code::BadRequest))
}

impl Desk {
    /// The key that signs a line that gives power, where lines are signed; none in an older file that was not taken over yet.
    ///
    /// # Errors
    /// `witness_differs`, `key_locked`, `key_missing`.
    pub(crate) fn power_key(&self) -> Result<Option<SealingKey>, Refusal> {
        // A line may have been edited since it was read.
        self.store.forget_governing();
        let newest = self.store.read_tx(|tx| {
            self.note_chain_breaks(tx)?;
            self.check_witness(tx)?;
            if tx.first_signed_line()?.is_none() {
                return Ok(None);
            }
            Ok(key::read_current_key(tx)?.map(|(_, it)| it.key.id))
        })?;
        newest.map(|id| self.find_key(&id)).transpose()
    }
}
