//! The life of one demo ticket, written beforehand: which steps, when they happen, when they are typed.

use chrono::{Datelike, NaiveTime, Weekday};
use domain::{
    Moment,
    acknowledgement::{Answer, FIELD, Point, Relation, Signer},
    customer::Customer,
    moment::{DAY, HOUR, MINUTE},
    service::{
        Asked,
        decide::Act,
        repair::{
            self, Arrangement, Material, MeterSide, ValveOrder, ValveStep, VerifiedHours, Work, Worker,
        },
        step::{
            Appointment, Assignment, Because, ExtensionRequest, FollowUp, FollowUpOutcome, HandOver, Plain,
            Reply, ReplyWay, Urge,
        },
    },
    ticket::{Channel, Open},
};
use rand::{Rng, rngs::StdRng};

use crate::{
    World,
    names::{self, Case},
};

/// A step to come.
pub(crate) struct Planned {
    /// When it happens.
    pub(crate) happens: Moment,
    /// When it is typed.
    pub(crate) typed: Moment,
    /// Who does it.
    pub(crate) by: String,
    /// Which demo person types it.
    pub(crate) recorder: &'static str,
    /// What.
    pub(crate) act: Doing,
}

/// What is done.
pub(crate) enum Doing {
    /// A step of the table.
    Step(Act),
    /// Hours verified as claimed or less; known only when the work is done.
    Verify(bool),
    /// Merged into the report before it.
    Merge,
}

/// A ticket's life.
pub(crate) struct Life {
    pub(crate) open: Open,
    pub(crate) steps: Vec<Planned>,
}

pub(crate) const AGENT: &str = "演示热线坐席";
pub(crate) const ENGINEER: &str = "演示总工办";
pub(crate) const MANAGER: &str = "演示客服主管";
pub(crate) const DISPATCHER: &str = "演示生调部调度";

struct Writer<'a> {
    chance: &'a mut StdRng,
    steps: Vec<Planned>,
    at: Moment,
    typed: Moment,
}

/// Writes a life that begins with a report at `received`.
pub(crate) fn life(chance: &mut StdRng, world: &World, customer: &Customer, received: Moment) -> Life {
    let case = names::pick(chance, names::CASES, &names::CASES[0]);
    let open = opened(chance, customer, case, received);
    let raised = open.raised_at.unwrap_or(received);
    let in_hours = world.calendar.hours(raised) == domain::calendar::Hours::Working;
    let urban = open.area == domain::customer::Area::Urban;
    let mut writer = Writer {
        chance,
        steps: Vec::new(),
        at: raised,
        typed: raised,
    };
    writer.write(case, &open, in_hours, urban, received);
    let mut steps = writer.steps;
    steps.sort_by_key(|step| step.typed);
    Life { steps, open }
}

fn opened(chance: &mut StdRng, customer: &Customer, case: &Case, received: Moment) -> Open {
    let household = &customer.household;
    let channel = match chance.random_range(0..20) {
        0 => Channel::Department,
        1 => Channel::Employee,
        2 => Channel::Crew,
        _ => Channel::Hotline,
    };
    let delay = if chance.random_ratio(1, 25) {
        chance.random_range(5..25) * MINUTE
    } else {
        chance.random_range(40_000..200_000)
    };
    let meter_side = if chance.random_ratio(1, 30) {
        MeterSide::Before
    } else {
        MeterSide::After
    };
    Open {
        received_at: received,
        raised_at: Some(Moment(received.0 + delay)),
        channel,
        first_receiver: if channel == Channel::Hotline {
            AGENT.to_owned()
        } else {
            "演示首接人".to_owned()
        },
        customer: Some(customer.id),
        account_number: household.account_number.clone(),
        name: household.name.clone(),
        phone: household.phones.first().cloned().unwrap_or_default(),
        address: household.address.clone(),
        community: household.community.clone(),
        area: household.area,
        external_number: String::new(),
        asked: Asked::Repair(repair::Asked {
            meter_side,
            fault: case.fault,
            situation: names::word(chance, case.says).to_owned(),
            valve_shuts: Some(chance.random_ratio(1, 2)),
            neighbours_affected: chance.random_ratio(1, 3).then_some(true),
            materials_told: true,
        }),
    }
}

impl Writer<'_> {
    fn minutes(&mut self, from: i64, to: i64) -> i64 {
        self.chance.random_range(from * MINUTE..to * MINUTE)
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.chance.random_ratio(1, n)
    }

    /// The next step happens `after` milliseconds later, and is typed soon after that; now and then much later.
    fn step(&mut self, after: i64, by: &str, recorder: &'static str, act: Doing) {
        self.at = Moment(self.at.0 + after);
        self.typed = self.typed.max(self.at);
        let lag = match self.chance.random_range(0..30) {
            0 => self.minutes(35, 80),
            1..10 => self.minutes(1, 8),
            _ => self.chance.random_range(0..20_000),
        };
        self.typed = Moment(self.typed.0 + lag);
        self.steps.push(Planned {
            happens: self.at,
            typed: self.typed,
            by: by.to_owned(),
            recorder,
            act,
        });
    }

    fn act(&mut self, after: i64, by: &str, recorder: &'static str, act: Act) {
        self.step(after, by, recorder, Doing::Step(act));
    }

    fn write(&mut self, case: &Case, open: &Open, in_hours: bool, urban: bool, received: Moment) {
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
        let order = ValveOrder {
            crew: names::INSPECTION.to_owned(),
            place: "单元水表井总阀".to_owned(),
        };
        self.act(60_000, DISPATCHER, DISPATCHER, Act::OrderValve(order));
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
        let text = "已电话告知用户维修完成，请注意观察；如有问题请拨打服务热线".to_owned();
        self.act(
            after,
            AGENT,
            AGENT,
            Act::Reply(Reply {
                text,
                told: open.name.clone(),
                by: ReplyWay::Phone,
            }),
        );
        let adjusted = self.one_in(9);
        let morning = self.morning();
        self.step(morning.0 - self.at.0, ENGINEER, ENGINEER, Doing::Verify(adjusted));
        self.follow_up();
    }

    fn answer(&mut self, open: &Open) -> Answer {
        if self.one_in(18) {
            return Answer::Refused {
                reason: "用户认为无需签字".to_owned(),
                witness: "演示物业值班员".to_owned(),
            };
        }
        let relation = if self.one_in(4) {
            Relation::Family
        } else {
            Relation::Householder
        };
        let signer = Signer {
            name: open.name.clone(),
            relation,
            phone: open.phone.clone(),
        };
        Answer::OnScreen {
            signer,
            strokes: strokes(self.chance),
        }
    }

    /// A working-day-like morning after now.
    fn morning(&mut self) -> Moment {
        let mut day = self.at.date() + chrono::Days::new(1);
        while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            day = day + chrono::Days::new(1);
        }
        let minute = self.chance.random_range(35..170);
        Moment::start_of(day).plus_minutes(8 * 60 + minute)
    }

    fn follow_up(&mut self) {
        for _ in 0..3 {
            let evening =
                Moment::start_of(self.at.date()).plus_minutes(18 * 60 + self.chance.random_range(0..110));
            let evening = if evening > self.at {
                evening
            } else {
                evening.plus_minutes(1440)
            };
            let outcome = match self.chance.random_range(0..20) {
                0..3 => FollowUpOutcome::NotReached,
                3 => FollowUpOutcome::Dissatisfied,
                _ => FollowUpOutcome::Satisfied,
            };
            let reached = outcome != FollowUpOutcome::NotReached;
            let misconduct = reached && self.one_in(400);
            let words = match outcome {
                _ if misconduct => "用户反映维修人员索要物品",
                FollowUpOutcome::Dissatisfied => "用户认为上门时间偏晚",
                _ => "",
            };
            let call = FollowUp {
                outcome,
                misconduct: reached.then_some(misconduct),
                words: words.to_owned(),
            };
            self.act(evening.0 - self.at.0, AGENT, AGENT, Act::FollowUp(call));
            if misconduct && !self.one_in(3) {
                let finding = Because {
                    reason: "经核实已批评教育，并上门向用户致歉".to_owned(),
                };
                self.act(2 * DAY, MANAGER, MANAGER, Act::CloseViolation(finding));
            }
            if reached {
                break;
            }
            self.at = Moment(self.at.0 + 10 * HOUR);
        }
        self.act(3 * MINUTE, AGENT, AGENT, Act::Close(Plain::default()));
    }
}

/// The step that verifies hours, now that the claimed ones are known.
pub(crate) fn verified(claimed: i64, adjusted: bool) -> Act {
    let cut = if adjusted { claimed / 5 } else { 0 };
    let reason = if cut > 0 {
        "扣除待料时间".to_owned()
    } else {
        String::new()
    };
    Act::VerifyHours(VerifiedHours {
        minutes: claimed - cut,
        reason,
    })
}

/// Handwriting: a few curved strokes from left to right.
fn strokes(chance: &mut StdRng) -> Vec<Vec<Point>> {
    let count = chance.random_range(4..7_u16);
    let width = FIELD.0 / (count + 1);
    (0..count)
        .map(|index| stroke(chance, width * index + width / 2, width))
        .collect()
}

fn stroke(chance: &mut StdRng, left: u16, width: u16) -> Vec<Point> {
    let (mut x, mut y) = (f64::from(left), f64::from(chance.random_range(700..2_200_u16)));
    let mut angle: f64 = chance.random_range(-1.2..1.2);
    let mut points = Vec::new();
    for _ in 0..12 {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to the field just before"
        )]
        points.push((
            x.clamp(0.0, f64::from(FIELD.0)) as u16,
            y.clamp(0.0, f64::from(FIELD.1)) as u16,
        ));
        angle += chance.random_range(-0.9..0.9);
        let length = f64::from(width) / 9.0;
        x += angle.cos() * length;
        y += angle.sin() * length * 1.4;
    }
    points
}
