//! From a fact to the tables made from it. The same code runs when a fact is appended and when everything is
//! made again.

use domain::{
    Entry, Fact, Refusal, Ticket, TicketRow,
    fact::{PersonFact, TicketFact},
    hash,
};
use serde::Serialize;

use crate::{Kept, Tx, error::damaged};

impl Tx<'_> {
    /// Applies one fact that has just been appended.
    pub(crate) fn project(&self, entry: &Entry) -> Result<(), Refusal> {
        match &entry.fact {
            Fact::Ticket(fact) => {
                if let TicketFact::Acknowledged(record) = fact {
                    self.put_acknowledgement(entry, record)?;
                }
                self.fold(entry)
            }
            Fact::Person(fact) => self.project_person(entry, fact),
            Fact::Customers { customers, .. } => customers
                .iter()
                .try_for_each(|customer| self.put_customer(customer)),
            Fact::Settings(value) => self.put_setting("settings", entry.version, &text(value)?),
            Fact::Calendar(value) => self.put_setting("calendar", entry.version, &text(value)?),
            Fact::Founded { demo } => self.put_setting("file", entry.version, &text(demo)?),
        }
    }

    fn project_person(&self, entry: &Entry, fact: &PersonFact) -> Result<(), Refusal> {
        match fact {
            PersonFact::Added {
                id,
                name,
                roles,
                password,
            } => self.add_person(*id, name, &text(roles)?, password),
            PersonFact::Changed { roles, active } => {
                self.change_person(id(entry)?, entry.version, &text(roles)?, *active)
            }
            PersonFact::PasswordSet { password } => self.set_password(id(entry)?, entry.version, password),
            PersonFact::SignedIn {} => self.signed_in(id(entry)?, entry.version),
            PersonFact::SignInFailed {} => self.sign_in_failed(id(entry)?, entry.version, entry.recorded_at),
        }
    }

    /// Folds a ticket's fact into the ticket kept for this transaction.
    fn fold(&self, entry: &Entry) -> Result<(), Refusal> {
        let id = id(entry)?;
        if entry.version == 1 {
            let ticket = Ticket::replay([entry])?;
            self.tickets.borrow_mut().insert(id, Kept { ticket, dirty: true });
            return Ok(());
        }
        // The stream in the file already ends with this entry; what is kept may not hold it yet.
        let mut tickets = self.tickets.borrow_mut();
        match tickets.get_mut(&id) {
            Some(kept) => {
                kept.ticket.apply(entry)?;
                kept.dirty = true;
            }
            None => {
                let ticket = Ticket::replay(&self.stream(&entry.stream)?)?;
                tickets.insert(id, Kept { ticket, dirty: true });
            }
        }
        Ok(())
    }

    /// The ticket after all its facts so far.
    ///
    /// # Errors
    /// `not_found`; those of the file.
    pub fn ticket(&self, id: i64) -> Result<Ticket, Refusal> {
        if let Some(kept) = self.tickets.borrow().get(&id) {
            return Ok(kept.ticket.clone());
        }
        let ticket = Ticket::replay(&self.ticket_entries(id)?)?;
        self.tickets.borrow_mut().insert(
            id,
            Kept {
                ticket: ticket.clone(),
                dirty: false,
            },
        );
        Ok(ticket)
    }

    /// A ticket's facts, oldest first; empty if there is no such ticket.
    ///
    /// # Errors
    /// Those of the file.
    pub fn ticket_entries(&self, id: i64) -> Result<Vec<Entry>, Refusal> {
        self.stream(&format!("ticket/{id}"))
    }

    /// Writes the rows of the tickets changed in this transaction.
    pub(crate) fn flush(&self) -> Result<(), Refusal> {
        for kept in self.tickets.borrow_mut().values_mut().filter(|kept| kept.dirty) {
            self.put_ticket(&TicketRow::of(&kept.ticket))?;
            kept.dirty = false;
        }
        Ok(())
    }
}

/// The number behind the stroke of a stream's name.
fn id(entry: &Entry) -> Result<i64, Refusal> {
    let id = entry.stream.split_once('/').and_then(|(_, id)| id.parse().ok());
    id.ok_or_else(|| damaged(format!("journal line {}: stream {}", entry.seq, entry.stream)))
}

fn text<T: Serialize>(value: &T) -> Result<String, Refusal> {
    hash::canonical(value).map_err(|error| damaged(error.to_string()))
}
