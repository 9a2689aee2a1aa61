//! The moves of a repair: what is refused and why (policy §4).
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
    AGENT, CALLS, ENGINEER, House, MANAGER, Story, Typist, appoint, approve, arrange, arrive, ask_extension,
    ask_valve, assign, at, because, call_back, close, finish, hand_over, name_valve, on_the_way, order_valve,
    ready_to_close, reassign, refuses_to_sign, repaired, reply, report, valve_step, verify,
};
use domain::{
    Code, Fact, Ticket,
    acknowledgement::{AcknowledgementTemplates, build_content},
    service::{
        ServiceIntake,
        act::StepInput,
        decide,
        repair::{MeterSide, RepairMaterial, RepairWork, VerifiedHours},
        step::FollowUpOutcome,
    },
    ticket::{Channel, Stage, TicketIntake},
};

/// Clause 4.3⑶: off hours no hand over without an arrangement.
#[test]
fn off_hours_no_hand_over_without_an_arrangement() {
    let night = Story::called("2026-11-23 02:10");
    assert_eq!(
        night.refused("2026-11-23 02:15", hand_over()),
        Code::ArrangementMissing
    );
    let arranged = night.then("2026-11-23 02:15", arrange(at("2026-11-23 03:00")));
    let handed = arranged.then("2026-11-23 02:18", hand_over());
    assert_eq!(
        handed.ticket.stage,
        Stage::Assigned,
        "the arrangement names the crew"
    );
    assert_eq!(handed.ticket.crew_name(), Some(common::CREW));
}

/// Clause 4.3⑶: the hand over follows its arrangement.
#[test]
fn the_hand_over_follows_its_arrangement() {
    let night = Story::called("2026-11-23 02:10").then("2026-11-23 02:15", arrange(at("2026-11-23 03:00")));
    let refusal = night
        .clone()
        .attempt(
            &hand_over(),
            AGENT,
            at("2026-11-23 02:12"),
            at("2026-11-23 02:16"),
        )
        .unwrap_err();
    assert_eq!(refusal.code, Code::TimeBeforePrevious);
    assert_eq!(refusal.args["previous"], at("2026-11-23 02:15").0);
}

/// Clauses 4.3⑵, 4.3⑶: in hours no arrangement of the night kind and no return.
#[test]
fn in_hours_no_arrangement_of_the_night_kind_and_no_return() {
    let called = Story::called("2026-11-23 10:00");
    assert_eq!(
        called.refused("2026-11-23 10:01", arrange(at("2026-11-23 11:00"))),
        Code::ArrangementInHours
    );
    assert_eq!(
        on_the_way().refused("2026-11-23 10:12", StepInput::Return(because())),
        Code::ReturnInHours
    );
}

/// Clause 4.3⑵: the form decides about the return not the time of the return.
#[test]
fn the_form_decides_about_the_return_not_the_time_of_the_return() {
    let last_second = Story::called("2026-11-23 17:29:59")
        .then("2026-11-23 17:31", hand_over())
        .then_by(ENGINEER, "2026-11-23 17:32", assign());
    assert_eq!(
        last_second.refused("2026-11-23 20:00", StepInput::Return(because())),
        Code::ReturnInHours
    );
    let night = Story::called("2026-11-23 02:10")
        .then("2026-11-23 02:15", arrange(at("2026-11-23 03:00")))
        .then("2026-11-23 02:18", hand_over())
        .then("2026-11-23 10:00", StepInput::Return(because()));
    assert_eq!(night.ticket.stage, Stage::HandedOver);
    assert_eq!(night.ticket.crew_name(), None);
    assert_eq!(night.ticket.returns.len(), 1);
}

/// Clause 4: before the meter it is passed on.
#[test]
fn before_the_meter_it_is_passed_on() {
    let mut form = report(at("2026-11-23 10:00"));
    let ServiceIntake::Repair(asked) = &mut form.asked else {
        panic!("a repair")
    };
    asked.meter_side = MeterSide::Before;
    let story = Story::opened(form);
    assert_eq!(
        story.refused("2026-11-23 10:03", hand_over()),
        Code::BeforeTheMeter
    );
    let passed = story.then("2026-11-23 10:03", StepInput::PassOn(because()));
    assert_eq!(passed.ticket.stage, Stage::PassedOn);
    assert_eq!(passed.refused("2026-11-23 10:04", hand_over()), Code::WrongStage);
    let found_on_site = on_the_way()
        .then("2026-11-23 10:20", arrive())
        .then("2026-11-23 10:30", StepInput::PassOn(because()));
    assert_eq!(found_on_site.ticket.stage, Stage::PassedOn);
}

/// Clause 4.3: nobody decides on their own request.
#[test]
fn nobody_decides_on_their_own_request() {
    let asked = repaired().then("2026-11-23 12:00", ask_extension(at("2026-11-25 10:00")));
    let when = "2026-11-23 13:00";
    assert_eq!(asked.refused(when, approve()), Code::ExtensionOwnRequest);
    assert_eq!(
        asked.refused_by(Typist(9, AGENT.1), when, approve()),
        Code::ExtensionOwnRequest,
        "asked in this name, typed by another"
    );
    assert_eq!(
        asked.refused_by(Typist(AGENT.0, "总工乙"), when, approve()),
        Code::ExtensionOwnRequest,
        "typed by the same, in another name"
    );
    assert_eq!(
        asked.refused(when, StepInput::RefuseExtension(because())),
        Code::ExtensionOwnRequest
    );
    let refused = asked
        .clone()
        .then_by(ENGINEER, when, StepInput::RefuseExtension(because()));
    assert!(refused.ticket.pending_extension().is_none());
    assert!(
        asked
            .then_by(ENGINEER, when, approve())
            .ticket
            .pending_extension()
            .is_none()
    );
}

/// Clause 4.3: 总工办 alone decides; a manager where nobody else of 总工办 is there, and the fact says so.
#[test]
fn an_extension_is_the_offices_to_decide() {
    let when = "2026-11-23 13:00";
    let mut asked = repaired().then_by(
        ENGINEER,
        "2026-11-23 12:00",
        ask_extension(at("2026-11-25 10:00")),
    );
    assert_eq!(
        asked.refused_by(MANAGER, when, approve()),
        Code::OfficeDecides,
        "somebody else of 总工办 is there"
    );
    asked.house.office.retain(|(id, _)| *id == ENGINEER.0);
    let granted = asked.clone().then_by(MANAGER, when, approve());
    let decision = granted.ticket.extensions[0].decision.clone().unwrap();
    assert!(decision.approved && decision.for_office);
    let refused = asked.then_by(MANAGER, when, StepInput::RefuseExtension(because()));
    let decision = refused.ticket.extensions[0].decision.clone().unwrap();
    assert!(!decision.approved && decision.for_office);
}

/// Clause 4.1: whoever typed the hours, said them or worked them does not verify them.
#[test]
fn nobody_verifies_their_own_hours() {
    let when = "2026-11-23 13:00";
    let done = repaired();
    for own in [Typist(AGENT.0, "总工乙"), Typist(8, AGENT.1), Typist(8, "维修丁")] {
        assert_eq!(
            done.refused_by(own, when, verify(40)),
            Code::HoursOwnReport,
            "{own:?}"
        );
    }
    assert_eq!(done.refused_by(MANAGER, when, verify(40)), Code::OfficeDecides);
    let verified = done.clone().then_by(ENGINEER, when, verify(40));
    assert!(!verified.ticket.hours.unwrap().details.for_office);
    let mut alone = done;
    alone.house.office.clear();
    let verified = alone.then_by(MANAGER, when, verify(40));
    assert!(verified.ticket.hours.unwrap().details.for_office);
}

/// Clause 4.3: an extension must move the limit and lie ahead.
#[test]
fn an_extension_must_move_the_limit_and_lie_ahead() {
    let story = repaired();
    assert_eq!(
        story.refused("2026-11-23 12:00", ask_extension(at("2026-11-24 10:00"))),
        Code::ExtensionNotLater
    );
    assert_eq!(
        story.refused("2026-11-24 16:00", ask_extension(at("2026-11-24 11:00"))),
        Code::TimeNotLater,
        "later than the limit, but past"
    );
    let asked = story.then("2026-11-23 12:00", ask_extension(at("2026-11-24 10:00:00.001")));
    assert_eq!(
        asked.refused("2026-11-23 12:01", ask_extension(at("2026-11-26 10:00"))),
        Code::ExtensionPending
    );
    assert_eq!(
        repaired().refused("2026-11-23 12:00", approve()),
        Code::NoExtensionPending
    );
}

/// Clause 4.3: a decision is made when it is typed, and so never before its request.
#[test]
fn a_decision_is_made_when_it_is_typed() {
    let mut asked = repaired().then("2026-11-23 12:00", ask_extension(at("2026-11-25 10:00")));
    let refusal = asked
        .attempt(
            &approve(),
            ENGINEER,
            at("2026-11-23 12:59:59.999"),
            at("2026-11-23 13:00"),
        )
        .unwrap_err();
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::DecidedHere, Some("happened_at"))
    );
}

/// Clause 4.3⑵: an appointment lies after its agreement.
#[test]
fn an_appointment_lies_after_its_agreement() {
    let story = on_the_way();
    assert_eq!(
        story.refused("2026-11-23 10:12", appoint(at("2026-11-23 10:12"))),
        Code::TimeNotLater
    );
    let arrived = story.then("2026-11-23 10:20", arrive());
    assert_eq!(
        arrived.refused("2026-11-23 10:21", appoint(at("2026-11-23 15:00"))),
        Code::WrongStage
    );
}

#[test]
fn a_step_is_neither_in_the_future_nor_before_the_one_it_follows() {
    let mut story = on_the_way();
    let now = at("2026-11-23 10:20");
    let future = story
        .attempt(&arrive(), AGENT, common::later(now, 1), now)
        .unwrap_err();
    assert_eq!(future.code, Code::TimeInFuture);
    let before = story
        .attempt(&arrive(), AGENT, at("2026-11-23 10:07:59.999"), now)
        .unwrap_err();
    assert_eq!(before.code, Code::TimeBeforePrevious);
    assert_eq!(story.ticket.version, 3, "nothing was kept");
    assert!(
        story
            .attempt(&arrive(), AGENT, at("2026-11-23 10:08"), now)
            .is_ok(),
        "the same instant will do"
    );
}

#[test]
fn a_form_is_neither_older_than_its_call_nor_in_the_future() {
    let house = House::shipped();
    let now = at("2026-11-23 10:05");
    let opened = |form: &TicketIntake| {
        decide::open_ticket(form, 1, "WX000001".to_owned(), &house.context(AGENT, now, now))
            .map_err(|refusal| (refusal.code, refusal.field.unwrap()))
    };
    let form = report(at("2026-11-23 10:00"));
    assert!(opened(&form).is_ok());
    let older = TicketIntake {
        raised_at: Some(at("2026-11-23 09:59:59.999")),
        ..form.clone()
    };
    assert_eq!(
        opened(&older),
        Err((Code::TimeBeforePrevious, "raised_at".to_owned()))
    );
    let ahead = TicketIntake {
        raised_at: Some(at("2026-11-23 10:05:00.001")),
        ..form
    };
    assert_eq!(opened(&ahead), Err((Code::TimeInFuture, "raised_at".to_owned())));
}

/// Clause 4.1: who takes the report is named.
#[test]
fn who_takes_the_report_is_named() {
    let nobody = Typist(2, " ");
    let now = at("2026-11-23 10:00");
    let house = House::shipped();
    let form = TicketIntake {
        channel: Channel::Crew,
        ..report(now)
    };
    let refusal =
        decide::open_ticket(&form, 1, "WX000001".to_owned(), &house.context(nobody, now, now)).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::Required, Some("performed_by"))
    );
    assert_eq!(Story::opened(form).ticket.open.first_receiver, AGENT.1);
}

/// Clause 4.1: closing needs signature hours and call.
#[test]
fn closing_needs_signature_hours_and_call() {
    let when = "2026-11-23 16:00";
    let replied = repaired().then("2026-11-23 11:10", reply());
    assert_eq!(replied.refused(when, close()), Code::NotAcknowledged);
    let signed = replied.then("2026-11-23 11:15", refuses_to_sign());
    assert_eq!(signed.refused(when, close()), Code::HoursNotVerified);
    assert_eq!(
        signed.refused("2026-11-23 14:00", verify(30)),
        Code::HoursReasonMissing
    );
    let verified = signed.then_by(
        ENGINEER,
        "2026-11-23 14:00",
        StepInput::VerifyHours(VerifiedHours {
            minutes: 30,
            reason: "路途不计".to_owned(),
            for_office: false,
        }),
    );
    assert_eq!(verified.refused(when, close()), Code::NotFollowedUp);
    let unreached = || call_back(FollowUpOutcome::NotReached, None);
    let twice = verified
        .then("2026-11-23 14:10", unreached())
        .then("2026-11-23 14:20", unreached());
    assert_eq!(twice.refused(when, close()), Code::NotFollowedUp);
    let thrice = twice.then("2026-11-23 14:30", unreached());
    assert_eq!(
        thrice.refused("2026-11-23 14:29:59", close()),
        Code::TimeBeforePrevious,
        "the case was not closed before its last call"
    );
    assert_eq!(thrice.then(when, close()).ticket.stage, Stage::Closed);
}

/// Clauses 2.5, 5.3: the question of conduct is answered and a yes is a record.
#[test]
fn the_question_of_conduct_is_answered_and_a_yes_is_a_record() {
    let replied = repaired().then("2026-11-23 11:10", reply());
    assert_eq!(
        replied.refused("2026-11-23 12:00", call_back(FollowUpOutcome::Satisfied, None)),
        Code::ConductUnanswered
    );
    let yes = replied.then(
        "2026-11-23 12:00",
        call_back(FollowUpOutcome::Dissatisfied, Some(true)),
    );
    assert!(yes.ticket.open_violation().is_some());
    let handled = yes.then("2026-11-23 13:00", StepInput::CloseViolation(because()));
    assert!(handled.ticket.open_violation().is_none());
    assert_eq!(
        handled.refused("2026-11-23 13:01", StepInput::CloseViolation(because())),
        Code::NoViolation
    );
}

/// Clause 4.2: materials have a name and a quantity; there is no place for a price anywhere in the work, and the
/// customer signs that nothing was charged and that the materials are their own.
#[test]
fn materials_are_the_customers_and_nothing_is_charged() {
    let material = serde_json::json!({ "name": "DN20 截止阀", "quantity": "2 个" });
    assert!(serde_json::from_value::<RepairMaterial>(material.clone()).is_ok());
    for priced in ["price", "fee", "amount"] {
        let mut with_price = material.clone();
        with_price[priced] = 35.into();
        assert!(
            serde_json::from_value::<RepairMaterial>(with_price).is_err(),
            "{priced}"
        );
    }
    let StepInput::Finish(mut work) = finish() else {
        panic!("work")
    };
    work.materials = vec![serde_json::from_value(material).unwrap()];
    let mut priced = serde_json::to_value(&work).unwrap();
    priced["price"] = 35.into();
    assert!(serde_json::from_value::<RepairWork>(priced).is_err());
    let done = on_the_way()
        .then("2026-11-23 10:20", arrive())
        .then("2026-11-23 11:00", StepInput::Finish(work));
    let shown = build_content(&done.ticket, "用户家中", &AcknowledgementTemplates::built_in()).unwrap();
    assert!(shown.text.contains("全程免费") && shown.text.contains("材料由用户自备"));
    let own = shown
        .facts
        .iter()
        .find(|fact| fact.label.contains("用户自备"))
        .unwrap();
    assert_eq!(own.value, "DN20 截止阀 2 个");
}

#[test]
fn a_signature_is_given_once() {
    let signed = repaired().then("2026-11-23 11:05", refuses_to_sign());
    assert_eq!(
        signed.refused("2026-11-23 11:06", refuses_to_sign()),
        Code::AlreadyAcknowledged
    );
}

/// Clause 4.3⑷: a valve is shut by who is there.
#[test]
fn a_valve_is_shut_by_who_is_there() {
    let ordered = on_the_way().then("2026-11-23 10:09", order_valve());
    assert_eq!(
        ordered.refused("2026-11-23 10:20", StepInput::ValveShut(valve_step(1))),
        Code::NoValveTask
    );
    assert_eq!(
        ordered.refused("2026-11-23 10:20", StepInput::ValveArrive(valve_step(2))),
        Code::NoValveTask
    );
    let shut = ordered
        .then("2026-11-23 10:20", StepInput::ValveArrive(valve_step(1)))
        .then("2026-11-23 10:25", StepInput::ValveShut(valve_step(1)));
    assert!(!shut.ticket.valves[0].is_open());
    assert_eq!(
        shut.refused("2026-11-23 10:30", StepInput::ValveDrop(valve_step(1))),
        Code::NoValveTask
    );
}

/// Clause 4.3⑷: the half hour begins with the asking; a team is named once, by 生调部 or as they said by telephone.
#[test]
fn a_valve_is_asked_for_before_a_team_is_named() {
    let story = on_the_way();
    let when = "2026-11-23 10:12";
    assert_eq!(story.refused_by(CALLS, when, order_valve()), Code::ValveNotAsked);
    assert_eq!(story.refused(when, name_valve(1, "")), Code::NoValveTask);
    let asked = story.then_by(CALLS, "2026-11-23 10:09", ask_valve());
    assert_eq!(
        asked.refused(when, StepInput::ValveArrive(valve_step(1))),
        Code::ValveUnnamed
    );
    assert_eq!(asked.refused_by(CALLS, when, name_valve(1, " ")), Code::Required);
    let named = asked.clone().then_by(CALLS, when, name_valve(1, "调度丙"));
    let task = &named.ticket.valves[0];
    assert_eq!(
        (task.ordered_at, task.named_at),
        (at("2026-11-23 10:09"), Some(at(when)))
    );
    assert_eq!(
        (task.order.place.as_str(), task.order.named_by.as_str()),
        ("楼前阀门井", "调度丙")
    );
    assert_eq!(named.refused(when, name_valve(1, "调度丙")), Code::NoValveTask);
    let dropped = asked.then(when, StepInput::ValveDrop(valve_step(1)));
    assert!(
        !dropped.ticket.valves[0].is_open(),
        "nobody needs to be sent after all"
    );
}

#[test]
fn a_duplicate_joins_its_original_once() {
    let original = Story::called("2026-11-23 10:00");
    let duplicate = Story::opened_in(House::shipped(), 2, report(at("2026-11-23 10:30")));
    let house = House::shipped();
    let now = at("2026-11-23 10:40");
    let context = house.context(AGENT, now, now);
    let merged = |from: &Ticket, into: &Ticket| decide::merge_duplicate(from, into, &context);
    let bad = |from: &Ticket, into: &Ticket| merged(from, into).unwrap_err().code;
    assert_eq!(bad(&duplicate.ticket, &duplicate.ticket), Code::BadMerge);
    let cancelled = original
        .clone()
        .then("2026-11-23 10:35", StepInput::Cancel(because()));
    assert_eq!(bad(&duplicate.ticket, &cancelled.ticket), Code::BadMerge);
    let closed = ready_to_close().then("2026-11-23 15:30", close());
    assert!(
        merged(&duplicate.ticket, &closed.ticket).is_ok(),
        "also into one that is done"
    );
    assert_eq!(bad(&closed.ticket, &duplicate.ticket), Code::WrongStage);

    let (out, joined) = merged(&duplicate.ticket, &original.ticket).unwrap();
    let (mut gone, mut stays) = (duplicate.clone(), original.clone());
    gone.keep(out, AGENT, now, now);
    stays.keep(joined, AGENT, now, now);
    assert_eq!(
        (gone.ticket.stage, gone.ticket.merged_into),
        (Stage::Merged, Some(1))
    );
    assert_eq!(
        (stays.ticket.stage, stays.ticket.duplicates.as_slice()),
        (Stage::Reported, &[2][..])
    );
    assert_eq!(bad(&gone.ticket, &original.ticket), Code::WrongStage);
    assert_eq!(
        merged(&stays.ticket, &gone.ticket).unwrap_err().code,
        Code::BadMerge
    );
}

#[test]
fn a_merger_names_who_made_it() {
    let original = Story::called("2026-11-23 10:00");
    let duplicate = Story::opened_in(House::shipped(), 2, report(at("2026-11-23 10:30")));
    let house = House::shipped();
    let now = at("2026-11-23 10:40");
    let nobody = house.context(Typist(2, ""), now, now);
    let refusal = decide::merge_duplicate(&duplicate.ticket, &original.ticket, &nobody).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::Required, Some("performed_by"))
    );
}

/// Clause 4.1: another crew begins at its way there again.
#[test]
fn another_crew_begins_at_its_way_there_again() {
    let story =
        on_the_way()
            .then("2026-11-23 10:20", arrive())
            .then_by(ENGINEER, "2026-11-23 10:40", reassign());
    assert_eq!(story.ticket.stage, Stage::Assigned);
    assert_eq!(story.refused("2026-11-23 10:41", finish()), Code::WrongStage);
    assert_eq!(
        on_the_way().refused(
            "2026-11-23 10:12",
            StepInput::Reassign(domain::service::step::Assignment {
                note: String::new(),
                ..common::assignment()
            })
        ),
        Code::Required,
        "another crew needs a reason"
    );
}

#[test]
fn a_fact_out_of_its_place_is_damage() {
    let story = on_the_way();
    let damaged = |entries: &[domain::JournalEntry]| Ticket::replay_entries(entries).unwrap_err().code;
    assert_eq!(damaged(&story.entries[1..]), Code::Damaged, "no opening");
    let mut gap = story.entries.clone();
    gap.remove(1);
    assert_eq!(damaged(&gap), Code::Damaged, "a gap");
    let mut twice = story.entries.clone();
    twice[1].fact = twice[0].fact.clone();
    assert_eq!(damaged(&twice), Code::Damaged, "opened twice");
    let mut foreign = story.entries.clone();
    foreign[2].fact = Fact::Founded { demo: false };
    assert_eq!(damaged(&foreign), Code::Damaged, "another stream's");
    assert_eq!(damaged(&[]), Code::NotFound);
}
