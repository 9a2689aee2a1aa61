//! The moves of a water test: the chain of custody, the results and the answer (policy §3).
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
    AGENT, CREW, ENGINEER, Story, approve, ask_extension, at, call_back, close, hand_over, refuses_to_sign,
    services::{
        TEAM, at_lab, iron, pass_sample, receive_sample, reject_sample, reply_results, sample, sampled,
        send_sampler, signs, to_sample, water_report,
    },
};
use domain::{
    Code,
    clock::ClockKind,
    service::{
        act::StepInput,
        step::FollowUpOutcome,
        water_quality::{EnteredValue, WaterQualityCase as WaterCase},
    },
    standard::{MeasuredValue, ParameterLimit, WaterVerdict},
    ticket::{Stage, TicketCase},
};

fn water(story: &Story) -> &WaterCase {
    match &story.ticket.case {
        TicketCase::WaterQuality(case) => case,
        _ => panic!("a water test"),
    }
}

/// Results that came at 09:00 on the next day.
fn resulted() -> Story {
    at_lab().then("2026-11-24 09:00", iron("0.1", ""))
}

fn satisfied() -> StepInput {
    call_back(FollowUpOutcome::Satisfied, Some(false))
}

/// Clause 3: from the hotline to 生调部, which sends an inspection team for the sample.
#[test]
fn the_dispatcher_sends_an_inspection_team() {
    let asked = Story::opened(water_report(at("2026-11-23 10:00")));
    assert_eq!(
        asked.refused("2026-11-23 10:05", send_sampler(TEAM)),
        Code::WrongStage
    );
    let handed = asked.then("2026-11-23 10:05", hand_over());
    assert_eq!(
        handed.refused_at("2026-11-23 10:20", &send_sampler(CREW)),
        (Code::WrongCrew, "crew".to_owned())
    );
    assert_eq!(handed.refused("2026-11-23 10:20", sample(true)), Code::WrongStage);
    assert_eq!(
        handed.then("2026-11-23 10:20", send_sampler(TEAM)).ticket.stage,
        Stage::Assigned
    );
}

/// Clause 3: the laboratory receives nothing before it was taken, in the order of typing and in time.
#[test]
fn no_receipt_before_sampling() {
    for early in [
        Story::opened(water_report(at("2026-11-23 10:00"))),
        Story::opened(water_report(at("2026-11-23 10:00"))).then("2026-11-23 10:05", hand_over()),
        to_sample(),
    ] {
        assert_eq!(
            early.refused("2026-11-23 12:00", receive_sample()),
            Code::NoSample
        );
        assert_eq!(early.refused("2026-11-23 12:00", iron("0.1", "")), Code::NoSample);
    }
    let mut taken = sampled(true);
    let before = taken.attempt(
        &receive_sample(),
        AGENT,
        at("2026-11-23 13:59:59.999"),
        at("2026-11-23 18:00"),
    );
    assert_eq!(before.unwrap_err().code, Code::TimeBeforePrevious);
}

/// Clause 3: no results of a sample the laboratory has not received, in the order of typing and in time.
#[test]
fn no_results_before_the_receipt() {
    assert_eq!(
        sampled(true).refused("2026-11-23 18:00", iron("0.1", "")),
        Code::SampleNotReceived
    );
    let mut there = at_lab();
    let before = there.attempt(
        &iron("0.1", ""),
        AGENT,
        at("2026-11-23 15:59:59.999"),
        at("2026-11-23 18:00"),
    );
    assert_eq!(before.unwrap_err().code, Code::TimeBeforePrevious);
    assert_eq!(
        there.refused("2026-11-23 18:00", reply_results()),
        Code::WrongStage,
        "nothing to answer yet"
    );
    assert_eq!(resulted().ticket.stage, Stage::ToReply);
}

/// Clause 3: who held the sample when, without a gap.
#[test]
fn custody_has_no_gap() {
    let carried = sampled(true)
        .then("2026-11-23 14:30", pass_sample())
        .then("2026-11-23 16:00", receive_sample());
    let case = water(&carried);
    let held: Vec<(&str, i64)> = case
        .custody
        .iter()
        .map(|holding| {
            (
                holding.holder.as_str(),
                holding.from.milliseconds_since(at("2026-11-23 14:00")) / 60_000,
            )
        })
        .collect();
    assert_eq!(held, [(AGENT.1, 0), ("司机子", 30), ("化验丑", 120)]);
    assert!(
        case.custody
            .windows(2)
            .all(|pair| pair[0].to == Some(pair[1].from))
    );
    assert_eq!(case.sample_holder(), Some("化验丑"));
    let mut passed = sampled(true).then("2026-11-23 14:30", pass_sample());
    let before = passed.attempt(
        &receive_sample(),
        AGENT,
        at("2026-11-23 14:29:59.999"),
        at("2026-11-23 18:00"),
    );
    assert_eq!(
        before.unwrap_err().code,
        Code::TimeBeforePrevious,
        "before the driver had it"
    );
}

/// Clause 3: a rejected sample is taken again; its results never come, its custody stays on record.
#[test]
fn a_rejected_sample_starts_again() {
    let rejected = at_lab().then("2026-11-23 16:30", reject_sample());
    assert_eq!(rejected.ticket.stage, Stage::Assigned);
    let case = water(&rejected);
    assert!(case.sampling.is_none() && case.receipt.is_none() && case.sample_holder().is_none());
    assert_eq!((case.custody.len(), case.rejections.len()), (2, 1));
    assert_eq!(
        rejected.refused("2026-11-23 17:00", iron("0.1", "")),
        Code::NoSample
    );
    assert_eq!(
        rejected.refused("2026-11-23 17:00", receive_sample()),
        Code::NoSample
    );
    let again = rejected.then("2026-11-23 18:00", sample(false));
    assert_eq!(
        again.refused("2026-11-23 19:00", iron("0.1", "")),
        Code::SampleNotReceived
    );
    let received = again.then("2026-11-23 19:00", receive_sample());
    assert_eq!(
        received.then("2026-11-24 09:00", iron("0.1", "")).ticket.stage,
        Stage::ToReply
    );
}

/// Clause 3: a value that is no number, is negative or has another unit is refused, and nothing is kept.
#[test]
fn only_values_are_results() {
    let there = at_lab();
    for bad in ["-0.1", "约 0.1", "", "1e3"] {
        assert_eq!(
            there.refused_at("2026-11-24 09:00", &iron(bad, "")),
            (Code::BadValue, "values.iron".to_owned()),
            "{bad}"
        );
    }
    let StepInput::EnterResults(mut entering) = iron("0.1", "") else {
        panic!("results")
    };
    entering.values[0].unit = "μg/L".to_owned();
    assert_eq!(
        there.refused("2026-11-24 09:00", StepInput::EnterResults(entering.clone())),
        Code::BadUnit
    );
    entering.values = vec![EnteredValue {
        parameter: "gold".to_owned(),
        value: "1".to_owned(),
        unit: "mg/L".to_owned(),
    }];
    assert_eq!(
        there.refused("2026-11-24 09:00", StepInput::EnterResults(entering)),
        Code::UnknownParameter
    );
}

/// Clause 3: the verdict follows from value and limit; a value below detection stays one.
#[test]
fn the_verdict_is_computed() {
    let verdict = |value: &str| {
        let story = at_lab().then("2026-11-24 09:00", iron(value, ""));
        let results = water(&story).current_results().unwrap().details.clone();
        (results.sample_verdict(), results.values[0].value.zh())
    };
    assert_eq!(verdict("0.3"), (WaterVerdict::Pass, "0.3".to_owned()));
    assert_eq!(verdict("0.31"), (WaterVerdict::Fail, "0.31".to_owned()));
    assert_eq!(verdict("<0.01"), (WaterVerdict::Pass, "＜0.01".to_owned()));
    assert_eq!(verdict("<0.5"), (WaterVerdict::Undecided, "＜0.5".to_owned()));
}

/// Clause 3: results that replace others say why; both stay on record, the last count.
#[test]
fn replaced_results_need_a_reason() {
    let first = resulted();
    assert_eq!(
        first.refused_at("2026-11-24 10:00", &iron("0.35", "")),
        (Code::Required, "note".to_owned())
    );
    let again = first.then("2026-11-24 10:00", iron("0.35", "复测后更正"));
    let case = water(&again);
    assert_eq!(case.results.len(), 2);
    assert_eq!(
        case.current_results().unwrap().details.sample_verdict(),
        WaterVerdict::Fail
    );
    let answered = again.then("2026-11-24 11:00", reply_results());
    assert_eq!(
        answered.refused("2026-11-24 12:00", iron("0.1", "又一次")),
        Code::WrongStage,
        "what the customer was told stands"
    );
}

/// Clause 3: old results keep the limits they were judged by, whatever the table says later.
#[test]
fn a_changed_standard_changes_no_old_result() {
    let mut story = at_lab().then("2026-11-24 09:00", iron("0.25", ""));
    let stricter = MeasuredValue::parse("limit", "0.2").unwrap();
    let MeasuredValue::Number { amount } = stricter else {
        panic!("a number")
    };
    for parameter in &mut story.house.standard.parameters {
        if parameter.code == "iron" {
            parameter.limit = ParameterLimit::Most { most: amount };
        }
    }
    story.house.standard.edition = "2030 年版".to_owned();
    let old = water(&story).current_results().unwrap().details.clone();
    assert_eq!(
        (
            old.sample_verdict(),
            old.edition.as_str(),
            old.values[0].parameter.limit.zh()
        ),
        (WaterVerdict::Pass, "2022 年版常规指标", "≤ 0.3".to_owned())
    );
    let told_again = domain::Ticket::replay_entries(&story.entries).unwrap();
    assert_eq!(told_again, story.ticket, "also when it is read again");
    let again = story.then("2026-11-24 10:00", iron("0.25", "按新标准复判"));
    let new = water(&again).current_results().unwrap().details.clone();
    assert_eq!(
        (new.sample_verdict(), new.edition.as_str()),
        (WaterVerdict::Fail, "2030 年版")
    );
    assert_eq!(
        water(&again).results[0].details.sample_verdict(),
        WaterVerdict::Pass
    );
}

/// Clause 3: the customer who was there signs, or refuses before a witness; who was not there does not.
#[test]
fn a_customer_who_was_there_signs() {
    let done = |story: Story| {
        story
            .then("2026-11-23 16:00", receive_sample())
            .then("2026-11-24 09:00", iron("0.1", ""))
            .then("2026-11-24 10:00", reply_results())
            .then("2026-11-24 11:00", satisfied())
    };
    let present = done(sampled(true));
    assert_eq!(
        present.refused("2026-11-24 12:00", close()),
        Code::NotAcknowledged
    );
    for answer in [signs(), refuses_to_sign()] {
        let answered = present.clone().then("2026-11-24 11:30", answer);
        assert_eq!(
            answered.then("2026-11-24 12:00", close()).ticket.stage,
            Stage::Closed
        );
    }
    assert_eq!(
        done(sampled(false))
            .then("2026-11-24 12:00", close())
            .ticket
            .stage,
        Stage::Closed
    );
    assert_eq!(
        to_sample().refused("2026-11-23 12:00", signs()),
        Code::WrongStage,
        "no sample to sign for"
    );
}

/// Clause 3: the case is closed when the customer was answered and called.
#[test]
fn the_customer_is_answered() {
    let resulted = resulted().then("2026-11-24 09:30", signs());
    assert_eq!(resulted.refused("2026-11-24 12:00", close()), Code::WrongStage);
    let answered = resulted.then("2026-11-24 10:00", reply_results());
    assert_eq!(answered.refused("2026-11-24 12:00", close()), Code::NotFollowedUp);
}

/// Clause 3: the answer's limit moves by an approved extension.
#[test]
fn the_answer_can_be_extended() {
    let asked = at_lab().then("2026-11-24 09:00", ask_extension(at("2026-11-30 10:00")));
    let moved = asked.then_by(ENGINEER, "2026-11-24 09:30", approve());
    let clock = moved.clock(ClockKind::Answer, at("2026-11-24 10:00"));
    assert_eq!(
        (clock.original, clock.limit),
        (Some(at("2026-11-26 10:00")), Some(at("2026-11-30 10:00")))
    );
}
