//! No case at night may end where nobody on duty can go on: every kind of every service through every state, at 02:10, with who is on
//! duty then: the hotline's agent (4.3⑴) and 生调部 (4.3⑷).
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

use std::collections::BTreeSet;

use common::{House, at, walk};
use domain::{
    Ticket, TicketRow, permission,
    person::Role,
    service::{ServiceKind, moves, step::StepKind},
    ticket::Stage,
    todo::TodoKind,
};
use proptest::{strategy::Strategy, strategy::ValueTree, test_runner::TestRunner};

/// The states in which a case may wait for somebody who is not on duty at night, and by which clause.
const WAITS: &[(ServiceKind, Stage, &str)] = &[
    // 报公司研究解决: the departments study it, and their conclusion is 总工办's or the manager's to record.
    (ServiceKind::LeakDetection, Stage::UnderStudy, "2.4"),
    // The laboratory tests it.
    (ServiceKind::WaterQuality, Stage::AtLab, "3"),
    // The service centre decides whether an event is held; nobody is without water meanwhile.
    (ServiceKind::Community, Stage::ToDecide, "5.2⑵"),
    // Repaired, answered, signed and called: the hours are verified by 总工办 before it is closed.
    (ServiceKind::Repair, Stage::ToClose, "4.1"),
];

/// What the agent alone waits for besides: 生调部 sends the sampler, within its day.
const AGENT_WAITS: &[(ServiceKind, Stage, &str)] = &[(ServiceKind::WaterQuality, Stage::HandedOver, "3")];

/// What the tables of moves know of 02:10.
const AT_NIGHT: moves::MoveContext = moves::MoveContext {
    attempts: 3,
    in_hours: false,
};

fn offered(ticket: &Ticket, roles: &[Role]) -> Vec<StepKind> {
    let may = |step: &StepKind| {
        let command = step.command_name();
        roles.iter().any(|role| permission::may_call(*role, command))
    };
    let possible = moves::list_possible_steps(ticket, AT_NIGHT);
    possible.into_iter().filter(may).collect()
}

/// Whether these roles can take a step that what waits is settled by.
fn goes_on(ticket: &Ticket, roles: &[Role]) -> bool {
    let row = TicketRow::from_ticket(ticket);
    let offered = offered(ticket, roles);
    // What a crew has done is reported to whoever is on duty by telephone.
    let mut waiting = TodoKind::ALL
        .iter()
        .filter(|todo| todo.is_waiting(&row, AT_NIGHT));
    waiting.any(|todo| todo.settling_steps().iter().any(|step| offered.contains(step)))
}

/// Every open ticket of many walks, as it stands after each step.
fn open_tickets(service: ServiceKind) -> Vec<Ticket> {
    let mut runner = TestRunner::deterministic();
    let strategy = walk::walks_of(service, false);
    let mut all = Vec::new();
    for _ in 0..150 {
        let walk = strategy.new_tree(&mut runner).unwrap().current();
        let taken = walk.trials.into_iter().filter(|trial| trial.result.is_ok());
        all.extend(taken.flat_map(|trial| [trial.before, trial.after]));
    }
    all.retain(|ticket| ticket.stage.is_open());
    all
}

#[test]
fn nobody_of_the_office_is_there_at_ten_past_two() {
    let house = House::shipped();
    assert_eq!(house.now(at("2026-11-25 02:10")), AT_NIGHT);
}

#[test]
fn no_case_at_night_ends_where_nobody_on_duty_can_go_on() {
    let (mut nobody, mut no_agent) = (BTreeSet::new(), BTreeSet::new());
    for service in ServiceKind::ALL {
        let mut seen = BTreeSet::new();
        for ticket in open_tickets(*service) {
            let state = (service.code(), ticket.stage.code());
            seen.insert(ticket.stage);
            if !goes_on(&ticket, &[Role::Agent, Role::Dispatcher]) {
                nobody.insert(state);
            }
            if !goes_on(&ticket, &[Role::Agent]) {
                no_agent.insert(state);
            }
        }
        for row in moves::list_moves(*service)
            .iter()
            .filter(|row| row.from.len() == 1)
        {
            let stage = row.from[0];
            assert!(
                !stage.is_open() || seen.contains(&stage),
                "{} {}",
                service.zh(),
                stage.zh()
            );
        }
    }
    let listed = |all: &[(ServiceKind, Stage, &str)]| -> BTreeSet<_> {
        let codes = all
            .iter()
            .map(|(service, stage, _)| (service.code(), stage.code()));
        codes.collect()
    };
    assert_eq!(nobody, listed(WAITS));
    assert_eq!(no_agent, listed(&[WAITS, AGENT_WAITS].concat()));
}

/// A crew that cannot go: somebody on duty writes down another one, whoever sent the first and whenever the form was raised.
#[test]
fn another_crew_is_written_down_at_night_wherever_one_is_on_its_way() {
    const SENDS: &[StepKind] = &[StepKind::Arrange, StepKind::SendTeam, StepKind::SendSampler];
    let mut seen = BTreeSet::new();
    for service in ServiceKind::ALL {
        for ticket in open_tickets(*service) {
            if !matches!(ticket.stage, Stage::Assigned | Stage::OnSite | Stage::Searching) {
                continue;
            }
            seen.insert((service.code(), ticket.stage.code()));
            let offered = offered(&ticket, &[Role::Agent, Role::Dispatcher]);
            assert!(
                offered.iter().any(|step| SENDS.contains(step)),
                "{} {}",
                service.zh(),
                ticket.stage.zh()
            );
        }
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
}
