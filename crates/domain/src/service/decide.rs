//! Decides what a step leads to: facts, or a refusal. The table of the service says where and under which needs;
//! here stand the times and the contents.

mod extension;

mod crews;

mod times;

use super::{
    ServiceKind,
    act::StepInput,
    community::HeldEvent,
    emergency_water,
    leak_detection::SearchReply,
    moves,
    repair::VerifiedHours,
    step::{CustomerReply, FollowUp, FollowUpOutcome, NoteInput, ReasonInput, StepKind, WordsInput},
    water_quality::ResultsInput,
};
use crate::{
    Code, Moment, Refusal, Ticket,
    acknowledgement::{
        AcknowledgementAnswer, AcknowledgementRecord, RecordCorrection, UnsealedRecord, build_content,
    },
    attachment::{self, MediaType},
    calendar::{HoursKind, WorkingCalendar},
    check,
    fact::{TicketFact, TicketFact as F},
    key::SealingKey,
    person::Role,
    settings::Settings,
    standard::WaterStandard,
    ticket::{TicketCase, TicketIntake, TicketLink, TicketTerms},
};

mod desk;

use crews::{
    appoint_visit, arrange_crew, check_assignment, check_inspection_assignment, end_valve_task, hand_over,
    order_valve, reassign_crew, take_valve_step,
};
pub use desk::{can_take, is_immediate_input};
use extension::{approve_extension, ask_extension, refuse_extension};
use times::previous_step_at;

/// What holds now, besides the ticket itself.
#[derive(Debug, Clone, Copy)]
pub struct StepContext<'a> {
    pub now: Moment,
    /// When the step happened.
    pub happened_at: Moment,
    /// Who took it, by name.
    pub performed_by: &'a str,
    /// Who types it.
    pub person: StepRecorder<'a>,
    /// The company's settings now.
    pub settings: &'a Settings,
    pub calendar: &'a WorkingCalendar,
    /// The standard of drinking water now; only results are judged by it.
    pub standard: Option<&'a WaterStandard>,
    /// The key that seals; only a signature needs it.
    pub secret: Option<&'a SealingKey>,
    /// Hash of the last acknowledgement record in the file; only a signature needs it.
    pub last_record: &'a str,
}

/// Who types a step, and who of 总工办 there is beside them.
#[derive(Debug, Clone, Copy)]
pub struct StepRecorder<'a> {
    pub id: i64,
    pub name: &'a str,
    pub roles: &'a [Role],
    /// Everybody of 总工办 with an account in use: id and name.
    pub office: &'a [(i64, String)],
}

impl StepContext<'_> {
    fn move_context(&self) -> moves::MoveContext {
        moves::MoveContext {
            attempts: self.settings.follow_up_attempts,
            in_hours: self.calendar.classify_moment(self.now) == HoursKind::Working,
        }
    }
}

/// Opens a ticket. Fills in when the form was raised and who received the report first, if they were left
/// empty.
///
/// # Errors
/// The bounds of [`TicketIntake::check_ticket_intake`]; those of a name at `performed_by`; `time_in_future`; `time_before_previous`
/// at `raised_at` if the form would be older than the report.
pub fn open_ticket(
    asked: &TicketIntake,
    id: i64,
    number: String,
    context: &StepContext,
) -> Result<TicketFact, Refusal> {
    build_opened_fact(asked, id, number, None, context)
}

/// Opens a ticket from another (1.3, 5.2): one fact for each of the two, the new one's first.
///
/// # Errors
/// As [`open`], and as a step on the source: `consent_missing`, `wrong_stage`, `wrong_service`; `bad_link` at
/// `open.asked` for a service that cannot be opened from there.
pub fn open_linked(
    source: &Ticket,
    asked: &TicketIntake,
    id: i64,
    number: String,
    context: &StepContext,
) -> Result<(TicketFact, TicketFact), Refusal> {
    moves::find_allowed_move(StepKind::OpenLinked, source, context.move_context())?;
    let service = asked.asked.service_kind();
    if !linkable_services(source.open.asked.service_kind()).contains(&service) {
        return Err(Refusal::at_field(Code::BadLink, "open.asked").with_arg("service_zh", service.zh()));
    }
    // Consent first, in time as well (1.3).
    let agreed_at = source.case.last_consent().map(|consent| consent.at);
    let follows = agreed_at.unwrap_or(source.open.received_at);
    check::check_happened_at("open.received_at", asked.received_at, follows, context.now)?;
    let from = TicketLink {
        ticket: source.id,
        number: source.number.clone(),
        service: source.open.asked.service_kind(),
    };
    let opened = build_opened_fact(asked, id, number.clone(), Some(from), context)
        .map_err(|refusal| refusal.within_field("open"))?;
    let link = TicketLink {
        ticket: id,
        number,
        service,
    };
    Ok((opened, F::LinkOpened(link)))
}

/// The services that can be opened from a ticket of this one: what a reminder or an event brings to light goes to
/// the department concerned (1.3), a leak that was found to the repair.
#[must_use]
pub const fn linkable_services(from: ServiceKind) -> &'static [ServiceKind] {
    match from {
        ServiceKind::Reminder => &[
            ServiceKind::Repair,
            ServiceKind::LeakDetection,
            ServiceKind::WaterQuality,
            ServiceKind::Community,
        ],
        ServiceKind::LeakDetection => &[ServiceKind::Repair],
        ServiceKind::Community => &[
            ServiceKind::Repair,
            ServiceKind::LeakDetection,
            ServiceKind::WaterQuality,
            ServiceKind::Reminder,
        ],
        _ => &[],
    }
}

fn build_opened_fact(
    asked: &TicketIntake,
    id: i64,
    number: String,
    from: Option<TicketLink>,
    context: &StepContext,
) -> Result<TicketFact, Refusal> {
    asked.check_ticket_intake()?;
    check::check_text("performed_by", context.performed_by, check::NAME)?;
    check::check_happened_at(
        "received_at",
        asked.received_at,
        crate::moment::EARLIEST,
        context.now,
    )?;
    let raised_at = asked.raised_at.unwrap_or(context.now);
    check::check_happened_at("raised_at", raised_at, asked.received_at, context.now)?;
    let mut open = asked.clone();
    open.raised_at = Some(raised_at);
    if open.first_receiver.trim().is_empty() {
        context.performed_by.clone_into(&mut open.first_receiver);
    }
    let terms = TicketTerms {
        hours: context.calendar.classify_moment(raised_at),
        received_hours: context.calendar.classify_moment(asked.received_at),
        limits: context.settings.limits,
        thresholds: context.settings.thresholds,
    };
    Ok(F::Opened {
        id,
        number,
        open: Box::new(open),
        terms,
        from,
    })
}

/// Takes a step.
///
/// # Errors
/// `wrong_stage` and the codes of the needs; `time_in_future`, `time_before_previous`; the bounds of the
/// contents, with their field.
pub fn decide_step(
    ticket: &Ticket,
    act: &StepInput,
    context: &StepContext,
) -> Result<Vec<TicketFact>, Refusal> {
    moves::find_allowed_move(act.step_kind(), ticket, context.move_context())?;
    check::check_text("performed_by", context.performed_by, check::NAME)?;
    desk::check_step_input(act, context)?;
    check::check_happened_at(
        "happened_at",
        context.happened_at,
        previous_step_at(ticket, act),
        context.now,
    )?;
    match act {
        StepInput::Arrange(details) => arrange_crew(details, context),
        StepInput::HandOver(details) => hand_over(details),
        StepInput::Assign(details) => {
            build_checked_fact(details, check_assignment(details, context), F::Assigned)
        }
        StepInput::Reassign(details) => reassign_crew(details, context),
        StepInput::Appoint(details) => appoint_visit(details, context),
        StepInput::Arrive(details) => build_note_fact(details, F::Arrived),
        StepInput::Finish(details) => build_checked_fact(details, details.check_repair_work(), F::Finished),
        StepInput::Acknowledge(answer, place) => record_acknowledgement(ticket, answer, place, None, context),
        StepInput::Correct(answer, place, why) => {
            check::check_text("why", why, check::TEXT)?;
            record_acknowledgement(ticket, answer, place, Some(why), context)
        }
        StepInput::Reply(details) => reply_to_customer(details),
        StepInput::VerifyHours(details) => verify_hours(ticket, details, context),
        StepInput::FollowUp(details) => follow_up(details),
        StepInput::Close(details) => close_ticket(ticket, details),
        StepInput::Return(details) => build_reason_fact(details, F::Returned),
        StepInput::Urge(details) => build_words_fact(details, F::Urged),
        StepInput::Supervise(details) => build_words_fact(details, F::Supervised),
        StepInput::AskExtension(details) => ask_extension(ticket, details, context),
        StepInput::ApproveExtension(details) => approve_extension(ticket, details, context),
        StepInput::RefuseExtension(details) => refuse_extension(ticket, details, context),
        StepInput::AskValve(details) => build_checked_fact(
            details,
            check::check_text("place", &details.place, check::LINE),
            F::ValveAsked,
        ),
        StepInput::OrderValve(details) => order_valve(ticket, details, context),
        StepInput::ValveArrive(details) => {
            take_valve_step(ticket, details, |task| task.arrived_at.is_none(), F::ValveArrived)
        }
        StepInput::ValveShut(details) => {
            end_valve_task(ticket, details, |task| task.arrived_at.is_some(), F::ValveShut)
        }
        StepInput::ValveDrop(details) => end_valve_task(ticket, details, |_| true, F::ValveDropped),
        StepInput::PassOn(details) => build_reason_fact(details, F::PassedOn),
        StepInput::Cancel(details) => build_reason_fact(details, F::Cancelled),
        StepInput::Note(details) => build_checked_fact(
            details,
            check::check_text("note", &details.note, check::TEXT),
            F::Noted,
        ),
        StepInput::Attach(file) => {
            build_checked_fact(file, attachment::check_attachment_name(file), F::Attached)
        }
        StepInput::RecordViolation(details) => build_words_fact(details, F::ViolationRecorded),
        StepInput::CloseViolation(details) => build_reason_fact(details, F::ViolationClosed),
        StepInput::Tell(details) => build_checked_fact(details, details.check_telling(), F::Told),
        StepInput::Consent(details) => build_checked_fact(details, details.check_consent(), F::Consented),
        StepInput::SendTeam(details) => build_checked_fact(
            details,
            check_inspection_assignment(details, context),
            F::TeamSent,
        ),
        StepInput::Search(details) => build_checked_fact(details, details.check_search(), F::Searched),
        StepInput::Escalate(details) => build_checked_fact(details, details.check_escalation(), F::Escalated),
        StepInput::Conclude(details) => build_checked_fact(details, details.check_conclusion(), F::Concluded),
        StepInput::ReplySearch(details) => reply_search(ticket, details),
        StepInput::SendSampler(details) => build_checked_fact(
            details,
            check_inspection_assignment(details, context),
            F::SamplerSent,
        ),
        StepInput::Sample(details) => build_checked_fact(details, details.check_sampling(), F::Sampled),
        StepInput::PassSample(details) => {
            build_checked_fact(details, details.check_sample_transfer(), F::SamplePassed)
        }
        StepInput::ReceiveSample(details) => {
            build_checked_fact(details, details.check_sample_receipt(), F::SampleReceived)
        }
        StepInput::RejectSample(details) => build_reason_fact(details, F::SampleRejected),
        StepInput::EnterResults(details) => enter_results(ticket, details, context),
        StepInput::ReplyResults(details) => reply_to_customer(details),
        StepInput::DecideEvent(details) => {
            build_checked_fact(details, details.check_event_decision(), F::EventDecided)
        }
        StepInput::ScheduleEvent(details) => {
            build_checked_fact(details, details.check_schedule(false), F::EventScheduled)
        }
        StepInput::MoveEvent(details) => {
            build_checked_fact(details, details.check_schedule(true), F::EventMoved)
        }
        StepInput::HoldEvent(details) => record_held_event(details, context),
        StepInput::Authorise(details) => {
            check_other_person(context, Role::Manager, "authorised_by", &details.authorised_by)?;
            let verdicts = require_outage_case(ticket)?.ground_verdicts(&ticket.terms.thresholds);
            let suggested = verdicts.iter().any(|verdict| verdict.met);
            build_checked_fact(details, details.check_authorisation(suggested), F::Authorised)
        }
        StepInput::MakeTrip(details) => {
            let checked = details.check_trip(
                &require_outage_case(ticket)?.places,
                context.happened_at,
                context.now,
            );
            build_checked_fact(details, checked, F::TripMade)
        }
        StepInput::CheckSafety(details) => {
            build_checked_fact(details, details.check_safety_answers(), F::SafetyChecked)
        }
        StepInput::ChangeOutage(details) => build_checked_fact(
            details,
            details.check_outage_change(require_outage_case(ticket)?),
            F::OutageChanged,
        ),
        StepInput::EndOutage(details) => build_note_fact(details, F::OutageEnded),
    }
}

/// The outage; the tables of moves let its steps reach no other service.
fn require_outage_case(ticket: &Ticket) -> Result<&emergency_water::OutageCase, Refusal> {
    match &ticket.case {
        TicketCase::EmergencyWater(case) => Ok(case),
        _ => Err(Refusal::new(Code::WrongService)),
    }
}

/// 2.4: what a reply must hold depends on what is known.
fn reply_search(ticket: &Ticket, details: &SearchReply) -> DecidedFacts {
    let finding = match &ticket.case {
        TicketCase::LeakDetection(case) => case.current_finding(),
        _ => None,
    };
    let finding = finding.ok_or_else(|| Refusal::new(Code::NotConcluded))?;
    build_checked_fact(details, details.check_search_reply(finding), F::SearchReplied)
}

/// 3: values are judged by the standard in force; results that are replaced say why.
fn enter_results(ticket: &Ticket, details: &ResultsInput, context: &StepContext) -> DecidedFacts {
    let replaces = matches!(&ticket.case, TicketCase::WaterQuality(case) if case.current_results().is_some());
    let standard = context
        .standard
        .ok_or_else(|| Refusal::new(Code::NotFound).with_arg("what", "standard"))?;
    let results = details.judge_values(standard, replaces)?;
    Ok(vec![F::ResultsEntered(Box::new(results))])
}

/// A rule of conduct that was not kept is a violation record (5.3).
fn record_held_event(details: &HeldEvent, context: &StepContext) -> DecidedFacts {
    details.check_held_event()?;
    check::check_happened_at("ended_at", details.ended_at, context.happened_at, context.now)?;
    let mut facts = vec![F::EventHeld(Box::new(details.clone()))];
    facts.extend(
        details
            .broken_rules()
            .map(|line| F::ViolationRecorded(WordsInput { words: line.zh() })),
    );
    Ok(facts)
}

/// Closing an outage with places never reached needs the reason (6.2 辐射每个用户).
fn close_ticket(ticket: &Ticket, details: &NoteInput) -> DecidedFacts {
    if let TicketCase::EmergencyWater(case) = &ticket.case {
        let gap: Vec<String> = case
            .unreached_places()
            .iter()
            .map(super::emergency_water::OutagePlace::zh)
            .collect();
        if !gap.is_empty() && details.note.trim().is_empty() {
            return Err(Refusal::at_field(Code::GapReasonMissing, "note").with_arg("places", gap.join("、")));
        }
    }
    build_note_fact(details, F::Closed)
}

/// Merges a duplicate into its original: one fact for each of the two.
///
/// # Errors
/// `wrong_stage` for the duplicate; `bad_merge` if the original is the same ticket, of another service,
/// cancelled, passed on or merged itself; the bounds of a name at `performed_by`; the times.
pub fn merge_duplicate(
    duplicate: &Ticket,
    original: &Ticket,
    context: &StepContext,
) -> Result<(TicketFact, TicketFact), Refusal> {
    moves::find_allowed_move(StepKind::Merge, duplicate, context.move_context())?;
    check::check_text("performed_by", context.performed_by, check::NAME)?;
    desk::check_step(StepKind::Merge, context)?;
    check::check_happened_at(
        "happened_at",
        context.happened_at,
        duplicate.last_step_at,
        context.now,
    )?;
    let alive = (original.stage.is_open() || original.closed_at.is_some()) && original.erased_at.is_none();
    let same = original.open.asked.service_kind() == duplicate.open.asked.service_kind();
    if original.id == duplicate.id || !alive || !same {
        return Err(Refusal::at_field(Code::BadMerge, "into"));
    }
    Ok((
        F::Merged {
            into: original.id,
            number: original.number.clone(),
        },
        F::DuplicateJoined {
            from: duplicate.id,
            number: duplicate.number.clone(),
        },
    ))
}

type DecidedFacts = Result<Vec<TicketFact>, Refusal>;

/// The fact of contents that hold.
fn build_checked_fact<T: Clone>(
    details: &T,
    checked: Result<(), Refusal>,
    fact: fn(T) -> TicketFact,
) -> DecidedFacts {
    checked.map(|()| vec![fact(details.clone())])
}

fn build_note_fact(details: &NoteInput, fact: fn(NoteInput) -> TicketFact) -> DecidedFacts {
    build_checked_fact(
        details,
        check::check_optional_text("note", &details.note, check::TEXT),
        fact,
    )
}

fn build_reason_fact(details: &ReasonInput, fact: fn(ReasonInput) -> TicketFact) -> DecidedFacts {
    build_checked_fact(
        details,
        check::check_text("reason", &details.reason, check::TEXT),
        fact,
    )
}

fn build_words_fact(details: &WordsInput, fact: fn(WordsInput) -> TicketFact) -> DecidedFacts {
    build_checked_fact(
        details,
        check::check_text("words", &details.words, check::TEXT),
        fact,
    )
}

fn check_later_than(field: &str, at: Moment, than: Moment) -> Result<(), Refusal> {
    check::check_moment(field, at)?;
    if at > than {
        Ok(())
    } else {
        Err(Refusal::at_field(Code::TimeNotLater, field))
    }
}

/// Signed, refused or left; `why` there is a new record in the place of the last one, which stays as it is.
fn record_acknowledgement(
    ticket: &Ticket,
    answer: &AcknowledgementAnswer,
    place: &str,
    why: Option<&String>,
    context: &StepContext,
) -> DecidedFacts {
    answer.check_answer()?;
    check::check_text("place", place, check::LINE)?;
    if matches!(answer, AcknowledgementAnswer::OnScreen { pen: Some(_), .. }) && !context.settings.keep_pen {
        return Err(Refusal::at_field(Code::BadRequest, "pen").with_arg("detail", "the settings keep no pen"));
    }
    let file = |sha256: &str| ticket.attachments.iter().find(|file| file.sha256 == sha256);
    match answer {
        AcknowledgementAnswer::Paper { scan, .. } if file(scan).is_none() => {
            return Err(Refusal::at_field(Code::NotFound, "scan").with_arg("what", "attachment"));
        }
        AcknowledgementAnswer::Left { .. } if ticket.open.asked.service_kind() != ServiceKind::Reminder => {
            return Err(Refusal::at_field(Code::LeftNotHere, "way"));
        }
        AcknowledgementAnswer::Left { photo, .. } => match file(photo).map(|file| file.media) {
            None => return Err(Refusal::at_field(Code::NotFound, "photo").with_arg("what", "attachment")),
            Some(MediaType::Pdf) => return Err(Refusal::at_field(Code::NotAPhoto, "photo")),
            Some(MediaType::Jpeg | MediaType::Png) => {}
        },
        _ => {}
    }
    let content = build_content(ticket, place, &context.settings.templates)
        .ok_or_else(|| Refusal::new(Code::WrongStage))?;
    let secret = context.secret.ok_or_else(|| Refusal::new(Code::KeyMissing))?;
    let corrects = ticket
        .acknowledgement
        .as_ref()
        .zip(why)
        .map(|(last, why)| RecordCorrection {
            number: last.number.clone(),
            hash: last.hash.clone(),
            why: why.clone(),
        });
    // What is signed here is signed now; of paper and refusals the record holds both times.
    let elsewhere = !matches!(answer, AcknowledgementAnswer::OnScreen { .. });
    let signing = UnsealedRecord {
        content,
        answer: answer.clone(),
        signed_at: context.happened_at,
        recorded_at: elsewhere.then_some(context.now),
        before: ticket.corrected.len() + usize::from(corrects.is_some()),
        corrects,
        previous: context.last_record.to_owned(),
    };
    let record = AcknowledgementRecord::seal_record(signing, secret)?;
    Ok(vec![F::Acknowledged(Box::new(record))])
}

fn reply_to_customer(details: &CustomerReply) -> DecidedFacts {
    check::check_text("text", &details.text, check::TEXT)?;
    check::check_text("told", &details.told, check::NAME)?;
    Ok(vec![F::Replied(details.clone())])
}

fn verify_hours(ticket: &Ticket, details: &VerifiedHours, context: &StepContext) -> DecidedFacts {
    check::check_range("minutes", details.minutes, 0, 30 * 1440)?;
    check::check_optional_text("reason", &details.reason, check::TEXT)?;
    let claimed = ticket
        .work
        .as_ref()
        .map_or(0, |work| work.details.total_minutes());
    if details.minutes != claimed && details.reason.trim().is_empty() {
        return Err(Refusal::at_field(Code::HoursReasonMissing, "reason").with_arg("claimed", claimed));
    }
    let for_office = desk::resolve_for_office(StepKind::VerifyHours, ticket, &context.person)?;
    Ok(vec![F::HoursVerified(VerifiedHours {
        for_office,
        ..details.clone()
    })])
}

/// A yes to the question of conduct is a violation record, which only a manager closes (2.5, 5.3).
fn follow_up(details: &FollowUp) -> DecidedFacts {
    check::check_optional_text("words", &details.words, check::TEXT)?;
    let reached = details.outcome != FollowUpOutcome::NotReached;
    if reached && details.misconduct.is_none() {
        return Err(Refusal::at_field(Code::ConductUnanswered, "misconduct"));
    }
    if !reached && details.misconduct.is_some() {
        return Err(Refusal::at_field(Code::BadRequest, "misconduct").with_arg("detail", "nobody answered"));
    }
    let mut facts = vec![F::FollowedUp(details.clone())];
    if reached && details.misconduct == Some(true) {
        check::check_text("words", &details.words, check::TEXT)?;
        facts.push(F::ViolationRecorded(WordsInput {
            words: details.words.clone(),
        }));
    }
    Ok(facts)
}

/// Whoever has not the role that decides writes down who did, by telephone, and that is somebody else.
fn check_other_person(context: &StepContext, role: Role, field: &str, name: &str) -> Result<(), Refusal> {
    if !context.person.roles.contains(&role) && name.trim() == context.person.name {
        return Err(Refusal::at_field(Code::NamedThemselves, field));
    }
    Ok(())
}
