//! The commands: name, request, reply, handler. Declared once; console, window, types and schema read it.

use domain::{
    Code, Refusal,
    acknowledgement::{Content, Record},
    customer::Customer,
    report::Report,
    row::TicketRow,
    service::{act::Act, community, emergency_water, leak_detection, reminder, repair, step, water_quality},
};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use store::{Listed, OldTicketRow};

use crate::{
    Call, acknowledgement, alarm, attachment, authority, backup, certificate, closing, customer, due,
    erasure, journal, kept, key, logo, mask, old_ticket, person, plan, proof, report, scan, settings,
    sheet::look::{SheetLook, SheetSeen},
    shift, standard, state, template,
    ticket::{self, calendar, list, news, print, print_many},
    timestamp, trust,
    typescript::Types,
    update, view,
    wire::{Changed, FileOut, Nothing, StepRequest},
    work,
};

/// A command.
pub struct Command {
    /// `noun_verb`.
    pub name: &'static str,
    /// Runs it on JSON.
    pub run: fn(&Call, Value) -> Result<Value, Refusal>,
    /// Schemas of request and reply.
    pub schema: fn(&mut SchemaGenerator) -> (Schema, Schema),
    /// Adds its types to the generated TypeScript.
    pub(crate) types: fn(&mut Types),
}

/// What may come in the same answer as a call before it ([`crate::Desk::call_then`]). Each of these only reads.
pub const READ_AFTER: &[&str] = &["ticket_board"];

fn run<Q: DeserializeOwned, R: Serialize>(
    call: &Call,
    request: Value,
    handler: fn(&Call, Q) -> Result<R, Refusal>,
) -> Result<Value, Refusal> {
    let request = serde_path_to_error::deserialize(request).map_err(|error| {
        let path = error.path().to_string();
        let refusal = if path == "." {
            Refusal::new(Code::BadRequest)
        } else {
            Refusal::at(Code::BadRequest, &path)
        };
        refusal.with("detail", error.inner().to_string())
    })?;
    let reply = handler(call, request)?;
    serde_json::to_value(reply)
        .map_err(|error| Refusal::new(Code::BadRequest).with("detail", error.to_string()))
}

fn schemas<Q: JsonSchema, R: JsonSchema>(generator: &mut SchemaGenerator) -> (Schema, Schema) {
    (generator.subschema_for::<Q>(), generator.subschema_for::<R>())
}

macro_rules! commands {
    ($($name:literal: $request:ty => $reply:ty = $handler:expr;)+) => {
        /// Every command.
        pub const COMMANDS: &[Command] = &[$(Command {
            name: $name,
            run: |call, request| run::<$request, $reply>(call, request, $handler),
            schema: schemas::<$request, $reply>,
            types: |types| types.command::<$request, $reply>($name),
        }),+];
    };
}

/// A step's reply.
type Stepped = Changed<ticket::TicketView>;

commands! {
    "desk_state": Nothing => state::DeskState = state::state;
    "person_first": person::First => state::DeskState = person::first;
    "person_sign_in": person::SignIn => state::DeskState = person::sign_in;
    "person_sign_out": Nothing => state::DeskState = person::sign_out;
    "person_lock": Nothing => state::DeskState = person::lock;
    "person_unlock": person::Unlock => state::DeskState = person::unlock;
    "person_change_password": person::ChangePassword => Changed<Nothing> = person::change_password;
    "person_list": Nothing => Vec<domain::person::Person> = person::list;
    "person_add": person::Add => Changed<domain::person::Person> = person::add;
    "person_change": person::Change => Changed<domain::person::Person> = person::change;
    "person_reset_password": person::ResetPassword => Changed<Nothing> = person::reset_password;
    "settings_get": Nothing => settings::SettingsView = settings::get;
    "settings_change": settings::SettingsChange => Changed<settings::SettingsView> = settings::change;
    "logo_get": Nothing => logo::LogoView = logo::get;
    "logo_change": logo::LogoChange => Changed<logo::LogoView> = logo::change;
    "calendar_get": Nothing => settings::CalendarView = settings::calendar_get;
    "calendar_change": settings::CalendarChange => Changed<settings::CalendarView> = settings::calendar_change;
    "standard_get": Nothing => standard::StandardView = standard::get;
    "standard_change": standard::StandardChange => Changed<standard::StandardView> = standard::change;
    "customer_find": customer::Find => Vec<Customer> = customer::find;
    "customer_get": customer::Get => Customer = customer::get;
    "customer_save": customer::Save => Changed<Customer> = customer::save;
    "customer_import": customer::Import => Changed<customer::Imported> = customer::import;
    "customer_sheet_look": SheetLook => SheetSeen = customer::sheet::look;
    "customer_sheet_check": customer::sheet::CustomerSheet => customer::sheet::CustomerSheetChecked = customer::sheet::check;
    "customer_sheet_import": customer::sheet::CustomerSheetImport => Changed<customer::sheet::CustomerSheetChecked> = customer::sheet::import;
    "customer_sheet_rejected": customer::sheet::CustomerSheet => FileOut = customer::sheet::rejected;
    "old_ticket_list": old_ticket::OldTicketList => Listed<OldTicketRow> = old_ticket::list;
    "old_ticket_get": old_ticket::OldTicketGet => OldTicketRow = old_ticket::get;
    "old_ticket_find": old_ticket::OldTicketFind => Vec<OldTicketRow> = old_ticket::find;
    "old_ticket_sheet_look": SheetLook => SheetSeen = old_ticket::sheet::look;
    "old_ticket_sheet_check": old_ticket::sheet::OldTicketSheet => old_ticket::sheet::OldTicketSheetChecked = old_ticket::sheet::check;
    "old_ticket_sheet_import": old_ticket::sheet::OldTicketSheetImport => Changed<old_ticket::sheet::OldTicketSheetChecked> = old_ticket::sheet::import;
    "old_ticket_sheet_rejected": old_ticket::sheet::OldTicketSheet => FileOut = old_ticket::sheet::rejected;
    "ticket_list": store::TicketQuery => Listed<TicketRow> = list::list;
    "ticket_count": list::TicketCount => list::TicketCounts = list::count;
    "ticket_export": list::TicketExport => FileOut = list::export;
    "ticket_calendar": calendar::TicketCalendar => calendar::CalendarEntries = calendar::calendar;
    "ticket_news": news::TicketNews => news::NewsList = news::news;
    "view_list": Nothing => view::SharedViews = view::list;
    "view_share": view::ViewShare => Changed<view::SharedViews> = view::share;
    "view_unshare": view::ViewUnshare => Changed<view::SharedViews> = view::unshare;
    "ticket_board": Nothing => list::Board = list::board;
    "ticket_by_hour": Nothing => list::ByHour = list::by_hour;
    "ticket_get": ticket::Get => ticket::TicketView = ticket::get;
    "ticket_reveal": mask::Reveal => mask::Revealed = mask::reveal;
    "ticket_duplicates": list::Duplicates => Vec<TicketRow> = list::duplicates;
    "ticket_print": print::Print => FileOut = print::print;
    "ticket_print_many": print_many::PrintMany => print_many::PrintedMany = print_many::print_many;
    "ticket_open": ticket::OpenRequest => Stepped = ticket::open;
    "ticket_arrange": StepRequest<repair::Arrangement> => Stepped = |call, ask| ticket::step(call, ask, Act::Arrange);
    "ticket_hand_over": StepRequest<step::HandOver> => Stepped = |call, ask| ticket::step(call, ask, Act::HandOver);
    "ticket_assign": StepRequest<step::Assignment> => Stepped = |call, ask| ticket::step(call, ask, Act::Assign);
    "ticket_reassign": StepRequest<step::Assignment> => Stepped = |call, ask| ticket::step(call, ask, Act::Reassign);
    "ticket_appoint": StepRequest<step::Appointment> => Stepped = |call, ask| ticket::step(call, ask, Act::Appoint);
    "ticket_arrive": StepRequest<step::Plain> => Stepped = |call, ask| ticket::step(call, ask, Act::Arrive);
    "ticket_finish": StepRequest<repair::Work> => Stepped = |call, ask| ticket::step(call, ask, Act::Finish);
    "ticket_reply": StepRequest<step::Reply> => Stepped = |call, ask| ticket::step(call, ask, Act::Reply);
    "ticket_verify_hours": StepRequest<repair::VerifiedHours> => Stepped = |call, ask| ticket::step(call, ask, Act::VerifyHours);
    "ticket_follow_up": StepRequest<step::FollowUp> => Stepped = |call, ask| ticket::step(call, ask, Act::FollowUp);
    "ticket_close": StepRequest<step::Plain> => Stepped = |call, ask| ticket::step(call, ask, Act::Close);
    "ticket_return": StepRequest<step::Because> => Stepped = |call, ask| ticket::step(call, ask, Act::Return);
    "ticket_urge": StepRequest<step::Urge> => Stepped = |call, ask| ticket::step(call, ask, Act::Urge);
    "ticket_supervise": StepRequest<step::Urge> => Stepped = |call, ask| ticket::step(call, ask, Act::Supervise);
    "ticket_ask_extension": StepRequest<step::ExtensionRequest> => Stepped = |call, ask| ticket::step(call, ask, Act::AskExtension);
    "ticket_approve_extension": StepRequest<step::Plain> => Stepped = |call, ask| ticket::step(call, ask, Act::ApproveExtension);
    "ticket_refuse_extension": StepRequest<step::Because> => Stepped = |call, ask| ticket::step(call, ask, Act::RefuseExtension);
    "ticket_ask_valve": StepRequest<repair::ValveRequest> => Stepped = |call, ask| ticket::step(call, ask, Act::AskValve);
    "ticket_order_valve": StepRequest<repair::ValveOrder> => Stepped = |call, ask| ticket::step(call, ask, Act::OrderValve);
    "ticket_valve_arrive": StepRequest<repair::ValveStep> => Stepped = |call, ask| ticket::step(call, ask, Act::ValveArrive);
    "ticket_valve_shut": StepRequest<repair::ValveStep> => Stepped = |call, ask| ticket::step(call, ask, Act::ValveShut);
    "ticket_valve_drop": StepRequest<repair::ValveStep> => Stepped = |call, ask| ticket::step(call, ask, Act::ValveDrop);
    "ticket_pass_on": StepRequest<step::Because> => Stepped = |call, ask| ticket::step(call, ask, Act::PassOn);
    "ticket_cancel": StepRequest<step::Because> => Stepped = |call, ask| ticket::step(call, ask, Act::Cancel);
    "ticket_merge": StepRequest<ticket::Into> => Stepped = ticket::merge;
    "ticket_note": StepRequest<step::Plain> => Stepped = |call, ask| ticket::step(call, ask, Act::Note);
    "ticket_withdraw": StepRequest<Nothing> => Stepped = ticket::withdraw;
    "ticket_attach": StepRequest<attachment::File> => Stepped = attachment::attach;
    "ticket_open_linked": StepRequest<ticket::OpenRequest> => Stepped = ticket::open_linked;
    "ticket_send_team": StepRequest<step::Assignment> => Stepped = |call, ask| ticket::step(call, ask, Act::SendTeam);
    "ticket_search": StepRequest<leak_detection::Search> => Stepped = |call, ask| ticket::step(call, ask, Act::Search);
    "ticket_escalate": StepRequest<leak_detection::Escalation> => Stepped = |call, ask| ticket::step(call, ask, Act::Escalate);
    "ticket_conclude": StepRequest<leak_detection::Conclusion> => Stepped = |call, ask| ticket::step(call, ask, Act::Conclude);
    "ticket_reply_search": StepRequest<leak_detection::SearchReply> => Stepped = |call, ask| ticket::step(call, ask, Act::ReplySearch);
    "ticket_tell": StepRequest<reminder::Telling> => Stepped = |call, ask| ticket::step(call, ask, Act::Tell);
    "ticket_consent": StepRequest<step::Consent> => Stepped = |call, ask| ticket::step(call, ask, Act::Consent);
    "ticket_send_sampler": StepRequest<step::Assignment> => Stepped = |call, ask| ticket::step(call, ask, Act::SendSampler);
    "ticket_sample": StepRequest<water_quality::Sampling> => Stepped = |call, ask| ticket::step(call, ask, Act::Sample);
    "ticket_pass_sample": StepRequest<water_quality::Passing> => Stepped = |call, ask| ticket::step(call, ask, Act::PassSample);
    "ticket_receive_sample": StepRequest<water_quality::Receipt> => Stepped = |call, ask| ticket::step(call, ask, Act::ReceiveSample);
    "ticket_reject_sample": StepRequest<step::Because> => Stepped = |call, ask| ticket::step(call, ask, Act::RejectSample);
    "ticket_enter_results": StepRequest<water_quality::Entering> => Stepped = |call, ask| ticket::step(call, ask, Act::EnterResults);
    "ticket_reply_results": StepRequest<step::Reply> => Stepped = |call, ask| ticket::step(call, ask, Act::ReplyResults);
    "ticket_decide_event": StepRequest<community::EventDecision> => Stepped = |call, ask| ticket::step(call, ask, Act::DecideEvent);
    "ticket_schedule_event": StepRequest<community::Schedule> => Stepped = |call, ask| ticket::step(call, ask, Act::ScheduleEvent);
    "ticket_move_event": StepRequest<community::Schedule> => Stepped = |call, ask| ticket::step(call, ask, Act::MoveEvent);
    "ticket_hold_event": StepRequest<community::Held> => Stepped = |call, ask| ticket::step(call, ask, Act::HoldEvent);
    "ticket_authorise": StepRequest<emergency_water::Authorisation> => Stepped = |call, ask| ticket::step(call, ask, Act::Authorise);
    "ticket_make_trip": StepRequest<emergency_water::Trip> => Stepped = |call, ask| ticket::step(call, ask, Act::MakeTrip);
    "ticket_check_safety": StepRequest<emergency_water::SafetyCheck> => Stepped = |call, ask| ticket::step(call, ask, Act::CheckSafety);
    "ticket_change_outage": StepRequest<emergency_water::OutageChange> => Stepped = |call, ask| ticket::step(call, ask, Act::ChangeOutage);
    "ticket_end_outage": StepRequest<step::Plain> => Stepped = |call, ask| ticket::step(call, ask, Act::EndOutage);
    "ticket_record_violation": StepRequest<step::Urge> => Stepped = |call, ask| ticket::step(call, ask, Act::RecordViolation);
    "ticket_close_violation": StepRequest<step::Because> => Stepped = |call, ask| ticket::step(call, ask, Act::CloseViolation);
    "community_plan": plan::Year => plan::PlanView = plan::plan;
    "community_import": plan::PlanImport => Changed<plan::PlanImported> = plan::import;
    "attachment_get": attachment::Get => FileOut = attachment::get;
    "acknowledgement_draft": acknowledgement::Draft => Content = acknowledgement::draft;
    "acknowledgement_sign": StepRequest<acknowledgement::Sign> => Stepped = acknowledgement::sign;
    "acknowledgement_correct": StepRequest<acknowledgement::Correct> => Stepped = acknowledgement::correct;
    "acknowledgement_list": store::AckQuery => Listed<store::AckRow> = acknowledgement::list;
    "acknowledgement_get": acknowledgement::Get => Record = acknowledgement::get;
    "acknowledgement_count": acknowledgement::Count => Vec<store::AckCount> = acknowledgement::count;
    "scan_list": Nothing => scan::Tray = scan::list;
    "scan_get": scan::ScanOf => FileOut = scan::get;
    "scan_add": scan::ScanAdd => Changed<scan::Tray> = scan::add;
    "scan_remove": scan::ScanOf => Changed<scan::Tray> = scan::remove;
    "scan_place": StepRequest<scan::ScanPlace> => Stepped = scan::place;
    "proof_check": proof::ProofCheck => proof::Proof = proof::check;
    "proof_records": journal::VerifyPart => journal::Verified = proof::records;
    "proof_bundle": proof::ProofBundle => FileOut = proof::bundle;
    "proof_anchor": proof::AnchorCheck => proof::AnchorProof = proof::anchor_check;
    "timestamp_try": timestamp::TimestampTry => timestamp::TimestampSaid = timestamp::try_it;
    "certificate_list": Nothing => certificate::Certificates = certificate::list;
    "certificate_take": certificate::CertificateTake => Changed<certificate::Certificates> = certificate::take;
    "certificate_remove": certificate::CertificateRemove => Changed<certificate::Certificates> = certificate::remove;
    "authority_list": Nothing => authority::Authorities = authority::list;
    "authority_register": authority::AuthorityRegister => Changed<authority::Authorities> = authority::register;
    "authority_remove": authority::AuthorityRemove => Changed<authority::Authorities> = authority::remove;
    "computer_get": Nothing => alarm::Computer = alarm::get;
    "computer_change": alarm::Computer => Changed<alarm::Computer> = alarm::change;
    "kept_get": Nothing => kept::Kept = kept::get;
    "kept_put": kept::KeptPut => Nothing = kept::put;
    "trust_get": Nothing => trust::TrustView = trust::get;
    "key_confirm": trust::KeyConfirm => Changed<trust::TrustView> = trust::confirm;
    "key_sheet": Nothing => FileOut = trust::sheet;
    "key_list": Nothing => key::Keys = key::list;
    "key_unlock": key::KeyUnlock => Changed<key::Keys> = key::unlock;
    "key_renew": key::KeyRenew => Changed<key::Keys> = key::renew;
    "key_export": key::KeyExport => FileOut = key::export;
    "key_import": key::KeyImport => Changed<key::Keys> = key::import;
    "erasure_due": Nothing => erasure::ErasureDue = erasure::due;
    "erasure_run": erasure::ErasureRun => Changed<erasure::ErasureDone> = erasure::run;
    "report_months": Nothing => report::Months = report::months;
    "report_figures": report::Figures => Report = report::figures;
    "report_trend": report::ReportTrend => Vec<domain::report::Trend> = report::trend;
    "report_tickets": report::Tickets => Vec<TicketRow> = report::tickets;
    "report_workbook": report::Export => FileOut = report::workbook;
    "report_csv": report::Export => FileOut = report::csv;
    "report_daily": report::day::ReportDaily => FileOut = report::day::daily;
    "report_hours": report::hours::ReportHours => FileOut = report::hours::hours;
    "template_get": Nothing => template::TemplateView = template::get;
    "template_change": template::TemplateChange => Changed<template::TemplateView> = template::change;
    "report_waiting": Nothing => due::ReportWaiting = due::waiting;
    "report_close": closing::ReportClose => Changed<Report> = closing::close;
    "report_reopen": closing::ReportReopen => Changed<Report> = closing::reopen;
    "report_changes": closing::ReportChanges => Vec<closing::LateTicket> = closing::changes;
    "report_monthly": report::Monthly => FileOut = report::monthly;
    "shift_notes": Nothing => shift::ShiftNotes = shift::notes;
    "shift_leave": shift::ShiftLeave => Changed<shift::ShiftNotes> = shift::leave;
    "shift_read": Nothing => Changed<shift::ShiftNotes> = shift::read;
    "shift_print": shift::ShiftPrint => FileOut = shift::print;
    "journal_list": journal::List => Listed<journal::JournalLine> = journal::list;
    "journal_verify": journal::VerifyPart => journal::Verified = journal::verify;
    "journal_compare": Nothing => journal::ComparedTables = journal::compare;
    "journal_rebuild": journal::Rebuild => journal::Rebuilt = journal::rebuild;
    "work_get": work::WorkRef => Option<work::WorkState> = work::get;
    "work_stop": work::WorkRef => Nothing = work::stop;
    "backup_make": backup::Make => backup::Made = backup::make;
    "update_check": update::UpdateFile => update::UpdateFound = update::check;
    "update_prepare": update::UpdateFile => update::UpdateReady = update::prepare;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_permissions_are_the_same_list() {
        let mut commands: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
        let mut permissions: Vec<&str> = domain::permission::TABLE.iter().map(|(name, _)| *name).collect();
        commands.sort_unstable();
        permissions.sort_unstable();
        assert_eq!(commands, permissions);
    }
}
