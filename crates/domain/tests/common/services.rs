//! The other five services: what is reported, and each step with contents that will do.

use domain::{
    Moment,
    acknowledgement::{AcknowledgementAnswer, CustomerSigner, SignerRelation},
    attachment::{Attachment, MediaType},
    moment::HOUR,
    service::{
        ServiceIntake,
        act::StepInput,
        community::{
            self, ConductCheck, ConductRule, EventDecision, EventOrigin, EventSchedule, EventServiceCount,
            EventServiceKind, HeldEvent, TeamMember,
        },
        emergency_water::{
            self, DeliveryAuthorisation, DeliveryTrip, OutageChange, OutagePlace, SafetyCheck, SafetyItem,
            SafetyLine, TripStop,
        },
        leak_detection::{
            self, BuildingKind, Escalation, LeakFinding, LeakGround, LeakSearch, MeterTurns, SearchMethod,
            SearchReply, StudyConclusion,
        },
        reminder::{self, MeterReadings, ReminderFinder, ReminderReason, ReminderTelling},
        repair::MeterSide,
        step::{Assignment, Consent, ConsentWay, CustomerReply, ReplyWay},
        water_quality::{
            self, EnteredValue, ResultsInput, SampleReceipt, SampleTransfer, Sampling, TapKind, WaterSymptom,
        },
    },
    settings::Department,
    ticket::TicketIntake,
};

use super::{Story, at, because, plain, report};

/// The inspection team of the shipped settings.
pub(crate) const TEAM: &str = "稽查一班";

/// A report of another service, as the hotline would take it.
pub(crate) fn asking(asked: ServiceIntake, received: Moment) -> TicketIntake {
    TicketIntake {
        asked,
        ..report(received)
    }
}

/// An abnormal consumption found on the rounds.
pub(crate) fn reminder_report(received: Moment) -> TicketIntake {
    let asked = reminder::ReminderIntake {
        reason: ReminderReason::Abnormal,
        found_by: ReminderFinder::MeterReading,
        finder: "抄表庚".to_owned(),
        situation: "本期用水明显多于平时".to_owned(),
        readings: Some(MeterReadings {
            last: 100,
            this: 124,
            usual: 10,
        }),
    };
    asking(ServiceIntake::Reminder(asked), received)
}

/// A meter that turns with every tap shut.
pub(crate) fn leak_report(received: Moment) -> TicketIntake {
    let asked = leak_detection::LeakDetectionIntake {
        ground: LeakGround::Doubt,
        situation: "水表一直在走".to_owned(),
        since: "上周".to_owned(),
        meter_turns: MeterTurns::Turns,
        signs: "墙根潮湿".to_owned(),
        building: BuildingKind::Flat,
    };
    asking(ServiceIntake::LeakDetection(asked), received)
}

pub(crate) fn water_report(received: Moment) -> TicketIntake {
    let asked = water_quality::WaterQualityIntake {
        symptoms: vec![WaterSymptom::Turbid],
        since: "昨天".to_owned(),
        tap: TapKind::Cold,
        all_taps: None,
        situation: "自来水发浑".to_owned(),
    };
    asking(ServiceIntake::WaterQuality(asked), received)
}

/// An event; `planned` is what the annual plan fixes.
pub(crate) fn event_report(received: Moment, origin: EventOrigin, planned: Option<Moment>) -> TicketIntake {
    let asked = community::CommunityIntake {
        origin,
        topic: "节水宣传与用水咨询".to_owned(),
        situation: "居民希望上门服务".to_owned(),
        planned_at: planned,
        place: "示例小区广场".to_owned(),
        suggested_by: "居委会辛".to_owned(),
    };
    asking(ServiceIntake::Community(asked), received)
}

pub(crate) fn place(community: &str, building: &str, households: i64) -> OutagePlace {
    OutagePlace {
        community: community.to_owned(),
        building: building.to_owned(),
        households,
    }
}

/// An outage of three places: 60 and 40 households of one community, 300 of another.
pub(crate) fn outage_report(received: Moment, started: Moment, expected_end: Moment) -> TicketIntake {
    let asked = emergency_water::OutageIntake {
        cause: "主管爆裂抢修".to_owned(),
        started_at: started,
        expected_end,
        places: vec![
            place("甲小区", "1 号楼", 60),
            place("甲小区", "2 号楼", 40),
            place("乙小区", "", 300),
        ],
    };
    asking(ServiceIntake::EmergencyWater(asked), received)
}

/// A picture that can be attached.
pub(crate) fn scan() -> Attachment {
    Attachment {
        sha256: "ab".repeat(32),
        name: "确认单.jpg".to_owned(),
        media: MediaType::Jpeg,
        size: 1_024,
    }
}

pub(crate) fn attach() -> StepInput {
    StepInput::Attach(scan())
}

pub(crate) fn signer() -> CustomerSigner {
    CustomerSigner {
        name: "示例用户".to_owned(),
        relation: SignerRelation::Family,
        phone: String::new(),
    }
}

/// Signed on the screen.
pub(crate) fn signs() -> StepInput {
    let answer = AcknowledgementAnswer::OnScreen {
        signer: signer(),
        strokes: vec![vec![(100, 100), (3_000, 900)], vec![(50, 60)]],
        pen: None,
    };
    StepInput::Acknowledge(answer, "用户家中".to_owned())
}

/// The notice was left, with a photo of it.
pub(crate) fn leaves_notice() -> StepInput {
    let answer = AcknowledgementAnswer::Left {
        reason: "多次上门无人".to_owned(),
        place: "入户门上".to_owned(),
        photo: scan().sha256,
    };
    StepInput::Acknowledge(answer, "用户家门口".to_owned())
}

pub(crate) fn tell(company_needed: bool) -> StepInput {
    StepInput::Tell(ReminderTelling {
        told: "示例用户".to_owned(),
        by: ReplyWay::OnSite,
        explained: "用水量比平时高出许多，可能有漏点".to_owned(),
        advice: "请检查马桶和龙头".to_owned(),
        company_needed,
    })
}

pub(crate) fn consent(agreed: bool) -> StepInput {
    StepInput::Consent(Consent {
        agreed,
        given_by: "示例用户".to_owned(),
        way: ConsentWay::Phone,
        words: String::new(),
    })
}

fn team(crew: &str) -> Assignment {
    Assignment {
        crew: crew.to_owned(),
        goes: "稽查壬".to_owned(),
        note: String::new(),
    }
}

pub(crate) fn send_team(crew: &str) -> StepInput {
    StepInput::SendTeam(team(crew))
}

pub(crate) fn send_sampler(crew: &str) -> StepInput {
    StepInput::SendSampler(team(crew))
}

pub(crate) fn search(finding: LeakFinding) -> StepInput {
    StepInput::Search(LeakSearch {
        methods: vec![SearchMethod::Listening, SearchMethod::Meter],
        place: "厨房至水表".to_owned(),
        finding,
        cause: "逐段听音的情况".to_owned(),
        meter_side: Some(MeterSide::After),
        determined_by: "稽查壬".to_owned(),
        searchers: vec!["稽查壬".to_owned()],
    })
}

pub(crate) fn escalate() -> StepInput {
    StepInput::Escalate(Escalation {
        reported_to: "分管经理癸".to_owned(),
        departments: vec![Department::Engineering, Department::Inspection],
        question: "埋深较大，听音不清，如何处理".to_owned(),
    })
}

pub(crate) fn conclude(finding: LeakFinding) -> StepInput {
    StepInput::Conclude(StudyConclusion {
        departments: vec![Department::Engineering],
        study: "调阅管线图并复听".to_owned(),
        conclusion: "漏点不在户内，继续观察".to_owned(),
        finding,
        decided_by: "总工乙".to_owned(),
    })
}

/// A reply with or without explanation and advice.
pub(crate) fn reply_search(explained: bool) -> StepInput {
    let words = |text: &str| if explained { text.to_owned() } else { String::new() };
    StepInput::ReplySearch(SearchReply {
        text: "检漏结果已告知".to_owned(),
        told: "示例用户".to_owned(),
        by: ReplyWay::Phone,
        explanation: words("各段管道均未听到漏水声"),
        advice: words("建议夜间记录水表读数"),
    })
}

pub(crate) fn sample(customer_present: bool) -> StepInput {
    StepInput::Sample(Sampling {
        sample_number: "SY-001".to_owned(),
        place: "厨房龙头".to_owned(),
        bottles: 2,
        customer_present,
        note: String::new(),
    })
}

pub(crate) fn pass_sample() -> StepInput {
    StepInput::PassSample(SampleTransfer {
        to: "司机子".to_owned(),
        note: "冷藏".to_owned(),
    })
}

pub(crate) fn receive_sample() -> StepInput {
    StepInput::ReceiveSample(SampleReceipt {
        received_by: "化验丑".to_owned(),
        seal_whole: true,
        condition: "完好".to_owned(),
    })
}

pub(crate) fn reject_sample() -> StepInput {
    StepInput::RejectSample(because())
}

/// Results of iron alone, with or without a note.
pub(crate) fn iron(value: &str, note: &str) -> StepInput {
    StepInput::EnterResults(ResultsInput {
        values: vec![EnteredValue {
            parameter: "iron".to_owned(),
            value: value.to_owned(),
            unit: "mg/L".to_owned(),
        }],
        analyst: "化验丑".to_owned(),
        reviewer: String::new(),
        note: note.to_owned(),
    })
}

pub(crate) fn reply_results() -> StepInput {
    StepInput::ReplyResults(CustomerReply {
        text: "检测结果已告知".to_owned(),
        told: "示例用户".to_owned(),
        by: ReplyWay::Phone,
    })
}

pub(crate) fn decide_event(necessary: bool) -> StepInput {
    StepInput::DecideEvent(EventDecision {
        necessary,
        reason: "居民集中、需求明确与否".to_owned(),
    })
}

fn schedule(when: Moment, reason: &str) -> EventSchedule {
    EventSchedule {
        at: when,
        place: "示例小区广场".to_owned(),
        agreed_with: "居委会辛".to_owned(),
        reason: reason.to_owned(),
    }
}

pub(crate) fn schedule_event(when: Moment) -> StepInput {
    StepInput::ScheduleEvent(schedule(when, ""))
}

pub(crate) fn move_event(when: Moment, reason: &str) -> StepInput {
    StepInput::MoveEvent(schedule(when, reason))
}

/// An event with 30 residents; `broken` is a rule that was not kept.
pub(crate) fn hold_event(ended: Moment, broken: Option<ConductRule>) -> StepInput {
    let line = |rule: &ConductRule| ConductCheck {
        rule: *rule,
        kept: Some(*rule) != broken,
        note: "居民反映的情况".to_owned(),
    };
    StepInput::HoldEvent(HeldEvent {
        ended_at: ended,
        place: "示例小区广场".to_owned(),
        team: vec![TeamMember {
            name: "客服甲".to_owned(),
            department: Department::ServiceCentre,
        }],
        residents: 30,
        services: vec![EventServiceCount {
            service: EventServiceKind::Advice,
            times: 20,
        }],
        checklist: ConductRule::ALL.iter().map(line).collect(),
        problems: String::new(),
    })
}

pub(crate) fn authorise(reason: &str) -> StepInput {
    StepInput::Authorise(DeliveryAuthorisation {
        authorised_by: "分管经理癸".to_owned(),
        departments: vec![Department::Dispatch, Department::ServiceCentre],
        order: "调度派车，客服通知居民".to_owned(),
        reason: reason.to_owned(),
    })
}

/// A truck with 5,000 litres; each stop is place, time, households.
pub(crate) fn trip(stops: &[(u32, Moment, i64)]) -> StepInput {
    let stop = |(place, at, households): &(u32, Moment, i64)| TripStop {
        place: *place,
        at: *at,
        households: *households,
        note: String::new(),
    };
    StepInput::MakeTrip(DeliveryTrip {
        vehicle: "示例车牌".to_owned(),
        driver: "司机子".to_owned(),
        litres: 5_000,
        source: "水厂".to_owned(),
        stops: stops.iter().map(stop).collect(),
    })
}

/// A safety check; `amiss` is an item that was not in order.
pub(crate) fn check_safety(amiss: Option<SafetyItem>) -> StepInput {
    let line = |item: &SafetyItem| SafetyLine {
        item: *item,
        ok: Some(*item) != amiss,
        note: "已当场处理".to_owned(),
    };
    StepInput::CheckSafety(SafetyCheck {
        place: "甲小区门口".to_owned(),
        checked_by: "调度丙".to_owned(),
        departments: vec![Department::Dispatch],
        lines: SafetyItem::ALL.iter().map(line).collect(),
    })
}

pub(crate) fn change_outage(expected_end: Moment, places: Vec<OutagePlace>) -> StepInput {
    StepInput::ChangeOutage(OutageChange {
        expected_end,
        places,
        reason: "抢修比预计复杂".to_owned(),
    })
}

pub(crate) fn end_outage() -> StepInput {
    StepInput::EndOutage(plain())
}

// --- Stories, each on Monday 2026-11-23, reported at 10:00 ---

/// A reminder, its customer told at 11:00.
pub(crate) fn told(company_needed: bool) -> Story {
    Story::opened(reminder_report(at("2026-11-23 10:00"))).then("2026-11-23 11:00", tell(company_needed))
}

/// A leak detection whose team is there since 14:00.
pub(crate) fn searching() -> Story {
    Story::opened(leak_report(at("2026-11-23 10:00")))
        .then("2026-11-23 10:10", send_team(TEAM))
        .then("2026-11-23 14:00", super::arrive())
}

/// The same, searched at 15:00.
pub(crate) fn searched(finding: LeakFinding) -> Story {
    searching().then("2026-11-23 15:00", search(finding))
}

/// A water test whose sampler is on the way since 10:20.
pub(crate) fn to_sample() -> Story {
    Story::opened(water_report(at("2026-11-23 10:00")))
        .then("2026-11-23 10:05", super::hand_over())
        .then("2026-11-23 10:20", send_sampler(TEAM))
}

/// The same, sampled at 14:00.
pub(crate) fn sampled(customer_present: bool) -> Story {
    to_sample().then("2026-11-23 14:00", sample(customer_present))
}

/// The same, received by the laboratory at 16:00.
pub(crate) fn at_lab() -> Story {
    sampled(true).then("2026-11-23 16:00", receive_sample())
}

/// An event of the plan for 2026-12-05 10:00.
pub(crate) fn planned() -> Story {
    let day = Some(at("2026-12-05 10:00"));
    Story::opened(event_report(at("2026-11-23 10:00"), EventOrigin::AnnualPlan, day))
}

/// An event a customer asks for.
pub(crate) fn wished() -> Story {
    Story::opened(event_report(
        at("2026-11-23 10:00"),
        EventOrigin::CustomerRequest,
        None,
    ))
}

/// An outage from 09:00, expected to end at 09:00 on the next day.
pub(crate) fn outage() -> Story {
    let started = at("2026-11-23 09:00");
    let end = super::later(started, 24 * HOUR);
    Story::opened(outage_report(at("2026-11-23 10:00"), started, end))
}

/// The same, authorised at 10:30.
pub(crate) fn delivering() -> Story {
    outage().then("2026-11-23 10:30", authorise(""))
}

/// The same, with a truck that left at 11:00 and was at all three places by 12:00, and safety checked.
pub(crate) fn delivered() -> Story {
    let stops = [
        (0, at("2026-11-23 11:20"), 50),
        (1, at("2026-11-23 11:40"), 40),
        (2, at("2026-11-23 12:00"), 200),
    ];
    let truck = trip(&stops);
    let mut story = delivering();
    let left = at("2026-11-23 11:00");
    story
        .attempt(&truck, super::AGENT, left, at("2026-11-23 12:30"))
        .expect("a good trip");
    story.then("2026-11-23 12:40", check_safety(None))
}
