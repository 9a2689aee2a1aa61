//! Use cases: who may, one transaction, reply. Window, console and tests come through [`Desk::call`].
//!
//! Deliberately absent: reading the clock (every call is given its `now`), dialogs, windows.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock},
};

use serde_json::Value;
use store::{PersonRow, Store};

pub mod registry;
pub mod typescript;

mod administration;
mod api;
mod audit;
mod households;
mod reports;
mod sealing;
mod tickets;
mod workplace;

pub use administration::{backup, erasure, settings, standard, update};
use api::{call, password, session};
pub use api::{limit, mask, wire, work};
pub use audit::{journal, proof};
pub use households::{customer, old_ticket, sheet};
pub use reports::{closing, due, logo, report, template};
use sealing::data_kind;
pub use sealing::{authority, certificate, key, timestamp, trust, witness};
pub use tickets::{acknowledgement, attachment, plan, scan, ticket};
pub use workplace::{alarm, kept, person, shift, state, view};

pub use call::Call;
pub use domain::{Code, Moment, Refusal};
pub use registry::COMMANDS;
pub use store;

use domain::personal::Viewer;
use session::Session;

/// The record outside the file says where the desk ended.
impl Drop for Desk {
    fn drop(&mut self) {
        self.write_witness_at_end();
    }
}

/// The name of the one file in a data folder.
pub const FILE: &str = "desk.db";

/// One open data folder, with at most one person signed in.
pub struct Desk {
    folder: PathBuf,
    /// Its names as it was opened: a link in its place may lead elsewhere later.
    folder_names: Vec<String>,
    /// The configuration folder of the computer's user, where the record outside the file lies and key files are kept; nothing in tests of
    /// one floor.
    configuration: Option<PathBuf>,
    store: Store,
    session: Mutex<Option<Session>>,
    key: Mutex<key::HeldKey>,
    witness: Mutex<witness::WitnessClock>,
    /// Once known: a file is founded once.
    founded_as_demo: OnceLock<bool>,
    waiting: Mutex<due::ReportWaiting>,
    printing: Mutex<Option<ticket::print_many::PrintBatch>>,
    looked: Mutex<alarm::WatchedTickets>,
    works: work::Jobs,
    updates: update::UpdateState,
}

impl Desk {
    /// Opens a folder; makes an empty, real one where there is none.
    ///
    /// # Errors
    /// `network_folder`, `newer_file`, `damaged`, `read_only`, `disk_full`, `busy`, `file_problem`; `foreign_object`, `schema_changed`,
    /// `table_differs` where somebody has edited the file behind the program's back.
    pub fn open(folder: &Path, now: Moment) -> Result<Self, Refusal> {
        Self::open_with_progress(folder, None, now, &mut |_, _| {})
    }

    /// As [`Desk::open`], with the configuration folder of the computer's user; after an update of the program it tells how much of the data has been gone through, and of how much.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub fn open_with_progress(
        folder: &Path,
        configuration: Option<&Path>,
        now: Moment,
        told: &mut dyn FnMut(i64, i64),
    ) -> Result<Self, Refusal> {
        let desk = Self::connect_folder(folder, configuration, told)?;
        desk.write_founding_entry(false, now)?;
        desk.scrub_if_owed(now)?;
        if let Err(refusal) = desk.delete_old_drafts_and_notes(now) {
            // A file that may only be read is opened all the same.
            tracing::warn!(%refusal, "old drafts and notes stay");
        }
        Ok(desk)
    }

    /// Opens a folder whose tables are not what they should be, for `journal_rebuild`: what decides is read from the journal here as
    /// well, and nothing that somebody put into the file is run.
    ///
    /// # Errors
    /// As [`Desk::open`]; `not_found` where there is none.
    pub fn open_to_rebuild(folder: &Path, configuration: Option<&Path>) -> Result<Self, Refusal> {
        if !folder.join(FILE).exists() {
            return Err(Refusal::at_field(Code::NotFound, "data").with_arg("what", "data"));
        }
        let store = Store::open_to_rebuild(&folder.join(FILE))?;
        let desk = Self::with_store(folder, configuration, store);
        desk.trust_witness()?;
        Ok(desk)
    }

    /// Opens a folder whose file somebody has edited: every table is made again from the journal, a copy of the file as it was stays
    /// beside it. Whoever is at the desk may do this at night: nothing comes of it that the journal does not say. Where the copy lies;
    /// nowhere if the folder could be opened as it is.
    ///
    /// # Errors
    /// As [`Desk::open`], of what cannot be made again.
    pub fn open_or_rebuild(
        folder: &Path,
        configuration: Option<&Path>,
        now: Moment,
        told: &mut dyn FnMut(i64, i64),
    ) -> Result<(Self, Option<PathBuf>), Refusal> {
        match Self::open_with_progress(folder, configuration, now, told) {
            Err(refusal) if refusal.code.is_edited_file() => {}
            opened => return opened.map(|desk| (desk, None)),
        }
        let store = Store::open_to_rebuild(&folder.join(FILE))?;
        let copy = journal::copy_before_rebuild(&store, folder, now)?;
        store.rebuild_with_progress(told)?;
        drop(store);
        let desk = Self::open_with_progress(folder, configuration, now, told)?;
        Ok((desk, Some(copy)))
    }

    /// Makes a new folder. A demo folder says so on every page it prints. A real one whose administrator was never
    /// made is taken up where it was left.
    ///
    /// # Errors
    /// `file_exists` if there is one already, else as [`Desk::open`].
    pub fn create_data_folder(
        folder: &Path,
        configuration: Option<&Path>,
        demo: bool,
        now: Moment,
    ) -> Result<Self, Refusal> {
        let there = folder.join(FILE).exists();
        let desk = Self::connect_folder(folder, configuration, &mut |_, _| {})?;
        if there && (demo || desk.is_demo()? || desk.store.read_tx(|tx| tx.has_any_person())?) {
            return Err(
                Refusal::at_field(Code::FileExists, "data").with_arg("path", folder.display().to_string())
            );
        }
        desk.write_founding_entry(demo, now)?;
        Ok(desk)
    }

    fn connect_folder(
        folder: &Path,
        configuration: Option<&Path>,
        told: &mut dyn FnMut(i64, i64),
    ) -> Result<Self, Refusal> {
        if store::file::is_remote_folder(folder) {
            return Err(
                Refusal::at_field(Code::NetworkFolder, "data").with_arg("path", folder.display().to_string())
            );
        }
        std::fs::create_dir_all(folder).map_err(|error| {
            Refusal::at_field(Code::FileProblem, "data").with_arg("detail", error.to_string())
        })?;
        let store = Store::open_with_progress(&folder.join(FILE), told)?;
        let desk = Self::with_store(folder, configuration, store);
        desk.trust_witness()?;
        Ok(desk)
    }

    fn with_store(folder: &Path, configuration: Option<&Path>, store: Store) -> Self {
        Self {
            folder: folder.to_owned(),
            folder_names: witness::folder_names(folder),
            configuration: configuration.map(Path::to_owned),
            store,
            session: Mutex::new(None),
            key: Mutex::default(),
            witness: Mutex::default(),
            founded_as_demo: OnceLock::new(),
            waiting: Mutex::default(),
            printing: Mutex::default(),
            looked: Mutex::default(),
            works: work::Jobs::default(),
            updates: update::UpdateState::default(),
        }
    }

    fn write_founding_entry(&self, demo: bool, now: Moment) -> Result<(), Refusal> {
        if self.store.read_tx(|tx| tx.read_founding())?.is_some() {
            return Ok(());
        }
        self.store.write_tx(|tx| {
            if tx.read_founding()?.is_none() {
                tx.append_facts(
                    "file",
                    Some(0),
                    vec![domain::Fact::Founded { demo }],
                    &wire::system_stamp(now),
                )?;
            }
            Ok(())
        })
    }

    /// The file of many forms that is being made, if there is one.
    pub(crate) fn print_batch_guard(
        &self,
    ) -> std::sync::MutexGuard<'_, Option<ticket::print_many::PrintBatch>> {
        self.printing
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    #[must_use]
    pub fn data_folder(&self) -> &Path {
        &self.folder
    }

    /// The store, for the shells' own work (backup, demo data).
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Whether everything in the folder is demo data.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn is_demo(&self) -> Result<bool, Refusal> {
        if let Some(demo) = self.founded_as_demo.get() {
            return Ok(*demo);
        }
        let founded = self.store.read_tx(|tx| tx.read_founding())?;
        Ok(founded.is_some_and(|demo| *self.founded_as_demo.get_or_init(|| demo)))
    }

    /// Calls a command by its name.
    ///
    /// # Errors
    /// `unknown_command`, `not_signed_in`, `locked`, `not_permitted`, `bad_request`, and the command's own.
    pub fn call(&self, name: &str, request: Value, now: Moment) -> Result<Value, Refusal> {
        self.call_as_job(name, request, now, None)
    }

    /// The same, under a name by which it can be watched and stopped meanwhile (`work_get`, `work_stop`).
    ///
    /// # Errors
    /// As [`Desk::call`]; `stopped`; `too_long`, `busy` at `work`.
    pub fn call_as_job(
        &self,
        name: &str,
        request: Value,
        now: Moment,
        work: Option<&str>,
    ) -> Result<Value, Refusal> {
        let command = find_command(name)?;
        self.reload_witness_if_changed()?;
        let caller = self.admit_caller(name, now)?;
        self.run_command(command, caller, request, now, work)
    }

    /// Runs a command for whoever may.
    fn run_command(
        &self,
        command: &registry::Command,
        caller: Option<PersonRow>,
        request: Value,
        now: Moment,
        work: Option<&str>,
    ) -> Result<Value, Refusal> {
        let name = command.name;
        let (who, password) = caller.map(|row| (row.person, row.password)).unzip();
        let viewer = mask::viewer_for_person(who.as_ref());
        let begun = work::JobGuard::new(self, work, who.as_ref().map(|person| person.id))?;
        let call = Call {
            desk: self,
            now,
            command: name,
            who,
            password: password.unwrap_or_default(),
            work: &begun.work,
            viewer,
            about: Mutex::default(),
        };
        let request = if request.is_null() {
            Value::Object(serde_json::Map::new())
        } else {
            request
        };
        let reply = (command.run)(&call, request).map(|reply| match viewer {
            Viewer::Masked if !mask::OWN.contains(&name) => mask::mask_reply(reply, &call.masking_context()),
            _ => reply,
        });
        if reply.is_ok() {
            self.update_witness_after_call(name, now);
        }
        if let Err(refusal) = &reply {
            self.note_refused_seal(name, refusal);
            tracing::debug!(command = name, %refusal, "refused");
        }
        reply
    }

    /// The same, and in one answer what the screen after it reads, by whoever is signed in then: `[reply, read]`, where `read` is null
    /// if `then` was refused. Without `then` the reply alone.
    ///
    /// # Errors
    /// As [`Desk::call_as_job`]; `not_permitted` if `then` is none of [`registry::READ_AFTER`], and then nothing is done.
    pub fn call_then_read(
        &self,
        name: &str,
        request: Value,
        now: Moment,
        work: Option<&str>,
        then: Option<&str>,
    ) -> Result<Value, Refusal> {
        let Some(then) = then else {
            return self.call_as_job(name, request, now, work);
        };
        if !registry::READ_AFTER.contains(&then) {
            return Err(Refusal::new(Code::NotPermitted).with_arg("command", then));
        }
        // One after the other: before the password is right nothing is done in anybody's name.
        let reply = self.call_as_job(name, request, now, work)?;
        let read = self.call(then, Value::Null, now);
        Ok(serde_json::json!([reply, read.ok()]))
    }
}

fn find_command(name: &str) -> Result<&'static registry::Command, Refusal> {
    let refused = || Refusal::new(Code::UnknownCommand).with_arg("name", name);
    COMMANDS
        .iter()
        .find(|command| command.name == name)
        .ok_or_else(refused)
}
