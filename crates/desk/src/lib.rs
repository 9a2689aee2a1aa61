//! Use cases: who may, one transaction, reply. Window, console and tests come through [`Desk::call`].
//!
//! Deliberately absent: reading the clock (every call is given its `now`), dialogs, windows.

use std::{
    path::{Path, PathBuf},
    sync::Mutex,
};

use serde_json::Value;
use store::Store;

pub mod acknowledgement;
pub mod alarm;
pub mod attachment;
pub mod authority;
pub mod backup;
mod call;
pub mod certificate;
pub mod closing;
pub mod customer;
pub mod due;
pub mod erasure;
pub mod journal;
pub mod kept;
pub mod key;
pub mod logo;
pub mod mask;
pub mod old_ticket;
pub mod person;
pub mod plan;
pub mod proof;
pub mod registry;
pub mod report;
pub mod scan;
mod session;
pub mod settings;
pub mod sheet;
pub mod shift;
pub mod standard;
pub mod state;
pub mod template;
pub mod ticket;
pub mod timestamp;
pub mod typescript;
pub mod update;
pub mod view;
pub mod wire;
pub mod work;

pub use call::Call;
pub use domain::{Code, Moment, Refusal};
pub use registry::COMMANDS;
pub use store;

use domain::person::Person;
use session::Session;

/// The name of the one file in a data folder.
pub const FILE: &str = "desk.db";

/// One open data folder, with at most one person signed in.
pub struct Desk {
    folder: PathBuf,
    store: Store,
    session: Mutex<Option<Session>>,
    key: Mutex<key::Held>,
    waiting: Mutex<due::ReportWaiting>,
    printing: Mutex<Option<ticket::print_many::Printing>>,
    looked: Mutex<alarm::Looked>,
    works: work::Works,
    updates: update::Updates,
}

impl Desk {
    /// Opens a folder; makes an empty, real one where there is none.
    ///
    /// # Errors
    /// `network_folder`, `newer_file`, `damaged`, `read_only`, `disk_full`, `busy`, `file_problem`.
    pub fn open(folder: &Path, now: Moment) -> Result<Self, Refusal> {
        Self::open_told(folder, now, &mut |_, _| {})
    }

    /// As [`Desk::open`]; after an update of the program it tells how much of the data has been gone through, and of how much.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub fn open_told(folder: &Path, now: Moment, told: &mut dyn FnMut(i64, i64)) -> Result<Self, Refusal> {
        let desk = Self::connect(folder, told)?;
        desk.found(false, now)?;
        Ok(desk)
    }

    /// Makes a new folder. A demo folder says so on every page it prints. A real one whose administrator was never
    /// made is taken up where it was left.
    ///
    /// # Errors
    /// `file_exists` if there is one already, else as [`Desk::open`].
    pub fn init(folder: &Path, demo: bool, now: Moment) -> Result<Self, Refusal> {
        let there = folder.join(FILE).exists();
        let desk = Self::connect(folder, &mut |_, _| {})?;
        if there && (demo || desk.demo()? || !desk.store.read(|tx| tx.people())?.is_empty()) {
            return Err(Refusal::at(Code::FileExists, "data").with("path", folder.display().to_string()));
        }
        desk.found(demo, now)?;
        Ok(desk)
    }

    fn connect(folder: &Path, told: &mut dyn FnMut(i64, i64)) -> Result<Self, Refusal> {
        if store::file::remote(folder) {
            return Err(Refusal::at(Code::NetworkFolder, "data").with("path", folder.display().to_string()));
        }
        std::fs::create_dir_all(folder)
            .map_err(|error| Refusal::at(Code::FileProblem, "data").with("detail", error.to_string()))?;
        let store = Store::open_told(&folder.join(FILE), told)?;
        Ok(Self {
            folder: folder.to_owned(),
            store,
            session: Mutex::new(None),
            key: Mutex::default(),
            waiting: Mutex::default(),
            printing: Mutex::default(),
            looked: Mutex::default(),
            works: work::Works::default(),
            updates: update::Updates::default(),
        })
    }

    fn found(&self, demo: bool, now: Moment) -> Result<(), Refusal> {
        if self.store.read(|tx| tx.founded())?.is_some() {
            return Ok(());
        }
        self.store.write(|tx| {
            if tx.founded()?.is_none() {
                tx.append(
                    "file",
                    Some(0),
                    vec![domain::Fact::Founded { demo }],
                    &wire::system(now),
                )?;
            }
            Ok(())
        })
    }

    /// The file of many forms that is being made, if there is one.
    pub(crate) fn printing(&self) -> std::sync::MutexGuard<'_, Option<ticket::print_many::Printing>> {
        self.printing
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
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
    pub fn demo(&self) -> Result<bool, Refusal> {
        Ok(self.store.read(|tx| tx.founded())?.unwrap_or(false))
    }

    /// Calls a command by its name.
    ///
    /// # Errors
    /// `unknown_command`, `not_signed_in`, `locked`, `not_permitted`, `bad_request`, and the command's own.
    pub fn call(&self, name: &str, request: Value, now: Moment) -> Result<Value, Refusal> {
        self.call_watched(name, request, now, None)
    }

    /// The same, under a name by which it can be watched and stopped meanwhile (`work_get`, `work_stop`).
    ///
    /// # Errors
    /// As [`Desk::call`]; `stopped`; `too_long`, `busy` at `work`.
    pub fn call_watched(
        &self,
        name: &str,
        request: Value,
        now: Moment,
        work: Option<&str>,
    ) -> Result<Value, Refusal> {
        let command = known(name)?;
        let who = self.admit(name, now)?;
        self.run(command, who, request, now, work)
    }

    /// What somebody will see who is about to sign in: all of it is as if they had.
    fn ahead(&self, name: &str, who: Person, now: Moment) -> Result<Value, Refusal> {
        session::permitted(name, Some(&who))?;
        self.run(known(name)?, Some(who), Value::Null, now, None)
    }

    /// Runs a command for whoever may.
    fn run(
        &self,
        command: &registry::Command,
        who: Option<Person>,
        request: Value,
        now: Moment,
        work: Option<&str>,
    ) -> Result<Value, Refusal> {
        let name = command.name;
        let masked = mask::masked(who.as_ref());
        let begun = work::Begun::new(self, work, who.as_ref().map(|person| person.id))?;
        let call = Call {
            desk: self,
            now,
            who,
            work: &begun.work,
        };
        let request = if request.is_null() {
            Value::Object(serde_json::Map::new())
        } else {
            request
        };
        let reply = (command.run)(&call, request).map(|reply| match name {
            _ if !masked => reply,
            // What was asked for by name is shown.
            "ticket_reveal" | "desk_state" => reply,
            // So is what a person typed: a draft would come back with stars in it.
            "kept_get" => reply,
            _ => mask::reply(reply),
        });
        if let Err(refusal) = &reply {
            tracing::debug!(command = name, %refusal, "refused");
        }
        reply
    }

    /// The same, and in one answer what the screen after it reads, by whoever is signed in then: `[reply, read]`, where `read` is null
    /// if `then` was refused. Without `then` the reply alone.
    ///
    /// # Errors
    /// As [`Desk::call_watched`].
    pub fn call_then(
        &self,
        name: &str,
        request: Value,
        now: Moment,
        work: Option<&str>,
        then: Option<&str>,
    ) -> Result<Value, Refusal> {
        let Some(then) = then else {
            return self.call_watched(name, request, now, work);
        };
        // A password is slow to check, on purpose: meanwhile it is read for whoever it would be. Nobody is shown it without the right one.
        let expected = person::expected(self, name, &request)?;
        std::thread::scope(|scope| {
            let ahead = expected.map(|who| (who.clone(), scope.spawn(move || self.ahead(then, who, now))));
            let reply = self.call_watched(name, request, now, work)?;
            let is = self.session().as_ref().map(|session| session.person.clone());
            let read = match ahead {
                Some((who, read)) if is.as_ref() == Some(&who) => match read.join() {
                    Ok(read) => read,
                    Err(fault) => std::panic::resume_unwind(fault),
                },
                _ => self.call(then, Value::Null, now),
            };
            Ok(serde_json::json!([reply, read.ok()]))
        })
    }
}

fn known(name: &str) -> Result<&'static registry::Command, Refusal> {
    let refused = || Refusal::new(Code::UnknownCommand).with("name", name);
    COMMANDS
        .iter()
        .find(|command| command.name == name)
        .ok_or_else(refused)
}
