//! Long work in one call: how far it is, and a way out, for whoever waits.
//!
//! Whoever calls gives the work a name ([`crate::Desk::call_as_job`]) and asks for it by that name while it runs. What is stopped
//! is refused as `stopped`, so that its transaction is undone and a file that was begun is taken away.
//!
//! Deliberately absent: what is done in parts anyway, each a call of its own (`ticket_print_many`, `journal_verify`).

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicI64, Ordering::Relaxed},
    },
};

use domain::{Code, Refusal, check};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Call, Desk, wire::Nothing};

/// The longest name of a piece of work.
const NAME: usize = 64;

/// Names a piece of work that is being done.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JobRef {
    /// As it was named by whoever began it; up to 64 characters.
    pub work: String,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct JobState {
    /// Parts that are done; parts need not take the same time.
    #[ts(type = "number")]
    pub done: i64,
    /// Parts in all; 0 as long as it is not known.
    #[ts(type = "number")]
    pub of: i64,
}

/// A piece of work, told of by the thread that does it and asked by others.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    by: Option<i64>,
    done: AtomicI64,
    of: AtomicI64,
    stopped: AtomicBool,
}

impl Progress {
    /// More parts have become known.
    pub(crate) fn add_total(&self, parts: usize) {
        self.of
            .fetch_add(i64::try_from(parts).unwrap_or(i64::MAX), Relaxed);
    }

    /// One more part is done.
    ///
    /// # Errors
    /// `stopped`.
    pub(crate) fn finish_part(&self) -> Result<(), Refusal> {
        self.done.fetch_add(1, Relaxed);
        self.check_stopped()
    }

    /// So much of all is done.
    ///
    /// # Errors
    /// `stopped`.
    pub(crate) fn set_progress(&self, done: i64, of: i64) -> Result<(), Refusal> {
        self.done.store(done, Relaxed);
        self.of.store(of, Relaxed);
        self.check_stopped()
    }

    fn check_stopped(&self) -> Result<(), Refusal> {
        if self.stopped.load(Relaxed) {
            return Err(Refusal::new(Code::Stopped));
        }
        Ok(())
    }

    fn to_state(&self) -> JobState {
        let of = self.of.load(Relaxed);
        JobState {
            done: self.done.load(Relaxed).min(of),
            of,
        }
    }
}

/// What is being done and has a name.
#[derive(Debug, Default)]
pub(crate) struct Jobs(Mutex<HashMap<String, Arc<Progress>>>);

impl Jobs {
    fn jobs_by_name(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Progress>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A piece of work under its name, which is free again afterwards.
pub(crate) struct JobGuard<'a> {
    works: &'a Jobs,
    name: Option<&'a str>,
    pub(crate) work: Arc<Progress>,
}

impl<'a> JobGuard<'a> {
    /// Begins it.
    ///
    /// # Errors
    /// `required`, `too_long` at `work`; `busy` if there is one of that name.
    pub(crate) fn new(desk: &'a Desk, name: Option<&'a str>, by: Option<i64>) -> Result<Self, Refusal> {
        let work = Arc::new(Progress {
            by,
            ..Progress::default()
        });
        if let Some(name) = name {
            check::check_text("work", name, NAME)?;
            let mut works = desk.works.jobs_by_name();
            if works.contains_key(name) {
                return Err(Refusal::at_field(Code::Busy, "work"));
            }
            works.insert(name.to_owned(), Arc::clone(&work));
        }
        Ok(Self {
            works: &desk.works,
            name,
            work,
        })
    }
}

impl Drop for JobGuard<'_> {
    fn drop(&mut self) {
        if let Some(name) = self.name {
            self.works.jobs_by_name().remove(name);
        }
    }
}

fn find_own_job(call: &Call, name: &str) -> Result<Option<Arc<Progress>>, Refusal> {
    let by = call.signed_in_person()?.id;
    let work = call.desk.works.jobs_by_name().get(name).map(Arc::clone);
    Ok(work.filter(|work| work.by == Some(by)))
}

/// How far the caller's own work is; nothing when it is over, or has not begun.
///
/// # Errors
/// `not_signed_in`.
pub fn get_job(call: &Call, ask: JobRef) -> Result<Option<JobState>, Refusal> {
    Ok(find_own_job(call, &ask.work)?.map(|work| work.to_state()))
}

/// Has the caller's own work end before its next part.
///
/// # Errors
/// `not_found` (`what` is `work`) when it is over.
pub fn stop_job(call: &Call, ask: JobRef) -> Result<Nothing, Refusal> {
    let work = find_own_job(call, &ask.work)?
        .ok_or_else(|| Refusal::at_field(Code::NotFound, "work").with_arg("what", "work"))?;
    work.stopped.store(true, Relaxed);
    Ok(Nothing {})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_and_a_stop_is_met_at_the_next_one() {
        let work = Progress::default();
        assert_eq!(work.to_state(), JobState { done: 0, of: 0 });
        work.add_total(2);
        work.finish_part().unwrap();
        assert_eq!(work.to_state(), JobState { done: 1, of: 2 });
        work.stopped.store(true, Relaxed);
        assert_eq!(work.finish_part().unwrap_err().code, Code::Stopped);
        // Never more than all of it, whatever was counted on the way.
        work.finish_part().unwrap_err();
        assert_eq!(work.to_state(), JobState { done: 2, of: 2 });
    }
}
