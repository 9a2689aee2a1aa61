//! Every form of every service, as it comes out of the printer: the number, the service's words, 全程免费, no money.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use journeys::{
    World, cases, number,
    page::{holds, text},
};
use serde_json::{Value, json};

/// Prints every form a ticket has.
fn pages(world: &World, ticket: &Value, expected: &[(&str, &[&str])]) {
    world.takes_over("热线坐席", "2026-11-26 09:00");
    let names: Vec<&str> = expected.iter().map(|(page, _)| *page).collect();
    assert_eq!(ticket["pages"], json!(names));
    let number = number(ticket);
    for (page, words) in expected {
        let ask = json!({ "ticket": ticket["ticket"]["id"], "page": page });
        let file = world.call("ticket_print", ask);
        let name = file["name"].as_str().unwrap();
        // An acknowledgement is named by its own number, QZ and the ticket's.
        assert!(name.ends_with(&format!("{number}.pdf")), "{name}");
        let text = text(&file);
        holds(text.as_deref(), &[number.as_str(), "全程免费", "演示数据"]);
        holds(text.as_deref(), words);
        for money in ["¥", "￥", "费用：", "单价", "金额"] {
            assert!(
                !text.as_deref().unwrap_or_default().contains(money),
                "{page}: {money}"
            );
        }
    }
}

/// Clause 1.2: the notice says what was found and what the customer was told.
#[test]
fn of_a_reminder() {
    let world = World::new("2026-11-24 06:00");
    let ticket = cases::reminder(&world, "2026-11-24");
    let notice: &[&str] = &[
        "提醒通知单",
        "用水量异常",
        "1280",
        "1304",
        "+140%",
        "演示抄表员甲",
    ];
    pages(
        &world,
        &ticket,
        &[
            ("reminder_notice", notice),
            (
                "acknowledgement",
                &[
                    "用户签字确认单",
                    "提醒告知确认",
                    "表后管道和户内用水设施由用户负责维护",
                ],
            ),
        ],
    );
}

/// Clause 2.4: the result says where and how it was looked for, and what came of it.
#[test]
fn of_a_leak_detection() {
    let world = World::new("2026-11-24 06:00");
    let ticket = cases::leak_detection(&world, "2026-11-24");
    pages(
        &world,
        &ticket,
        &[
            ("work_order", &["派工单", "稽查一班"]),
            (
                "leak_result",
                &["检漏结果单", "听音", "已找到漏点", "厨房地面下 PPR 管接头渗漏"],
            ),
            ("reply", &["回复单", "检漏已完成，结果向您说明"]),
            ("acknowledgement", &["用户签字确认单", "检漏结果确认"]),
        ],
    );
}

/// Clause 3: the report names the sample, the standard, every value with its limit and verdict.
#[test]
fn of_a_water_test() {
    let world = World::new("2026-11-24 06:00");
    let ticket = cases::water_quality(&world, "2026-11-24");
    let report: &[&str] = &[
        "水质检测报告单",
        "SY-1124-01",
        "GB 5749-2022",
        "浑浊度",
        "0.35",
        "≤ 0.3",
        "不合格",
        "＜0.01",
        "未检出",
        "演示化验员甲",
    ];
    pages(
        &world,
        &ticket,
        &[
            ("work_order", &["派工单", "稽查一班"]),
            ("water_report", report),
            ("reply", &["回复单", "铁超标，已安排冲洗管网"]),
            ("acknowledgement", &["用户签字确认单", "取样确认", "SY-1124-01"]),
        ],
    );
}

/// Clause 4.2, Clause 4.3: the repair's forms stay as they are.
#[test]
fn of_a_repair() {
    let world = World::new("2026-11-24 06:00");
    let ticket = cases::repair(&world, "2026-11-24");
    pages(
        &world,
        &ticket,
        &[
            ("work_order", &["派工单", "室内维修一班"]),
            ("reply", &["回复单", "已更换进水阀"]),
            ("acknowledgement", &["用户签字确认单", "维修完成确认", "用户自备"]),
        ],
    );
}

/// Clause 5.3: the record holds team, place, residents, services, the checklist.
#[test]
fn of_an_event() {
    let world = World::new("2026-11-24 06:00");
    let ticket = cases::community(&world, "2026-11-24");
    let record: &[&str] = &[
        "活动记录表",
        "演示新村",
        "演示客服甲",
        "46",
        "用水咨询",
        "敲门轻重适度",
        "不随便留意用户家人或物品",
    ];
    pages(
        &world,
        &ticket,
        &[
            ("event_record", record),
            ("acknowledgement", &["用户签字确认单", "社区活动确认"]),
        ],
    );
}

/// Clause 6.1, Clause 6.2: the record holds the authorisation, the trips, the coverage, the safety check.
#[test]
fn of_an_outage() {
    let world = World::new("2026-11-24 06:00");
    let ticket = cases::emergency_water(&world);
    let record: &[&str] = &[
        "送水记录",
        "城东主管爆裂抢修",
        "演示分管经理",
        "鲁C·D1234",
        "示例家园",
        "地面结冰，已撒融雪剂",
    ];
    pages(
        &world,
        &ticket,
        &[
            ("delivery_record", record),
            ("acknowledgement", &["用户签字确认单", "送水确认"]),
        ],
    );
}

/// Clause 1.3, Clause 5.2: on paper, too, a linked ticket names the other one.
#[test]
fn linked_tickets_name_each_other_on_paper() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("admin");
    let open = |asked| journeys::contents::open(world.now(), asked);
    let reminder = world.opens(open(journeys::contents::reminder()));
    let reminder = world.step(&reminder, "tell", journeys::contents::telling(true));
    let reminder = world.step(&reminder, "consent", journeys::contents::consent(true));
    let repair = json!({ "open": open(journeys::contents::repair()) });
    let repair = world.step(&reminder, "open_linked", repair);
    let print = |ticket: &Value, page: &str| {
        text(&world.call(
            "ticket_print",
            json!({ "ticket": ticket["ticket"]["id"], "page": page }),
        ))
    };
    holds(print(&repair, "work_order").as_deref(), &[&number(&reminder)]);
    holds(
        print(&reminder, "reminder_notice").as_deref(),
        &[&number(&repair)],
    );
}

/// Clauses 1.2, 2.4, 3, 4.3, 5.3, 6.2: the month's report is read service by service.
#[test]
fn the_month_names_every_service() {
    let world = World::new("2026-11-24 06:00");
    let ticket = cases::reminder(&world, "2026-11-24");
    world.takes_over("客服主管", "2026-11-26 09:00");
    let pdf = text(&world.call("report_monthly", json!({ "span": "2026-11" })));
    let services = [
        "提醒服务",
        "义务检漏",
        "水质化验",
        "义务维修",
        "服务进社区",
        "应急送水",
    ];
    holds(pdf.as_deref(), &services);
    holds(pdf.as_deref(), &[&number(&ticket)]);
}
