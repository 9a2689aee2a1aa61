//! From a fact to the tables made from it. The same code runs when a fact is appended and when everything is
//! made again.

use domain::{
    Fact, JournalEntry, Refusal, Ticket, TicketRow,
    fact::{PersonFact, TicketFact},
    hash,
};
use serde::Serialize;

use crate::{CachedTicket, RowState, Tx, error::damaged_refusal, ticket::SearchTerms};

impl Tx<'_> {
    /// Applies one fact that has just been appended.
    pub(crate) fn project_entry(&self, entry: &JournalEntry) -> Result<(), Refusal> {
        self.project_line(entry)?;
        match &entry.fact {
            Fact::Ticket(_) => self.fold_ticket_entry(entry),
            Fact::Person(fact) => self.project_person(entry, fact),
            Fact::Customers { customers, .. } => customers
                .iter()
                .try_for_each(|customer| self.put_customer(customer)),
            Fact::Settings(value) => self.put_setting("settings", entry.version, &to_canonical_text(value)?),
            Fact::Calendar(value) => self.put_setting("calendar", entry.version, &to_canonical_text(value)?),
            Fact::Standard(value) => self.put_setting("standard", entry.version, &to_canonical_text(value)?),
            // Read from the journal: there are few, and they are needed rarely.
            Fact::Scan(fact) => self.project_scan(entry, fact),
            Fact::OldTicket(fact) => self.project_old_ticket(entry, fact),
            Fact::Month(_)
            | Fact::Templates(_)
            | Fact::Logo(_)
            | Fact::KeyAnnounced(_)
            | Fact::KeyExported { .. }
            | Fact::Certificate(_)
            | Fact::Confirmation(_)
            | Fact::Revealed { .. } => Ok(()),
            Fact::Founded { demo } => self.put_setting("file", entry.version, &to_canonical_text(demo)?),
        }
    }

    /// What a line alone says, whatever came before it: a record, a file, what was taken out.
    pub(crate) fn project_line(&self, entry: &JournalEntry) -> Result<(), Refusal> {
        if let Some(record) = crate::acknowledgement::record_of_fact(&entry.fact) {
            self.put_acknowledgement(entry, record)?;
        }
        if let Some(file) = entry.fact.attached_file() {
            self.put_file(entry, file)?;
        }
        entry
            .fact
            .as_erasure()
            .map_or(Ok(()), |erasure| self.put_erasure(entry.seq, erasure))
    }

    fn project_person(&self, entry: &JournalEntry, fact: &PersonFact) -> Result<(), Refusal> {
        match fact {
            PersonFact::Added {
                id,
                name,
                roles,
                password,
            } => self.add_person(*id, name, &to_canonical_text(roles)?, password),
            PersonFact::Changed { roles, active } => self.change_person(
                require_entry_id(entry)?,
                entry.version,
                &to_canonical_text(roles)?,
                *active,
            ),
            PersonFact::PasswordSet { password } => {
                self.set_password(require_entry_id(entry)?, entry.version, password)
            }
            PersonFact::SignedIn {} => self.record_sign_in(require_entry_id(entry)?, entry.version),
            PersonFact::SignInFailed {} => {
                self.record_failed_sign_in(require_entry_id(entry)?, entry.version, entry.recorded_at)
            }
        }
    }

    /// Folds a ticket's fact into the ticket kept for this transaction.
    fn fold_ticket_entry(&self, entry: &JournalEntry) -> Result<(), Refusal> {
        let id = require_entry_id(entry)?;
        let typed = matches!(&entry.fact, Fact::Ticket(fact) if !fact.searchable_texts().is_empty());
        let mut tickets = self.tickets.borrow_mut();
        if let Some(kept) = tickets.get_mut(&id) {
            kept.entries.push(entry.clone());
            // What takes a step back has the ticket told anew without it.
            if matches!(&entry.fact, Fact::Ticket(TicketFact::Withdrawn { .. })) {
                kept.ticket = Ticket::replay_entries(&kept.entries)?;
            } else {
                kept.ticket.apply_entry(entry)?;
            }
            if kept.row == RowState::Written {
                kept.row = RowState::Old;
            }
            if typed && kept.words == SearchTerms::Same {
                kept.words = SearchTerms::Changed;
            }
            return Ok(());
        }
        // The stream in the file already ends with this entry.
        let (entries, row, words) = match (entry.version, typed) {
            (1, _) => (vec![entry.clone()], RowState::Missing, SearchTerms::New),
            (_, true) => (
                self.read_stream_entries(&entry.stream)?,
                RowState::Old,
                SearchTerms::Changed,
            ),
            (_, false) => (
                self.read_stream_entries(&entry.stream)?,
                RowState::Old,
                SearchTerms::Same,
            ),
        };
        let ticket = Ticket::replay_entries(&entries)?;
        tickets.insert(
            id,
            CachedTicket {
                ticket,
                entries,
                row,
                words,
            },
        );
        Ok(())
    }

    /// The ticket after all its facts so far.
    ///
    /// # Errors
    /// `not_found`; those of the file.
    pub fn read_ticket(&self, id: i64) -> Result<Ticket, Refusal> {
        self.with_cached_ticket(id, |kept| kept.ticket.clone())
    }

    /// A ticket's facts, oldest first.
    ///
    /// # Errors
    /// `not_found`; those of the file.
    pub fn ticket_entries(&self, id: i64) -> Result<Vec<JournalEntry>, Refusal> {
        self.with_cached_ticket(id, |kept| kept.entries.clone())
    }

    /// Reads a ticket once in a transaction.
    fn with_cached_ticket<T>(&self, id: i64, take: impl FnOnce(&CachedTicket) -> T) -> Result<T, Refusal> {
        if let Some(kept) = self.tickets.borrow().get(&id) {
            return Ok(take(kept));
        }
        let entries = self.read_stream_entries(&format!("ticket/{id}"))?;
        let kept = CachedTicket {
            ticket: Ticket::replay_entries(&entries)?,
            entries,
            row: RowState::Written,
            words: SearchTerms::Same,
        };
        let taken = take(&kept);
        self.tickets.borrow_mut().insert(id, kept);
        Ok(taken)
    }

    /// Writes the rows of the tickets changed in this transaction, and their words.
    pub(crate) fn flush_tickets(&self) -> Result<(), Refusal> {
        self.write_rows(|row| row != RowState::Written)?;
        for (id, kept) in self.tickets.borrow_mut().iter_mut() {
            self.put_words(*id, &kept.entries, kept.words)?;
            kept.words = SearchTerms::Same;
        }
        Ok(())
    }

    /// Writes the rows of the tickets opened in this transaction, so that the next number is known.
    pub(crate) fn flush_opened(&self) -> Result<(), Refusal> {
        self.write_rows(|row| row == RowState::Missing)
    }

    fn write_rows(&self, which: impl Fn(RowState) -> bool) -> Result<(), Refusal> {
        for kept in self.tickets.borrow_mut().values_mut() {
            if which(kept.row) {
                self.put_ticket(&TicketRow::from_ticket(&kept.ticket))?;
                kept.row = RowState::Written;
            }
        }
        Ok(())
    }
}

/// The id an entry must have.
fn require_entry_id(entry: &JournalEntry) -> Result<i64, Refusal> {
    entry
        .stream_id()
        .ok_or_else(|| damaged_refusal(format!("journal line {}: stream {}", entry.seq, entry.stream)))
}

fn to_canonical_text<T: Serialize>(value: &T) -> Result<String, Refusal> {
    hash::to_canonical_json(value).map_err(|error| damaged_refusal(error.to_string()))
}
