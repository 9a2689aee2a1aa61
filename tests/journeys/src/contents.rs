//! What people write down on the steps of each service: contents a desk would really see.

use base64::{Engine, engine::general_purpose::STANDARD};
use desk::Moment;
use serde_json::{Value, json};

use crate::at;

/// A report from a household, received then.
#[must_use]
pub fn open(received: Moment, asked: Value) -> Value {
    json!({
        "received_at": received.0,
        "channel": "hotline",
        "account_number": "90001234",
        "name": "示例用户",
        "phone": "12012345678",
        "address": "演示花园 3 号楼 2 单元 501 室",
        "community": "演示花园",
        "area": "urban",
        "asked": asked,
    })
}

/// A photo, small enough to be attached in no time.
#[must_use]
pub fn photo(name: &str) -> Value {
    const PIXEL: &str =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    json!({ "name": name, "base64": PIXEL })
}

/// Bytes as the wire takes them.
#[must_use]
pub fn file(name: &str, bytes: &[u8]) -> Value {
    json!({ "name": name, "base64": STANDARD.encode(bytes) })
}

/// A follow-up call that found nothing to complain about.
#[must_use]
pub fn satisfied() -> Value {
    json!({ "outcome": "satisfied", "misconduct": false })
}

/// What the customer is told in the end.
#[must_use]
pub fn reply(text: &str) -> Value {
    json!({ "text": text, "told": "示例用户", "by": "phone" })
}

/// A burst pipe behind the meter.
#[must_use]
pub fn repair() -> Value {
    json!({
        "kind": "repair", "meter_side": "after", "fault": "toilet",
        "situation": "马桶水箱进水阀漏水", "materials_told": true,
    })
}

/// 1.2: the meter reader saw 24 cubic metres where 10 are usual.
#[must_use]
pub fn reminder() -> Value {
    json!({
        "kind": "reminder", "reason": "abnormal", "found_by": "meter_reading", "finder": "演示抄表员甲",
        "situation": "本期用水明显偏多，水表在无人用水时仍转动",
        "readings": { "last": 1280, "this": 1304, "usual": 10 },
    })
}

/// 1.2: how the customer was told.
#[must_use]
pub fn telling(company_needed: bool) -> Value {
    json!({
        "told": "示例用户", "by": "on_site", "explained": "本期用水 24 立方米，比平时多，表后可能有漏点",
        "advice": "请先检查马桶水箱", "company_needed": company_needed,
    })
}

/// 1.3: the customer's own decision.
#[must_use]
pub fn consent(agreed: bool) -> Value {
    let words = if agreed {
        "请尽快派人来看"
    } else {
        "我先自己找人看看"
    };
    json!({ "agreed": agreed, "given_by": "示例用户", "way": "phone", "words": words })
}

/// 2.3: what is asked when a leak is to be looked for.
#[must_use]
pub fn leak() -> Value {
    json!({
        "kind": "leak_detection", "ground": "doubt", "situation": "两个月水费翻倍，家中看不到漏水",
        "since": "十月以来", "meter_turns": "turns", "signs": "卫生间墙角返潮", "building": "flat",
    })
}

/// 2.4: what the search brought.
#[must_use]
pub fn search(finding: &str) -> Value {
    let (cause, side, certain) = match finding {
        "found" => ("厨房地面下 PPR 管接头渗漏", json!("after"), ""),
        "not_found" => ("分段关阀、听音均无异常", Value::Null, "演示稽查员乙"),
        _ => ("管道埋深超过听音仪范围", Value::Null, ""),
    };
    json!({
        "methods": ["meter", "listening", "sections"], "place": "水表井至厨房", "finding": finding,
        "cause": cause, "meter_side": side, "determined_by": certain,
        "searchers": ["演示稽查员甲", "演示稽查员乙"],
    })
}

/// 2.4: reported to the company.
#[must_use]
pub fn escalation() -> Value {
    json!({
        "reported_to": "演示分管经理", "departments": ["engineering", "dispatch"],
        "question": "埋深管道如何确认漏点",
    })
}

/// 2.4: what the departments concluded.
#[must_use]
pub fn conclusion(finding: &str) -> Value {
    json!({
        "departments": ["engineering", "dispatch"], "study": "调阅竣工图，现场复测两次",
        "conclusion": "图纸与现场一致，夜间流量归零，判断表后无漏点", "finding": finding,
        "decided_by": "演示总工",
    })
}

/// 2.4: the answer about the leak.
#[must_use]
pub fn search_reply(explanation: &str, advice: &str) -> Value {
    json!({
        "text": "检漏已完成，结果向您说明", "told": "示例用户", "by": "phone",
        "explanation": explanation, "advice": advice,
    })
}

/// 3: what is asked when water is to be tested.
#[must_use]
pub fn water() -> Value {
    json!({
        "kind": "water_quality", "symptoms": ["turbid", "smell"], "since": "昨天傍晚", "tap": "cold",
        "all_taps": true, "situation": "放出的水发黄，有铁锈味",
    })
}

/// 3: the sample.
#[must_use]
pub fn sampling(number: &str) -> Value {
    json!({
        "sample_number": number, "place": "厨房冷水龙头", "bottles": 2, "customer_present": true,
        "note": "放水两分钟后取样",
    })
}

/// 3: how the laboratory received it.
#[must_use]
pub fn receipt() -> Value {
    json!({ "received_by": "演示化验员乙", "seal_whole": true, "condition": "冷藏，水样清" })
}

/// 3: results as the laboratory types them; iron is too high.
#[must_use]
pub fn results() -> Value {
    results_of(&[
        ("total_coliforms", "未检出", "MPN/100mL"),
        ("iron", "0.35", "mg/L"),
        ("manganese", "<0.01", "mg/L"),
        ("turbidity", "0.8", "NTU"),
        ("ph", "7.6", ""),
        ("odour", "无", ""),
    ])
}

/// 3: these results.
#[must_use]
pub fn results_of(values: &[(&str, &str, &str)]) -> Value {
    let values: Vec<Value> = values
        .iter()
        .map(|(parameter, value, unit)| json!({ "parameter": parameter, "value": value, "unit": unit }))
        .collect();
    json!({ "values": values, "analyst": "演示化验员甲", "reviewer": "演示化验员乙" })
}

/// 5.2: an event, by its origin.
#[must_use]
pub fn event(origin: &str) -> Value {
    let planned = origin == "annual_plan";
    json!({
        "kind": "community", "origin": origin, "topic": "节水宣传与水表检查",
        "situation": if planned { "" } else { "老年住户多，希望上门检查水管" },
        "planned_at": planned.then(|| at("2026-11-28 09:00").0),
        "place": if planned { "演示新村活动中心" } else { "" },
        "suggested_by": if planned { "" } else { "演示新村居委会主任" },
    })
}

/// The report of an event: a community, no household.
#[must_use]
pub fn event_open(received: Moment, origin: &str) -> Value {
    let mut open = open(received, event(origin));
    for field in ["account_number", "name", "phone", "address"] {
        open[field] = json!("");
    }
    open["community"] = json!("演示新村");
    open
}

/// 5.3: an event as it was held, every rule kept but those named with what happened.
#[must_use]
pub fn held(ended: &str, broken: &[(&str, &str)]) -> Value {
    const RULES: &[&str] = &[
        "knock",
        "manners",
        "clean",
        "hands_off",
        "no_drink",
        "no_taking",
        "no_conditions",
        "no_prying",
        "no_falsehood",
        "no_pressure",
    ];
    let line = |rule: &&str| {
        let note = broken.iter().find(|(broken, _)| broken == rule);
        json!({ "rule": rule, "kept": note.is_none(), "note": note.map_or("", |(_, note)| note) })
    };
    json!({
        "ended_at": at(ended).0, "place": "演示新村活动中心",
        "team": [
            { "name": "演示客服甲", "department": "service_centre" },
            { "name": "演示维修员甲", "department": "indoor_repair" },
            { "name": "演示化验员甲", "department": "laboratory" },
        ],
        "residents": 46,
        "services": [
            { "service": "advice", "times": 30 },
            { "service": "meter_check", "times": 12 },
            { "service": "water_test", "times": 4 },
        ],
        "checklist": RULES.iter().map(line).collect::<Vec<_>>(),
        "problems": "两户反映水压偏低",
    })
}

/// 6.1: 26 hours without water in three places.
#[must_use]
pub fn outage() -> Value {
    json!({
        "kind": "emergency_water", "cause": "城东主管爆裂抢修",
        "started_at": at("2026-11-24 06:00").0, "expected_end": at("2026-11-25 08:00").0,
        "places": [
            { "community": "演示新村", "building": "1 号楼", "households": 60 },
            { "community": "演示新村", "building": "2 号楼", "households": 48 },
            { "community": "示例家园", "building": "", "households": 120 },
        ],
    })
}

/// The report of an outage: a place, no household.
#[must_use]
pub fn outage_open(received: Moment) -> Value {
    let mut open = open(received, outage());
    for field in ["account_number", "name", "phone"] {
        open[field] = json!("");
    }
    open["address"] = json!("城东片区");
    open["community"] = json!("");
    open["channel"] = json!("department");
    open
}

/// 6.1: the company's authorisation.
#[must_use]
pub fn authorisation() -> Value {
    json!({
        "authorised_by": "演示分管经理", "departments": ["service_centre", "dispatch", "inspection"],
        "order": "客服中心通知居民，生调部调车，稽查队维持秩序",
    })
}

/// 6.1, 6.2: a trip with its stops: place, time, households.
#[must_use]
pub fn trip(vehicle: &str, stops: &[(u32, &str, i64)]) -> Value {
    let stop = |(place, when, households): &(u32, &str, i64)| json!({ "place": place, "at": at(when).0, "households": households });
    json!({
        "vehicle": vehicle, "driver": "演示司机甲", "litres": 4000, "source": "城西加水站",
        "stops": stops.iter().map(stop).collect::<Vec<_>>(),
    })
}

/// 6.2: what was looked at on site; the road was icy.
#[must_use]
pub fn safety() -> Value {
    let line = |item: &str| {
        let ok = item != "slippery";
        json!({ "item": item, "ok": ok, "note": if ok { "" } else { "地面结冰，已撒融雪剂" } })
    };
    let items = ["parking", "tank", "source", "order", "electric", "slippery"];
    json!({
        "place": "演示新村东门", "checked_by": "演示稽查员甲", "departments": ["inspection", "dispatch"],
        "lines": items.map(line),
    })
}
