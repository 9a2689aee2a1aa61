//! Decides what a step leads to: facts, or a refusal. The table of the service says where and under which needs;
//! here stand the times and the contents.

use super::{
    ServiceKind,
    community::{EventDecision, Held, Schedule},
    emergency_water::{Authorisation, OutageChange, SafetyCheck, Trip},
    leak_detection::{Conclusion, Escalation, Search, SearchReply},
    moves,
    reminder::Telling,
    repair::{Arrangement, ValveOrder, ValveStep, VerifiedHours, Work},
    step::{
        Appointment, Assignment, Because, Consent, ExtensionRequest, FollowUp, FollowUpOutcome, HandOver,
        Plain, Reply, Step, Urge,
    },
    water_quality::{Entering, Passing, Receipt, Sampling},
};
use crate::{
    Code, Moment, Refusal, Ticket,
    acknowledgement::{Answer, Record, content},
    attachment::Attachment,
    calendar::Calendar,
    check, clock,
    fact::TicketFact,
    settings::{Department, Settings},
    standard::Standard,
    ticket::{Case, Link, Open, Terms, ValveTask},
};

/// What holds now, besides the ticket itself.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Now.
    pub now: Moment,
    /// When the step happened.
    pub happened_at: Moment,
    /// Who took it, by name.
    pub performed_by: &'a str,
    /// Id of the person who types it.
    pub recorded_by: i64,
    /// The company's settings now.
    pub settings: &'a Settings,
    /// The calendar now.
    pub calendar: &'a Calendar,
    /// The standard of drinking water now.
    pub standard: &'a Standard,
    /// Hash of the last acknowledgement record in the file.
    pub last_record: &'a str,
}

/// A step with its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// 登记安排.
    Arrange(Arrangement),
    /// 转派.
    HandOver(HandOver),
    /// 派工.
    Assign(Assignment),
    /// 改派.
    Reassign(Assignment),
    /// 预约.
    Appoint(Appointment),
    /// 到场.
    Arrive(Plain),
    /// 维修完成.
    Finish(Work),
    /// 签字 or 拒签, at a place.
    Acknowledge(Answer, String),
    /// 回复.
    Reply(Reply),
    /// 工时核定.
    VerifyHours(VerifiedHours),
    /// 回访.
    FollowUp(FollowUp),
    /// 办结.
    Close(Plain),
    /// 退单.
    Return(Because),
    /// 催办.
    Urge(Urge),
    /// 督办.
    Supervise(Urge),
    /// 申请延时.
    AskExtension(ExtensionRequest),
    /// 批准延时.
    ApproveExtension(Plain),
    /// 不批准延时.
    RefuseExtension(Because),
    /// 安排关阀.
    OrderValve(ValveOrder),
    /// 关阀人员到场.
    ValveArrive(ValveStep),
    /// 阀门已关.
    ValveShut(ValveStep),
    /// 取消关阀.
    ValveDrop(ValveStep),
    /// 转表前维修.
    PassOn(Because),
    /// 作废.
    Cancel(Because),
    /// 备注.
    Note(Plain),
    /// 附件.
    Attach(Attachment),
    /// 登记违规.
    RecordViolation(Urge),
    /// 违规处理.
    CloseViolation(Because),
    /// 告知用户.
    Tell(Telling),
    /// 征求同意.
    Consent(Consent),
    /// 安排检漏.
    SendTeam(Assignment),
    /// 检漏结果.
    Search(Search),
    /// 上报研究.
    Escalate(Escalation),
    /// 研究结论.
    Conclude(Conclusion),
    /// 回复检漏结果.
    ReplySearch(SearchReply),
    /// 安排取样.
    SendSampler(Assignment),
    /// 取样.
    Sample(Sampling),
    /// 样品交接.
    PassSample(Passing),
    /// 收样.
    ReceiveSample(Receipt),
    /// 退样重取.
    RejectSample(Because),
    /// 检测结果.
    EnterResults(Entering),
    /// 回复检测结果.
    ReplyResults(Reply),
    /// 研判.
    DecideEvent(EventDecision),
    /// 排定活动.
    ScheduleEvent(Schedule),
    /// 活动改期.
    MoveEvent(Schedule),
    /// 活动登记.
    HoldEvent(Held),
    /// 授权送水.
    Authorise(Authorisation),
    /// 送水车次.
    MakeTrip(Trip),
    /// 安全检查.
    CheckSafety(SafetyCheck),
    /// 停水变更.
    ChangeOutage(OutageChange),
    /// 恢复供水.
    EndOutage(Plain),
}

impl Act {
    /// The row of the table it belongs to.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Arrange(_) => Step::Arrange,
            Self::HandOver(_) => Step::HandOver,
            Self::Assign(_) => Step::Assign,
            Self::Reassign(_) => Step::Reassign,
            Self::Appoint(_) => Step::Appoint,
            Self::Arrive(_) => Step::Arrive,
            Self::Finish(_) => Step::Finish,
            Self::Acknowledge(..) => Step::Acknowledge,
            Self::Reply(_) => Step::Reply,
            Self::VerifyHours(_) => Step::VerifyHours,
            Self::FollowUp(_) => Step::FollowUp,
            Self::Close(_) => Step::Close,
            Self::Return(_) => Step::Return,
            Self::Urge(_) => Step::Urge,
            Self::Supervise(_) => Step::Supervise,
            Self::AskExtension(_) => Step::AskExtension,
            Self::ApproveExtension(_) => Step::ApproveExtension,
            Self::RefuseExtension(_) => Step::RefuseExtension,
            Self::OrderValve(_) => Step::OrderValve,
            Self::ValveArrive(_) => Step::ValveArrive,
            Self::ValveShut(_) => Step::ValveShut,
            Self::ValveDrop(_) => Step::ValveDrop,
            Self::PassOn(_) => Step::PassOn,
            Self::Cancel(_) => Step::Cancel,
            Self::Note(_) => Step::Note,
            Self::Attach(_) => Step::Attach,
            Self::RecordViolation(_) => Step::RecordViolation,
            Self::CloseViolation(_) => Step::CloseViolation,
            Self::Tell(_) => Step::Tell,
            Self::Consent(_) => Step::Consent,
            Self::SendTeam(_) => Step::SendTeam,
            Self::Search(_) => Step::Search,
            Self::Escalate(_) => Step::Escalate,
            Self::Conclude(_) => Step::Conclude,
            Self::ReplySearch(_) => Step::ReplySearch,
            Self::SendSampler(_) => Step::SendSampler,
            Self::Sample(_) => Step::Sample,
            Self::PassSample(_) => Step::PassSample,
            Self::ReceiveSample(_) => Step::ReceiveSample,
            Self::RejectSample(_) => Step::RejectSample,
            Self::EnterResults(_) => Step::EnterResults,
            Self::ReplyResults(_) => Step::ReplyResults,
            Self::DecideEvent(_) => Step::DecideEvent,
            Self::ScheduleEvent(_) => Step::ScheduleEvent,
            Self::MoveEvent(_) => Step::MoveEvent,
            Self::HoldEvent(_) => Step::HoldEvent,
            Self::Authorise(_) => Step::Authorise,
            Self::MakeTrip(_) => Step::MakeTrip,
            Self::CheckSafety(_) => Step::CheckSafety,
            Self::ChangeOutage(_) => Step::ChangeOutage,
            Self::EndOutage(_) => Step::EndOutage,
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
    moves::allowed(Step::OpenLinked, source, context.settings.follow_up_attempts)?;
    let service = asked.asked.kind();
    if !linkable(source.open.asked.kind()).contains(&service) {
        return Err(Refusal::at(Code::BadLink, "open.asked").with("service_zh", service.zh()));
    }
    let agreed_at = match &source.case {
        Case::Reminder(case) => case.consent.as_ref().map(|consent| consent.at),
        Case::LeakDetection(case) => case.consent.as_ref().map(|consent| consent.at),
        _ => None,
    };
    // Consent first, in time as well (1.3).
    let follows = agreed_at.unwrap_or(source.open.received_at);
    check::happened("open.received_at", asked.received_at, follows, context.now)?;
    let from = Link {
        ticket: source.id,
        number: source.number.clone(),
        service: source.open.asked.kind(),
    };
    let opened = opened(asked, id, number.clone(), Some(from), context).map_err(|refusal| Refusal {
        field: refusal.field.map(|field| format!("open.{field}")),
        ..refusal
    })?;
    let link = Link {
        ticket: id,
        number,
        service,
    };
    Ok((opened, TicketFact::LinkOpened(link)))
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
    Ok(TicketFact::Opened {
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
    moves::allowed(act.step(), ticket, context.settings.follow_up_attempts)?;
    check::text("performed_by", context.performed_by, check::NAME)?;
    check::happened(
        "happened_at",
        context.happened_at,
        follows(ticket, act),
        context.now,
    )?;
    match act {
        Act::Arrange(details) => arrange(details, context),
        Act::HandOver(details) => hand_over(details),
        Act::Assign(details) => {
            assign(details, context).map(|()| vec![TicketFact::Assigned(details.clone())])
        }
        Act::Reassign(details) => reassign(details, context),
        Act::Appoint(details) => appoint(details, context),
        Act::Arrive(details) => plain(details, TicketFact::Arrived),
        Act::Finish(details) => details
            .check()
            .map(|()| vec![TicketFact::Finished(details.clone())]),
        Act::Acknowledge(answer, place) => acknowledge(ticket, answer, place, context),
        Act::Reply(details) => reply(details),
        Act::VerifyHours(details) => verify_hours(ticket, details),
        Act::FollowUp(details) => follow_up(details),
        Act::Close(details) => close(ticket, details),
        Act::Return(details) => because(details, TicketFact::Returned),
        Act::Urge(details) => words(details, TicketFact::Urged),
        Act::Supervise(details) => words(details, TicketFact::Supervised),
        Act::AskExtension(details) => ask_extension(ticket, details, context),
        Act::ApproveExtension(details) => approve_extension(ticket, details, context),
        Act::RefuseExtension(details) => because(details, TicketFact::ExtensionRefused),
        Act::OrderValve(details) => order_valve(details, context),
        Act::ValveArrive(details) => valve(
            ticket,
            details,
            |task| task.arrived_at.is_none(),
            TicketFact::ValveArrived,
        ),
        Act::ValveShut(details) => valve_end(
            ticket,
            details,
            |task| task.arrived_at.is_some(),
            TicketFact::ValveShut,
        ),
        Act::ValveDrop(details) => valve_end(ticket, details, |_| true, TicketFact::ValveDropped),
        Act::PassOn(details) => because(details, TicketFact::PassedOn),
        Act::Cancel(details) => because(details, TicketFact::Cancelled),
        Act::Note(details) => {
            check::text("note", &details.note, check::TEXT).map(|()| vec![TicketFact::Noted(details.clone())])
        }
        Act::Attach(file) => {
            check::text("name", &file.name, check::LINE).map(|()| vec![TicketFact::Attached(file.clone())])
        }
        Act::RecordViolation(details) => words(details, TicketFact::ViolationRecorded),
        Act::CloseViolation(details) => because(details, TicketFact::ViolationClosed),
        Act::Tell(_) | Act::Consent(_) => remind(act),
        Act::SendTeam(details) => {
            send(details, context).map(|()| vec![TicketFact::TeamSent(details.clone())])
        }
        Act::Search(_) | Act::Escalate(_) | Act::Conclude(_) | Act::ReplySearch(_) => detect(ticket, act),
        Act::SendSampler(details) => {
            send(details, context).map(|()| vec![TicketFact::SamplerSent(details.clone())])
        }
        Act::Sample(_)
        | Act::PassSample(_)
        | Act::ReceiveSample(_)
        | Act::RejectSample(_)
        | Act::EnterResults(_) => test_water(ticket, act, context),
        Act::ReplyResults(details) => reply(details),
        Act::DecideEvent(_) | Act::ScheduleEvent(_) | Act::MoveEvent(_) | Act::HoldEvent(_) => {
            hold(act, context)
        }
        Act::Authorise(_)
        | Act::MakeTrip(_)
        | Act::CheckSafety(_)
        | Act::ChangeOutage(_)
        | Act::EndOutage(_) => deliver(ticket, act, context),
    }
}

/// The steps only a reminder has (1.2, 1.3).
fn remind(act: &Act) -> Facts {
    match act {
        Act::Tell(details) => details.check().map(|()| vec![TicketFact::Told(details.clone())]),
        Act::Consent(details) => {
            check::text("given_by", &details.given_by, check::NAME)?;
            check::optional("words", &details.words, check::TEXT)?;
            Ok(vec![TicketFact::Consented(details.clone())])
        }
        _ => Err(Refusal::new(Code::WrongService)),
    }
}

/// The steps only a leak detection has (2.4).
fn detect(ticket: &Ticket, act: &Act) -> Facts {
    let Case::LeakDetection(case) = &ticket.case else {
        return Err(Refusal::new(Code::WrongService));
    };
    match act {
        Act::Search(details) => details
            .check()
            .map(|()| vec![TicketFact::Searched(details.clone())]),
        Act::Escalate(details) => details
            .check()
            .map(|()| vec![TicketFact::Escalated(details.clone())]),
        Act::Conclude(details) => details
            .check()
            .map(|()| vec![TicketFact::Concluded(details.clone())]),
        Act::ReplySearch(details) => {
            let finding = case.finding().ok_or_else(|| Refusal::new(Code::NotConcluded))?;
            details.check(finding)?;
            Ok(vec![TicketFact::SearchReplied(details.clone())])
        }
        _ => Err(Refusal::new(Code::WrongService)),
    }
}

/// The steps only a water test has (3).
fn test_water(ticket: &Ticket, act: &Act, context: &Context) -> Facts {
    let Case::WaterQuality(case) = &ticket.case else {
        return Err(Refusal::new(Code::WrongService));
    };
    match act {
        Act::Sample(details) => details
            .check()
            .map(|()| vec![TicketFact::Sampled(details.clone())]),
        Act::PassSample(details) => {
            check::text("to", &details.to, check::NAME)?;
            check::optional("note", &details.note, check::LINE)?;
            Ok(vec![TicketFact::SamplePassed(details.clone())])
        }
        Act::ReceiveSample(details) => details
            .check()
            .map(|()| vec![TicketFact::SampleReceived(details.clone())]),
        Act::RejectSample(details) => because(details, TicketFact::SampleRejected),
        Act::EnterResults(details) => {
            let results = details.judge(context.standard, case.result().is_some())?;
            Ok(vec![TicketFact::ResultsEntered(Box::new(results))])
        }
        _ => Err(Refusal::new(Code::WrongService)),
    }
}

/// The steps only a community event has (5). A rule of conduct that was not kept is a violation record (5.3).
fn hold(act: &Act, context: &Context) -> Facts {
    match act {
        Act::DecideEvent(details) => {
            check::text("reason", &details.reason, check::TEXT)?;
            Ok(vec![TicketFact::EventDecided(details.clone())])
        }
        Act::ScheduleEvent(details) => details
            .check(false)
            .map(|()| vec![TicketFact::EventScheduled(details.clone())]),
        Act::MoveEvent(details) => details
            .check(true)
            .map(|()| vec![TicketFact::EventMoved(details.clone())]),
        Act::HoldEvent(details) => {
            details.check()?;
            check::happened("ended_at", details.ended_at, context.happened_at, context.now)?;
            let mut facts = vec![TicketFact::EventHeld(Box::new(details.clone()))];
            facts.extend(details.broken().map(|line| {
                TicketFact::ViolationRecorded(Urge {
                    words: format!("{}：{}", line.rule.zh(), line.note),
                })
            }));
            Ok(facts)
        }
        _ => Err(Refusal::new(Code::WrongService)),
    }
}

/// The steps only an outage with water trucks has (6).
fn deliver(ticket: &Ticket, act: &Act, context: &Context) -> Facts {
    let Case::EmergencyWater(case) = &ticket.case else {
        return Err(Refusal::new(Code::WrongService));
    };
    match act {
        Act::Authorise(details) => {
            let suggested = case
                .verdicts(&ticket.terms.thresholds)
                .iter()
                .any(|verdict| verdict.met);
            details.check(suggested)?;
            Ok(vec![TicketFact::Authorised(details.clone())])
        }
        Act::MakeTrip(details) => {
            details.check(&case.places, context.happened_at, context.now)?;
            Ok(vec![TicketFact::TripMade(details.clone())])
        }
        Act::CheckSafety(details) => details
            .check()
            .map(|()| vec![TicketFact::SafetyChecked(details.clone())]),
        Act::ChangeOutage(details) => details
            .check(case)
            .map(|()| vec![TicketFact::OutageChanged(details.clone())]),
        Act::EndOutage(details) => plain(details, TicketFact::OutageEnded),
        _ => Err(Refusal::new(Code::WrongService)),
    }
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
    plain(details, TicketFact::Closed)
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
    moves::allowed(Step::Merge, duplicate, context.settings.follow_up_attempts)?;
    check::text("performed_by", context.performed_by, check::NAME)?;
    check::happened(
        "happened_at",
        context.happened_at,
        duplicate.last_step_at,
        context.now,
    )?;
    let alive = original.stage.open() || original.closed_at.is_some();
    let same = original.open.asked.kind() == duplicate.open.asked.kind();
    if original.id == duplicate.id || !alive || !same {
        return Err(Refusal::at(Code::BadMerge, "into"));
    }
    Ok((
        TicketFact::Merged {
            into: original.id,
            number: original.number.clone(),
        },
        TicketFact::DuplicateJoined {
            from: duplicate.id,
            number: duplicate.number.clone(),
        },
    ))
}

/// When the step it follows happened: the main line follows its last step (the hand-over its arrangement as
/// well), a decision its request, a valve step its order; everything else only the report.
fn follows(ticket: &Ticket, act: &Act) -> Moment {
    let task = |step: &ValveStep| {
        let task = ticket.valves.iter().find(|task| task.task == step.task);
        task.map_or(ticket.open.received_at, |task| {
            task.arrived_at.unwrap_or(task.ordered_at)
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
        Act::ValveArrive(step) | Act::ValveShut(step) | Act::ValveDrop(step) => task(step),
        Act::Acknowledge(..) => confirmed_at(ticket),
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
        | Act::OrderValve(_)
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
        Case::EmergencyWater(case) => {
            let stops = case.trips.iter().flat_map(|trip| &trip.details.stops);
            stops.map(|stop| stop.at).max()
        }
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
        Case::Reminder(case) => case.consent.as_ref().map(|consent| consent.at),
        Case::LeakDetection(case) => case.consent.as_ref().map(|consent| consent.at),
        Case::EmergencyWater(case) => {
            let stops = case.trips.iter().flat_map(|trip| &trip.details.stops);
            let checks = case.checks.iter().map(|check| check.at);
            stops.map(|stop| stop.at).chain(checks).max()
        }
        _ => None,
    }
}

type Facts = Result<Vec<TicketFact>, Refusal>;

fn plain(details: &Plain, fact: fn(Plain) -> TicketFact) -> Facts {
    check::optional("note", &details.note, check::TEXT).map(|()| vec![fact(details.clone())])
}

fn because(details: &Because, fact: fn(Because) -> TicketFact) -> Facts {
    check::text("reason", &details.reason, check::TEXT).map(|()| vec![fact(details.clone())])
}

fn words(details: &Urge, fact: fn(Urge) -> TicketFact) -> Facts {
    check::text("words", &details.words, check::TEXT).map(|()| vec![fact(details.clone())])
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
    Ok(vec![TicketFact::Arranged(details.clone())])
}

fn hand_over(details: &HandOver) -> Facts {
    check::text("taken_by", &details.taken_by, check::NAME)?;
    check::optional("note", &details.note, check::TEXT)?;
    Ok(vec![TicketFact::HandedOver(details.clone())])
}

fn assign(details: &Assignment, context: &Context) -> Result<(), Refusal> {
    crew(&details.crew, context)?;
    check::optional("goes", &details.goes, check::NAME)?;
    check::optional("note", &details.note, check::TEXT)
}

/// 稽查队 looks for leaks (2.3) and takes samples (3); no other crew is sent.
fn send(details: &Assignment, context: &Context) -> Result<(), Refusal> {
    assign(details, context)?;
    let crew = context.settings.crew(&details.crew);
    let department = crew.map_or(Department::Other, |crew| crew.department);
    if department == Department::Inspection {
        return Ok(());
    }
    Err(Refusal::at(Code::WrongCrew, "crew")
        .with("crew", details.crew.clone())
        .with("department_zh", department.zh()))
}

fn reassign(details: &Assignment, context: &Context) -> Facts {
    assign(details, context)?;
    check::text("note", &details.note, check::TEXT)?;
    Ok(vec![TicketFact::Reassigned(details.clone())])
}

fn appoint(details: &Appointment, context: &Context) -> Facts {
    later("at", details.at, context.happened_at)?;
    check::text("reason", &details.reason, check::TEXT)?;
    check::text("agreed_with", &details.agreed_with, check::NAME)?;
    Ok(vec![TicketFact::Appointed(details.clone())])
}

fn acknowledge(ticket: &Ticket, answer: &Answer, place: &str, context: &Context) -> Facts {
    answer.check()?;
    check::text("place", place, check::LINE)?;
    let attached = |sha256: &str| ticket.attachments.iter().any(|file| file.sha256 == sha256);
    match answer {
        Answer::Paper { scan, .. } if !attached(scan) => {
            return Err(Refusal::at(Code::NotFound, "scan").with("what", "attachment"));
        }
        Answer::Left { .. } if ticket.open.asked.kind() != ServiceKind::Reminder => {
            return Err(Refusal::at(Code::LeftNotHere, "way"));
        }
        Answer::Left { photo, .. } if !attached(photo) => {
            return Err(Refusal::at(Code::NotFound, "photo").with("what", "attachment"));
        }
        _ => {}
    }
    let content = content(ticket, place).ok_or_else(|| Refusal::new(Code::WrongStage))?;
    let record = Record::seal(
        content,
        answer.clone(),
        context.happened_at,
        context.last_record.to_owned(),
    )?;
    Ok(vec![TicketFact::Acknowledged(Box::new(record))])
}

fn reply(details: &Reply) -> Facts {
    check::text("text", &details.text, check::TEXT)?;
    check::text("told", &details.told, check::NAME)?;
    Ok(vec![TicketFact::Replied(details.clone())])
}

fn verify_hours(ticket: &Ticket, details: &VerifiedHours) -> Facts {
    check::range("minutes", details.minutes, 0, 30 * 1440)?;
    check::optional("reason", &details.reason, check::TEXT)?;
    let claimed = ticket.work.as_ref().map_or(0, |work| work.details.minutes());
    if details.minutes != claimed && details.reason.trim().is_empty() {
        return Err(Refusal::at(Code::HoursReasonMissing, "reason").with("claimed", claimed));
    }
    Ok(vec![TicketFact::HoursVerified(details.clone())])
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
    let mut facts = vec![TicketFact::FollowedUp(details.clone())];
    if reached && details.misconduct == Some(true) {
        check::text("words", &details.words, check::TEXT)?;
        facts.push(TicketFact::ViolationRecorded(Urge {
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
    Ok(vec![TicketFact::ExtensionAsked(details.clone())])
}

fn approve_extension(ticket: &Ticket, details: &Plain, context: &Context) -> Facts {
    let own = |asked: &crate::ticket::Extension| {
        asked.recorded_by == context.recorded_by || asked.asked_by == context.performed_by
    };
    if ticket.pending_extension().is_some_and(own) {
        return Err(Refusal::new(Code::ExtensionOwnRequest));
    }
    plain(details, TicketFact::ExtensionApproved)
}

fn order_valve(details: &ValveOrder, context: &Context) -> Facts {
    crew(&details.crew, context)?;
    check::text("place", &details.place, check::LINE)?;
    Ok(vec![TicketFact::ValveOrdered(details.clone())])
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
    task.ok_or_else(|| Refusal::at(Code::NoValveTask, "task"))
        .map(|_| vec![fact(step.clone())])
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
