use super::*;
use domain::{
    service::{
        leak_detection::{
            BuildingKind, Escalation, LeakDetectionIntake as LeakAsked, LeakFinding, LeakGround, LeakSearch,
            MeterTurns, SearchMethod, SearchReply, StudyConclusion,
        },
        repair::MeterSide,
        step::ReplyWay,
    },
    settings::Department,
};

pub(crate) fn asked() -> ServiceIntake {
    ServiceIntake::LeakDetection(LeakAsked {
        ground: LeakGround::Doubt,
        situation: "关闭所有龙头后水表仍在转动，近两个月用水多了一倍以上".to_owned(),
        since: "今年 9 月以后".to_owned(),
        meter_turns: MeterTurns::Turns,
        signs: "卫生间墙角潮湿，夜里能听到水声".to_owned(),
        building: BuildingKind::Flat,
    })
}

fn search(finding: LeakFinding, cause: &str) -> StepInput {
    StepInput::Search(LeakSearch {
        methods: vec![
            SearchMethod::Meter,
            SearchMethod::Listening,
            SearchMethod::Sections,
        ],
        place: "水表后至厨房、卫生间的埋地管段".to_owned(),
        finding,
        cause: cause.to_owned(),
        meter_side: (finding == LeakFinding::Found).then_some(MeterSide::After),
        determined_by: if finding == LeakFinding::NotFound {
            "稽查壬".to_owned()
        } else {
            String::new()
        },
        searchers: vec!["稽查壬".to_owned(), "稽查癸".to_owned()],
    })
}

fn sent(story: Story) -> Story {
    story.by(
        "调度丙",
        "2026-11-10T11:00",
        StepInput::SendTeam(assignment("稽查一班", "稽查壬、稽查癸")),
    )
}

pub(crate) fn ordered() -> Story {
    sent(Story::opened("JL2611100002", "2026-11-10T10:25", asked()))
}

/// Undetermined, nothing answered yet.
pub(crate) fn undetermined() -> Story {
    searched(reminder::handed_on().1)
}

fn searched(story: Story) -> Story {
    sent(story).by("稽查壬", "2026-11-10T14:10", arrive()).by(
        "稽查壬",
        "2026-11-10T16:30",
        search(
            LeakFinding::Undetermined,
            "管道埋深较大且与邻户并行，听音信号不清，无法判断漏点属于哪一户",
        ),
    )
}

fn studied() -> Story {
    let departments = vec![
        Department::Engineering,
        Department::Dispatch,
        Department::Inspection,
    ];
    let escalation = Escalation {
        reported_to: "分管经理".to_owned(),
        departments: departments.clone(),
        question: "是否可以用示踪气体确认漏点位置，需要哪些部门配合".to_owned(),
    };
    let conclusion = StudyConclusion {
        departments,
        study: "查阅竣工图，现场用示踪气体复测".to_owned(),
        conclusion: "漏点在用户表后卫生间埋地热水支管，建议开挖后更换该段支管".to_owned(),
        finding: LeakFinding::Found,
        decided_by: "总工丁".to_owned(),
    };
    undetermined()
        .by("稽查壬", "2026-11-10T17:00", StepInput::Escalate(escalation))
        .by("总工丁", "2026-11-11T10:30", StepInput::Conclude(conclusion))
}

/// Opened from a reminder, studied, found, answered, signed; a repair was opened: the detection and the repair.
pub(crate) fn found() -> (Story, Story) {
    let reply = SearchReply {
        text: "经研究确认，漏点在您家卫生间埋地热水支管，属于表后管道。".to_owned(),
        told: "示例𬱖".to_owned(),
        by: ReplyWay::OnSite,
        explanation: String::new(),
        advice: "开挖前请关闭入户阀门，材料由您自备，维修人员可以帮助选型".to_owned(),
    };
    studied()
        .by("客服甲", "2026-11-11T11:00", StepInput::ReplySearch(reply))
        .by(
            "稽查壬",
            "2026-11-11T11:05",
            signs("示例𬱖", SignerRelation::Householder, "用户家中"),
        )
        .by("客服甲", "2026-11-11T11:08", reminder::agrees())
        .linked(
            "WX2611110004",
            "2026-11-11T11:12",
            repair::asked("检漏确认卫生间埋地热水支管漏水，需开挖更换"),
        )
}

/// Nothing found: explained, with advice.
pub(crate) fn not_found() -> Story {
    let reply = SearchReply {
        text: "现有方法没有找到漏点。".to_owned(),
        told: "示例𬱖".to_owned(),
        by: ReplyWay::Phone,
        explanation: "分段关阀和听音均无异常，打压 30 分钟不掉压，可以排除埋地管道漏水。".to_owned(),
        advice: "请留意马桶补水声，每晚睡前记录一次水表读数，一周后我们再来核对。".to_owned(),
    };
    ordered()
        .by("稽查壬", "2026-11-10T14:10", arrive())
        .by(
            "稽查壬",
            "2026-11-10T16:30",
            search(LeakFinding::NotFound, "埋地管段打压不掉压，各洁具阀门完好"),
        )
        .by("客服甲", "2026-11-10T17:00", StepInput::ReplySearch(reply))
}
