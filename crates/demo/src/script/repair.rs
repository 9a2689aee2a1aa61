//! The life of a repair (policy 4).

use chrono::NaiveTime;
use domain::{
    Moment,
    calendar::Hours,
    customer::Area,
    moment::{DAY, HOUR, MINUTE},
    service::{
        Asked,
        act::Act,
        repair::{self, Arrangement, Material, MeterSide, ValveOrder, ValveRequest, ValveStep, Work, Worker},
        step::{Appointment, Assignment, Because, ExtensionRequest, HandOver, Plain, Urge},
    },
    ticket::{Channel, Open},
};
use rand::Rng;

use super::{AGENT, DISPATCHER, Doing, ENGINEER, Report, Writer, by_phone};
use crate::names::{self, Case};

impl Writer<'_> {
    pub(super) fn repair(&mut self, report: &Report) -> (Open, &'static str) {
        let case = names::pick(self.chance, names::CASES, &names::CASES[0]);
        let open = self.reported(report, case);
        let in_hours = self.world.calendar.hours(report.raised) == Hours::Working;
        let urban = open.area == Area::Urban;
        self.repaired(case, &open, in_hours, urban, report.received);
        (open, AGENT)
    }

    fn reported(&mut self, report: &Report, case: &Case) -> Open {
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
        let asked = Asked::Repair(repair::Asked {
            meter_side,
            fault: case.fault,
            situation: report.says(names::word(self.chance, case.says)),
            valve_shuts: Some(self.one_in(2)),
            neighbours_affected: self.one_in(3).then_some(true),
            materials_told: true,
        });
        report.open(channel, first, asked)
    }

    fn repaired(&mut self, case: &Case, open: &Open, in_hours: bool, urban: bool, received: Moment) {
        let Asked::Repair(asked) = &open.asked else {
            return;
        };
        if asked.meter_side == MeterSide::Before {
            let reason = "漏点在水表前，属管网维修，已转管网抢修".to_owned();
            return self.act(3 * MINUTE, AGENT, AGENT, Act::PassOn(Because { reason }));
        }
        match self.chance.random_range(0..40) {
            0 => {
                return self.act(
                    4 * MINUTE,
                    AGENT,
                    AGENT,
                    Act::Cancel(Because {
                        reason: "用户来电称已自行处理".to_owned(),
                    }),
                );
            }
            1 => return self.step(2 * MINUTE, AGENT, AGENT, Doing::Merge),
            _ => {}
        }
        let (crew, people) = *names::pick(self.chance, names::REPAIR, &names::REPAIR[0]);
        let goes = people.first().copied().unwrap_or_default();
        if !in_hours {
            self.arrange(crew, goes);
        }
        self.hand_over(received);
        self.valve(case);
        if in_hours {
            let assignment = Assignment {
                crew: crew.to_owned(),
                goes: goes.to_owned(),
                note: String::new(),
            };
            let after = self.minutes(1, 5);
            self.act(after, ENGINEER, ENGINEER, Act::Assign(assignment));
        }
        self.visit(open, in_hours, urban, goes);
        self.work(case, people, goes);
        self.finish(open, goes);
    }

    fn arrange(&mut self, crew: &str, goes: &str) {
        let planned_at = Moment(self.at.0 + self.minutes(40, 120));
        let arrangement = Arrangement {
            crew: crew.to_owned(),
            goes: goes.to_owned(),
            planned_at,
            told: format!(
                "已告知用户：值班人员预计 {} 到场，请先关闭表前阀门",
                planned_at.text()
            ),
        };
        self.act(90_000, AGENT, AGENT, Act::Arrange(arrangement));
    }

    fn hand_over(&mut self, received: Moment) {
        let left = received.0 + 10 * MINUTE - self.at.0;
        let after = if self.one_in(18) || left < 2 * MINUTE {
            self.minutes(9, 30)
        } else {
            self.chance.random_range(MINUTE..left)
        };
        let taken = HandOver {
            taken_by: DISPATCHER.to_owned(),
            note: String::new(),
        };
        self.act(after, AGENT, AGENT, Act::HandOver(taken));
    }

    fn valve(&mut self, case: &Case) {
        if case.fault != repair::Fault::Burst || self.one_in(2) {
            return;
        }
        let place = "单元水表井总阀".to_owned();
        let asked = ValveRequest { place };
        self.act(60_000, AGENT, AGENT, Act::AskValve(asked));
        let order = ValveOrder {
            crew: names::INSPECTION.to_owned(),
            task: Some(1),
            ..ValveOrder::default()
        };
        self.act(30_000, DISPATCHER, DISPATCHER, Act::OrderValve(order));
        let after = if self.one_in(8) {
            self.minutes(31, 45)
        } else {
            self.minutes(9, 28)
        };
        let by = names::word(self.chance, names::INSPECTORS);
        // The valve team works beside the crew: its steps do not delay the crew's.
        let (back, back_typed) = (self.at, self.typed);
        self.act(
            after,
            by,
            DISPATCHER,
            Act::ValveArrive(ValveStep {
                task: 1,
                note: String::new(),
            }),
        );
        self.act(
            4 * MINUTE,
            by,
            DISPATCHER,
            Act::ValveShut(ValveStep {
                task: 1,
                note: "总阀已关，漏水已止".to_owned(),
            }),
        );
        (self.at, self.typed) = (back, back_typed);
    }

    fn visit(&mut self, open: &Open, in_hours: bool, urban: bool, goes: &str) {
        if self.one_in(12) {
            let at = self.appointment();
            let reason =
                names::word(self.chance, &["用户上班，约下班后", "用户要购买材料", "家中无人"]).to_owned();
            self.act(
                90_000,
                AGENT,
                AGENT,
                Act::Appoint(Appointment {
                    at,
                    reason,
                    agreed_with: open.name.clone(),
                }),
            );
            let late = if self.one_in(9) {
                self.minutes(4, 40)
            } else {
                -self.minutes(0, 12)
            };
            return self.act(
                at.0 + late - self.at.0,
                goes,
                AGENT,
                Act::Arrive(Plain::default()),
            );
        }
        let spent = self.at.0 - open.raised_at.map_or(self.at.0, |at| at.0);
        let after = if !in_hours {
            self.minutes(25, 110)
        } else if !urban {
            self.minutes(25, 90)
        } else if self.one_in(14) || spent > 26 * MINUTE {
            (self.minutes(31, 55) - spent).max(5 * MINUTE)
        } else {
            self.chance
                .random_range(2 * MINUTE..30 * MINUTE - spent)
                .max(2 * MINUTE)
        };
        self.act(after, goes, AGENT, Act::Arrive(Plain::default()));
    }

    /// A full hour between two and twenty hours ahead, by day.
    fn appointment(&mut self) -> Moment {
        let ahead = Moment(self.at.0 + self.minutes(120, 600));
        let hour = ahead
            .local()
            .format("%H")
            .to_string()
            .parse()
            .unwrap_or(12_u32)
            .clamp(9, 19);
        let at = Moment::from_local(
            ahead
                .date()
                .and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default()),
        );
        if at.0 > self.at.0 + 20 * MINUTE {
            at
        } else {
            Moment(at.0 + 12 * HOUR)
        }
    }

    fn work(&mut self, case: &Case, people: &[&str], goes: &str) {
        let mut minutes = self.chance.random_range(20..110);
        if self.one_in(16) {
            let received_limit = Moment(self.at.0 + 2 * DAY);
            let reason = names::word(
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
            self.act(30 * MINUTE, goes, AGENT, Act::AskExtension(asked));
            let after = self.minutes(5, 60);
            if self.one_in(6) {
                let refused = Because {
                    reason: "材料本地可购，请当日完成".to_owned(),
                };
                self.act(after, ENGINEER, ENGINEER, Act::RefuseExtension(refused));
            } else {
                self.act(
                    after,
                    ENGINEER,
                    ENGINEER,
                    Act::ApproveExtension(Plain {
                        note: "同意".to_owned(),
                    }),
                );
                minutes += self.chance.random_range(1200..2200);
            }
        }
        if self.one_in(20) {
            self.act(
                5 * MINUTE,
                AGENT,
                AGENT,
                Act::Urge(Urge {
                    words: "用户来电询问何时修好".to_owned(),
                }),
            );
        }
        let hours: Vec<Worker> = people
            .iter()
            .take(1 + usize::from(minutes % 3 == 0))
            .map(|name| Worker {
                name: (*name).to_owned(),
                minutes: minutes.min(90 + minutes % 60),
            })
            .collect();
        let materials = case.material.map(|(name, quantity)| Material {
            name: name.to_owned(),
            quantity: quantity.to_owned(),
        });
        let work = Work {
            found: case.found.to_owned(),
            done: case.done.to_owned(),
            workers: hours,
            materials: materials.into_iter().collect(),
        };
        self.act(minutes * MINUTE, goes, AGENT, Act::Finish(work));
    }

    fn finish(&mut self, open: &Open, goes: &str) {
        let answer = self.answer(open);
        self.act(
            4 * MINUTE,
            goes,
            AGENT,
            Act::Acknowledge(answer, open.address.clone()),
        );
        let after = if self.one_in(30) {
            self.minutes(1440, 2000)
        } else {
            self.minutes(4, 90)
        };
        let text = "已电话告知用户维修完成，请注意观察；如有问题请拨打服务热线";
        let reply = by_phone(text, &open.name);
        self.act(after, AGENT, AGENT, Act::Reply(reply));
        let adjusted = self.one_in(9);
        let morning = self.morning();
        self.step(morning.0 - self.at.0, ENGINEER, ENGINEER, Doing::Verify(adjusted));
        self.follow_up("用户认为上门时间偏晚");
        self.close();
    }
}
