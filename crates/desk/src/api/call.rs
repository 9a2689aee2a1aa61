//! One call: the desk, the time, and who calls.

use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{
    Code, Moment, Refusal,
    person::Person,
    personal::{MaskingContext, Viewer},
};
use store::{EntryStamp, Tx};

use crate::{Desk, session, work::Progress};

/// What a command works with.
pub struct Call<'a> {
    pub(crate) desk: &'a Desk,
    pub now: Moment,
    pub(crate) command: &'static str,
    /// Who calls, if anybody is signed in,
    pub(crate) who: Option<Person>,
    /// and the stored password (PHC string) that they proved.
    pub(crate) password: String,
    /// Where long work tells how far it is, and learns that it is not wanted any more.
    pub(crate) work: &'a Progress,
    /// Who looks at what comes of it.
    pub(crate) viewer: Viewer,
    /// Whom it was about: their addresses are left out of the reply where they are not to be seen.
    pub(crate) about: Mutex<MaskingContext>,
}

impl Call<'_> {
    /// Who calls.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub(crate) fn signed_in_person(&self) -> Result<&Person, Refusal> {
        self.who.as_ref().ok_or_else(|| Refusal::new(Code::NotSignedIn))
    }

    /// Whether the caller may call another command too.
    pub(crate) fn may_call(&self, command: &str) -> bool {
        let may = |person: &Person| {
            person
                .roles
                .iter()
                .any(|role| domain::permission::may_call(*role, command))
        };
        self.who.as_ref().is_some_and(may)
    }

    /// A stamp of now and of who calls.
    pub(crate) fn caller_stamp(&self) -> Result<EntryStamp<'_>, Refusal> {
        let person = self.signed_in_person()?;
        Ok(EntryStamp {
            performed_by: &person.name,
            recorded_by: person.id,
            recorder: &person.name,
            happened_at: self.now,
            recorded_at: self.now,
        })
    }

    pub(crate) fn read_tx<T>(&self, work: impl FnOnce(&Tx) -> Result<T, Refusal>) -> Result<T, Refusal> {
        self.desk
            .store
            .read_tx(|tx| self.run_and_track_subjects(tx, work))
    }

    pub(crate) fn write_tx<T>(&self, work: impl FnOnce(&Tx) -> Result<T, Refusal>) -> Result<T, Refusal> {
        self.desk
            .store
            .write_tx(|tx| self.run_and_track_subjects(tx, work))
    }

    /// Writes what the installation's key signs or seals. What was asked before the transaction is asked again in it, of lines that are read
    /// anew: the file may have been exchanged or edited for a moment.
    ///
    /// # Errors
    /// `witness_differs`, `damaged`, `not_signed_in`, `not_permitted`; what `work` refuses.
    pub(crate) fn write_signed_tx<T>(
        &self,
        work: impl FnOnce(&Tx) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.write_tx(|tx| {
            self.check_before_signing(tx)?;
            work(tx)
        })
    }

    /// # Errors
    /// As [`Self::write_signed_tx`].
    pub(crate) fn check_before_signing(&self, tx: &Tx) -> Result<(), Refusal> {
        tx.read_governing_anew()?;
        self.desk.note_chain_breaks(tx)?;
        self.desk.check_witness(tx)?;
        tx.check_lines_behind_record()?;
        self.check_caller(tx)
    }

    /// Whether the caller may still call this, by what the transaction reads. The first start and the automatic report have no caller.
    ///
    /// # Errors
    /// `not_signed_in`, `not_permitted`; those of the file.
    pub(crate) fn check_caller(&self, tx: &Tx) -> Result<(), Refusal> {
        let Some(caller) = &self.who else { return Ok(()) };
        let now = tx.find_person(caller.id)?;
        let now = now.filter(|now| now.person.active && now.password == self.password);
        session::check_permission(self.command, now.as_ref().map(|now| &now.person))
    }

    fn run_and_track_subjects<T>(
        &self,
        tx: &Tx,
        work: impl FnOnce(&Tx) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        if self.viewer == Viewer::Whole {
            return work(tx);
        }
        tx.track_subjects();
        let done = work(tx)?;
        self.masking_context().merge_context(tx.tracked_subjects());
        Ok(done)
    }

    /// Whom it was about so far.
    pub(crate) fn masking_context(&self) -> MutexGuard<'_, MaskingContext> {
        // A plain value, whole also after a thread died while it held it.
        self.about.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads two things at once, the second on a connection of its own; both see the same lines of the journal.
    pub(crate) fn read_in_parallel<A, B: Send>(
        &self,
        tx: &Tx,
        one: impl FnOnce(&Tx) -> Result<A, Refusal>,
        other: impl Fn(&Tx) -> Result<B, Refusal> + Sync,
    ) -> Result<(A, B), Refusal> {
        let seq = tx.last_seq()?;
        std::thread::scope(|scope| {
            let ahead =
                scope.spawn(|| self.read_tx(|tx| (tx.last_seq()? == seq).then(|| other(tx)).transpose()));
            let first = one(tx);
            let second = match ahead.join() {
                Ok(read) => read?,
                Err(fault) => std::panic::resume_unwind(fault),
            };
            // Somebody wrote meanwhile: what the other connection sees is another file.
            let second = second.map_or_else(|| other(tx), Ok)?;
            Ok((first?, second))
        })
    }
}
