//! The life of an outage with water trucks (policy 6).

use domain::{
    Moment,
    customer::AddressArea,
    moment::{DAY, HOUR, MINUTE},
    service::{
        ServiceIntake,
        act::StepInput,
        emergency_water::{
            self, DeliveryAuthorisation, DeliveryTrip, OutageChange, OutagePlace, SafetyCheck, SafetyItem,
            SafetyLine, TripStop,
        },
        step::{NoteInput, WordsInput},
    },
    settings::{Department, OutageThresholds},
    ticket::{Channel, TicketIntake},
};
use rand::Rng;

use super::{AGENT, DISPATCHER, INSPECTOR, MANAGER, ScriptStart, ScriptWriter, TicketContact};
use crate::names;

const CAUSES: &[&str] = &[
    "供水主管爆裂抢修",
    "阀门井更换主阀，计划停水检修",
    "道路施工挖断配水管",
    "二次供水泵房故障",
];
const TRUCKS: &[(&str, &str); 3] = &[
    ("演示水车 01", "演示司机甲"),
    ("演示水车 02", "演示司机乙"),
    ("演示水车 03", "演示司机丙"),
];
const TAKE_PART: &[Department] = &[
    Department::ServiceCentre,
    Department::Dispatch,
    Department::Inspection,
];

impl ScriptWriter<'_> {
    pub(super) fn write_emergency_water(&mut self, report: &ScriptStart) -> (TicketIntake, &'static str) {
        let places = self.pick_outage_places();
        let started_at = Moment(report.received.0 - self.pick_minutes(5, 70));
        let hours = self.chance.random_range(6..40);
        let outage = emergency_water::OutageIntake {
            cause: self.pick_text(CAUSES).to_owned(),
            started_at,
            expected_end: Moment(report.received.0 + hours * HOUR),
            places,
        };
        let of_area = ScriptStart {
            who: build_area_contact(&outage),
            from: None,
            ..*report
        };
        let asked = ServiceIntake::EmergencyWater(outage.clone());
        let open = of_area.build_intake(Channel::Department, DISPATCHER, asked);
        self.serve_outage(&outage);
        (open, AGENT)
    }

    /// Buildings of one community, or of two that lie side by side.
    fn pick_outage_places(&mut self) -> Vec<OutagePlace> {
        let first = self.chance.random_range(0..names::COMMUNITIES.len());
        let communities = 1 + usize::from(self.one_in(2));
        let mut places = Vec::new();
        for community in names::COMMUNITIES.iter().cycle().skip(first).take(communities) {
            let from = self.chance.random_range(1..12);
            for building in from..from + self.chance.random_range(2..5) {
                places.push(OutagePlace {
                    community: (*community).to_owned(),
                    building: format!("{building} 号楼"),
                    households: self.chance.random_range(36..132),
                });
            }
        }
        places
    }

    fn serve_outage(&mut self, outage: &emergency_water::OutageIntake) {
        if self.one_in(20) {
            return self.cancel_ticket("抢修提前完成，半小时内已恢复供水", MANAGER);
        }
        if self.one_in(5) {
            let words = "居民多次来电询问何时送水".to_owned();
            self.add_input_step(8 * MINUTE, AGENT, AGENT, StepInput::Urge(WordsInput { words }));
        }
        self.authorise_delivery(outage);
        let mut end = outage.expected_end;
        if self.one_in(4) {
            end = self.extend_outage(end);
        }
        let gap = outage.places.len() > 2 && self.one_in(7);
        let reached = outage.places.len() - usize::from(gap);
        self.deliver_water(outage, reached);
        self.end_outage(outage, end, gap);
    }

    fn authorise_delivery(&mut self, outage: &emergency_water::OutageIntake) {
        let shipped = OutageThresholds::built_in();
        let met = outage.household_count() >= shipped.dense
            || outage.expected_end.milliseconds_since(outage.started_at) > (shipped.hours - 1) * HOUR;
        let authorisation = DeliveryAuthorisation {
            authorised_by: "演示分管经理".to_owned(),
            departments: TAKE_PART.to_vec(),
            order: "生调部派车，稽查队现场维持秩序，客服中心逐楼通知住户接水".to_owned(),
            reason: if met && outage.household_count() >= shipped.households {
                String::new()
            } else {
                "楼内老年住户较多，公司决定送水".to_owned()
            },
        };
        let after = if self.one_in(8) {
            self.pick_minutes(62, 130)
        } else {
            self.pick_minutes(12, 50)
        };
        self.add_input_step(after, MANAGER, MANAGER, StepInput::Authorise(authorisation));
    }

    fn extend_outage(&mut self, end: Moment) -> Moment {
        let change = OutageChange {
            expected_end: Moment(end.0 + self.chance.random_range(2..9) * HOUR),
            places: Vec::new(),
            reason: "管道锈蚀严重，抢修时间延长".to_owned(),
        };
        let end = change.expected_end;
        let after = self.pick_minutes(15, 50);
        self.add_input_step(after, DISPATCHER, DISPATCHER, StepInput::ChangeOutage(change));
        end
    }

    /// Trips to two places each until all that can be reached have been; safety is checked at the first (6.2).
    fn deliver_water(&mut self, outage: &emergency_water::OutageIntake, reached: usize) {
        let all: Vec<(usize, &OutagePlace)> = outage.places.iter().take(reached).enumerate().collect();
        for (trip, stops) in all.chunks(2).enumerate() {
            let after = match trip {
                0 if self.one_in(8) => self.pick_minutes(100, 170),
                0 => self.pick_minutes(15, 60),
                _ => self.pick_minutes(20, 70),
            };
            self.make_trip(stops, after);
            if trip == 0 {
                self.check_safety(stops);
            }
        }
    }

    fn make_trip(&mut self, places: &[(usize, &OutagePlace)], after: i64) {
        let (vehicle, driver) = *names::pick_item(self.chance, TRUCKS, &TRUCKS[0]);
        let mut at = self.at.0 + after;
        let mut stops = Vec::new();
        for (index, place) in places {
            at += self.pick_minutes(18, 45);
            stops.push(TripStop {
                place: u32::try_from(*index).unwrap_or(0),
                at: Moment(at),
                households: place.households * self.chance.random_range(70..=100) / 100,
                note: if self.one_in(5) {
                    "高层老人由工作人员送水上楼".to_owned()
                } else {
                    String::new()
                },
            });
        }
        let trip = DeliveryTrip {
            vehicle: vehicle.to_owned(),
            driver: driver.to_owned(),
            litres: self.chance.random_range(4..11) * 1_000,
            source: "演示水厂清水池".to_owned(),
            stops,
        };
        self.add_step_typed_after(Moment(at), after, driver, DISPATCHER, StepInput::MakeTrip(trip));
    }

    fn check_safety(&mut self, stops: &[(usize, &OutagePlace)]) {
        let place = stops.first().map(|(_, place)| place.zh()).unwrap_or_default();
        let slippery = self.one_in(9);
        let line = |item: &SafetyItem| {
            let bad = slippery && *item == SafetyItem::Slippery;
            SafetyLine {
                item: *item,
                ok: !bad,
                note: if bad {
                    "地面结冰，已撒盐并设警示牌"
                } else {
                    ""
                }
                .to_owned(),
            }
        };
        let check = SafetyCheck {
            place,
            checked_by: self.pick_text(names::INSPECTORS).to_owned(),
            departments: TAKE_PART.to_vec(),
            lines: SafetyItem::ALL.iter().map(line).collect(),
        };
        let by = check.checked_by.clone();
        self.add_input_step(4 * MINUTE, &by, INSPECTOR, StepInput::CheckSafety(check));
    }

    fn end_outage(&mut self, outage: &emergency_water::OutageIntake, end: Moment, gap: bool) {
        let end = Moment(end.0 - self.pick_minutes(0, 90)).max(Moment(self.at.0 + 5 * MINUTE));
        let plain = NoteInput::default();
        self.add_input_step(
            end.0 - self.at.0,
            DISPATCHER,
            DISPATCHER,
            StepInput::EndOutage(plain),
        );
        if !self.one_in(3) {
            let answer = self.pick_community_answer("演示物业经理", MANAGER, MANAGER);
            let place = outage.places.first().map(OutagePlace::zh).unwrap_or_default();
            let after = self.pick_minutes(10, 90);
            self.add_input_step(after, MANAGER, MANAGER, StepInput::Acknowledge(answer, place));
        }
        let note = if gap {
            "最后一处楼栋提前恢复供水，未再送水，已电话告知物业".to_owned()
        } else {
            String::new()
        };
        let after = self.pick_daytime_delay(30, 600).min(DAY);
        self.add_input_step(after, MANAGER, MANAGER, StepInput::Close(NoteInput { note }));
    }
}

fn build_area_contact(outage: &emergency_water::OutageIntake) -> TicketContact {
    let mut names: Vec<&str> = outage
        .places
        .iter()
        .map(|place| place.community.as_str())
        .collect();
    names.dedup();
    TicketContact {
        customer: None,
        account_number: String::new(),
        name: "演示物业经理".to_owned(),
        phone: String::new(),
        address: format!("{}部分楼栋", names.join("、")),
        community: names.first().copied().unwrap_or_default().to_owned(),
        area: AddressArea::Urban,
    }
}
