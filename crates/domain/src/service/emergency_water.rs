//! 应急送水 (policy 6): an outage, the company's authorisation, the trips, and who has been reached.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Code, Moment, Refusal, check,
    moment::HOUR,
    settings::{Department, OutageThresholds},
    ticket::RecordedStep,
};

mod moves;

pub use moves::{MOVES, WAY};

/// A building or community of the area without water.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutagePlace {
    pub community: String,
    /// Building; empty means all of it.
    #[serde(default)]
    pub building: String,
    /// Households; 1 to 100,000.
    #[ts(type = "number")]
    pub households: i64,
}

impl OutagePlace {
    /// `示例小区 3 号楼`.
    #[must_use]
    pub fn zh(&self) -> String {
        format!("{} {}", self.community, self.building).trim().to_owned()
    }

    /// `示例小区 3 号楼（60 户）`.
    #[must_use]
    pub fn with_households(&self) -> String {
        format!("{}（{} 户）", self.zh(), self.households)
    }

    fn check_place(&self, field: &str) -> Result<(), Refusal> {
        check::check_text(field, &self.community, check::NAME)?;
        check::check_optional_text(field, &self.building, check::NAME)?;
        check::check_range(field, self.households, 1, 100_000)
    }
}

/// Bounds of a list of places: none twice.
fn check_places(field: &str, places: &[OutagePlace], least: usize) -> Result<(), Refusal> {
    check::check_count(field, places.len(), least, 500)?;
    for (index, place) in places.iter().enumerate() {
        place.check_place(field)?;
        let before = places.iter().take(index);
        if before.into_iter().any(|other| other.zh() == place.zh()) {
            return Err(Refusal::at_field(Code::PlaceTwice, field).with_arg("place", place.zh()));
        }
    }
    Ok(())
}

/// The outage as it is known when it is recorded (6.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutageIntake {
    /// Why there is no water.
    pub cause: String,
    /// Since when.
    pub started_at: Moment,
    /// Until when, as expected.
    pub expected_end: Moment,
    /// Who is without water.
    pub places: Vec<OutagePlace>,
}

impl OutageIntake {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_time`, `time_not_later`, `out_of_range`, `place_twice` with the field.
    pub fn check_outage_intake(&self) -> Result<(), Refusal> {
        check::check_text("asked.cause", &self.cause, check::TEXT)?;
        check::check_moment("asked.started_at", self.started_at)?;
        check::check_moment("asked.expected_end", self.expected_end)?;
        if self.expected_end <= self.started_at {
            return Err(Refusal::at_field(Code::TimeNotLater, "asked.expected_end"));
        }
        check_places("asked.places", &self.places, 1)
    }

    /// Households without water.
    #[must_use]
    pub fn household_count(&self) -> i64 {
        self.places.iter().map(|place| place.households).sum()
    }
}

crate::words! {
    /// What makes an outage one for water trucks (6.1).
    OutageGround {
        Long "long" = "停水时间长",
        Wide "wide" = "停水面积大",
        Dense "dense" = "居民用户集中",
    }
}

/// An outage held against a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct GroundVerdict {
    pub ground: OutageGround,
    /// What it is: hours begun, households in all, households of the largest community.
    #[ts(type = "number")]
    pub is: i64,
    /// From how much on it counts.
    #[ts(type = "number")]
    pub threshold: i64,
    /// Whether it does.
    pub met: bool,
}

/// 授权送水 (6.1 由公司安排): the company's authorisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveryAuthorisation {
    /// Who authorised it, by name and office.
    pub authorised_by: String,
    /// The departments that take part (6.2).
    pub departments: Vec<Department>,
    /// Who does what (6.2 统一部署).
    pub order: String,
    /// Why, where no threshold is met.
    #[serde(default)]
    pub reason: String,
}

impl DeliveryAuthorisation {
    /// Bounds; a reason where no threshold is met.
    ///
    /// # Errors
    /// `required`, `too_long`, `out_of_range` with the field.
    pub fn check_authorisation(&self, suggested: bool) -> Result<(), Refusal> {
        check::check_text("authorised_by", &self.authorised_by, check::NAME)?;
        check::check_count("departments", self.departments.len(), 1, Department::ALL.len())?;
        check::check_text("order", &self.order, check::TEXT)?;
        if suggested {
            check::check_optional_text("reason", &self.reason, check::TEXT)
        } else {
            check::check_text("reason", &self.reason, check::TEXT)
        }
    }
}

/// A stop of a trip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TripStop {
    /// Which place of the outage, from 0.
    pub place: u32,
    /// When the truck was there.
    pub at: Moment,
    /// Households served; 0 to 100,000.
    #[ts(type = "number")]
    pub households: i64,
    /// Anything to say: upper floors, old people.
    #[serde(default)]
    pub note: String,
}

/// 送水车次 (6.1, 6.2). It happened when the truck left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveryTrip {
    /// Number plate.
    pub vehicle: String,
    pub driver: String,
    /// Litres; 1 to 100,000.
    #[ts(type = "number")]
    pub litres: i64,
    /// Where the water was taken.
    pub source: String,
    /// Stops, in their order.
    pub stops: Vec<TripStop>,
}

impl DeliveryTrip {
    /// Bounds; every stop at a place of the outage, after the truck left and not in the future.
    ///
    /// # Errors
    /// `required`, `too_long`, `out_of_range`, `time_in_future`, `time_before_previous`, `not_found` (a place
    /// that is not of the outage) with the field.
    pub fn check_trip(&self, places: &[OutagePlace], left_at: Moment, now: Moment) -> Result<(), Refusal> {
        check::check_text("vehicle", &self.vehicle, 20)?;
        check::check_text("driver", &self.driver, check::NAME)?;
        check::check_range("litres", self.litres, 1, 100_000)?;
        check::check_text("source", &self.source, check::LINE)?;
        check::check_count("stops", self.stops.len(), 1, 100)?;
        let mut before = left_at;
        for stop in &self.stops {
            let place = usize::try_from(stop.place)
                .ok()
                .and_then(|index| places.get(index));
            let place =
                place.ok_or_else(|| Refusal::at_field(Code::NotFound, "stops").with_arg("what", "place"))?;
            check::check_happened_at("stops", stop.at, before, now)?;
            before = stop.at;
            check::check_range("stops", stop.households, 0, place.households)?;
            check::check_optional_text("stops", &stop.note, check::LINE)?;
        }
        Ok(())
    }

    /// Households served on it.
    #[must_use]
    pub fn served_households(&self) -> i64 {
        self.stops.iter().map(|stop| stop.households).sum()
    }
}

crate::words! {
    /// What is looked at on site (6.2 不出安全问题).
    SafetyItem {
        Parking "parking" = "车辆停放与行车安全",
        Tank "tank" = "水罐清洁消毒",
        Source "source" = "水源合格",
        Order "order" = "现场秩序与警示",
        Electric "electric" = "用电与设备安全",
        Slippery "slippery" = "防滑防冻",
    }
}

/// The answer to an item of the safety check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SafetyLine {
    pub item: SafetyItem,
    /// Whether it is in order.
    pub ok: bool,
    /// What was not, and what was done.
    #[serde(default)]
    pub note: String,
}

/// 安全检查 (6.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SafetyCheck {
    pub place: String,
    /// Who looked, by name.
    pub checked_by: String,
    /// The departments on site.
    pub departments: Vec<Department>,
    /// Every item once.
    pub lines: Vec<SafetyLine>,
}

impl SafetyCheck {
    /// Bounds; every item answered once, one that is not in order with what was done.
    ///
    /// # Errors
    /// `required`, `too_long`, `out_of_range`, `checklist_incomplete` with the field.
    pub fn check_safety_answers(&self) -> Result<(), Refusal> {
        check::check_text("place", &self.place, check::LINE)?;
        check::check_text("checked_by", &self.checked_by, check::NAME)?;
        check::check_count("departments", self.departments.len(), 1, Department::ALL.len())?;
        for item in SafetyItem::ALL {
            if self.lines.iter().filter(|line| line.item == *item).count() != 1 {
                return Err(Refusal::at_field(Code::ChecklistIncomplete, "lines").with_arg("rule", item.zh()));
            }
        }
        for line in &self.lines {
            if line.ok {
                check::check_optional_text("lines", &line.note, check::LINE)?;
            } else {
                check::check_text("lines", &line.note, check::LINE)?;
            }
        }
        Ok(())
    }
}

/// 停水变更: another expected end, more places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutageChange {
    /// Until when, as expected now.
    pub expected_end: Moment,
    /// Places that have been added; none of them known already.
    #[serde(default)]
    pub places: Vec<OutagePlace>,
    pub reason: String,
}

impl OutageChange {
    /// Bounds against what is known.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_time`, `time_not_later`, `place_twice` with the field.
    pub fn check_outage_change(&self, case: &OutageCase) -> Result<(), Refusal> {
        check::check_moment("expected_end", self.expected_end)?;
        if self.expected_end <= case.started_at {
            return Err(Refusal::at_field(Code::TimeNotLater, "expected_end"));
        }
        let all: Vec<OutagePlace> = case.places.iter().chain(&self.places).cloned().collect();
        check_places("places", &all, 1)?;
        check::check_text("reason", &self.reason, check::TEXT)
    }
}

/// A place and what has been brought there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PlaceCoverage {
    pub place: OutagePlace,
    /// Households served by all stops there, at most as many as there are.
    #[ts(type = "number")]
    pub served: i64,
    #[ts(type = "number")]
    pub stops: i64,
    /// When a truck was there first.
    pub first_at: Option<Moment>,
}

/// What an outage knows beside what every ticket knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct OutageCase {
    /// Since when there is no water.
    pub started_at: Moment,
    /// Until when, as expected now.
    pub expected_end: Moment,
    /// All places, those added later too.
    pub places: Vec<OutagePlace>,
    /// 授权.
    pub authorisation: Option<RecordedStep<DeliveryAuthorisation>>,
    /// 车次, in the order they were recorded.
    pub trips: Vec<RecordedStep<DeliveryTrip>>,
    /// 安全检查.
    pub checks: Vec<RecordedStep<SafetyCheck>>,
    /// When the water came back.
    pub ended_at: Option<Moment>,
    /// Why it was closed with a gap.
    pub gap_reason: String,
}

impl OutageCase {
    /// Of an outage that has just been recorded.
    #[must_use]
    pub fn from_intake(asked: &OutageIntake) -> Self {
        Self {
            started_at: asked.started_at,
            expected_end: asked.expected_end,
            places: asked.places.clone(),
            authorisation: None,
            trips: Vec::new(),
            checks: Vec::new(),
            ended_at: None,
            gap_reason: String::new(),
        }
    }

    /// Each threshold with its verdict (6.1). The thresholds are those in force when the outage was recorded.
    #[must_use]
    pub fn ground_verdicts(&self, thresholds: &OutageThresholds) -> Vec<GroundVerdict> {
        let hours = (self.expected_end.milliseconds_since(self.started_at) + HOUR - 1).div_euclid(HOUR);
        let of = |community: &str| -> i64 {
            let here = self.places.iter().filter(|place| place.community == community);
            here.map(|place| place.households).sum()
        };
        let largest = self.places.iter().map(|place| of(&place.community)).max();
        [
            (OutageGround::Long, hours, thresholds.hours),
            (OutageGround::Wide, self.household_count(), thresholds.households),
            (OutageGround::Dense, largest.unwrap_or(0), thresholds.dense),
        ]
        .map(|(ground, is, threshold)| GroundVerdict {
            ground,
            is,
            threshold,
            met: is >= threshold,
        })
        .to_vec()
    }

    /// Households without water.
    #[must_use]
    pub fn household_count(&self) -> i64 {
        self.places.iter().map(|place| place.households).sum()
    }

    /// What has been brought where, in the order of the places (6.2 辐射每个用户).
    #[must_use]
    pub fn list_coverage(&self) -> Vec<PlaceCoverage> {
        let stops = |index: usize| {
            self.trips
                .iter()
                .flat_map(|trip| &trip.details.stops)
                .filter(move |stop| usize::try_from(stop.place) == Ok(index))
        };
        let one = |(index, place): (usize, &OutagePlace)| PlaceCoverage {
            place: place.clone(),
            served: stops(index)
                .map(|stop| stop.households)
                .sum::<i64>()
                .min(place.households),
            stops: i64::try_from(stops(index).count()).unwrap_or(i64::MAX),
            first_at: stops(index).map(|stop| stop.at).min(),
        };
        self.places.iter().enumerate().map(one).collect()
    }

    /// Households of places a truck has been at.
    #[must_use]
    pub fn reached_households(&self) -> i64 {
        let reached = self
            .list_coverage()
            .into_iter()
            .filter(|line| line.first_at.is_some());
        reached.map(|line| line.place.households).sum()
    }

    /// Places no truck has been at.
    #[must_use]
    pub fn unreached_places(&self) -> Vec<OutagePlace> {
        let gaps = self
            .list_coverage()
            .into_iter()
            .filter(|line| line.first_at.is_none());
        gaps.map(|line| line.place).collect()
    }

    /// When the last place was reached, if every one has been.
    #[must_use]
    pub fn covered_at(&self) -> Option<Moment> {
        let firsts: Option<Vec<Moment>> = self.list_coverage().iter().map(|line| line.first_at).collect();
        firsts?.into_iter().max()
    }

    /// When a truck last stopped anywhere.
    #[must_use]
    pub fn last_stop_at(&self) -> Option<Moment> {
        let stops = self.trips.iter().flat_map(|trip| &trip.details.stops);
        stops.map(|stop| stop.at).max()
    }

    /// When the first truck left.
    #[must_use]
    pub fn first_trip_at(&self) -> Option<Moment> {
        self.trips.iter().map(|trip| trip.at).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(community: &str, building: &str, households: i64) -> OutagePlace {
        OutagePlace {
            community: community.to_owned(),
            building: building.to_owned(),
            households,
        }
    }

    fn case() -> OutageCase {
        OutageCase::from_intake(&OutageIntake {
            cause: "主管爆裂抢修".to_owned(),
            started_at: Moment(0),
            expected_end: Moment(23 * HOUR + 1),
            places: vec![
                place("甲小区", "1 号楼", 60),
                place("甲小区", "2 号楼", 60),
                place("乙小区", "", 300),
            ],
        })
    }

    fn trip(stops: &[(u32, i64, i64)]) -> RecordedStep<DeliveryTrip> {
        RecordedStep {
            at: Moment(HOUR),
            by: "调度丙".to_owned(),
            recorded_at: Moment(0),
            recorded_by: 1,
            details: DeliveryTrip {
                vehicle: "示例车牌".to_owned(),
                driver: "司机".to_owned(),
                litres: 5_000,
                source: "水厂".to_owned(),
                stops: stops
                    .iter()
                    .map(|(place, at, households)| TripStop {
                        place: *place,
                        at: Moment(*at),
                        households: *households,
                        note: String::new(),
                    })
                    .collect(),
            },
        }
    }

    /// Clause 6.1: long, wide, dense, each with its own verdict; an hour begun is an hour.
    #[test]
    fn each_threshold_has_its_verdict() {
        let thresholds = OutageThresholds {
            hours: 24,
            households: 421,
            dense: 300,
        };
        let verdicts: Vec<(OutageGround, i64, bool)> = case()
            .ground_verdicts(&thresholds)
            .iter()
            .map(|verdict| (verdict.ground, verdict.is, verdict.met))
            .collect();
        assert_eq!(
            verdicts,
            vec![
                (OutageGround::Long, 24, true),
                (OutageGround::Wide, 420, false),
                (OutageGround::Dense, 300, true)
            ]
        );
    }

    /// Clause 6.2: every customer; a place is covered when a truck has been there.
    #[test]
    fn coverage_knows_what_was_not_reached() {
        let mut case = case();
        assert_eq!(case.unreached_places().len(), 3);
        case.trips.push(trip(&[(0, 10, 50), (2, 20, 100)]));
        case.trips.push(trip(&[(0, 30, 50)]));
        assert_eq!(
            case.list_coverage().first().unwrap().served,
            60,
            "never more than there are"
        );
        assert_eq!(case.unreached_places(), vec![place("甲小区", "2 号楼", 60)]);
        assert_eq!((case.reached_households(), case.covered_at()), (360, None));
        case.trips.push(trip(&[(1, 40, 20)]));
        assert_eq!(case.covered_at(), Some(Moment(40)));
    }

    /// Clause 6.2: a place is named once.
    #[test]
    fn a_place_is_named_once() {
        let twice = [place("甲小区", "1 号楼", 1), place("甲小区", "1 号楼", 2)];
        assert_eq!(
            check_places("places", &twice, 1).unwrap_err().code,
            Code::PlaceTwice
        );
    }
}
