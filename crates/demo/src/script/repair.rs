//! The life of a repair (policy 4).

use chrono::NaiveTime;
use domain::{
    Moment,
    calendar::HoursKind,
    customer::AddressArea,
    moment::{DAY, HOUR, MINUTE},
    service::{
        ServiceIntake,
        act::StepInput,
        repair::{
            self, Arrangement, MeterSide, RepairMaterial, RepairWork, ValveOrder, ValveRequest, ValveStep,
            WorkerHours,
        },
        step::{Appointment, Assignment, ExtensionRequest, HandOver, NoteInput, ReasonInput, WordsInput},
    },
    ticket::{Channel, TicketIntake},
};
use rand::Rng;

use super::{AGENT, DISPATCHER, ENGINEER, ScriptAction, ScriptStart, ScriptWriter, build_phone_reply};
use crate::names::{self, RepairScenario};

impl ScriptWriter<'_> {
    pub(super) fn write_repair(&mut self, report: &ScriptStart) -> (TicketIntake, &'static str) {
        let case = names::pick_item(self.chance, names::CASES, &names::CASES[0]);
        let open = self.build_repair_intake(report, case);
        let in_hours = self.world.calendar.classify_moment(report.raised) == HoursKind::Working;
        let urban = open.area == AddressArea::Urban;
        self.add_repair_steps(case, &open, in_hours, urban, report.received);
        (open, AGENT)
    }

    fn build_repair_intake(&mut self, report: &ScriptStart, case: &RepairScenario) -> TicketIntake {
        let channel = match self.chance.random_range(0..20) {
            0 => Channel::Department,
            1 => Channel::Employee,
            2 => Channel::Crew,
            _ => Channel::Hotline,
        };
        let first = if channel == Channel::Hotline {
            AGENT
        } else {
            "演示首接人"
        };
        let meter_side = if self.one_in(30) {
            MeterSide::Before
        } else {
            MeterSide::After
        };
        let asked = ServiceIntake::Repair(repair::RepairIntake {
            meter_side,
            fault: case.fault,
            situation: report.choose_situation(names::pick_text(self.chance, case.says)),
            valve_shuts: Some(self.one_in(2)),
            neighbours_affected: self.one_in(3).then_some(true),
            materials_told: true,
        });
        report.build_intake(channel, first, asked)
    }

    fn add_repair_steps(
        &mut self,
        case: &RepairScenario,
        open: &TicketIntake,
        in_hours: bool,
        urban: bool,
        received: Moment,
    ) {
        let ServiceIntake::Repair(asked) = &open.asked else {
            return;
        };
        if asked.meter_side == MeterSide::Before {
            let reason = "漏点在水表前，属管网维修，已转管网抢修".to_owned();
            return self.add_input_step(
                3 * MINUTE,
                AGENT,
                AGENT,
                StepInput::PassOn(ReasonInput { reason }),
            );
        }
        match self.chance.random_range(0..40) {
            0 => {
                return self.add_input_step(
                    4 * MINUTE,
                    AGENT,
                    AGENT,
                    StepInput::Cancel(ReasonInput {
                        reason: "用户来电称已自行处理".to_owned(),
                    }),
                );
            }
            1 => return self.add_step(2 * MINUTE, AGENT, AGENT, ScriptAction::Merge),
            _ => {}
        }
        let (crew, people) = *names::pick_item(self.chance, names::REPAIR, &names::REPAIR[0]);
        let goes = people.first().copied().unwrap_or_default();
        if !in_hours {
            self.arrange_visit(crew, goes);
        }
        self.hand_over(received);
        self.shut_valve(case);
        if in_hours {
            let assignment = Assignment {
                crew: crew.to_owned(),
                goes: goes.to_owned(),
                note: String::new(),
            };
            let after = self.pick_minutes(1, 5);
            self.add_input_step(after, ENGINEER, ENGINEER, StepInput::Assign(assignment));
        }
        self.visit_customer(open, in_hours, urban, goes);
        self.finish_repair_work(case, people, goes);
        self.reply_and_close_repair(open, goes);
    }

    fn arrange_visit(&mut self, crew: &str, goes: &str) {
        let planned_at = Moment(self.at.0 + self.pick_minutes(40, 120));
        let arrangement = Arrangement {
            crew: crew.to_owned(),
            goes: goes.to_owned(),
            planned_at,
            told: format!(
                "已告知用户：值班人员预计 {} 到场，请先关闭表前阀门",
                planned_at.date_time_text()
            ),
        };
        self.add_input_step(90_000, AGENT, AGENT, StepInput::Arrange(arrangement));
    }

    fn hand_over(&mut self, received: Moment) {
        let left = received.0 + 10 * MINUTE - self.at.0;
        let after = if self.one_in(18) || left < 2 * MINUTE {
            self.pick_minutes(9, 30)
        } else {
            self.chance.random_range(MINUTE..left)
        };
        let taken = HandOver {
            taken_by: DISPATCHER.to_owned(),
            note: String::new(),
        };
        self.add_input_step(after, AGENT, AGENT, StepInput::HandOver(taken));
    }

    fn shut_valve(&mut self, case: &RepairScenario) {
        if case.fault != repair::RepairFault::Burst || self.one_in(2) {
            return;
        }
        let place = "单元水表井总阀".to_owned();
        let asked = ValveRequest { place };
        self.add_input_step(60_000, AGENT, AGENT, StepInput::AskValve(asked));
        let order = ValveOrder {
            crew: names::INSPECTION.to_owned(),
            task: Some(1),
            ..ValveOrder::default()
        };
        self.add_input_step(30_000, DISPATCHER, DISPATCHER, StepInput::OrderValve(order));
        let after = if self.one_in(8) {
            self.pick_minutes(31, 45)
        } else {
            self.pick_minutes(9, 28)
        };
        let by = names::pick_text(self.chance, names::INSPECTORS);
        // The valve team works beside the crew: its steps do not delay the crew's.
        let (back, back_typed) = (self.at, self.typed);
        self.add_input_step(
            after,
            by,
            DISPATCHER,
            StepInput::ValveArrive(ValveStep {
                task: 1,
                note: String::new(),
            }),
        );
        self.add_input_step(
            4 * MINUTE,
            by,
            DISPATCHER,
            StepInput::ValveShut(ValveStep {
                task: 1,
                note: "总阀已关，漏水已止".to_owned(),
            }),
        );
        (self.at, self.typed) = (back, back_typed);
    }

    fn visit_customer(&mut self, open: &TicketIntake, in_hours: bool, urban: bool, goes: &str) {
        if self.one_in(12) {
            let at = self.pick_appointment();
            let reason = names::pick_text(self.chance, &["用户上班，约下班后", "用户要购买材料", "家中无人"])
                .to_owned();
            self.add_input_step(
                90_000,
                AGENT,
                AGENT,
                StepInput::Appoint(Appointment {
                    at,
                    reason,
                    agreed_with: open.name.clone(),
                }),
            );
            let late = if self.one_in(9) {
                self.pick_minutes(4, 40)
            } else {
                -self.pick_minutes(0, 12)
            };
            return self.add_input_step(
                at.0 + late - self.at.0,
                goes,
                AGENT,
                StepInput::Arrive(NoteInput::default()),
            );
        }
        let spent = self.at.0 - open.raised_at.map_or(self.at.0, |at| at.0);
        let after = if !in_hours {
            self.pick_minutes(25, 110)
        } else if !urban {
            self.pick_minutes(25, 90)
        } else if self.one_in(14) || spent > 26 * MINUTE {
            (self.pick_minutes(31, 55) - spent).max(5 * MINUTE)
        } else {
            self.chance
                .random_range(2 * MINUTE..30 * MINUTE - spent)
                .max(2 * MINUTE)
        };
        self.add_input_step(after, goes, AGENT, StepInput::Arrive(NoteInput::default()));
    }

    /// A full hour between two and twenty hours ahead, by day.
    fn pick_appointment(&mut self) -> Moment {
        let ahead = Moment(self.at.0 + self.pick_minutes(120, 600));
        let hour = ahead
            .to_local()
            .format("%H")
            .to_string()
            .parse()
            .unwrap_or(12_u32)
            .clamp(9, 19);
        let at = Moment::from_local(
            ahead
                .local_date()
                .and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default()),
        );
        if at.0 > self.at.0 + 20 * MINUTE {
            at
        } else {
            Moment(at.0 + 12 * HOUR)
        }
    }

    fn finish_repair_work(&mut self, case: &RepairScenario, people: &[&str], goes: &str) {
        let mut minutes = self.chance.random_range(20..110);
        if self.one_in(16) {
            let received_limit = Moment(self.at.0 + 2 * DAY);
            let reason = names::pick_text(
                self.chance,
                &[
                    "等待用户自备材料",
                    "墙体需用户同意开挖",
                    "配件规格特殊，用户正在购买",
                ],
            );
            let asked = ExtensionRequest {
                until: received_limit,
                reason: reason.to_owned(),
            };
            self.add_input_step(30 * MINUTE, goes, AGENT, StepInput::AskExtension(asked));
            let after = self.pick_minutes(5, 60);
            if self.one_in(6) {
                let refused = ReasonInput {
                    reason: "材料本地可购，请当日完成".to_owned(),
                };
                self.add_input_step(after, ENGINEER, ENGINEER, StepInput::RefuseExtension(refused));
            } else {
                self.add_input_step(
                    after,
                    ENGINEER,
                    ENGINEER,
                    StepInput::ApproveExtension(NoteInput {
                        note: "同意".to_owned(),
                    }),
                );
                minutes += self.chance.random_range(1200..2200);
            }
        }
        if self.one_in(20) {
            self.add_input_step(
                5 * MINUTE,
                AGENT,
                AGENT,
                StepInput::Urge(WordsInput {
                    words: "用户来电询问何时修好".to_owned(),
                }),
            );
        }
        let hours: Vec<WorkerHours> = people
            .iter()
            .take(1 + usize::from(minutes % 3 == 0))
            .map(|name| WorkerHours {
                name: (*name).to_owned(),
                minutes: minutes.min(90 + minutes % 60),
            })
            .collect();
        let materials = case.material.map(|(name, quantity)| RepairMaterial {
            name: name.to_owned(),
            quantity: quantity.to_owned(),
        });
        let work = RepairWork {
            found: case.found.to_owned(),
            done: case.done.to_owned(),
            workers: hours,
            materials: materials.into_iter().collect(),
        };
        self.add_input_step(minutes * MINUTE, goes, AGENT, StepInput::Finish(work));
    }

    fn reply_and_close_repair(&mut self, open: &TicketIntake, goes: &str) {
        let answer = self.pick_household_answer(open);
        self.add_input_step(
            4 * MINUTE,
            goes,
            AGENT,
            StepInput::Acknowledge(answer, open.address.clone()),
        );
        let after = if self.one_in(30) {
            self.pick_minutes(1440, 2000)
        } else {
            self.pick_minutes(4, 90)
        };
        let text = "已电话告知用户维修完成，请注意观察；如有问题请拨打服务热线";
        let reply = build_phone_reply(text, &open.name);
        self.add_input_step(after, AGENT, AGENT, StepInput::Reply(reply));
        let adjusted = self.one_in(9);
        let morning = self.pick_next_morning();
        self.add_step(
            morning.0 - self.at.0,
            ENGINEER,
            ENGINEER,
            ScriptAction::Verify(adjusted),
        );
        self.add_follow_ups("用户认为上门时间偏晚");
        self.close_ticket();
    }
}
