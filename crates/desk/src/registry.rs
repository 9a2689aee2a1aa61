//! The commands: name, request, reply, handler. Declared once; console, window, types and schema read it.

use domain::{
    Code, Refusal,
    acknowledgement::{AcknowledgementContent, AcknowledgementRecord},
    customer::Customer,
    report::Report,
    row::TicketRow,
    service::{
        act::StepInput, community, emergency_water, leak_detection, reminder, repair, step, water_quality,
    },
};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use store::{ListPage, OldTicketRow};

use crate::{
    Call, acknowledgement, alarm, attachment, authority, backup, certificate, closing, customer, due,
    erasure, journal, kept, key, logo, mask, old_ticket, person, plan, proof, report, scan, settings,
    sheet::look::{SheetLook, SheetPreview},
    shift, standard, state, template,
    ticket::{self, calendar, list, news, print, print_many},
    timestamp, trust,
    typescript::TypeCollector,
    update, view,
    wire::{ChangeReply, Nothing, OutputFile, StepRequest},
    work,
};

pub struct Command {
    /// `noun_verb`.
    pub name: &'static str,
    /// Runs it on JSON.
    pub run: fn(&Call, Value) -> Result<Value, Refusal>,
    /// Schemas of request and reply.
    pub schema: fn(&mut SchemaGenerator) -> (Schema, Schema),
    /// Adds its types to the generated TypeScript.
    pub(crate) types: fn(&mut TypeCollector),
}

/// What may come in the same answer as a call before it ([`crate::Desk::call_then_read`]). Each of these only reads.
pub const READ_AFTER: &[&str] = &["ticket_board"];

fn run_handler<Q: DeserializeOwned, R: Serialize>(
    call: &Call,
    request: Value,
    handler: fn(&Call, Q) -> Result<R, Refusal>,
) -> Result<Value, Refusal> {
    let request = serde_path_to_error::deserialize(request).map_err(|error| {
        let path = error.path().to_string();
        let refusal = if path == "." {
            Refusal::new(Code::BadRequest)
        } else {
            Refusal::at_field(Code::BadRequest, &path)
        };
        refusal.with_arg("detail", error.inner().to_string())
    })?;
    let reply = handler(call, request)?;
    serde_json::to_value(reply)
        .map_err(|error| Refusal::new(Code::BadRequest).with_arg("detail", error.to_string()))
}

fn generate_schemas<Q: JsonSchema, R: JsonSchema>(generator: &mut SchemaGenerator) -> (Schema, Schema) {
    (generator.subschema_for::<Q>(), generator.subschema_for::<R>())
}

macro_rules! build_commands {
    ($($name:literal: $request:ty => $reply:ty = $handler:expr;)+) => {
        &[$(Command {
            name: $name,
            run: |call, request| run_handler::<$request, $reply>(call, request, $handler),
            schema: generate_schemas::<$request, $reply>,
            types: |types| types.add_command::<$request, $reply>($name),
        }),+]
    };
}

type StepReply = ChangeReply<ticket::TicketView>;

macro_rules! define_commands {
    ($($kind:ident $code:literal = $title:literal: {
        $(details: $details:ty,)? $(input: ($($input:ty),+),)? $(fact: $fact:ident($content:ty),)?
        command: $command:literal, roles: $roles:expr, clause: $clause:literal,
        follows: $follows:ident, time: $time:ident, withdrawable: $withdrawable:literal, exit: $exit:literal,
    })+) => {
        pub const COMMANDS: &[Command] = build_commands! {
            "desk_state": Nothing => state::DeskState = state::get_desk_state;
            "person_first": person::PersonFirst => state::DeskState = person::create_first_administrator;
            "person_sign_in": person::PersonSignIn => state::DeskState = person::sign_in;
            "person_sign_out": Nothing => state::DeskState = person::sign_out;
            "person_lock": Nothing => state::DeskState = person::lock_desk;
            "person_unlock": person::PersonUnlock => state::DeskState = person::unlock_desk;
            "person_change_password": person::PersonChangePassword => ChangeReply<Nothing> = person::change_password;
            "person_list": Nothing => Vec<domain::person::Person> = person::list_people;
            "person_add": person::PersonAdd => ChangeReply<domain::person::Person> = person::add_person;
            "person_change": person::PersonChange => ChangeReply<domain::person::Person> = person::change_person;
            "person_reset_password": person::PersonResetPassword => ChangeReply<Nothing> = person::reset_password;
            "settings_get": Nothing => settings::SettingsView = settings::get_settings;
            "settings_change": settings::SettingsChange => ChangeReply<settings::SettingsView> = settings::change_settings;
            "logo_get": Nothing => logo::LogoView = logo::get_logo;
            "logo_change": logo::LogoChange => ChangeReply<logo::LogoView> = logo::change_logo;
            "calendar_get": Nothing => settings::CalendarView = settings::get_calendar;
            "calendar_change": settings::CalendarChange => ChangeReply<settings::CalendarView> = settings::change_calendar;
            "standard_get": Nothing => standard::StandardView = standard::get_standard;
            "standard_change": standard::StandardChange => ChangeReply<standard::StandardView> = standard::change_standard;
            "customer_find": customer::CustomerFind => Vec<Customer> = customer::find_customers;
            "customer_get": customer::CustomerGet => Customer = customer::get_customer;
            "customer_save": customer::CustomerSave => ChangeReply<Customer> = customer::save_customer;
            "customer_import": customer::CustomerImport => ChangeReply<customer::CustomerImportResult> = customer::import_customers;
            "customer_sheet_look": SheetLook => SheetPreview = customer::sheet::preview_customer_sheet;
            "customer_sheet_check": customer::sheet::CustomerSheet => customer::sheet::CustomerSheetChecked = customer::sheet::check_customer_sheet;
            "customer_sheet_import": customer::sheet::CustomerSheetImport => ChangeReply<customer::sheet::CustomerSheetChecked> = customer::sheet::import_customer_sheet;
            "customer_sheet_rejected": customer::sheet::CustomerSheet => OutputFile = customer::sheet::export_rejected_customers;
            "old_ticket_list": old_ticket::OldTicketList => ListPage<OldTicketRow> = old_ticket::list_old_tickets;
            "old_ticket_get": old_ticket::OldTicketGet => OldTicketRow = old_ticket::get_old_ticket;
            "old_ticket_find": old_ticket::OldTicketFind => Vec<OldTicketRow> = old_ticket::find_old_tickets;
            "old_ticket_sheet_look": SheetLook => SheetPreview = old_ticket::sheet::preview_old_ticket_sheet;
            "old_ticket_sheet_check": old_ticket::sheet::OldTicketSheet => old_ticket::sheet::OldTicketSheetChecked = old_ticket::sheet::check_old_ticket_sheet;
            "old_ticket_sheet_import": old_ticket::sheet::OldTicketSheetImport => ChangeReply<old_ticket::sheet::OldTicketSheetChecked> = old_ticket::sheet::import_old_ticket_sheet;
            "old_ticket_sheet_rejected": old_ticket::sheet::OldTicketSheet => OutputFile = old_ticket::sheet::export_rejected_old_tickets;
            "ticket_list": store::TicketList => ListPage<TicketRow> = list::list_tickets;
            "ticket_count": list::TicketCount => list::TicketCounts = list::count_ticket_lists;
            "ticket_export": list::TicketExport => OutputFile = list::export_tickets;
            "ticket_calendar": calendar::TicketCalendar => calendar::AgendaEntries = calendar::list_agenda;
            "ticket_news": news::TicketNews => news::NewsList = news::list_ticket_news;
            "view_list": Nothing => view::SharedViews = view::list_views;
            "view_share": view::ViewShare => ChangeReply<view::SharedViews> = view::share_view;
            "view_unshare": view::ViewUnshare => ChangeReply<view::SharedViews> = view::unshare_view;
            "ticket_board": Nothing => list::Workbench = list::get_workbench;
            "ticket_by_hour": Nothing => list::HourlyCounts = list::get_hourly_counts;
            "ticket_get": ticket::TicketGet => ticket::TicketView = ticket::get_ticket;
            "ticket_reveal": mask::TicketReveal => mask::RevealedContact = mask::reveal_ticket;
            "ticket_duplicates": list::TicketDuplicates => Vec<TicketRow> = list::find_duplicate_tickets;
            "ticket_print": print::TicketPrint => OutputFile = print::print_form;
            "ticket_print_many": print_many::TicketPrintMany => print_many::PrintManyProgress = print_many::print_many_forms;
            "ticket_open": ticket::TicketOpen => StepReply = ticket::open_ticket;
            // The steps that take their contents as they are.
            $($($command: StepRequest<$details> => StepReply
                = |call, request| ticket::take_requested_step(call, request, StepInput::$kind);)?)+
            "ticket_merge": StepRequest<ticket::TicketMerge> => StepReply = ticket::merge_ticket;
            "ticket_withdraw": StepRequest<Nothing> => StepReply = ticket::withdraw_step;
            "ticket_attach": StepRequest<attachment::UploadedFile> => StepReply = attachment::attach_file;
            "ticket_open_linked": StepRequest<ticket::TicketOpen> => StepReply = ticket::open_linked_ticket;
            "community_plan": plan::PlanYear => plan::PlanView = plan::get_year_plan;
            "community_import": plan::PlanImport => ChangeReply<plan::PlanImported> = plan::import_year_plan;
            "attachment_get": attachment::AttachmentGet => OutputFile = attachment::get_attachment;
            "acknowledgement_draft": acknowledgement::AcknowledgementDraft => AcknowledgementContent = acknowledgement::draft_acknowledgement;
            "acknowledgement_sign": StepRequest<acknowledgement::AcknowledgementSign> => StepReply = acknowledgement::sign_acknowledgement;
            "acknowledgement_correct": StepRequest<acknowledgement::AcknowledgementCorrect> => StepReply = acknowledgement::correct_acknowledgement;
            "acknowledgement_list": store::AcknowledgementList => ListPage<store::AcknowledgementRow> = acknowledgement::list_acknowledgements;
            "acknowledgement_get": acknowledgement::AcknowledgementGet => AcknowledgementRecord = acknowledgement::get_acknowledgement;
            "acknowledgement_count": acknowledgement::AcknowledgementCount => Vec<store::AnswerCount> = acknowledgement::count_acknowledgements;
            "scan_list": Nothing => scan::ScanTray = scan::list_scans;
            "scan_get": scan::ScanRef => OutputFile = scan::get_scan;
            "scan_add": scan::ScanAdd => ChangeReply<scan::ScanTray> = scan::add_scan;
            "scan_remove": scan::ScanRef => ChangeReply<scan::ScanTray> = scan::remove_scan;
            "scan_place": StepRequest<scan::ScanPlace> => StepReply = scan::place_scan;
            "proof_check": proof::ProofCheck => proof::FileProof = proof::check_proof;
            "proof_records": journal::VerifyPart => journal::VerifyResult = proof::verify_records;
            "proof_bundle": proof::ProofBundle => OutputFile = proof::export_proof_bundle;
            "proof_anchor": proof::AnchorCheck => proof::AnchorProof = proof::check_anchor;
            "timestamp_try": timestamp::TimestampTry => timestamp::TimestampAnswer = timestamp::try_timestamp;
            "certificate_list": Nothing => certificate::Certificates = certificate::list_certificates;
            "certificate_take": certificate::CertificateTake => ChangeReply<certificate::Certificates> = certificate::take_certificate;
            "certificate_remove": certificate::CertificateRemove => ChangeReply<certificate::Certificates> = certificate::remove_certificate;
            "authority_list": Nothing => authority::Authorities = authority::list_authorities;
            "authority_register": authority::AuthorityRegister => ChangeReply<authority::Authorities> = authority::register_authority;
            "authority_remove": authority::AuthorityRemove => ChangeReply<authority::Authorities> = authority::remove_authority;
            "computer_get": Nothing => alarm::ComputerSettings = alarm::get_computer_settings;
            "computer_change": alarm::ComputerSettings => ChangeReply<alarm::ComputerSettings> = alarm::change_computer_settings;
            "kept_get": Nothing => kept::UserData = kept::get_user_data;
            "kept_put": kept::UserDataPut => Nothing = kept::put_user_data;
            "trust_get": Nothing => trust::TrustView = trust::get_trust;
            "key_confirm": trust::KeyConfirm => ChangeReply<trust::TrustView> = trust::confirm_key;
            "key_sheet": Nothing => OutputFile = trust::print_key_sheet;
            "key_list": Nothing => key::KeyList = key::list_keys;
            "key_unlock": key::KeyUnlock => ChangeReply<key::KeyList> = key::unlock_key;
            "key_renew": key::KeyRenew => ChangeReply<key::KeyList> = key::renew_key;
            "key_export": key::KeyExport => OutputFile = key::export_key;
            "key_import": key::KeyImport => ChangeReply<key::KeyList> = key::import_key;
            "erasure_due": Nothing => erasure::ErasureDue = erasure::get_erasure_due;
            "erasure_run": erasure::ErasureRun => ChangeReply<erasure::ErasureDone> = erasure::run_erasure_step;
            "report_months": Nothing => report::ReportMonths = report::list_report_months;
            "report_figures": report::ReportFigures => Report = report::get_report_figures;
            "report_trend": report::ReportTrend => Vec<domain::report::FigureTrend> = report::get_report_trend;
            "report_tickets": report::ReportTickets => Vec<TicketRow> = report::list_figure_tickets;
            "report_workbook": report::ReportExport => OutputFile = report::export_report_workbook;
            "report_csv": report::ReportExport => OutputFile = report::export_report_csv;
            "report_daily": report::day::ReportDaily => OutputFile = report::day::print_daily_report;
            "report_hours": report::hours::ReportHours => OutputFile = report::hours::print_hours_report;
            "template_get": Nothing => template::TemplateView = template::get_templates;
            "template_change": template::TemplateChange => ChangeReply<template::TemplateView> = template::change_templates;
            "report_waiting": Nothing => due::ReportWaiting = due::get_report_waiting;
            "report_close": closing::ReportClose => ChangeReply<Report> = closing::close_month;
            "report_reopen": closing::ReportReopen => ChangeReply<Report> = closing::reopen_month;
            "report_changes": closing::ReportChanges => Vec<closing::LateTicket> = closing::list_report_changes;
            "report_monthly": report::ReportMonthly => OutputFile = report::print_monthly_report;
            "shift_notes": Nothing => shift::ShiftNotes = shift::list_shift_notes;
            "shift_leave": shift::ShiftLeave => ChangeReply<shift::ShiftNotes> = shift::leave_shift_note;
            "shift_read": Nothing => ChangeReply<shift::ShiftNotes> = shift::mark_notes_read;
            "shift_print": shift::ShiftPrint => OutputFile = shift::print_shift_report;
            "journal_list": journal::JournalList => ListPage<journal::JournalLine> = journal::list_journal;
            "journal_verify": journal::VerifyPart => journal::VerifyResult = journal::verify_journal;
            "journal_compare": Nothing => journal::ComparedTables = journal::compare_tables;
            "journal_rebuild": journal::JournalRebuild => journal::RebuildResult = journal::rebuild_projections;
            "work_get": work::JobRef => Option<work::JobState> = work::get_job;
            "work_stop": work::JobRef => Nothing = work::stop_job;
            "backup_make": backup::BackupMake => backup::BackupResult = backup::make_backup;
            "update_check": update::UpdateFile => update::UpdateFound = update::check_update;
            "update_prepare": update::UpdateFile => update::UpdateReady = update::prepare_update;
        };
    };
}

domain::for_each_step!(define_commands);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_permissions_are_the_same_list() {
        let mut commands: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
        let mut permissions: Vec<&str> = domain::permission::list_command_access()
            .map(|(name, _)| name)
            .collect();
        commands.sort_unstable();
        permissions.sort_unstable();
        assert_eq!(commands, permissions);
    }
}
