//! Decides what a step leads to: facts, or a refusal. The table of the service says where and under which needs;
//! here stand the times and the contents.

use super::{
    ServiceKind,
    act::Act,
    community::Held,
    emergency_water,
    leak_detection::SearchReply,
    moves,
    repair::{Arrangement, ValveOrder, ValveStep, VerifiedHours},
    step::{
        Appointment, Approval, Assignment, Because, ExtensionRequest, FollowUp, FollowUpOutcome, HandOver,
        Plain, Rejection, Reply, Step, Urge,
    },
    water_quality::Entering,
};
use crate::{
    Code, Moment, Refusal, Ticket,
    acknowledgement::{Answer, Corrects, Record, Signing, content},
    attachment::{self, Media},
    calendar::{Calendar, Hours},
    check, clock,
    fact::{TicketFact, TicketFact as F},
    key::Secret,
    person::Role,
    settings::{Department, Settings},
    standard::Standard,
    ticket::{Case, Link, Open, Stage, Terms, ValveTask},
};

mod desk;

pub use desk::{can_take, happens_now};

/// What holds now, besides the ticket itself.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Now.
    pub now: Moment,
    /// When the step happened.
    pub happened_at: Moment,
    /// Who took it, by name.
    pub performed_by: &'a str,
    /// Who types it.
    pub person: Standing<'a>,
    /// The company's settings now.
    pub settings: &'a Settings,
    /// The calendar now.
    pub calendar: &'a Calendar,
    /// The standard of drinking water now; only results are judged by it.
    pub standard: Option<&'a Standard>,
    /// The key that seals; only a signature needs it.
    pub secret: Option<&'a Secret>,
    /// Hash of the last acknowledgement record in the file; only a signature needs it.
    pub last_record: &'a str,
}

/// Who types a step, and who of 总工办 there is beside them.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: &'a str,
    /// Roles.
    pub roles: &'a [Role],
    /// Everybody of 总工办 with an account in use: id and name.
    pub office: &'a [(i64, String)],
}

impl Context<'_> {
    fn moves(&self) -> moves::Now {
        moves::Now {
            attempts: self.settings.follow_up_attempts,
            in_hours: self.calendar.hours(self.now) == Hours::Working,
        }
    }
}

/// Opens a ticket. Fills in when the form was raised and who received the report first, if they were left
/// empty.
///
/// # Errors
/// The bounds of [`Open::check`]; those of a name at `performed_by`; `time_in_future`; `time_before_previous`
/// at `raised_at` if the form would be older than the report.
pub fn open(asked: &Open, id: i64, number: String, context: &Context) -> Result<TicketFact, Refusal> {
    opened(asked, id, number, None, context)
}

/// Opens a ticket from another (1.3, 5.2): one fact for each of the two, the new one's first.
///
/// # Errors
/// As [`open`], and as a step on the source: `consent_missing`, `wrong_stage`, `wrong_service`; `bad_link` at
/// `open.asked` for a service that cannot be opened from there.
pub fn open_linked(
    source: &Ticket,
    asked: &Open,
    id: i64,
    number: String,
    context: &Context,
) -> Result<(TicketFact, TicketFact), Refusal> {
    moves::allowed(Step::OpenLinked, source, context.moves())?;
    let service = asked.asked.kind();
    if !linkable(source.open.asked.kind()).contains(&service) {
        return Err(Refusal::at(Code::BadLink, "open.asked").with("service_zh", service.zh()));
    }
    // Consent first, in time as well (1.3).
    let agreed_at = source.case.consent().map(|consent| consent.at);
    let follows = agreed_at.unwrap_or(source.open.received_at);
    check::happened("open.received_at", asked.received_at, follows, context.now)?;
    let from = Link {
        ticket: source.id,
        number: source.number.clone(),
        service: source.open.asked.kind(),
    };
    let opened =
        opened(asked, id, number.clone(), Some(from), context).map_err(|refusal| refusal.under("open"))?;
    let link = Link {
        ticket: id,
        number,
        service,
    };
    Ok((opened, F::LinkOpened(link)))
}

/// The services that can be opened from a ticket of this one: what a reminder or an event brings to light goes to
/// the department concerned (1.3), a leak that was found to the repair.
#[must_use]
pub const fn linkable(from: ServiceKind) -> &'static [ServiceKind] {
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

fn opened(
    asked: &Open,
    id: i64,
    number: String,
    from: Option<Link>,
    context: &Context,
) -> Result<TicketFact, Refusal> {
    asked.check()?;
    check::text("performed_by", context.performed_by, check::NAME)?;
    check::happened(
        "received_at",
        asked.received_at,
        crate::moment::EARLIEST,
        context.now,
    )?;
    let raised_at = asked.raised_at.unwrap_or(context.now);
    check::happened("raised_at", raised_at, asked.received_at, context.now)?;
    let mut open = asked.clone();
    open.raised_at = Some(raised_at);
    if open.first_receiver.trim().is_empty() {
        context.performed_by.clone_into(&mut open.first_receiver);
    }
    let terms = Terms {
        hours: context.calendar.hours(raised_at),
        received_hours: context.calendar.hours(asked.received_at),
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
pub fn decide(ticket: &Ticket, act: &Act, context: &Context) -> Result<Vec<TicketFact>, Refusal> {
    moves::allowed(act.step(), ticket, context.moves())?;
    check::text("performed_by", context.performed_by, check::NAME)?;
    desk::check(act, context)?;
    check::happened(
        "happened_at",
        context.happened_at,
        follows(ticket, act),
        context.now,
    )?;
    match act {
        Act::Arrange(details) => arrange(details, context),
        Act::HandOver(details) => hand_over(details),
        Act::Assign(details) => kept(details, assign(details, context), F::Assigned),
        Act::Reassign(details) => reassign(details, context),
        Act::Appoint(details) => appoint(details, context),
        Act::Arrive(details) => plain(details, F::Arrived),
        Act::Finish(details) => kept(details, details.check(), F::Finished),
        Act::Acknowledge(answer, place) => acknowledge(ticket, answer, place, None, context),
        Act::Correct(answer, place, why) => {
            check::text("why", why, check::TEXT)?;
            acknowledge(ticket, answer, place, Some(why), context)
        }
        Act::Reply(details) => reply(details),
        Act::VerifyHours(details) => verify_hours(ticket, details, context),
        Act::FollowUp(details) => follow_up(details),
        Act::Close(details) => close(ticket, details),
        Act::Return(details) => because(details, F::Returned),
        Act::Urge(details) => words(details, F::Urged),
        Act::Supervise(details) => words(details, F::Supervised),
        Act::AskExtension(details) => ask_extension(ticket, details, context),
        Act::ApproveExtension(details) => approve_extension(ticket, details, context),
        Act::RefuseExtension(details) => refuse_extension(ticket, details, context),
        Act::AskValve(details) => kept(
            details,
            check::text("place", &details.place, check::LINE),
            F::ValveAsked,
        ),
        Act::OrderValve(details) => order_valve(ticket, details, context),
        Act::ValveArrive(details) => {
            valve(ticket, details, |task| task.arrived_at.is_none(), F::ValveArrived)
        }
        Act::ValveShut(details) => valve_end(ticket, details, |task| task.arrived_at.is_some(), F::ValveShut),
        Act::ValveDrop(details) => valve_end(ticket, details, |_| true, F::ValveDropped),
        Act::PassOn(details) => because(details, F::PassedOn),
        Act::Cancel(details) => because(details, F::Cancelled),
        Act::Note(details) => kept(details, check::text("note", &details.note, check::TEXT), F::Noted),
        Act::Attach(file) => kept(file, attachment::check_name(file), F::Attached),
        Act::RecordViolation(details) => words(details, F::ViolationRecorded),
        Act::CloseViolation(details) => because(details, F::ViolationClosed),
        Act::Tell(details) => kept(details, details.check(), F::Told),
        Act::Consent(details) => kept(details, details.check(), F::Consented),
        Act::SendTeam(details) => kept(details, send(details, context), F::TeamSent),
        Act::Search(details) => kept(details, details.check(), F::Searched),
        Act::Escalate(details) => kept(details, details.check(), F::Escalated),
        Act::Conclude(details) => kept(details, details.check(), F::Concluded),
        Act::ReplySearch(details) => reply_search(ticket, details),
        Act::SendSampler(details) => kept(details, send(details, context), F::SamplerSent),
        Act::Sample(details) => kept(details, details.check(), F::Sampled),
        Act::PassSample(details) => kept(details, details.check(), F::SamplePassed),
        Act::ReceiveSample(details) => kept(details, details.check(), F::SampleReceived),
        Act::RejectSample(details) => because(details, F::SampleRejected),
        Act::EnterResults(details) => enter_results(ticket, details, context),
        Act::ReplyResults(details) => reply(details),
        Act::DecideEvent(details) => kept(details, details.check(), F::EventDecided),
        Act::ScheduleEvent(details) => kept(details, details.check(false), F::EventScheduled),
        Act::MoveEvent(details) => kept(details, details.check(true), F::EventMoved),
        Act::HoldEvent(details) => hold(details, context),
        Act::Authorise(details) => {
            another(context, Role::Manager, "authorised_by", &details.authorised_by)?;
            let verdicts = outage(ticket)?.verdicts(&ticket.terms.thresholds);
            let suggested = verdicts.iter().any(|verdict| verdict.met);
            kept(details, details.check(suggested), F::Authorised)
        }
        Act::MakeTrip(details) => {
            let checked = details.check(&outage(ticket)?.places, context.happened_at, context.now);
            kept(details, checked, F::TripMade)
        }
        Act::CheckSafety(details) => kept(details, details.check(), F::SafetyChecked),
        Act::ChangeOutage(details) => kept(details, details.check(outage(ticket)?), F::OutageChanged),
        Act::EndOutage(details) => plain(details, F::OutageEnded),
    }
}

/// The outage; the tables of moves let its steps reach no other service.
fn outage(ticket: &Ticket) -> Result<&emergency_water::Case, Refusal> {
    match &ticket.case {
        Case::EmergencyWater(case) => Ok(case),
        _ => Err(Refusal::new(Code::WrongService)),
    }
}

/// 2.4: what a reply must hold depends on what is known.
fn reply_search(ticket: &Ticket, details: &SearchReply) -> Facts {
    let finding = match &ticket.case {
        Case::LeakDetection(case) => case.finding(),
        _ => None,
    };
    let finding = finding.ok_or_else(|| Refusal::new(Code::NotConcluded))?;
    kept(details, details.check(finding), F::SearchReplied)
}

/// 3: values are judged by the standard in force; results that are replaced say why.
fn enter_results(ticket: &Ticket, details: &Entering, context: &Context) -> Facts {
    let replaces = matches!(&ticket.case, Case::WaterQuality(case) if case.result().is_some());
    let standard = context
        .standard
        .ok_or_else(|| Refusal::new(Code::NotFound).with("what", "standard"))?;
    let results = details.judge(standard, replaces)?;
    Ok(vec![F::ResultsEntered(Box::new(results))])
}

/// A rule of conduct that was not kept is a violation record (5.3).
fn hold(details: &Held, context: &Context) -> Facts {
    details.check()?;
    check::happened("ended_at", details.ended_at, context.happened_at, context.now)?;
    let mut facts = vec![F::EventHeld(Box::new(details.clone()))];
    facts.extend(
        details
            .broken()
            .map(|line| F::ViolationRecorded(Urge { words: line.zh() })),
    );
    Ok(facts)
}

/// Closing an outage with places never reached needs the reason (6.2 辐射每个用户).
fn close(ticket: &Ticket, details: &Plain) -> Facts {
    if let Case::EmergencyWater(case) = &ticket.case {
        let gap: Vec<String> = case
            .unreached()
            .iter()
            .map(super::emergency_water::Place::zh)
            .collect();
        if !gap.is_empty() && details.note.trim().is_empty() {
            return Err(Refusal::at(Code::GapReasonMissing, "note").with("places", gap.join("、")));
        }
    }
    plain(details, F::Closed)
}

/// Merges a duplicate into its original: one fact for each of the two.
///
/// # Errors
/// `wrong_stage` for the duplicate; `bad_merge` if the original is the same ticket, of another service,
/// cancelled, passed on or merged itself; the bounds of a name at `performed_by`; the times.
pub fn merge(
    duplicate: &Ticket,
    original: &Ticket,
    context: &Context,
) -> Result<(TicketFact, TicketFact), Refusal> {
    moves::allowed(Step::Merge, duplicate, context.moves())?;
    check::text("performed_by", context.performed_by, check::NAME)?;
    desk::check_step(Step::Merge, context)?;
    check::happened(
        "happened_at",
        context.happened_at,
        duplicate.last_step_at,
        context.now,
    )?;
    let alive = (original.stage.open() || original.closed_at.is_some()) && original.erased_at.is_none();
    let same = original.open.asked.kind() == duplicate.open.asked.kind();
    if original.id == duplicate.id || !alive || !same {
        return Err(Refusal::at(Code::BadMerge, "into"));
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

/// When the step it follows happened: the main line follows its last step (the hand-over its arrangement as
/// well), a decision its request, a valve step its order; everything else only the report.
fn follows(ticket: &Ticket, act: &Act) -> Moment {
    let task = |number: u32| {
        let task = ticket.valves.iter().find(|task| task.task == number);
        task.map_or(ticket.open.received_at, |task| {
            task.arrived_at.or(task.named_at).unwrap_or(task.ordered_at)
        })
    };
    match act {
        // 4.3⑶: the arrangement comes before the hand-over, not only in the order of typing.
        Act::HandOver(_) => ticket
            .arrangement
            .as_ref()
            .map_or(ticket.last_step_at, |made| made.at.max(ticket.last_step_at)),
        Act::ApproveExtension(_) | Act::RefuseExtension(_) => ticket
            .pending_extension()
            .map_or(ticket.open.received_at, |extension| extension.asked_at),
        Act::ValveArrive(step) | Act::ValveShut(step) | Act::ValveDrop(step) => task(step.task),
        Act::OrderValve(order) => order.task.map_or(ticket.open.received_at, task),
        // An arrangement that sends a crew follows what sent the last one, or sent it back.
        Act::Arrange(_) if ticket.stage != Stage::Reported => ticket.last_step_at,
        Act::Acknowledge(..) => confirmed_at(ticket),
        Act::Correct(..) => ticket
            .acknowledgement
            .as_ref()
            .map_or(ticket.last_step_at, |record| {
                record.signed_at.max(confirmed_at(ticket))
            }),
        Act::VerifyHours(_) => ticket.work.as_ref().map_or(ticket.last_step_at, |work| work.at),
        Act::FollowUp(_) => ticket
            .reply
            .as_ref()
            .map_or(ticket.last_step_at, |reply| reply.at),
        Act::Close(_) => last_before_close(ticket),
        Act::CloseViolation(_) => ticket
            .open_violation()
            .map_or(ticket.open.received_at, |violation| violation.reported_at),
        Act::Urge(_)
        | Act::Supervise(_)
        | Act::AskExtension(_)
        | Act::AskValve(_)
        | Act::Appoint(_)
        | Act::Arrange(_)
        | Act::Note(_)
        | Act::RecordViolation(_)
        | Act::ChangeOutage(_)
        | Act::MoveEvent(_)
        | Act::Attach(_) => ticket.open.received_at,
        _ => follows_in_case(ticket, act).unwrap_or(ticket.last_step_at),
    }
}

/// When what a step of one service follows happened, where that is not the last step.
fn follows_in_case(ticket: &Ticket, act: &Act) -> Option<Moment> {
    match (act, &ticket.case) {
        (Act::Consent(_), Case::Reminder(case)) => case.telling.as_ref().map(|telling| telling.at),
        (Act::Consent(_), Case::LeakDetection(_)) => Some(confirmed_at(ticket)),
        (Act::PassSample(_) | Act::ReceiveSample(_) | Act::RejectSample(_), Case::WaterQuality(case)) => case
            .custody
            .last()
            .map(|holding| holding.from.max(ticket.last_step_at)),
        (Act::MakeTrip(_) | Act::CheckSafety(_), Case::EmergencyWater(case)) => {
            case.authorisation.as_ref().map(|authorisation| authorisation.at)
        }
        (Act::EndOutage(_), Case::EmergencyWater(case)) => Some(ticket.last_step_at.max(case.started_at)),
        _ => None,
    }
}

/// When what the customer confirms had happened.
fn confirmed_at(ticket: &Ticket) -> Moment {
    let at = match &ticket.case {
        Case::Repair => ticket.work.as_ref().map(|work| work.at),
        Case::Reminder(case) => case.telling.as_ref().map(|telling| telling.at),
        Case::LeakDetection(case) => {
            let concluded = case.conclusion.as_ref().map(|conclusion| conclusion.at);
            concluded.or_else(|| case.searches.last().map(|search| search.at))
        }
        Case::WaterQuality(case) => case.sampling.as_ref().map(|sampling| sampling.at),
        Case::Community(case) => case.held.as_ref().map(|held| held.details.ended_at),
        Case::EmergencyWater(case) => case.last_stop_at(),
    };
    at.unwrap_or(ticket.last_step_at)
}

/// Closing follows the signature, the verified hours and the last call, whichever came last.
fn last_before_close(ticket: &Ticket) -> Moment {
    [
        ticket.acknowledgement.as_ref().map(|record| record.signed_at),
        ticket.hours.as_ref().map(|hours| hours.at),
        ticket.follow_ups.iter().map(|call| call.at).max(),
        last_in_case(&ticket.case),
    ]
    .into_iter()
    .flatten()
    .fold(ticket.last_step_at, Moment::max)
}

fn last_in_case(case: &Case) -> Option<Moment> {
    match case {
        Case::EmergencyWater(case) => {
            let checks = case.checks.iter().map(|check| check.at);
            checks.chain(case.last_stop_at()).max()
        }
        _ => case.consent().map(|consent| consent.at),
    }
}

type Facts = Result<Vec<TicketFact>, Refusal>;

/// The fact of contents that hold.
fn kept<T: Clone>(details: &T, checked: Result<(), Refusal>, fact: fn(T) -> TicketFact) -> Facts {
    checked.map(|()| vec![fact(details.clone())])
}

fn plain(details: &Plain, fact: fn(Plain) -> TicketFact) -> Facts {
    kept(details, check::optional("note", &details.note, check::TEXT), fact)
}

fn because(details: &Because, fact: fn(Because) -> TicketFact) -> Facts {
    kept(details, check::text("reason", &details.reason, check::TEXT), fact)
}

fn words(details: &Urge, fact: fn(Urge) -> TicketFact) -> Facts {
    kept(details, check::text("words", &details.words, check::TEXT), fact)
}

fn crew(name: &str, context: &Context) -> Result<(), Refusal> {
    check::text("crew", name, check::NAME)?;
    let known = context.settings.crew(name).map(|_| ());
    known.ok_or_else(|| Refusal::at(Code::UnknownCrew, "crew").with("crew", name))
}

fn later(field: &str, at: Moment, than: Moment) -> Result<(), Refusal> {
    check::moment(field, at)?;
    if at > than {
        Ok(())
    } else {
        Err(Refusal::at(Code::TimeNotLater, field))
    }
}

fn arrange(details: &Arrangement, context: &Context) -> Facts {
    crew(&details.crew, context)?;
    check::text("goes", &details.goes, check::NAME)?;
    later("planned_at", details.planned_at, context.happened_at)?;
    check::text("told", &details.told, check::TEXT)?;
    Ok(vec![F::Arranged(details.clone())])
}

fn hand_over(details: &HandOver) -> Facts {
    check::text("taken_by", &details.taken_by, check::NAME)?;
    check::optional("note", &details.note, check::TEXT)?;
    Ok(vec![F::HandedOver(details.clone())])
}

fn assign(details: &Assignment, context: &Context) -> Result<(), Refusal> {
    crew(&details.crew, context)?;
    check::optional("goes", &details.goes, check::NAME)?;
    check::optional("note", &details.note, check::TEXT)
}

/// 稽查队 looks for leaks (2.3) and takes samples (3); no other crew is sent.
fn send(details: &Assignment, context: &Context) -> Result<(), Refusal> {
    assign(details, context)?;
    inspection(&details.crew, context)
}

/// 稽查队 shuts valves too (4.3⑷).
fn inspection(name: &str, context: &Context) -> Result<(), Refusal> {
    crew(name, context)?;
    let known = context.settings.crew(name);
    let department = known.map_or(Department::Other, |crew| crew.department);
    if department == Department::Inspection {
        return Ok(());
    }
    Err(Refusal::at(Code::WrongCrew, "crew")
        .with("crew", name)
        .with("department_zh", department.zh()))
}

fn reassign(details: &Assignment, context: &Context) -> Facts {
    assign(details, context)?;
    check::text("note", &details.note, check::TEXT)?;
    Ok(vec![F::Reassigned(details.clone())])
}

fn appoint(details: &Appointment, context: &Context) -> Facts {
    later("at", details.at, context.happened_at)?;
    check::text("reason", &details.reason, check::TEXT)?;
    check::text("agreed_with", &details.agreed_with, check::NAME)?;
    Ok(vec![F::Appointed(details.clone())])
}

/// Signed, refused or left; `why` there is a new record in the place of the last one, which stays as it is.
fn acknowledge(
    ticket: &Ticket,
    answer: &Answer,
    place: &str,
    why: Option<&String>,
    context: &Context,
) -> Facts {
    answer.check()?;
    check::text("place", place, check::LINE)?;
    if matches!(answer, Answer::OnScreen { pen: Some(_), .. }) && !context.settings.keep_pen {
        return Err(Refusal::at(Code::BadRequest, "pen").with("detail", "the settings keep no pen"));
    }
    let file = |sha256: &str| ticket.attachments.iter().find(|file| file.sha256 == sha256);
    match answer {
        Answer::Paper { scan, .. } if file(scan).is_none() => {
            return Err(Refusal::at(Code::NotFound, "scan").with("what", "attachment"));
        }
        Answer::Left { .. } if ticket.open.asked.kind() != ServiceKind::Reminder => {
            return Err(Refusal::at(Code::LeftNotHere, "way"));
        }
        Answer::Left { photo, .. } => match file(photo).map(|file| file.media) {
            None => return Err(Refusal::at(Code::NotFound, "photo").with("what", "attachment")),
            Some(Media::Pdf) => return Err(Refusal::at(Code::NotAPhoto, "photo")),
            Some(Media::Jpeg | Media::Png) => {}
        },
        _ => {}
    }
    let content =
        content(ticket, place, &context.settings.templates).ok_or_else(|| Refusal::new(Code::WrongStage))?;
    let secret = context.secret.ok_or_else(|| Refusal::new(Code::KeyMissing))?;
    let corrects = ticket
        .acknowledgement
        .as_ref()
        .zip(why)
        .map(|(last, why)| Corrects {
            number: last.number.clone(),
            hash: last.hash.clone(),
            why: why.clone(),
        });
    // What is signed here is signed now; of paper and refusals the record holds both times.
    let elsewhere = !matches!(answer, Answer::OnScreen { .. });
    let signing = Signing {
        content,
        answer: answer.clone(),
        signed_at: context.happened_at,
        recorded_at: elsewhere.then_some(context.now),
        before: ticket.corrected.len() + usize::from(corrects.is_some()),
        corrects,
        previous: context.last_record.to_owned(),
    };
    let record = Record::seal(signing, secret)?;
    Ok(vec![F::Acknowledged(Box::new(record))])
}

fn reply(details: &Reply) -> Facts {
    check::text("text", &details.text, check::TEXT)?;
    check::text("told", &details.told, check::NAME)?;
    Ok(vec![F::Replied(details.clone())])
}

fn verify_hours(ticket: &Ticket, details: &VerifiedHours, context: &Context) -> Facts {
    check::range("minutes", details.minutes, 0, 30 * 1440)?;
    check::optional("reason", &details.reason, check::TEXT)?;
    let claimed = ticket.work.as_ref().map_or(0, |work| work.details.minutes());
    if details.minutes != claimed && details.reason.trim().is_empty() {
        return Err(Refusal::at(Code::HoursReasonMissing, "reason").with("claimed", claimed));
    }
    let for_office = desk::for_office(Step::VerifyHours, ticket, &context.person)?;
    Ok(vec![F::HoursVerified(VerifiedHours {
        for_office,
        ..details.clone()
    })])
}

/// A yes to the question of conduct is a violation record, which only a manager closes (2.5, 5.3).
fn follow_up(details: &FollowUp) -> Facts {
    check::optional("words", &details.words, check::TEXT)?;
    let reached = details.outcome != FollowUpOutcome::NotReached;
    if reached && details.misconduct.is_none() {
        return Err(Refusal::at(Code::ConductUnanswered, "misconduct"));
    }
    if !reached && details.misconduct.is_some() {
        return Err(Refusal::at(Code::BadRequest, "misconduct").with("detail", "nobody answered"));
    }
    let mut facts = vec![F::FollowedUp(details.clone())];
    if reached && details.misconduct == Some(true) {
        check::text("words", &details.words, check::TEXT)?;
        facts.push(F::ViolationRecorded(Urge {
            words: details.words.clone(),
        }));
    }
    Ok(facts)
}

fn ask_extension(ticket: &Ticket, details: &ExtensionRequest, context: &Context) -> Facts {
    check::moment("until", details.until)?;
    check::text("reason", &details.reason, check::TEXT)?;
    let limit = clock::total_limit(ticket).unwrap_or(ticket.open.received_at);
    if details.until <= limit {
        return Err(Refusal::at(Code::ExtensionNotLater, "until").with("limit", limit.0));
    }
    later("until", details.until, context.happened_at)?;
    Ok(vec![F::ExtensionAsked(details.clone())])
}

fn approve_extension(ticket: &Ticket, details: &Plain, context: &Context) -> Facts {
    check::optional("note", &details.note, check::TEXT)?;
    Ok(vec![F::ExtensionApproved(Approval {
        note: details.note.clone(),
        for_office: desk::for_office(Step::ApproveExtension, ticket, &context.person)?,
    })])
}

fn refuse_extension(ticket: &Ticket, details: &Because, context: &Context) -> Facts {
    check::text("reason", &details.reason, check::TEXT)?;
    Ok(vec![F::ExtensionRefused(Rejection {
        reason: details.reason.clone(),
        for_office: desk::for_office(Step::RefuseExtension, ticket, &context.person)?,
    })])
}

/// 4.3⑷: 生调部 names the team. Where nobody of 生调部 types it, the line says who of them did so by telephone.
fn order_valve(ticket: &Ticket, details: &ValveOrder, context: &Context) -> Facts {
    inspection(&details.crew, context)?;
    let mut order = details.clone();
    if let Some(number) = order.task {
        let mut tasks = ticket.valves.iter();
        let task = tasks
            .find(|task| task.task == number && task.unnamed())
            .ok_or_else(|| Refusal::at(Code::NoValveTask, "task"))?;
        if order.place.trim().is_empty() {
            order.place.clone_from(&task.order.place);
        }
    }
    check::text("place", &order.place, check::LINE)?;
    let dispatcher = context.person.roles.contains(&Role::Dispatcher);
    if !dispatcher && order.task.is_none() {
        return Err(Refusal::at(Code::ValveNotAsked, "task"));
    }
    let bound = if dispatcher { check::optional } else { check::text };
    bound("named_by", &order.named_by, check::NAME)?;
    another(context, Role::Dispatcher, "named_by", &order.named_by)?;
    Ok(vec![F::ValveOrdered(order)])
}

/// Whoever has not the role that decides writes down who did, by telephone, and that is somebody else.
fn another(context: &Context, role: Role, field: &str, name: &str) -> Result<(), Refusal> {
    if !context.person.roles.contains(&role) && name.trim() == context.person.name {
        return Err(Refusal::at(Code::NamedThemselves, field));
    }
    Ok(())
}

fn valve(
    ticket: &Ticket,
    step: &ValveStep,
    waits: fn(&ValveTask) -> bool,
    fact: fn(ValveStep) -> TicketFact,
) -> Facts {
    check::optional("note", &step.note, check::TEXT)?;
    let task = ticket
        .valves
        .iter()
        .find(|task| task.task == step.task && task.open() && waits(task));
    let task = task.ok_or_else(|| Refusal::at(Code::NoValveTask, "task"))?;
    let fact = fact(step.clone());
    // Nobody can be there whom nobody has sent.
    if task.unnamed() && matches!(fact, F::ValveArrived(_)) {
        return Err(Refusal::at(Code::ValveUnnamed, "task"));
    }
    Ok(vec![fact])
}

fn valve_end(
    ticket: &Ticket,
    step: &ValveStep,
    waits: fn(&ValveTask) -> bool,
    fact: fn(ValveStep) -> TicketFact,
) -> Facts {
    check::text("note", &step.note, check::TEXT)?;
    valve(ticket, step, waits, fact)
}
