//! 月报自动生成: the report of the month that is over makes itself, into a folder. It is the program's own doing: nobody
//! has to be signed in, and nothing is sent anywhere.
//!
//! Deliberately absent: the clock and the waiting for it, which are the shells'; e-mail.

use std::{
    fs::{File, Metadata},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, UNIX_EPOCH},
};

use domain::{Code, Moment, Refusal, moment::Month, personal::Viewer, settings::Settings};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call, Desk, closing,
    data_kind::DataKind,
    mask,
    report::{self, ReportExport, ReportMonthly},
    wire::{Nothing, OutputFile},
    work::Progress,
};

/// Where the reports lie among the documents of the computer's user.
const AMONG_DOCUMENTS: &str = "延伸服务台月报";
/// Where they lie in the data folder.
const BESIDE_DATA: &str = "月报";

/// A report that lies in its folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ReportMade {
    /// `YYYY-MM`.
    pub month: String,
    pub folder: String,
    /// The PDF in it; the workbook lies beside it under the same name.
    pub path: String,
    /// When it was made.
    pub made_at: Moment,
}

/// The report that waits, and what stood in the way the last time one was to be made.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct ReportWaiting {
    /// The report of the month that is over.
    pub made: Option<ReportMade>,
    /// Why it could not be made.
    pub problem: Option<Refusal>,
}

/// The report that waits: what the last look at the folder came to.
///
/// # Errors
/// None; every command has them.
pub fn get_report_waiting(call: &Call, _: Nothing) -> Result<ReportWaiting, Refusal> {
    Ok(call.desk.report_waiting())
}

/// Whether the person signed in may have a report put into a folder of their own choice: what stands in it is no secret to
/// them.
///
/// # Errors
/// `not_signed_in`, `locked`, `not_permitted`.
pub fn check_may_choose_folder(desk: &Desk, now: Moment) -> Result<(), Refusal> {
    desk.admit_caller("report_monthly", now).map(|_| ())
}

impl Desk {
    /// The report that waits: what the last look at the folder came to.
    #[must_use]
    pub fn report_waiting(&self) -> ReportWaiting {
        self.pending_report().clone()
    }

    fn pending_report(&self) -> MutexGuard<'_, ReportWaiting> {
        // A plain value, whole also after a thread died while it held it.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the window does every few minutes: [`Desk::make_due_report`], unless the settings say that reports are made by
    /// hand.
    ///
    /// # Errors
    /// As [`Desk::make_due_report`].
    pub fn refresh_due_report(&self, now: Moment) -> Result<Option<ReportMade>, Refusal> {
        match self.store.read_tx(|tx| tx.read_settings()) {
            Ok((_, settings)) if !settings.report_auto => {
                *self.pending_report() = ReportWaiting::default();
                Ok(None)
            }
            _ => self.make_due_report(now, None),
        }
    }

    /// Makes the report of the month that is over, if it is not there or its month was closed since; the closed report is
    /// the one to be sent. In `folder`, else in the one of the settings. What this very call made.
    ///
    /// # Errors
    /// `folder_not_writable`, `disk_full`, each at `report_folder`; those of reading the file.
    pub fn make_due_report(&self, now: Moment, folder: Option<&Path>) -> Result<Option<ReportMade>, Refusal> {
        let outcome = self.find_or_make_report(now, folder);
        let mut waiting = self.pending_report();
        match outcome {
            Ok(found) => {
                let (there, made) = found.map_or((None, false), |(there, made)| (Some(there), made));
                *waiting = ReportWaiting {
                    made: there.clone(),
                    problem: None,
                };
                Ok(there.filter(|_| made))
            }
            Err(refusal) => {
                waiting.problem = Some(refusal.clone());
                Err(refusal)
            }
        }
    }

    /// The report that is there now, and whether it was made just now; nothing if none is due.
    fn find_or_make_report(
        &self,
        now: Moment,
        folder: Option<&Path>,
    ) -> Result<Option<(ReportMade, bool)>, Refusal> {
        let month = Month::from_moment(now).previous_month();
        let (settings, kind, first, closed) = self.store.read_tx(|tx| {
            let first = tx.read_received_span()?.map(|(first, _)| first);
            let closed = closing::read_closed_month(tx, month)?.map(|shut| shut.closed.at);
            Ok((tx.read_settings()?.1, self.data_kind(tx)?, first, closed))
        })?;
        // A desk that came into use after the month has nothing to say of it.
        if first.is_none_or(|first| first >= month.month_bounds().1) {
            return Ok(None);
        }
        let chosen = folder.is_some();
        let folder = folder.map_or_else(|| self.report_folder(&settings, &kind), Path::to_owned);
        let folder = std::path::absolute(&folder).map_err(|error| report_folder_refusal(&folder, &error))?;
        let path = folder.join(format!("月度服务报告-{month}.pdf"));
        let report = |made_at| ReportMade {
            month: month.to_string(),
            folder: folder.display().to_string(),
            path: path.display().to_string(),
            made_at,
        };
        let there = std::fs::metadata(&path)
            .ok()
            .as_ref()
            .and_then(written_at)
            .filter(|at| closed.is_none_or(|closed| closed <= *at));
        if let Some(at) = there {
            return Ok(Some((report(at), false)));
        }
        std::fs::create_dir_all(&folder).map_err(|error| report_folder_refusal(&folder, &error))?;
        let viewer = self.report_viewer(&settings, chosen);
        self.write_report(month, &folder, viewer, now)?;
        Ok(Some((report(now), true)))
    }

    /// Writes workbook and PDF. The PDF comes last: where it lies, everything does.
    fn write_report(&self, month: Month, folder: &Path, viewer: Viewer, now: Moment) -> Result<(), Refusal> {
        let call = Call {
            desk: self,
            now,
            command: "report_monthly",
            who: None,
            password: String::new(),
            work: &Progress::default(),
            viewer,
            about: Mutex::default(),
        };
        let span = month.to_string();
        let write = |file: OutputFile| {
            write_report_file(&folder.join(file.suggested_name()), &file.file_bytes()?, now)
                .map_err(|error| report_folder_refusal(folder, &error))
        };
        write(report::export_report_workbook(
            &call,
            ReportExport { span: span.clone() },
        )?)?;
        write(report::print_monthly_report(&call, ReportMonthly::of(span))?)
    }

    /// Who will read it: nobody knows, so it is masked, unless the settings say otherwise. Whoever has it put into a folder of their
    /// own choice is shown no more than they may see.
    fn report_viewer(&self, settings: &Settings, chosen: bool) -> Viewer {
        let whole = settings.report_whole
            && (!chosen
                || self
                    .session_guard()
                    .as_ref()
                    .is_some_and(|it| mask::viewer_for_person(Some(&it.person)) == Viewer::Whole));
        if whole { Viewer::Whole } else { Viewer::Masked }
    }

    /// The folder of the settings; else among the documents of the computer's user. Reports of demo data stay beside them unless
    /// the settings name a folder, those of a copy always: none is taken for the original's.
    pub(crate) fn report_folder(&self, settings: &Settings, kind: &DataKind) -> PathBuf {
        let documents = || dirs::document_dir().map(|documents| documents.join(AMONG_DOCUMENTS));
        let chosen =
            Some(PathBuf::from(&settings.report_folder)).filter(|_| !settings.report_folder.is_empty());
        let folder = match kind {
            DataKind::Original => chosen.or_else(documents),
            DataKind::Demo => chosen,
            DataKind::Copy(_) => None,
        };
        folder.unwrap_or_else(|| self.folder.join(BESIDE_DATA))
    }
}

/// Whether a folder can be used for reports; it is made where there is none. Empty is the computer's own.
///
/// # Errors
/// `folder_not_writable`, `disk_full`, each at `report_folder`.
pub(crate) fn check_writable_folder(folder: &str) -> Result<(), Refusal> {
    if folder.is_empty() {
        return Ok(());
    }
    let folder = Path::new(folder);
    // Where another path leads depends on who started the program.
    if !folder.is_absolute() {
        return Err(report_folder_refusal(
            folder,
            &io::Error::other("not a whole path"),
        ));
    }
    let probe = folder.join(format!(".probe-{}", std::process::id()));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&probe, b""))
        .and_then(|()| std::fs::remove_file(&probe))
        .map_err(|error| report_folder_refusal(folder, &error))
}

/// When a file was written; it bears the time that the program was given.
fn written_at(file: &Metadata) -> Option<Moment> {
    let since = file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().map(Moment)
}

/// Writes a file whole or not at all: under another name first.
fn write_report_file(path: &Path, bytes: &[u8], now: Moment) -> io::Result<()> {
    let part = store::file::create_part(path)?;
    let written = File::options().write(true).open(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        // Where a file system keeps no times but its own, its own will do.
        let _ = file.set_modified(UNIX_EPOCH + Duration::from_millis(now.0.unsigned_abs()));
        file.sync_all()
    });
    let moved = written.and_then(|()| store::file::rename_file(&part, path));
    if moved.is_err() {
        // What is left of it is of no use; that it stays behind is no reason to say something else.
        let _ = std::fs::remove_file(&part);
    }
    moved
}

fn report_folder_refusal(folder: &Path, error: &io::Error) -> Refusal {
    let code = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Code::DiskFull,
        _ => Code::FolderNotWritable,
    };
    Refusal::at_field(code, "report_folder")
        .with_arg("path", folder.display().to_string())
        .with_arg("detail", error.to_string())
}
