//! Each service from its report to its end within one day, nothing going wrong: what lists, figures and pages are
//! looked at with. The journeys of the services tell the same with the refusals on the way.

use serde_json::{Value, json};

use crate::{World, contents, signature, work};

/// A case being told: a day, and the ticket as it was last seen.
struct Telling<'a> {
    world: &'a World,
    day: &'a str,
    ticket: Value,
}

impl<'a> Telling<'a> {
    fn begin(world: &'a World, day: &'a str, clock: &str, open: impl FnOnce(&World) -> Value) -> Self {
        world.takes_over("admin", &format!("{day} {clock}"));
        let ticket = world.opens(open(world));
        Self { world, day, ticket }
    }

    /// The next step, at a time of the day.
    fn then(self, clock: &str, step: &str, details: Value) -> Self {
        self.world.takes_over("admin", &format!("{} {clock}", self.day));
        let ticket = self.world.step(&self.ticket, step, details);
        Self { ticket, ..self }
    }

    /// Hours, by somebody who did not report them (4.1).
    fn verified(self, clock: &str, minutes: i64) -> Self {
        self.world.takes_over("总工办", &format!("{} {clock}", self.day));
        let details = json!({ "minutes": minutes });
        let ticket = self.world.step(&self.ticket, "verify_hours", details);
        Self { ticket, ..self }
    }

    /// Signed on the screen.
    fn signed(self, clock: &str) -> Self {
        let sign = json!({ "place": "现场", "answer": signature() });
        self.then(clock, "acknowledgement_sign", sign)
    }

    fn closed(self, clock: &str) -> Value {
        self.then(clock, "close", json!({})).ticket
    }
}

/// 提醒服务, with nothing for the company to do.
pub fn reminder(world: &World, day: &str) -> Value {
    let report = |world: &World| contents::open(world.now(), contents::reminder());
    Telling::begin(world, day, "09:00", report)
        .then("09:10", "tell", contents::telling(false))
        .signed("09:12")
        .closed("09:20")
}

/// 义务检漏, a leak found.
pub fn leak_detection(world: &World, day: &str) -> Value {
    let report = |world: &World| contents::open(world.now(), contents::leak());
    Telling::begin(world, day, "09:00", report)
        .then("09:05", "send_team", json!({ "crew": "稽查一班" }))
        .then("09:40", "arrive", json!({}))
        .then("10:30", "search", contents::search("found"))
        .signed("10:35")
        .then("10:40", "reply_search", contents::search_reply("", ""))
        .then("16:00", "follow_up", contents::satisfied())
        .closed("16:05")
}

/// 水质化验, iron too high.
pub fn water_quality(world: &World, day: &str) -> Value {
    let report = |world: &World| contents::open(world.now(), contents::water());
    let hand_over = json!({ "taken_by": "演示生调部调度" });
    Telling::begin(world, day, "09:00", report)
        .then("09:05", "hand_over", hand_over)
        .then("09:10", "send_sampler", json!({ "crew": "稽查一班" }))
        .then("10:00", "sample", contents::sampling("SY-1124-01"))
        .signed("10:05")
        .then("11:00", "receive_sample", contents::receipt())
        .then("15:00", "enter_results", contents::results())
        .then(
            "15:30",
            "reply_results",
            contents::reply("铁超标，已安排冲洗管网"),
        )
        .then("17:00", "follow_up", contents::satisfied())
        .closed("17:05")
}

/// 义务维修.
pub fn repair(world: &World, day: &str) -> Value {
    let report = |world: &World| contents::open(world.now(), contents::repair());
    let hand_over = json!({ "taken_by": "演示生调部调度" });
    Telling::begin(world, day, "09:00", report)
        .then("09:05", "hand_over", hand_over)
        .then("09:08", "assign", json!({ "crew": "室内维修一班" }))
        .then("09:20", "arrive", json!({}))
        .then("10:55", "finish", work())
        .signed("11:00")
        .then("11:05", "reply", contents::reply("已更换进水阀"))
        .verified("11:30", 95)
        .then("17:00", "follow_up", contents::satisfied())
        .closed("17:05")
}

/// 服务进社区, suggested by staff.
pub fn community(world: &World, day: &str) -> Value {
    let report = |world: &World| contents::event_open(world.now(), "staff_suggestion");
    let at = |clock: &str| crate::at(&format!("{day} {clock}"));
    let schedule =
        json!({ "at": at("14:00").0, "place": "演示新村活动中心", "agreed_with": "演示居委会主任" });
    let held = contents::held(&format!("{day} 16:00"), &[]);
    let told = Telling::begin(world, day, "09:00", report).then("09:30", "schedule_event", schedule);
    world.takes_over("admin", &format!("{day} 16:20"));
    let ticket = world.step_by(
        &told.ticket,
        "hold_event",
        "演示客服甲",
        &format!("{day} 14:00"),
        held,
    );
    Telling { ticket, ..told }.signed("16:25").closed("16:30")
}

/// 应急送水 of the outage of 24 November, every place reached.
pub fn emergency_water(world: &World) -> Value {
    let day = "2026-11-24";
    let report = |world: &World| contents::outage_open(world.now());
    let told =
        Telling::begin(world, day, "06:30", report).then("06:50", "authorise", contents::authorisation());
    world.takes_over("admin", "2026-11-24 11:00");
    let stops = &[
        (0, "2026-11-24 08:10", 55),
        (1, "2026-11-24 08:40", 40),
        (2, "2026-11-24 09:30", 100),
    ];
    let trip = contents::trip("鲁C·D1234", stops);
    let ticket = world.step_by(&told.ticket, "make_trip", "演示司机甲", "2026-11-24 07:40", trip);
    Telling { ticket, ..told }
        .then("11:05", "check_safety", contents::safety())
        .then("18:00", "end_outage", json!({ "note": "已恢复供水" }))
        .signed("18:05")
        .closed("18:20")
}
