//! 到期提醒: which clocks are about to run out, and which have. It is the program's own doing: it goes on while the desk is locked
//! and while nobody is signed in, and says nothing of a customer.
//!
//! Deliberately absent: the clock and the waiting, notifications and sounds, which are the shell's.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Moment, Refusal,
    clock::{self, ClockKind},
    moment::{HOUR, MINUTE},
    person::Role,
    service::{ServiceKind, moves::MoveContext},
    todo::TodoKind,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call, Desk, kept,
    wire::{ChangeReply, Nothing},
};

/// Under which name it keeps what it has told.
const TOLD: &str = "alarm/told";
/// Under which name it keeps how it is to behave on this computer.
const COMPUTER: &str = "computer";
/// What was missed longer ago is told by the tray's number alone: after a holiday nobody wants forty messages.
const FRESH: i64 = HOUR;
/// The tray counts what runs out within these minutes (ours).
const SOON: i64 = 10;
/// Earliest warning, minutes (ours).
const EARLIEST: i64 = 60;

domain::words! {
    /// What becomes of the window when it is closed.
    CloseAction {
        Ask "ask" = "每次询问",
        Hide "hide" = "留在托盘",
        Quit "quit" = "退出程序",
    }
}

/// How the program behaves on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComputerSettings {
    /// Minutes before a limit at which it is told, 0 to 60; 0 tells it when it is missed only.
    #[ts(type = "number")]
    pub warn_minutes: i64,
    /// Whether messages appear at all.
    pub notify: bool,
    /// Whether they make a sound.
    pub sound: bool,
    /// What becomes of the window when it is closed.
    pub on_close: CloseAction,
    /// Whether the program starts when somebody signs in to the computer.
    #[serde(default)]
    pub starts_with_computer: bool,
}

impl Default for ComputerSettings {
    fn default() -> Self {
        Self {
            warn_minutes: 3,
            notify: true,
            sound: true,
            on_close: CloseAction::Ask,
            starts_with_computer: false,
        }
    }
}

/// A clock that is about to run out, or has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    pub ticket: i64,
    pub number: String,
    pub service: ServiceKind,
    pub clock: ClockKind,
    /// Of which valve task.
    pub task: Option<u32>,
    pub limit: Moment,
    /// Whether it was missed.
    pub missed: bool,
}

impl Alarm {
    /// By what it is known again: a limit that moves warns anew.
    fn alarm_key(&self) -> String {
        format!(
            "{}.{}.{}.{}.{}",
            self.ticket,
            self.clock.code(),
            self.task.unwrap_or_default(),
            self.limit.0,
            u8::from(self.missed)
        )
    }

    /// In words, without anything about a customer: a message may stand on a screen that anybody sees.
    #[must_use]
    pub fn message_text(&self, now: Moment) -> String {
        let (clock, number) = (self.clock.zh(), &self.number);
        if self.missed {
            return format!("{number} {clock}已超时");
        }
        // Rounded up: with 2 minutes 10 seconds to go it is not "2 minutes" yet.
        let minutes = (self.limit.milliseconds_since(now) + MINUTE - 1) / MINUTE;
        format!("{number} {clock}还有 {minutes} 分钟")
    }
}

/// What one look at the clocks found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alarms {
    /// What has not been told yet, soonest limit first.
    pub news: Vec<Alarm>,
    /// Clocks that run out within ten minutes.
    pub soon: usize,
    /// Clocks that have run out.
    pub missed: usize,
    /// How the program behaves on this computer.
    pub computer: ComputerSettings,
}

impl Desk {
    /// Looks at all clocks that are waited for. What it finds new is told once, also over an end of the program: it is
    /// remembered in the file.
    ///
    /// # Errors
    /// Those of the file.
    pub fn check_alarms(&self, now: Moment) -> Result<Alarms, Refusal> {
        let roles = self
            .session_guard()
            .as_ref()
            .map(|session| session.person.roles.clone());
        let mut looked = self
            .looked
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let (computer, horizon, due, known) = self.store.read_tx(|tx| {
            let computer = read_computer_settings(tx)?;
            let horizon = now.plus_minutes(computer.warn_minutes.max(SOON));
            let mut due = WatchedTickets::new();
            // The soonest limit of a ticket is in its row: whoever has a clock that runs out is found by it.
            for (id, version) in tx.due_before(horizon)? {
                match looked.remove(&id).filter(|watched| watched.version == version) {
                    Some(watched) => due.insert(id, watched),
                    None => due.insert(id, WatchedTicket::read_watched_ticket(tx, id, version)?),
                };
            }
            Ok((
                computer,
                horizon,
                due,
                kept::read_program_data::<BTreeSet<String>>(tx, TOLD)?,
            ))
        })?;
        *looked = due;
        let all = looked.values().flat_map(|watched| {
            let concerns = roles.as_ref().is_none_or(|roles| watched.is_relevant_to(roles));
            let near = watched.clocks.iter().filter(move |alarm| alarm.limit <= horizon);
            near.map(move |alarm| {
                let missed = alarm.limit <= now;
                (
                    Alarm {
                        missed,
                        ..alarm.clone()
                    },
                    concerns,
                )
            })
        });
        let mut found = Alarms {
            computer,
            ..Alarms::default()
        };
        let mut keys = BTreeSet::new();
        for (alarm, concerns) in all {
            let left = alarm.limit.milliseconds_since(now);
            found.soon += usize::from(!alarm.missed && left <= SOON * MINUTE);
            found.missed += usize::from(alarm.missed);
            let tells = match alarm.missed {
                true => -left <= FRESH,
                false => left <= found.computer.warn_minutes * MINUTE,
            };
            let key = alarm.alarm_key();
            if known.contains(&key) {
                keys.insert(key);
            } else if tells && concerns && found.computer.notify {
                keys.insert(key);
                found.news.push(alarm);
            }
        }
        found.news.sort_by_key(|alarm| (alarm.limit, alarm.ticket));
        if keys != known {
            self.store
                .write_tx(|tx| kept::write_program_data(tx, TOLD, &keys, now))?;
        }
        Ok(found)
    }

    /// How the program behaves on this computer.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn computer_settings(&self) -> Result<ComputerSettings, Refusal> {
        self.store.read_tx(read_computer_settings)
    }

    /// Remembers what becomes of the window when it is closed.
    ///
    /// # Errors
    /// Those of the file.
    pub fn set_close_action(&self, on_close: CloseAction, now: Moment) -> Result<(), Refusal> {
        let computer = ComputerSettings {
            on_close,
            ..self.computer_settings()?
        };
        self.store
            .write_tx(|tx| write_computer_settings(tx, &computer, now))
    }

    /// Remembers that the program starts with the computer, or not: an installer or the system's own settings have changed it.
    ///
    /// # Errors
    /// Those of the file.
    pub fn set_autostart(&self, starts: bool, now: Moment) -> Result<(), Refusal> {
        let computer = self.computer_settings()?;
        if computer.starts_with_computer == starts {
            return Ok(());
        }
        let computer = ComputerSettings {
            starts_with_computer: starts,
            ..computer
        };
        self.store
            .write_tx(|tx| write_computer_settings(tx, &computer, now))
    }

    /// Whether the desk is locked or nobody is signed in: a message then says less.
    #[must_use]
    pub fn is_unattended(&self) -> bool {
        self.session_guard().as_ref().is_none_or(|session| session.locked)
    }
}

/// The tickets the last look found due, by their ids. As long as no fact is added to a ticket, its clocks are not worked out again:
/// what is waited for, and until when, does not depend on the time.
pub(crate) type WatchedTickets = BTreeMap<i64, WatchedTicket>;

/// What a look keeps of a ticket.
pub(crate) struct WatchedTicket {
    /// Facts it was made of.
    version: i64,
    /// What the ticket waits for.
    todos: Vec<TodoKind>,
    /// Its clocks that are waited for, however late they run out.
    clocks: Vec<Alarm>,
}

impl WatchedTicket {
    fn read_watched_ticket(tx: &store::Tx, id: i64, version: i64) -> Result<Self, Refusal> {
        let row = tx.find_ticket_row(id)?;
        let ticket = tx.read_ticket(id)?;
        // The hour does not matter: whoever arranges at night is told of every clock by day as well.
        let now = MoveContext {
            attempts: tx.read_settings()?.1.follow_up_attempts,
            in_hours: false,
        };
        let todos = TodoKind::ALL.iter().copied();
        let clocks = clock::pending_clocks(&ticket).map(|(clock, limit)| Alarm {
            ticket: id,
            number: ticket.number.clone(),
            service: ticket.open.asked.service_kind(),
            clock: clock.kind,
            task: clock.task,
            limit,
            missed: false,
        });
        Ok(Self {
            version,
            todos: todos
                .filter(|todo| row.as_ref().is_some_and(|row| todo.is_waiting(row, now)))
                .collect(),
            clocks: clocks.collect(),
        })
    }

    /// Whom its clocks concern: whoever runs the desk is told of all, a team of what waits for it.
    fn is_relevant_to(&self, roles: &[Role]) -> bool {
        let desk = [Role::Agent, Role::Dispatcher, Role::Engineer, Role::Manager];
        roles.iter().any(|role| desk.contains(role)) || self.todos.iter().any(|todo| todo.is_of_roles(roles))
    }
}

fn read_computer_settings(tx: &store::Tx) -> Result<ComputerSettings, Refusal> {
    kept::read_program_data(tx, COMPUTER)
}

fn write_computer_settings(tx: &store::Tx, computer: &ComputerSettings, now: Moment) -> Result<(), Refusal> {
    kept::write_program_data(tx, COMPUTER, computer, now)
}

/// How the program behaves on this computer.
///
/// # Errors
/// Those of reading the file.
pub fn get_computer_settings(call: &Call, _: Nothing) -> Result<ComputerSettings, Refusal> {
    call.desk.computer_settings()
}

/// Changes it.
///
/// # Errors
/// `out_of_range` at `warn_minutes`.
pub fn change_computer_settings(
    call: &Call,
    ask: ComputerSettings,
) -> Result<ChangeReply<ComputerSettings>, Refusal> {
    domain::check::check_range("warn_minutes", ask.warn_minutes, 0, EARLIEST)?;
    call.write_tx(|tx| write_computer_settings(tx, &ask, call.now))?;
    Ok(ChangeReply {
        value: ask,
        changed: vec!["computer".to_owned()],
    })
}
