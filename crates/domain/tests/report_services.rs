//! The month's figures of all six services: one month counted by hand, the edges, and linked tickets (the policy,
//! "Figures").
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

use std::collections::BTreeMap;

use common::{
    AGENT, ENGINEER, Story, approve, ask_extension, at, because, call_back, close, hand_over, order_valve,
    services::{
        TEAM, attach, authorise, check_safety, conclude, consent, delivered, delivering, end_outage,
        escalate, event_report, hold_event, iron, leak_report, leaves_notice, move_event, outage_report,
        planned, receive_sample, reject_sample, reminder_report, reply_results, reply_search, sample,
        sampled, search, searched, send_sampler, send_team, signs, tell, told, trip, water_report,
    },
    valve_step, walk, words,
};
use domain::{
    TicketRow,
    clock::ClockKind,
    moment::Month,
    report::{self, CountingPeriod, DEFINITIONS, Figure, FigureCode as F},
    service::{
        ServiceKind,
        act::StepInput,
        community::{ConductRule, EventOrigin},
        leak_detection::LeakFinding,
        step::FollowUpOutcome,
    },
};
use proptest::prelude::*;

fn period(month: &str) -> CountingPeriod {
    CountingPeriod::from_month(Month::parse(month).unwrap(), at("2026-12-31 10:00"))
}

fn row(story: &Story) -> TicketRow {
    TicketRow::from_ticket(&story.ticket)
}

/// A figure of November as numerator and denominator.
fn of(code: F, rows: &[TicketRow]) -> (i64, i64) {
    let Figure {
        numerator,
        denominator,
    } = report::count_figure(code, rows, &period("2026-11"));
    (numerator, denominator)
}

fn one(code: F, story: &Story) -> (i64, i64) {
    of(code, &[row(story)])
}

fn satisfied() -> StepInput {
    call_back(FollowUpOutcome::Satisfied, Some(false))
}

// --- A month counted by hand ---

/// A reminder told in time, signed, agreed to; the repair that came of it.
fn reminded() -> [TicketRow; 2] {
    let mut story = told(true)
        .then("2026-11-23 11:10", signs())
        .then("2026-11-23 11:20", consent(true));
    let repair = common::report(at("2026-11-23 12:00"));
    let repair = story
        .open_linked(&repair, 20, AGENT, at("2026-11-23 12:00"))
        .unwrap();
    [row(&story), TicketRow::from_ticket(&repair)]
}

/// A reminder told a day and more later, left at the door, the company's help declined; urged and supervised.
fn told_late() -> Story {
    Story::opened(reminder_report(at("2026-11-23 10:00")))
        .then("2026-11-23 18:00", StepInput::Urge(words()))
        .then("2026-11-23 19:00", StepInput::Supervise(words()))
        .then("2026-11-24 10:00:00.001", tell(true))
        .then("2026-11-24 11:00", attach())
        .then("2026-11-24 11:10", leaves_notice())
        .then("2026-11-24 12:00", consent(false))
}

/// A leak nobody could name, studied and answered too late, visited too late; the customer was not satisfied and
/// complained.
fn studied() -> Story {
    Story::opened(leak_report(at("2026-11-10 10:00")))
        .then("2026-11-10 10:10", send_team(TEAM))
        .then("2026-11-12 10:00", common::arrive())
        .then("2026-11-12 11:00", search(LeakFinding::Undetermined))
        .then("2026-11-12 12:00", escalate())
        .then("2026-11-14 09:00", conclude(LeakFinding::NotFound))
        .then("2026-11-14 10:00", reply_search(true))
        .then(
            "2026-11-14 15:00",
            call_back(FollowUpOutcome::Dissatisfied, Some(true)),
        )
}

/// A leak found and answered in time; a signature refused.
fn found() -> Story {
    searched(LeakFinding::Found)
        .then("2026-11-23 15:10", common::refuses_to_sign())
        .then("2026-11-23 16:00", reply_search(false))
        .then("2026-11-23 17:00", satisfied())
}

/// Everything in time, the water is good.
fn good_water() -> Story {
    sampled(false)
        .then("2026-11-23 16:00", receive_sample())
        .then("2026-11-24 09:00", iron("0.1", ""))
        .then("2026-11-24 10:00", reply_results())
}

/// Sampled, brought to the laboratory and answered too late, the water is not good.
fn bad_water() -> Story {
    Story::opened(water_report(at("2026-11-10 10:00")))
        .then("2026-11-10 10:05", hand_over())
        .then("2026-11-10 10:20", send_sampler(TEAM))
        .then("2026-11-11 11:00", sample(false))
        .then("2026-11-11 18:00", receive_sample())
        .then("2026-11-13 09:00", iron("0.35", ""))
        .then("2026-11-14 10:00", reply_results())
}

/// An event of 25 November, held; one rule was not kept.
fn held() -> Story {
    let day = Some(at("2026-11-25 10:00"));
    Story::opened(event_report(at("2026-11-02 10:00"), EventOrigin::AnnualPlan, day)).then(
        "2026-11-25 12:00",
        hold_event(at("2026-11-25 12:00"), Some(ConductRule::Clean)),
    )
}

/// An event of 20 November, moved to the 28th in time, never held.
fn moved() -> Story {
    let day = Some(at("2026-11-20 10:00"));
    Story::opened(event_report(at("2026-11-02 10:00"), EventOrigin::AnnualPlan, day))
        .then("2026-11-19 10:00", move_event(at("2026-11-28 10:00"), "下雨"))
}

/// An outage of which one place of three was reached.
fn gap() -> Story {
    delivering()
        .then("2026-11-23 11:00", trip(&[(0, at("2026-11-23 11:00"), 60)]))
        .then("2026-11-23 20:00", end_outage())
}

/// A repair passed on, one cancelled, one whose crew returned it, one extended, one with a valve, one escaping
/// working hours, one nobody verified.
fn repairs() -> Vec<Story> {
    vec![
        common::ready_to_close().then("2026-11-23 15:30", close()),
        common::repaired(),
        common::on_the_way().then("2026-11-23 10:15", StepInput::PassOn(because())),
        common::on_the_way().then("2026-11-23 10:15", StepInput::Cancel(because())),
        Story::called_and_raised("2026-11-23 17:28", "2026-11-23 17:31")
            .then("2026-11-23 17:33", common::arrange(at("2026-11-23 18:00")))
            .then("2026-11-23 17:34", hand_over())
            .then("2026-11-23 17:40", StepInput::Return(because())),
        common::on_the_way()
            .then("2026-11-23 11:00", ask_extension(at("2026-11-26 10:00")))
            .then_by(ENGINEER, "2026-11-23 12:00", approve()),
        common::on_the_way()
            .then("2026-11-23 10:09", order_valve())
            .then("2026-11-23 10:20", StepInput::ValveArrive(valve_step(1))),
        Story::opened(domain::ticket::TicketIntake {
            channel: domain::ticket::Channel::Employee,
            ..common::report(at("2026-11-23 10:00"))
        })
        .then("2026-11-23 10:12", hand_over()),
    ]
}

fn the_month() -> Vec<TicketRow> {
    let mut rows = reminded().to_vec();
    let ended = delivered().then("2026-11-23 20:00", end_outage());
    let stories = [
        told_late(),
        studied(),
        found(),
        good_water(),
        bad_water(),
        held(),
        moved(),
        ended,
        gap(),
    ];
    rows.extend(stories.iter().chain(&repairs()).map(row));
    rows.push(row(&merged()));
    rows
}

/// A second call about the same leak.
fn merged() -> Story {
    let original = Story::called("2026-11-23 10:00");
    let mut twice = Story::opened_in(original.house.clone(), 30, common::report(at("2026-11-23 10:30")));
    let now = at("2026-11-23 10:40");
    let context = twice.house.context(AGENT, now, now);
    let (gone, _) =
        domain::service::decide::merge_duplicate(&twice.ticket, &original.ticket, &context).unwrap();
    twice.keep(gone, AGENT, now, now);
    twice
}

/// Every figure of the report, counted by hand over the month above; a figure without an example fails.
#[test]
fn a_month_counted_by_hand() {
    let expected: BTreeMap<F, (i64, i64)> = BTreeMap::from([
        // 19 reports by themselves, one opened from a reminder.
        (F::Received, (19, 19)),
        (F::Linked, (1, 1)),
        // Called and answered: the leak nobody could name (no), the one found (yes), the closed repair (yes).
        (F::SatisfactionRate, (2, 3)),
        // Answered: two leaks, two waters, one repair; called: not the waters.
        (F::FollowUpRate, (3, 5)),
        // Signed: one reminder; refused: a leak, a repair; left: a reminder.
        (F::SignRate, (1, 4)),
        (F::Urged, (1, 1)),
        (F::Supervised, (1, 1)),
        // The complaint at the call, the rule at the event.
        (F::Violations, (2, 2)),
        (F::Cancelled, (1, 1)),
        (F::Merged, (1, 1)),
        (F::Reminders, (2, 2)),
        (F::TellRate, (1, 2)),
        (F::LeftNotices, (1, 1)),
        (F::ConsentRate, (1, 2)),
        (F::LeakDetections, (2, 2)),
        (F::VisitRate, (1, 2)),
        (F::FoundRate, (1, 2)),
        (F::Escalations, (1, 1)),
        (F::LeakAnswerRate, (1, 2)),
        (F::WaterTests, (2, 2)),
        (F::SamplingRate, (1, 2)),
        (F::LabReceiptRate, (1, 2)),
        (F::PassRate, (1, 2)),
        (F::WaterAnswerRate, (1, 2)),
        // Eight, the duplicate and the one that came of a reminder.
        (F::Repairs, (10, 10)),
        (F::RemindedRepairs, (1, 1)),
        // Handed over by the hotline: seven, all within ten minutes.
        (F::HandOverRate, (7, 7)),
        (F::HandOverOthers, (12, 1)),
        (F::FormDelay, (3, 10)),
        (F::FormEscape, (1, 1)),
        // Two crews arrived, both in 20 minutes.
        (F::ArrivalRate, (2, 2)),
        (F::ArrivalTarget, (0, 2)),
        // Due by the end of November: not the one passed on, the cancelled and the merged one.
        (F::CloseRate, (1, 7)),
        (F::CloseStrict, (1, 7)),
        (F::ExtensionRate, (1, 10)),
        (F::ReturnRate, (1, 10)),
        (F::ValveRate, (1, 1)),
        (F::WorkHours, (40, 1)),
        (F::UnverifiedHours, (40, 1)),
        (F::PassedOn, (1, 1)),
        (F::Events, (2, 2)),
        (F::HeldRate, (1, 2)),
        (F::EventsMoved, (1, 1)),
        (F::Residents, (30, 1)),
        (F::Outages, (2, 2)),
        (F::Trips, (2, 2)),
        (F::Volume, (10_000, 2)),
        // 50 + 40 + 200 of the first truck, 60 of the second.
        (F::HouseholdsServed, (350, 2)),
        // All 400 of the first outage, 60 of the second.
        (F::CoverageRate, (460, 800)),
        // Everything here was typed as it happened; the journeys (`figures.rs`) tell of the others.
        (F::ReminderEnteredLate, (0, 0)),
        (F::LeakEnteredLate, (0, 0)),
        (F::WaterEnteredLate, (0, 0)),
        (F::RepairEnteredLate, (0, 0)),
        (F::EventEnteredLate, (0, 0)),
        (F::OutageEnteredLate, (0, 0)),
    ]);
    let rows = the_month();
    let is: BTreeMap<F, (i64, i64)> = F::ALL.iter().map(|code| (*code, of(*code, &rows))).collect();
    assert_eq!(DEFINITIONS.len(), F::ALL.len());
    for code in F::ALL {
        assert_eq!(Some(&is[code]), expected.get(code), "{}", code.zh());
    }
}

/// Clauses 1.2, 2.3, 2.4, 3, 5.2⑴, 6.1, 6.2: every limit the month missed stands in its overdue list, whatever the
/// service; nothing else does.
#[test]
fn the_overdue_list_holds_every_service() {
    let rows = [
        told_late(),
        studied(),
        bad_water(),
        moved(),
        gap(),
        found(),
        good_water(),
        held(),
    ];
    let rows: Vec<TicketRow> = rows.iter().map(row).collect();
    let month = report::month_report(
        Month::parse("2026-11").unwrap(),
        at("2026-12-31 10:00"),
        &rows,
        &[],
        &[],
    );
    let listed: Vec<(ClockKind, &str)> = month
        .overdue
        .iter()
        .map(|one| (one.clock, one.number.get(..2).unwrap()))
        .collect();
    assert_eq!(
        listed,
        [
            (ClockKind::Visit, "JL"),
            (ClockKind::Sampling, "SZ"),
            (ClockKind::LabReceipt, "SZ"),
            (ClockKind::Answer, "JL"),
            (ClockKind::Answer, "SZ"),
            (ClockKind::Coverage, "SS"),
            (ClockKind::Tell, "TX"),
            (ClockKind::Event, "SQ"),
        ]
    );
    let tell = month
        .overdue
        .iter()
        .find(|one| one.clock == ClockKind::Tell)
        .unwrap();
    assert_eq!((tell.limit, tell.late), (at("2026-11-24 10:00"), 1));
    let first_truck = delivering().then(
        "2026-11-23 12:30:00.001",
        trip(&[(0, at("2026-11-23 12:30:00.001"), 60)]),
    );
    let undecided = common::services::outage();
    let rows = [row(&first_truck), row(&undecided)];
    let month = report::month_report(
        Month::parse("2026-11").unwrap(),
        at("2026-11-23 13:00"),
        &rows,
        &[],
        &[],
    );
    let listed: Vec<ClockKind> = month.overdue.iter().map(|one| one.clock).collect();
    assert_eq!(listed, [ClockKind::Authorise, ClockKind::FirstTrip]);
}

// --- Edges ---

/// Clause 1.2: a millisecond decides; a limit still ahead is not counted yet; what was cancelled in time never.
#[test]
fn what_is_due_counts() {
    let reminder =
        |when: &str| Story::opened(reminder_report(at("2026-11-23 10:00"))).then(when, tell(false));
    assert_eq!(one(F::TellRate, &reminder("2026-11-24 10:00")), (1, 1));
    assert_eq!(one(F::TellRate, &reminder("2026-11-24 10:00:00.001")), (0, 1));
    let waiting = Story::opened(reminder_report(at("2026-11-23 10:00")));
    let early = CountingPeriod::from_month(Month::parse("2026-11").unwrap(), at("2026-11-24 10:00"));
    assert_eq!(
        report::count_figure(F::TellRate, &[row(&waiting)], &early),
        Figure::default()
    );
    let cancelled = waiting.then("2026-11-24 10:00", StepInput::Cancel(because()));
    assert_eq!(one(F::TellRate, &cancelled), (0, 0));
}

/// Clauses 2.4, 3: an extension approved too late makes no answer punctual; one in time does, in the new limit's
/// month.
#[test]
fn an_answer_counts_in_the_month_of_its_limit() {
    let answered = |approved: &str| {
        let story = searched(LeakFinding::Undetermined)
            .then("2026-11-23 16:00", escalate())
            .then("2026-11-24 16:00", ask_extension(at("2026-12-02 10:00")))
            .then_by(ENGINEER, approved, approve())
            .then("2026-12-01 09:00", conclude(LeakFinding::NotFound))
            .then("2026-12-01 10:00", reply_search(true));
        let rows = [row(&story)];
        ["2026-11", "2026-12"].map(|month| {
            let figure = report::count_figure(F::LeakAnswerRate, &rows, &period(month));
            (figure.numerator, figure.denominator)
        })
    };
    assert_eq!(answered("2026-11-26 10:00"), [(0, 0), (1, 1)]);
    assert_eq!(answered("2026-11-26 10:00:00.001"), [(0, 0), (0, 1)]);
}

/// Clauses 2.3, 4.3⑵: the 15 minutes are the repair's alone; a team that looks for a leak adds nothing to them.
#[test]
fn a_visit_is_no_arrival_of_a_repair() {
    let visited = searched(LeakFinding::Found);
    assert_eq!(one(F::ArrivalTarget, &visited), (0, 0));
    assert_eq!(one(F::ArrivalRate, &visited), (0, 0));
    assert_eq!(one(F::VisitRate, &visited), (1, 1));
}

/// Clause 2.4: what the departments concluded is the finding; a search that is repeated counts once, by its last.
#[test]
fn a_finding_counts_once() {
    let found_later = searched(LeakFinding::NotFound)
        .then("2026-11-23 16:00", send_team(TEAM))
        .then("2026-11-24 09:00", common::arrive())
        .then("2026-11-24 10:00", search(LeakFinding::Found));
    assert_eq!(one(F::FoundRate, &found_later), (1, 1));
    let concluded = searched(LeakFinding::Undetermined)
        .then("2026-11-23 16:00", escalate())
        .then("2026-11-24 09:00", conclude(LeakFinding::Found));
    assert_eq!(one(F::FoundRate, &concluded), (1, 1));
    assert_eq!(
        one(F::FoundRate, &common::services::searching()),
        (0, 0),
        "not searched yet"
    );
}

/// Clause 3: a sample passes when every value does; one that cannot be judged does not pass; replaced results count
/// once, by the last.
#[test]
fn a_sample_passes_as_a_whole() {
    let results = |value: &str| common::services::at_lab().then("2026-11-24 09:00", iron(value, ""));
    assert_eq!(one(F::PassRate, &results("0.3")), (1, 1));
    assert_eq!(one(F::PassRate, &results("0.31")), (0, 1));
    assert_eq!(one(F::PassRate, &results("<0.5")), (0, 1));
    let replaced = results("0.31").then("2026-11-24 10:00", iron("0.3", "复测后更正"));
    assert_eq!(one(F::PassRate, &replaced), (1, 1));
    let rejected = common::services::at_lab().then("2026-11-23 17:00", reject_sample());
    assert_eq!(one(F::PassRate, &rejected), (0, 0));
}

/// Clause 5.2⑴: a moved event counts on its new day, a cancelled one as not held, one still ahead not at all.
#[test]
fn planned_against_held() {
    let december = |story: &Story| {
        let figure = report::count_figure(F::HeldRate, &[row(story)], &period("2026-12"));
        (figure.numerator, figure.denominator)
    };
    let moved = planned().then("2026-12-01 09:00", move_event(at("2026-12-08 10:00"), "下雪"));
    let held = moved.then("2026-12-08 12:00", hold_event(at("2026-12-08 12:00"), None));
    assert_eq!((one(F::HeldRate, &held), december(&held)), ((0, 0), (1, 1)));
    let cancelled = planned().then("2026-12-01 09:00", StepInput::Cancel(because()));
    assert_eq!(december(&cancelled), (0, 1));
    let early = CountingPeriod::from_month(Month::parse("2026-12").unwrap(), at("2026-12-05 23:59:59.999"));
    let ahead = report::count_figure(F::HeldRate, &[row(&planned())], &early);
    assert_eq!(ahead, Figure::default());
}

/// Clauses 6.1, 6.2: trips count by the hour they left, coverage by the hour the water came back; an outage nobody
/// authorised trucks for has none.
#[test]
fn trips_and_coverage() {
    let across = delivering()
        .then("2026-11-30 23:59", trip(&[(0, at("2026-11-30 23:59"), 60)]))
        .then("2026-12-01 00:00", trip(&[(1, at("2026-12-01 00:00"), 40)]))
        .then("2026-12-01 10:00", check_safety(None))
        .then("2026-12-01 11:00", end_outage());
    assert_eq!(one(F::Trips, &across), (1, 1));
    assert_eq!(one(F::CoverageRate, &across), (0, 0));
    let december = report::count_figure(F::CoverageRate, &[row(&across)], &period("2026-12"));
    assert_eq!((december.numerator, december.denominator), (100, 400));
    let (from, to) = (at("2026-11-23 09:00"), at("2026-11-25 09:00"));
    let never = Story::opened(outage_report(at("2026-11-23 10:00"), from, to));
    assert_eq!(one(F::CoverageRate, &never), (0, 0));
    assert_eq!(
        one(F::CoverageRate, &never.then("2026-11-23 11:00", authorise(""))),
        (0, 0),
        "not over yet"
    );
}

// --- Linked tickets ---

/// Clauses 1.3, 5.2: a repair that came of a reminder counts once as each, and once in the total.
#[test]
fn a_linked_ticket_is_not_counted_twice() {
    let rows = reminded();
    assert_eq!(of(F::Received, &rows), (1, 1));
    assert_eq!(of(F::Linked, &rows), (1, 1));
    assert_eq!(of(F::Reminders, &rows), (1, 1));
    assert_eq!(of(F::Repairs, &rows), (1, 1));
    assert_eq!(of(F::RemindedRepairs, &rows), (1, 1));
    let foot = |code: F| DEFINITIONS.iter().find(|one| one.code == code).unwrap().zh;
    assert!(foot(F::Received).contains("不在此重复计数"), "the foot says how");
    assert!(foot(F::Linked).contains("之和等于各服务类别工单之和"));
}

const SERVICES: [(ServiceKind, F); 6] = [
    (ServiceKind::Reminder, F::Reminders),
    (ServiceKind::LeakDetection, F::LeakDetections),
    (ServiceKind::WaterQuality, F::WaterTests),
    (ServiceKind::Repair, F::Repairs),
    (ServiceKind::Community, F::Events),
    (ServiceKind::EmergencyWater, F::Outages),
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    /// Clauses 1.3, 5.2: reports and linked tickets together are the tickets of all services, in any month.
    #[test]
    fn the_services_add_up(walks in prop::collection::vec(walk::walks(true), 1..8)) {
        let rows: Vec<TicketRow> = walks
            .iter()
            .flat_map(|walk| walk.linked.iter().chain([&walk.story.ticket]))
            .map(TicketRow::from_ticket)
            .collect();
        let mut all = 0;
        let (mut month, last) = (Month::parse("2025-12").unwrap(), Month::parse("2027-06").unwrap());
        while month <= last {
            let span = CountingPeriod::from_month(month, at("2027-12-01 00:00"));
            let count = |code| report::count_figure(code, &rows, &span).numerator;
            let services: i64 = SERVICES.iter().map(|(_, code)| count(*code)).sum();
            prop_assert_eq!(count(F::Received) + count(F::Linked), services);
            for (service, code) in SERVICES {
                let here = rows.iter().filter(|row| row.service == service && span.has_moment(row.received_at));
                prop_assert_eq!(count(code), i64::try_from(here.count()).unwrap());
            }
            all += services;
            month = month.next_month();
        }
        prop_assert_eq!(all, i64::try_from(rows.len()).unwrap());
        let linked: usize = walks.iter().map(|walk| walk.linked.len()).sum();
        let from: i64 = rows.iter().map(|row| row.links).sum();
        prop_assert_eq!(from, i64::try_from(linked).unwrap());
    }

    /// A figure of one service counts rows of that service only.
    #[test]
    fn no_service_counts_in_the_figures_of_another(walk in walk::walks(true)) {
        let row = TicketRow::from_ticket(&walk.story.ticket);
        let ever = CountingPeriod { from: at("2020-01-01 00:00"), to: at("2100-01-01 00:00"), now: at("2099-01-01 00:00") };
        for definition in DEFINITIONS {
            let counted = report::compute_contribution(definition.code, &row, &ever).filter(|one| *one != Figure::default());
            if let Some(service) = definition.code.service_kind().filter(|_| counted.is_some()) {
                prop_assert_eq!(service, row.service, "{:?}", definition.code);
            }
        }
    }
}
