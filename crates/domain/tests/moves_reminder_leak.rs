//! The moves of a reminder and a leak detection: what is refused and why (policy §1, §2).
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "tests may stop at the first surprise"
    )
)]

mod common;

use common::{
    AGENT, CREW, ENGINEER, Story, approve, arrive, ask_extension, at, because, call_back, close,
    services::{
        TEAM, attach, conclude, consent, escalate, event_report, leak_report, leaves_notice, outage_report,
        reminder_report, reply_search, scan, search, searched, searching, send_team, signs, told,
        water_report,
    },
};
use domain::{
    Code, Moment,
    attachment::{Attachment, MediaType},
    clock::ClockKind,
    moment::HOUR,
    service::{
        ServiceIntake, ServiceKind, act::StepInput, community::EventOrigin, leak_detection::LeakFinding,
        step::FollowUpOutcome,
    },
    ticket::{Stage, TicketCase, TicketIntake},
};

fn repair_report(received: Moment) -> TicketIntake {
    common::report(received)
}

/// Opens a linked ticket at a time: the code it is refused with, or its service.
fn link(story: &mut Story, open: &TicketIntake) -> Result<ServiceKind, Code> {
    let opened = story.open_linked(open, 2, AGENT, at("2026-11-30 10:00"));
    opened
        .map(|ticket| ticket.open.asked.service_kind())
        .map_err(|refusal| refusal.code)
}

/// A leak detection with its answer of a time, followed up.
fn answered(finding: LeakFinding) -> Story {
    searched(finding)
        .then("2026-11-23 16:00", reply_search(true))
        .then(
            "2026-11-23 17:00",
            call_back(FollowUpOutcome::Satisfied, Some(false)),
        )
}

// --- 1.2: told and signed ---

/// Clause 1.2: a reminder is closed neither before the customer was told nor before the signature.
#[test]
fn a_reminder_is_not_closed_unsigned() {
    let found = Story::opened(reminder_report(at("2026-11-23 10:00")));
    assert_eq!(found.refused("2026-11-23 10:30", close()), Code::WrongStage);
    assert_eq!(
        found.refused("2026-11-23 10:30", signs()),
        Code::WrongStage,
        "not told yet"
    );
    let told = told(false);
    assert_eq!(told.refused("2026-11-23 11:05", close()), Code::NotAcknowledged);
    let signed = told.then("2026-11-23 11:10", signs());
    assert_eq!(signed.ticket.stage, Stage::ToClose);
    assert_eq!(
        signed.then("2026-11-23 11:20", close()).ticket.stage,
        Stage::Closed
    );
}

/// Clause 1.2: whoever does not sign refuses before a witness, or finds the notice with a photo of it.
#[test]
fn a_refusal_and_a_left_notice_stand_for_the_signature() {
    let refused = told(false).then("2026-11-23 11:10", common::refuses_to_sign());
    assert_eq!(
        refused.then("2026-11-23 11:20", close()).ticket.stage,
        Stage::Closed
    );
    let unproved = told(false);
    assert_eq!(
        unproved.refused_at("2026-11-23 11:10", &leaves_notice()),
        (Code::NotFound, "photo".to_owned()),
        "the photo is not attached"
    );
    let paper = StepInput::Attach(Attachment {
        name: "确认单.pdf".to_owned(),
        media: MediaType::Pdf,
        ..scan()
    });
    let papers = told(false).then("2026-11-23 11:05", paper);
    assert_eq!(
        papers.refused_at("2026-11-23 11:10", &leaves_notice()),
        (Code::NotAPhoto, "photo".to_owned()),
        "a paper shows no notice at a door"
    );
    let left = unproved
        .then("2026-11-23 11:05", attach())
        .then("2026-11-23 11:10", leaves_notice());
    assert_eq!(left.then("2026-11-23 11:20", close()).ticket.stage, Stage::Closed);
}

/// Clause 1.2: only a reminder is left at a door.
#[test]
fn no_other_service_leaves_a_notice() {
    let leak = searched(LeakFinding::Found).then("2026-11-23 15:10", attach());
    assert_eq!(
        leak.refused("2026-11-23 15:20", leaves_notice()),
        Code::LeftNotHere
    );
    let repair = common::repaired().then("2026-11-23 11:02", attach());
    assert_eq!(
        repair.refused("2026-11-23 11:05", leaves_notice()),
        Code::LeftNotHere
    );
}

/// Clause 1.2: the customer signs what was told, not before it was.
#[test]
fn a_signature_follows_the_telling() {
    let mut told = told(false);
    let before = told.attempt(
        &common::refuses_to_sign(),
        AGENT,
        at("2026-11-23 10:59:59.999"),
        at("2026-11-23 12:00"),
    );
    assert_eq!(before.unwrap_err().code, Code::TimeBeforePrevious);
}

/// Clause 1.2: abnormal consumption shows in the readings.
#[test]
fn abnormal_consumption_needs_its_readings() {
    let mut form = reminder_report(at("2026-11-23 10:00"));
    let ServiceIntake::Reminder(asked) = &mut form.asked else {
        panic!("a reminder")
    };
    asked.readings = None;
    let refusal = form.check_ticket_intake().unwrap_err();
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::Required, Some("asked.readings.this"))
    );
}

// --- 1.3: consent before a linked ticket ---

/// Clause 1.3: no consent, no linked ticket; nor after a no.
#[test]
fn without_consent_nothing_is_opened() {
    let repair = repair_report(at("2026-11-23 12:00"));
    let mut told = told(true);
    assert_eq!(link(&mut told, &repair), Err(Code::ConsentMissing));
    let mut declined = told.clone().then("2026-11-23 11:30", consent(false));
    assert_eq!(link(&mut declined, &repair), Err(Code::ConsentMissing));
    let mut agreed = declined.then("2026-11-23 11:40", consent(true));
    assert_eq!(link(&mut agreed, &repair), Ok(ServiceKind::Repair));
    assert_eq!(agreed.ticket.links.len(), 1);
}

/// Clause 1.3: the consent comes first, in time as well.
#[test]
fn a_linked_ticket_is_not_older_than_the_consent() {
    let mut agreed = told(true).then("2026-11-23 11:40", consent(true));
    assert_eq!(
        link(&mut agreed, &repair_report(at("2026-11-23 11:39:59.999"))),
        Err(Code::TimeBeforePrevious)
    );
    assert!(link(&mut agreed, &repair_report(at("2026-11-23 11:40"))).is_ok());
}

/// Clause 1.3: what the company must do something about is not closed before the customer was asked, nor, after a
/// yes, before something was opened.
#[test]
fn a_yes_is_followed_by_a_linked_ticket() {
    let signed = told(true).then("2026-11-23 11:10", signs());
    assert_eq!(
        signed.refused("2026-11-23 12:00", close()),
        Code::ConsentUnanswered
    );
    let declined = signed.clone().then("2026-11-23 11:30", consent(false));
    assert_eq!(
        declined.then("2026-11-23 12:00", close()).ticket.stage,
        Stage::Closed
    );
    let mut agreed = signed.then("2026-11-23 11:30", consent(true));
    assert_eq!(agreed.refused("2026-11-23 12:00", close()), Code::LinkMissing);
    link(&mut agreed, &leak_report(at("2026-11-23 11:45"))).unwrap();
    assert_eq!(
        agreed.then("2026-11-23 12:00", close()).ticket.stage,
        Stage::Closed
    );
}

/// Clause 1.3: from a reminder to the departments concerned; a found leak goes to the repair and nowhere else.
#[test]
fn a_link_leads_to_the_department_concerned() {
    let when = at("2026-11-23 17:30");
    let mut reminder = told(true).then("2026-11-23 11:40", consent(true));
    let outage = outage_report(when, when, common::later(when, HOUR));
    assert_eq!(link(&mut reminder, &outage), Err(Code::BadLink));
    assert_eq!(link(&mut reminder, &reminder_report(when)), Err(Code::BadLink));
    for open in [
        water_report(when),
        leak_report(when),
        event_report(when, EventOrigin::StaffSuggestion, None),
    ] {
        assert!(
            link(&mut reminder.clone(), &open).is_ok(),
            "{}",
            open.asked.service_kind().zh()
        );
    }
    let mut leak = searched(LeakFinding::Found).then("2026-11-23 15:30", consent(true));
    assert_eq!(link(&mut leak, &water_report(when)), Err(Code::BadLink));
    assert_eq!(link(&mut leak, &repair_report(when)), Ok(ServiceKind::Repair));
    let mut repair = common::repaired();
    assert_eq!(link(&mut repair, &leak_report(when)), Err(Code::WrongService));
}

// --- 2.1, 2.3: the application ---

/// Clauses 2.1, 2.3: phone, name, address and the situation are asked before anybody is sent.
#[test]
fn an_application_is_asked_in_detail() {
    let form = leak_report(at("2026-11-23 10:00"));
    let missing = |open: TicketIntake| open.check_ticket_intake().unwrap_err().field.unwrap();
    let nobody = TicketIntake {
        name: String::new(),
        ..form.clone()
    };
    let unreachable = TicketIntake {
        phone: String::new(),
        ..form.clone()
    };
    let nowhere = TicketIntake {
        address: String::new(),
        ..form.clone()
    };
    assert_eq!(
        [missing(nobody), missing(unreachable), missing(nowhere)],
        ["name", "phone", "address"]
    );
    let mut silent = form;
    let ServiceIntake::LeakDetection(asked) = &mut silent.asked else {
        panic!("a leak detection")
    };
    asked.situation = " ".to_owned();
    assert_eq!(missing(silent.clone()), "asked.situation");
    let ServiceIntake::LeakDetection(asked) = &mut silent.asked else {
        panic!("a leak detection")
    };
    asked.situation = "水表一直在走".to_owned();
    asked.since = String::new();
    assert_eq!(missing(silent), "asked.since");
}

/// Clause 2.3: an inspection team is sent, no other crew; only who is there searches.
#[test]
fn an_inspection_team_searches() {
    let applied = Story::opened(leak_report(at("2026-11-23 10:00")));
    assert_eq!(
        applied.ticket.stage,
        Stage::HandedOver,
        "the service centre sends the team itself"
    );
    assert_eq!(
        applied.refused_at("2026-11-23 10:10", &send_team(CREW)),
        (Code::WrongCrew, "crew".to_owned())
    );
    assert_eq!(applied.refused("2026-11-23 10:10", arrive()), Code::WrongStage);
    let sent = applied.then("2026-11-23 10:10", send_team(TEAM));
    assert_eq!(
        sent.refused("2026-11-23 11:00", search(LeakFinding::Found)),
        Code::WrongStage
    );
    let there = sent.then("2026-11-23 14:00", arrive());
    assert_eq!(there.ticket.stage, Stage::Searching);
    assert_eq!(
        there
            .then("2026-11-23 15:00", search(LeakFinding::Found))
            .ticket
            .stage,
        Stage::ToReply
    );
}

// --- 2.4: the answer ---

/// Clause 2.4: nobody answers before the case was reported, studied and concluded.
#[test]
fn an_undetermined_case_is_not_answered() {
    let open = searched(LeakFinding::Undetermined);
    assert_eq!(open.ticket.stage, Stage::UnderStudy);
    let when = "2026-11-23 18:00";
    assert_eq!(open.refused(when, reply_search(true)), Code::NotConcluded);
    assert_eq!(
        open.refused(when, conclude(LeakFinding::Found)),
        Code::NotEscalated
    );
    let escalated = open.then("2026-11-23 16:00", escalate());
    assert_eq!(
        escalated.refused(when, reply_search(true)),
        Code::NotConcluded,
        "reported, not concluded"
    );
    assert_eq!(
        escalated.refused(when, signs()),
        Code::WrongStage,
        "nothing definite to sign"
    );
    let concluded = escalated.then("2026-11-24 09:00", conclude(LeakFinding::NotFound));
    let told = concluded.then("2026-11-24 10:00", reply_search(true));
    assert_eq!(told.ticket.stage, Stage::ToClose);
}

/// Clause 2.4: a report and a conclusion name departments and who decided.
#[test]
fn a_study_names_who_studied_and_decided() {
    let open = searched(LeakFinding::Undetermined);
    let StepInput::Escalate(mut report) = escalate() else {
        panic!("a report")
    };
    report.departments.clear();
    assert_eq!(
        open.refused_at("2026-11-23 16:00", &StepInput::Escalate(report)),
        (Code::Required, "departments".to_owned())
    );
    let escalated = open.then("2026-11-23 16:00", escalate());
    let StepInput::Conclude(mut end) = conclude(LeakFinding::NotFound) else {
        panic!("a conclusion")
    };
    end.decided_by = String::new();
    assert_eq!(
        escalated.refused_at("2026-11-24 09:00", &StepInput::Conclude(end)),
        (Code::Required, "decided_by".to_owned())
    );
}

/// Clause 2.4: even a conclusion that leaves it undetermined may be answered, with explanation and advice.
#[test]
fn a_conclusion_may_leave_it_undetermined() {
    let concluded = searched(LeakFinding::Undetermined)
        .then("2026-11-23 16:00", escalate())
        .then("2026-11-24 09:00", conclude(LeakFinding::Undetermined));
    assert_eq!(
        concluded.refused_at("2026-11-24 10:00", &reply_search(false)),
        (Code::Required, "explanation".to_owned())
    );
    assert_eq!(
        concluded
            .then("2026-11-24 10:00", reply_search(true))
            .ticket
            .stage,
        Stage::ToClose
    );
}

/// Clause 2.4: where nothing can be found the reply explains and advises.
#[test]
fn nothing_found_is_explained_and_advised_on() {
    let nothing = searched(LeakFinding::NotFound);
    assert_eq!(
        nothing.refused_at("2026-11-23 16:00", &reply_search(false)),
        (Code::Required, "explanation".to_owned())
    );
    let StepInput::ReplySearch(mut reply) = reply_search(true) else {
        panic!("a reply")
    };
    reply.advice = " ".to_owned();
    assert_eq!(
        nothing.refused_at("2026-11-23 16:00", &StepInput::ReplySearch(reply)),
        (Code::Required, "advice".to_owned())
    );
    let found = searched(LeakFinding::Found);
    assert_eq!(
        found.then("2026-11-23 16:00", reply_search(false)).ticket.stage,
        Stage::ToClose
    );
}

/// Clause 2.4: that nothing can be found is somebody's word; a leak found has a side of the meter.
#[test]
fn a_finding_holds_what_it_needs() {
    let StepInput::Search(mut nothing) = search(LeakFinding::NotFound) else {
        panic!("a search")
    };
    nothing.determined_by = String::new();
    assert_eq!(
        searching().refused_at("2026-11-23 15:00", &StepInput::Search(nothing)),
        (Code::Required, "determined_by".to_owned())
    );
    let StepInput::Search(mut found) = search(LeakFinding::Found) else {
        panic!("a search")
    };
    found.meter_side = None;
    assert_eq!(
        searching().refused_at("2026-11-23 15:00", &StepInput::Search(found)),
        (Code::Required, "meter_side".to_owned())
    );
}

/// Clause 2.4: a new search is new: what was concluded about the one before is no answer to it.
#[test]
fn another_search_clears_the_conclusion() {
    let again = searched(LeakFinding::Undetermined)
        .then("2026-11-23 16:00", escalate())
        .then("2026-11-24 09:00", conclude(LeakFinding::NotFound))
        .then("2026-11-24 09:30", send_team(TEAM))
        .then("2026-11-24 11:00", arrive())
        .then("2026-11-24 12:00", search(LeakFinding::Undetermined));
    let TicketCase::LeakDetection(case) = &again.ticket.case else {
        panic!("a leak detection")
    };
    assert!(case.escalation.is_none() && case.conclusion.is_none());
    assert_eq!(case.searches.len(), 2, "both are kept");
    assert_eq!(
        again.refused("2026-11-24 13:00", reply_search(true)),
        Code::NotConcluded
    );
    assert_eq!(
        again.refused("2026-11-24 13:00", conclude(LeakFinding::Found)),
        Code::NotEscalated
    );
}

/// Clauses 1.3, 2.4: a consent belongs to the leak it was given for; when another search finds none, nothing has to
/// be opened and the case can still be closed.
#[test]
fn another_search_asks_for_consent_again() {
    let again = searched(LeakFinding::Found)
        .then("2026-11-23 15:30", consent(true))
        .then("2026-11-23 15:40", send_team(TEAM))
        .then("2026-11-24 09:00", arrive())
        .then("2026-11-24 10:00", search(LeakFinding::NotFound))
        .then("2026-11-24 11:00", reply_search(true))
        .then(
            "2026-11-24 12:00",
            call_back(FollowUpOutcome::Satisfied, Some(false)),
        );
    assert_eq!(
        again.then("2026-11-24 13:00", close()).ticket.stage,
        Stage::Closed
    );
}

/// Clauses 1.3, 2.4: only a leak that was found asks for consent and opens a repair; once agreed to, the repair is
/// opened before the case is closed.
#[test]
fn a_found_leak_offers_a_repair() {
    let nothing = searched(LeakFinding::NotFound);
    assert_eq!(
        nothing.refused("2026-11-23 15:30", consent(true)),
        Code::LeakNotFound
    );
    let mut silent = searched(LeakFinding::Found);
    let repair = repair_report(at("2026-11-23 17:10"));
    assert_eq!(link(&mut silent, &repair), Err(Code::ConsentMissing));
    let mut agreed = answered(LeakFinding::Found).then("2026-11-23 17:05", consent(true));
    assert_eq!(agreed.refused("2026-11-23 18:00", close()), Code::LinkMissing);
    link(&mut agreed, &repair).unwrap();
    assert_eq!(
        agreed.then("2026-11-23 18:00", close()).ticket.stage,
        Stage::Closed
    );
}

/// Clause 2.5: the call asks whether anybody took or demanded anything; the case is not closed without it.
#[test]
fn a_leak_detection_is_closed_after_the_call() {
    let replied = searched(LeakFinding::Found).then("2026-11-23 16:00", reply_search(true));
    assert_eq!(replied.refused("2026-11-23 18:00", close()), Code::NotFollowedUp);
    assert_eq!(
        replied.refused("2026-11-23 17:00", call_back(FollowUpOutcome::Satisfied, None)),
        Code::ConductUnanswered
    );
    let yes = replied.then(
        "2026-11-23 17:00",
        call_back(FollowUpOutcome::Dissatisfied, Some(true)),
    );
    assert!(yes.ticket.open_violation().is_some());
    let handled = yes.then("2026-11-23 17:30", StepInput::CloseViolation(because()));
    assert!(handled.ticket.open_violation().is_none());
}

/// Clause 2.4: the answer's limit moves by an approved extension, as with a repair.
#[test]
fn the_answer_can_be_extended() {
    let asked =
        searched(LeakFinding::Undetermined).then("2026-11-23 16:00", ask_extension(at("2026-11-28 10:00")));
    assert_eq!(
        asked.refused("2026-11-23 16:10", approve()),
        Code::ExtensionOwnRequest
    );
    let moved = asked.then_by(ENGINEER, "2026-11-23 16:20", approve());
    let clock = moved.clock(ClockKind::Answer, at("2026-11-24 10:00"));
    assert_eq!(
        (clock.original, clock.limit),
        (Some(at("2026-11-26 10:00")), Some(at("2026-11-28 10:00")))
    );
}
