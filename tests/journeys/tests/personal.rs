//! What is personal reaches nobody who is to see less: every command is called as every such role, and every byte that
//! comes back is looked through, files unpacked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk::COMMANDS;
use domain::{
    Code, Fact, Moment,
    customer::{AddressArea, Customer, Household},
    fact::OldTicketFact,
    list::TicketColumn,
    old_ticket::OldTicket,
    permission::may_call,
    person::Role,
};
use journeys::{World, at, contents, number, page, signature, work};
use serde_json::{Value, json};

const NOW: &str = "2026-11-24 10:00";
/// Who is shown less: the role, and who has no other.
const MASKED: [(Role, &str); 3] = [
    (Role::Lab, "水质检测中心"),
    (Role::Auditor, "审计"),
    (Role::Admin, "系统管理员"),
];

/// Letters as a reader takes them: without spaces and strokes, full width as half, Chinese digits as digits.
fn dense(text: &str) -> String {
    let one = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap(),
        '〇' | '零' => '0',
        '一' | '幺' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        c => c,
    };
    let thin = |c: &char| {
        !c.is_whitespace()
            && !matches!(
                c,
                '-' | '－'
                    | '–'
                    | '—'
                    | '('
                    | ')'
                    | '（'
                    | '）'
                    | '\u{200b}'
                    | '.'
                    | '/'
                    | '，'
                    | '、'
                    | ':'
                    | '['
                    | ']'
            )
    };
    text.chars().filter(thin).map(one).collect()
}

/// What nobody of them may read.
#[derive(Default)]
struct Known {
    phones: BTreeSet<String>,
    addresses: BTreeSet<String>,
}

impl Known {
    fn phone(&mut self, phone: &str) {
        let digits: String = dense(phone).chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= 7 {
            self.phones.insert(digits);
        }
    }

    fn address(&mut self, address: &str) {
        if address.chars().any(|c| c.is_ascii_digit()) {
            self.addresses.insert(dense(address));
        }
    }

    /// The first that stands in a text.
    fn first_in(&self, text: &str) -> Option<&str> {
        let text = dense(text);
        let mut all = self.phones.iter().chain(&self.addresses);
        all.find(|known| text.contains(known.as_str()))
            .map(String::as_str)
    }
}

/// A household's call in spellings that people use, with a second phone that stands nowhere else.
struct Spoken {
    phone: &'static str,
    address: &'static str,
    situation: &'static str,
    /// What must not be read out of it beside phone and address.
    also: &'static [&'static str],
}

const SPOKEN: [Spoken; 7] = [
    Spoken {
        phone: "13987654321",
        address: "龙泉花园 7 号楼 3 单元 902 室",
        situation: "龙泉花园7号楼3单元902室漏水，打 139-8765-4321 或者 138 1234 5670，3单元902室有人",
        also: &["13812345670", "3单元902"],
    },
    Spoken {
        phone: "0533-5271234",
        address: "凤鸣苑 12 号楼 1 单元 1101 室",
        situation: "家里没人时打１３８－１２３４－５６７１，住凤鸣苑12幢1单元1101，也可以拨 (0533) 5271239 转 8001",
        also: &["13812345671", "05335271239", "1单元1101"],
    },
    Spoken {
        phone: "138 1234 5672",
        address: "柳泉新村 5 号楼 2 单元 301 室",
        situation: "电话一三八一二三四五六七三，柳泉新村 5#楼 2 单元 301 门口集合",
        also: &["13812345673", "2单元301"],
    },
    Spoken {
        phone: "+86 13812345674",
        address: "人民西路 118 号",
        situation: "到人民西路１１８号，找物业 138.1234.5675，或 0086-13812345676",
        also: &["13812345675", "13812345676", "人民西路118"],
    },
    Spoken {
        phone: "(0533) 7654321",
        address: "水岸名邸三号楼 4 单元 802",
        situation: "水岸名邸3号楼4单元802，对门 4单元801 也停水；儿子手机13812345677，座机7654321",
        also: &["13812345677", "4单元802"],
    },
    Spoken {
        phone: "13812345678",
        address: "锦绣家园 9-2-1503",
        situation: "锦绣家园9号楼2单元1503室，手机号 1 3 8 1 2 3 4 5 6 7 9 随时可打，客服 400 618 0001",
        also: &["13812345679", "4006180001", "2单元1503"],
    },
    Spoken {
        phone: "139-5555-7777",
        address: "岭子镇宋家坊村 9911 号院东户",
        situation: "宋家坊村9911号院东户漏水，本人139/5555/7777或139，5555，7777，邻居138、1234、5680，微信abcdefgh13812345681，\
            11-24 138-1234-5682 打过，138:1234:5683、138    1234    5684、[138]1234[5685]、138一二三四5686，tel05335270301，527/0302",
        also: &[
            "13812345680",
            "13812345681",
            "13812345682",
            "13812345683",
            "13812345684",
            "13812345685",
            "13812345686",
            "05335270301",
            "5270302",
            "5682打过",
        ],
    },
];

fn spoken(world: &World, call: &Spoken, asked: Value) -> Value {
    let mut open = contents::open(world.now(), asked);
    open["phone"] = json!(call.phone);
    open["address"] = json!(call.address);
    open["asked"]["situation"] = json!(call.situation);
    world
        .desk
        .call("ticket_open", json!({ "open": open }), world.now())
        .unwrap()["value"]
        .clone()
}

/// Takes a step without the long check after it.
fn step(world: &World, ticket: &Value, command: &str, details: Value) -> Value {
    let ask = journeys::request(ticket, details);
    let reply = world.desk.call(command, ask, world.now());
    reply.unwrap_or_else(|refusal| panic!("{command}: {refusal}"))["value"].clone()
}

/// A repair up to its signature, whose every text says phone and address again.
fn repaired(world: &World, call: &Spoken) -> Value {
    let says = call.situation;
    let ticket = spoken(world, call, contents::repair());
    let ticket = step(
        world,
        &ticket,
        "ticket_hand_over",
        json!({ "taken_by": "生调部", "note": says }),
    );
    let ticket = step(
        world,
        &ticket,
        "ticket_assign",
        json!({ "crew": "室内维修二班", "note": says }),
    );
    let why = json!({ "until": at("2026-11-26 12:00").0, "reason": says });
    let ticket = step(world, &ticket, "ticket_ask_extension", why);
    let ticket = step(world, &ticket, "ticket_arrive", json!({ "note": says }));
    let mut done = work();
    done["found"] = json!(says);
    let ticket = step(world, &ticket, "ticket_finish", done);
    let mut answer = signature();
    answer["signer"]["phone"] = json!(call.phone);
    let sign = json!({ "place": call.address, "answer": answer });
    let ticket = step(world, &ticket, "acknowledgement_sign", sign);
    let ticket = step(world, &ticket, "ticket_note", json!({ "note": says }));
    let ticket = step(
        world,
        &ticket,
        "ticket_record_violation",
        json!({ "words": says }),
    );
    let photo = contents::photo(&format!("{}.png", call.situation));
    step(world, &ticket, "ticket_attach", photo)
}

/// A refusal at the door: its reason is free text in lists of their own.
fn refused_to_sign(world: &World, call: &Spoken) -> Value {
    let ticket = spoken(world, call, contents::repair());
    let ticket = step(
        world,
        &ticket,
        "ticket_hand_over",
        json!({ "taken_by": "生调部" }),
    );
    let ticket = step(world, &ticket, "ticket_assign", json!({ "crew": "室内维修一班" }));
    let ticket = step(world, &ticket, "ticket_arrive", json!({}));
    let ticket = step(world, &ticket, "ticket_finish", work());
    let answer = json!({ "way": "refused", "reason": call.situation, "witness": "演示物业甲" });
    let sign = json!({ "place": call.address, "answer": answer });
    step(world, &ticket, "acknowledgement_sign", sign)
}

/// A repair opened from a reminder: each shows what the other is about.
fn linked(world: &World) -> Value {
    let ticket = spoken(world, &SPOKEN[4], contents::reminder());
    let ticket = step(world, &ticket, "ticket_tell", contents::telling(true));
    let ticket = step(world, &ticket, "ticket_consent", contents::consent(true));
    let mut open = contents::open(world.now(), contents::repair());
    open["asked"]["situation"] = json!(SPOKEN[4].situation);
    open["address"] = json!(SPOKEN[4].address);
    step(world, &ticket, "ticket_open_linked", json!({ "open": open }))
}

/// A desk, what nobody may read there, and where it stands.
struct Case {
    world: World,
    pdf: String,
    known: Known,
    spoken: Vec<Value>,
    water: Value,
    signed: Value,
    photo: String,
    old: Vec<i64>,
}

fn household(place: i64) -> Household {
    let phone = format!("12{:03}-{:04}{:02}", place % 1000, 7000 + place, place % 100);
    Household {
        account_number: format!("77{place:06}"),
        name: format!("演示住户{place}"),
        phones: vec![phone],
        address: if place % 3 == 0 {
            // In villages there are no units.
            format!("岭子镇宋家坊村 {} 号院东户", 8800 + place)
        } else {
            format!(
                "沂源路小区 {} 号楼 {} 单元 {}0{} 室",
                place,
                place % 6 + 1,
                place % 11 + 1,
                place % 4 + 1
            )
        },
        community: "沂源路小区".to_owned(),
        area: AddressArea::Urban,
        meter_number: format!("M9{place:06}"),
    }
}

fn old_ticket(place: i64) -> OldTicket {
    let phone = format!("128{:04}{:04}", place, 4000 + place);
    let address = if place % 3 == 0 {
        format!("岭子镇王村 {} 号院西户", 6600 + place)
    } else {
        format!(
            "原电厂宿舍 {} 号楼 {} 单元 {}01 室",
            place,
            place % 3 + 1,
            place % 6 + 1
        )
    };
    OldTicket {
        ledger: "旧台账".to_owned(),
        number: format!("J{place:05}"),
        reported_at: at("2025-03-01 09:00"),
        service: None,
        category: "维修".to_owned(),
        customer: Some(place),
        account_number: String::new(),
        name: "演示住户".to_owned(),
        description: format!(
            "{} 电话 {} {} {}",
            address.replace(' ', ""),
            &phone[..3],
            &phone[3..7],
            &phone[7..]
        ),
        result: format!("已电话 {phone} 告知"),
        phones: vec![phone],
        address,
        finished_at: None,
        handler: "演示维修员甲".to_owned(),
    }
}

fn case() -> Case {
    let world = World::filled(NOW, 160, 26, 2);
    let (first, now) = (
        world.desk.store().read_tx(|tx| tx.next_customer_id()).unwrap(),
        world.now(),
    );
    let stamp = desk::wire::system_stamp(now);
    let old = world.desk.store().write_tx(|tx| {
        let customers: Vec<Customer> = (0..150)
            .map(|place| Customer {
                id: first + place,
                household: household(place),
            })
            .collect();
        let fact = Fact::Customers {
            customers,
            source: "测试".to_owned(),
        };
        tx.append_facts("customers", None, vec![fact], &stamp)?;
        let old = (1..=40).map(|place| Fact::OldTicket(OldTicketFact::Filed(Box::new(old_ticket(place)))));
        let lines = tx.append_facts("old_ticket", None, old.collect(), &stamp)?;
        Ok(lines.iter().map(|line| line.seq).collect::<Vec<i64>>())
    });
    let mut all: Vec<Value> = SPOKEN[..3].iter().map(|call| repaired(&world, call)).collect();
    let signed = all[0].clone();
    all.push(refused_to_sign(&world, &SPOKEN[3]));
    all.push(spoken(&world, &SPOKEN[4], contents::leak()));
    all.push(linked(&world));
    all.push(spoken(&world, &SPOKEN[6], contents::leak()));
    let water = spoken(&world, &SPOKEN[5], contents::water());
    let water = step(
        &world,
        &water,
        "ticket_hand_over",
        json!({ "taken_by": "生调部" }),
    );
    let water = step(
        &world,
        &water,
        "ticket_send_sampler",
        json!({ "crew": "稽查一班", "note": SPOKEN[5].situation }),
    );
    let mut sampling = contents::sampling("SY-1124-01");
    sampling["place"] = json!(SPOKEN[5].situation);
    let water = step(&world, &water, "ticket_sample", sampling);
    let view = json!({ "name": "漏水 138-1234-5670", "address": "text=13987654321&community=龙泉花园7号楼3单元902室" });
    world.desk.call("view_share", view, now).unwrap();
    let view = json!({ "name": "二", "address": "text=139%208765%204321" });
    world.desk.call("view_share", view, now).unwrap();
    let place = "%E5%AE%8B%E5%AE%B6%E5%9D%8A%E6%9D%919911%E5%8F%B7%E9%99%A2%E4%B8%9C%E6%88%B7";
    for filter in ["text", "community", "crew"] {
        let view = json!({ "name": filter, "address": format!("/tickets?{filter}={place}") });
        world.desk.call("view_share", view, now).unwrap();
    }
    let view = json!({ "name": "岭子镇宋家坊村 9911 号院东户", "address": "open=1" });
    world.desk.call("view_share", view, now).unwrap();
    all.push(water.clone());
    let ask = json!({ "ticket": signed["ticket"]["id"], "page": "acknowledgement" });
    let file = world.desk.call("ticket_print", ask, now).unwrap();
    let pdf = file["base64"].as_str().unwrap().to_owned();
    let photo = signed["ticket"]["attachments"][0]["sha256"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut known = Known::default();
    learn(&world, &mut known);
    for call in &SPOKEN {
        known.phone(call.phone.trim_start_matches("+86"));
        known.address(call.address);
        for also in call.also {
            if also.chars().all(|c| c.is_ascii_digit()) {
                known.phone(also)
            } else {
                known.address(also)
            }
        }
    }
    Case {
        world,
        pdf,
        known,
        spoken: all,
        water,
        signed,
        photo,
        old: old.unwrap(),
    }
}

/// Everything there is of households, tickets and old tickets.
fn learn(world: &World, known: &mut Known) {
    world
        .desk
        .store()
        .read_tx(|tx| {
            for id in 1..tx.next_customer_id()? {
                let household = tx.read_customer(id)?.household;
                household.phones.iter().for_each(|phone| known.phone(phone));
                known.address(&household.address);
                for old in tx.list_old_tickets(id, None, 50)? {
                    old.ticket.phones.iter().for_each(|phone| known.phone(phone));
                    known.address(&old.ticket.address);
                }
            }
            for row in tx.rows_counting(Moment(0), world.now().plus_minutes(1))? {
                use domain::service::ServiceKind::{Community, EmergencyWater};
                known.phone(&row.phone);
                if !matches!(row.service, Community | EmergencyWater) {
                    known.address(&row.address);
                }
            }
            Ok(())
        })
        .unwrap();
}

/// Every text that comes back, files unpacked.
fn unpacked(value: &Value, out: &mut String) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(base64)) = object.get("base64") {
                out.push_str(&page::unpacked(&STANDARD.decode(base64).unwrap()));
            }
            for (key, inner) in object {
                if key != "base64" {
                    unpacked(inner, out);
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|inner| unpacked(inner, out)),
        Value::String(text) => {
            let _ = write!(out, "{}\u{1}", percent_decoded(text));
        }
        other => {
            let _ = write!(out, "{other}\u{1}");
        }
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let pair = [ahead.next(), ahead.next()];
        let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        match (byte, hex(pair[0]), hex(pair[1])) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap());
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn revealed(world: &World) -> usize {
    world
        .desk
        .store()
        .read_tx(|tx| tx.read_stream_entries("reveal"))
        .unwrap()
        .len()
}

/// How each command is asked, so that it says as much as it can. A new command has to be thought of here.
#[allow(clippy::too_many_lines, reason = "a table")]
fn requests(case: &Case, name: &str) -> Vec<Value> {
    let ids: Vec<i64> = case
        .world
        .desk
        .store()
        .read_tx(|tx| {
            let last = tx.rows_counting(Moment(0), case.world.now().plus_minutes(1))?;
            Ok(last.into_iter().map(|row| row.id).collect())
        })
        .unwrap();
    let each = |of: &dyn Fn(i64) -> Value| -> Vec<Value> { ids.iter().map(|id| of(*id)).collect() };
    let own: Vec<&Value> = case.spoken.iter().map(|ticket| &ticket["ticket"]["id"]).collect();
    let spans = ["2026-11", "2026-10", "2026-Q4", "2026-H2", "2026"];
    let of_spans = || {
        spans
            .iter()
            .map(|span| json!({ "span": span }))
            .collect::<Vec<_>>()
    };
    let columns: Vec<&str> = TicketColumn::ALL.iter().map(|column| column.code()).collect();
    let signed = &case.signed["ticket"]["id"];
    let water = case
        .world
        .desk
        .store()
        .read_tx(|tx| tx.read_ticket(case.water["ticket"]["id"].as_i64().unwrap()))
        .unwrap();
    let stepped =
        |details: Value| vec![json!({ "ticket": water.id, "version": water.version, "details": details })];
    let note = json!({ "note": SPOKEN[1].situation, "reason": "样品瓶破损" });
    match name {
        "desk_state" | "settings_get" | "logo_get" | "calendar_get" | "standard_get" | "view_list"
        | "ticket_by_hour" | "ticket_board" | "kept_get" | "certificate_list" | "computer_get"
        | "key_list" | "trust_get" | "authority_list" | "report_months" | "report_waiting"
        | "template_get" | "person_list" | "erasure_due" | "shift_notes" | "scan_list" | "journal_verify"
        | "journal_compare" | "proof_records" => vec![json!({})],
        "journal_rebuild" => vec![json!({ "check": true })],
        "ticket_news" => vec![
            json!({ "since": 0 }),
            json!({ "since": journeys::sheet::lines(&case.world) - 60 }),
        ],
        "customer_find" => ["演示", "住户", "小区", "7", "12", "清泉", "单元"]
            .map(|text| json!({ "text": text }))
            .to_vec(),
        "customer_get" => (1..300).map(|id| json!({ "customer": id })).collect(),
        "old_ticket_list" => (1..=40).map(|id| json!({ "customer": id })).collect(),
        "old_ticket_get" => case.old.iter().map(|id| json!({ "id": id })).collect(),
        "old_ticket_find" => (0..5)
            .map(|begin| json!({ "number": format!("J000{begin}") }))
            .collect(),
        "ticket_list" => vec![
            json!({ "limit": 200 }),
            json!({ "limit": 200, "order": "deadline" }),
            json!({ "limit": 200, "text": "漏水" }),
            json!({ "limit": 200, "text": "龙泉花园" }),
        ],
        "ticket_count" => vec![json!({ "queries": [{}, { "text": "漏水" }] })],
        "ticket_export" => vec![
            json!({ "query": {}, "columns": columns }),
            json!({ "query": {}, "tickets": own, "columns": columns }),
        ],
        "ticket_calendar" => {
            vec![json!({ "from": at("2026-10-20 00:00").0, "to": at("2026-12-01 00:00").0 })]
        }
        "ticket_get" => each(&|id| json!({ "ticket": id })),
        "ticket_reveal" => vec![json!({ "ticket": signed })],
        "ticket_duplicates" => SPOKEN
            .iter()
            .map(|call| json!({ "phone": call.phone, "address": call.address, "account_number": "90001234" }))
            .collect(),
        "ticket_print" => ["work_order", "acknowledgement", "reply", "extension_approval"]
            .map(|page| json!({ "ticket": signed, "page": page }))
            .to_vec(),
        "ticket_print_many" => vec![json!({ "tickets": own })],
        "ticket_note" | "ticket_reject_sample" | "ticket_withdraw" => stepped(note),
        "ticket_attach" => stepped(contents::photo("样品 139-8765-4321.png")),
        "ticket_receive_sample" => stepped(contents::receipt()),
        "ticket_enter_results" => stepped(contents::results()),
        "view_share" => vec![json!({ "name": "三", "address": "text=1" })],
        "view_unshare" => vec![json!({ "name": "三" })],
        "community_plan" => vec![json!({ "year": 2026 })],
        "attachment_get" => vec![
            json!({ "ticket": signed, "sha256": case.photo }),
            json!({ "ticket": signed, "sha256": case.photo, "thumbnail": true }),
        ],
        "acknowledgement_list" => vec![json!({ "limit": 200 }), json!({ "limit": 200, "way": "refused" })],
        "acknowledgement_get" => each(&|id| json!({ "ticket": id })),
        "acknowledgement_count" => vec![json!({ "month": "2026-11" }), json!({ "month": "2026-10" })],
        "proof_check" => vec![json!({ "base64": case.pdf })],
        "proof_bundle" => vec![json!({ "ticket": signed })],
        "proof_anchor" => vec![json!({ "code": "1-0000-0000-0000" })],
        "report_figures" | "report_trend" | "report_workbook" | "report_csv" | "report_monthly" => of_spans(),
        "report_tickets" => spans
            .iter()
            .flat_map(|span| {
                domain::report::DEFINITIONS
                    .iter()
                    .map(move |it| json!({ "span": span, "figure": it.code }))
            })
            .collect(),
        "report_daily" => ["2026-11-24", "2026-11-20", "2026-11-10"]
            .map(|day| json!({ "day": day }))
            .to_vec(),
        "report_hours" | "report_changes" => ["2026-11", "2026-10"]
            .map(|month| json!({ "month": month }))
            .to_vec(),
        "journal_list" => vec![json!({ "limit": 200 })],
        "work_get" | "work_stop" => vec![json!({ "work": "不存在" })],
        "kept_put" => vec![json!({ "name": "draft.none", "value": null })],
        "person_change_password"
        | "person_lock"
        | "person_sign_out"
        | "person_unlock"
        | "person_sign_in"
        | "person_first"
        | "person_add"
        | "person_change"
        | "person_reset_password"
        | "settings_change"
        | "logo_change"
        | "calendar_change"
        | "standard_change"
        | "timestamp_try"
        | "certificate_take"
        | "certificate_remove"
        | "computer_change"
        | "key_unlock"
        | "key_renew"
        | "key_confirm"
        | "key_sheet"
        | "authority_register"
        | "authority_remove"
        | "key_export"
        | "key_import"
        | "erasure_run"
        | "backup_make"
        | "update_check"
        | "update_prepare"
        | "customer_import" => {
            // They read no ticket and no household: asked wrongly, so that they change nothing on the way.
            vec![json!({ "so": "nicht" })]
        }
        _ => panic!("say how {name} is asked"),
    }
}

/// Signs in, unless this person is at work already: a password is slow to check.
fn at_work(world: &World, who: &str) {
    let state = world.desk.call("desk_state", json!({}), world.now()).unwrap();
    if state["person"]["name"] != json!(format!("演示{who}")) || state["locked"] == json!(true) {
        world.sign_in_quietly(who);
    }
}

/// Who needs no phone for the work sees none, by whatever command, in whatever file, unless a line says so.
#[test]
fn no_command_gives_away_what_is_masked() {
    let case = case();
    let (phones, addresses) = (case.known.phones.len(), case.known.addresses.len());
    assert!(
        phones >= 300 && addresses >= 300,
        "{phones} phones, {addresses} addresses"
    );
    let (mut leaks, mut asked): (BTreeMap<String, Vec<String>>, usize) = (BTreeMap::new(), 0);
    for (role, who) in MASKED {
        for command in COMMANDS.iter().filter(|command| may_call(role, command.name)) {
            for request in requests(&case, command.name) {
                at_work(&case.world, who);
                let before = revealed(&case.world);
                let reply = case
                    .world
                    .desk
                    .call(command.name, request.clone(), case.world.now());
                asked += 1;
                let reply = reply.unwrap_or_else(|refusal| serde_json::to_value(refusal).unwrap());
                let mut text = String::new();
                unpacked(&reply, &mut text);
                let told = revealed(&case.world) > before;
                if let Some(known) = case.known.first_in(&text).filter(|_| !told) {
                    let command = format!("{who} {}", command.name);
                    leaks
                        .entry(command)
                        .or_default()
                        .push(format!("{request}: {known}"));
                }
            }
        }
    }
    assert!(asked > 500, "{asked} calls");
    let first = |(command, ways): (&String, &Vec<String>)| {
        format!("{command}, {} times, first {:.300}", ways.len(), ways[0])
    };
    let told: Vec<String> = leaks.iter().map(first).collect();
    assert!(told.is_empty(), "{} commands:\n{}", told.len(), told.join("\n"));
    // The haystack is no straw: whoever works with tickets reads them all.
    case.world.sign_in_quietly("热线坐席");
    let reply = case
        .world
        .desk
        .call("ticket_list", json!({ "limit": 200 }), case.world.now())
        .unwrap();
    let mut text = String::new();
    unpacked(&reply, &mut text);
    assert!(case.known.first_in(&text).is_some());
    case.world.check();
    rows_that_differ_name_nobody(&case);
}

/// What an administrator is told of rows that somebody edited: which, not whose.
fn rows_that_differ_name_nobody(case: &Case) {
    for edit in [
        "UPDATE ticket SET phone = phone || ' ' WHERE id % 9 = 0",
        "UPDATE customer SET household = household || ' ' WHERE id % 9 = 0",
        "UPDATE old_ticket SET value = value || ' '",
        "DELETE FROM customer WHERE account_number LIKE '77%' AND id % 9 = 1",
    ] {
        rusqlite::Connection::open(case.world.file())
            .unwrap()
            .execute_batch(edit)
            .unwrap();
        for (role, who) in MASKED {
            case.world.sign_in_quietly(who);
            let asked = [
                ("journal_rebuild", json!({ "check": true })),
                ("journal_compare", json!({})),
            ];
            for (command, request) in asked.into_iter().filter(|(command, _)| may_call(role, command)) {
                let reply = case.world.desk.call(command, request, case.world.now()).unwrap();
                let mut text = String::new();
                unpacked(&reply, &mut text);
                assert_eq!(case.known.first_in(&text), None, "{who} {command} {edit}");
                if let Some(differences) = reply["differences"].as_array() {
                    assert!(
                        differences.len() > 9 && differences[0]["key"] != json!(""),
                        "{edit}"
                    );
                }
            }
        }
    }
}

fn found(world: &World, command: &str, request: Value) -> usize {
    let reply = world.desk.call(command, request, world.now()).unwrap();
    let rows = reply.get("rows").unwrap_or(&reply);
    rows.as_array().unwrap().len()
}

/// Search answers yes or no: digit by digit it would tell a phone to whoever is shown none.
#[test]
fn a_search_tells_no_digits() {
    let world = World::new(NOW);
    world.sign_in("admin");
    for call in &SPOKEN {
        spoken(&world, call, contents::leak());
    }
    let household = json!({ "household": household(7) });
    world.call("customer_save", household);
    // Typed where they do not belong.
    let mut other = self::household(8);
    other.name = "王五13822223333".to_owned();
    other.community = "沂源路小区8号楼9902".to_owned();
    world.call("customer_save", json!({ "household": other }));
    let list = |text: &str| found(&world, "ticket_list", json!({ "text": text }));
    let households = |text: &str| found(&world, "customer_find", json!({ "text": text }));
    let asked: Vec<String> = (3..=11).map(|end| "13987654321"[..end].to_owned()).collect();
    let asked = asked.iter().map(String::as_str).chain([
        "4321",
        "139-8765-4321",
        "902 室",
        "902",
        "3 单元",
        "龙泉花园7号楼",
        "7号楼3单元902室",
        "5271239",
        "一三八一二三四五六七三",
        "１３８１２３４５６７１",
        "13812345671",
        "1101",
        "13955557777",
        "5555",
        "138123456",
        "13812345680",
        "5680",
        "13812345681",
        "13812345682",
        "5682",
        "13812345686",
        "5270301",
        "5270302",
        "9911",
    ]);
    let of_others = ["1382222", "13822223333", "3333", "9902", "8号楼", "ww138"];
    let of_household = ["7007", "700707", "12007", "沂源路小区 7 号楼", "2 单元", "804 室"];
    for who in ["水质检测中心", "审计"] {
        world.sign_in(who);
        for text in asked.clone() {
            assert_eq!(list(text), 0, "{who} {text}");
            let count = world.call("ticket_count", json!({ "queries": [{ "text": text }] }));
            assert_eq!(count["counts"], json!([0]), "{who} {text}");
            let ask = json!({ "query": { "text": text }, "columns": ["number"] });
            let file = world.call("ticket_export", ask);
            let mut out = String::new();
            unpacked(&file, &mut out);
            assert!(!out.contains("JL26"), "{who} {text}");
        }
        for text in of_household.iter().chain(&of_others) {
            assert_eq!(households(text), 0, "{who} {text}");
        }
        let seen = world.call("customer_find", json!({ "text": "王五" }));
        assert_eq!(
            (&seen[0]["household"]["name"], &seen[0]["household"]["community"]),
            (&json!("王五138****33"), &json!("沂源路小****")),
            "{who}"
        );
        let same = json!({ "phone": "13987654321", "address": SPOKEN[0].address });
        assert_eq!(found(&world, "ticket_duplicates", same), 0, "{who}");
        // What is open is found: the name, the community, words of the call, the own number, the account.
        assert_eq!(
            (list("漏水"), list("示例用户"), list("90001234")),
            (2, 7, 7),
            "{who}"
        );
        assert_eq!(
            (
                households("住户7"),
                households("沂源路"),
                households("77000007"),
                households("ww")
            ),
            (1, 2, 1, 1),
            "{who}"
        );
        assert_eq!(
            found(
                &world,
                "ticket_duplicates",
                json!({ "account_number": "90001234" })
            ),
            7,
            "{who}"
        );
    }
    world.sign_in("热线坐席");
    for text in asked {
        assert!(list(text) > 0, "{text}");
    }
    for text in of_household.iter().chain(&of_others[..5]) {
        assert!(households(text) > 0, "{text}");
    }
    let same = json!({ "phone": "139 8765 4321" });
    assert_eq!(
        found(&world, "ticket_duplicates", same),
        1,
        "whatever its spelling"
    );
    let same = json!({ "address": "龙泉花园7幢3单元902" });
    assert_eq!(
        found(&world, "ticket_duplicates", same),
        1,
        "whatever its spelling"
    );
}

/// A photo of a signed form says all that printing the form says.
#[test]
fn a_look_at_a_file_leaves_its_line() {
    let world = World::new(NOW);
    world.sign_in("admin");
    let ticket = world.report();
    let ticket = world.step(&ticket, "attach", contents::photo("签字.png"));
    let sha256 = &ticket["ticket"]["attachments"][0]["sha256"];
    let ask = json!({ "ticket": ticket["ticket"]["id"], "sha256": sha256 });
    let small = json!({ "ticket": ticket["ticket"]["id"], "sha256": sha256, "thumbnail": true });
    for who in ["热线坐席", "稽查队"] {
        world.sign_in(who);
        world.call("attachment_get", ask.clone());
        world.call("attachment_get", small.clone());
    }
    assert_eq!(revealed(&world), 0, "they work with it");
    world.sign_in("审计");
    world.call("attachment_get", small.clone());
    assert_eq!(revealed(&world), 1);
    world.call("attachment_get", small.clone());
    assert_eq!(revealed(&world), 1, "the small pictures of a ticket are one look");
    world.call("attachment_get", ask.clone());
    world.call("attachment_get", ask.clone());
    assert_eq!(revealed(&world), 3, "a large one is a look each time");
    world.sign_in("审计");
    world.call("attachment_get", small);
    assert_eq!(revealed(&world), 4, "who has signed in anew looks anew");
    let line = world.call("journal_list", json!({ "limit": 1 }));
    assert_eq!(
        (&line["rows"][0]["title"], &line["rows"][0]["subject"]),
        (&json!("查看电话和地址"), &json!(number(&ticket)))
    );
    let gone = world.refused(
        "attachment_get",
        json!({ "ticket": ticket["ticket"]["id"], "sha256": "00" }),
    );
    assert_eq!(
        (gone.code, revealed(&world)),
        (Code::NotFound, 4),
        "nothing was shown"
    );
}

/// Whoever types a phone as the number of an account, a meter or another system makes no number of it.
#[test]
fn a_phone_typed_as_a_number_is_a_phone() {
    let world = World::new(NOW);
    world.sign_in("admin");
    let phone = "13999990001";
    let mut open = contents::open(world.now(), contents::repair());
    for field in ["phone", "account_number", "external_number"] {
        open[field] = json!(phone);
    }
    open["first_receiver"] = json!(format!("坐席{phone}"));
    open["asked"]["situation"] = json!(format!("户号 {phone}，电话{phone}"));
    let ticket = world.call("ticket_open", json!({ "open": open }))["value"].clone();
    let mut household = household(9);
    household.account_number = phone.to_owned();
    household.meter_number = "13999990002".to_owned();
    world.call("customer_save", json!({ "household": household }));
    let id = &ticket["ticket"]["id"];
    world.sign_in("审计");
    for (name, ask) in [
        ("ticket_get", json!({ "ticket": id })),
        ("ticket_list", json!({})),
        ("customer_find", json!({ "text": household.name })),
    ] {
        let reply = world.call(name, ask).to_string();
        for number in [phone, "13999990002"] {
            assert!(!reply.contains(number), "{name}: {reply}");
        }
    }
    for text in [phone, "99990001", "90001"] {
        assert_eq!(found(&world, "ticket_list", json!({ "text": text })), 0, "{text}");
        assert_eq!(
            found(&world, "customer_find", json!({ "text": text })),
            0,
            "{text}"
        );
    }
    let columns = json!(["number", "account_number", "phone", "summary"]);
    let file = world.call("ticket_export", json!({ "query": {}, "columns": columns }));
    let bytes = STANDARD.decode(file["base64"].as_str().unwrap()).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut texts = String::new();
    let mut part = archive.by_name("xl/sharedStrings.xml").unwrap();
    std::io::Read::read_to_string(&mut part, &mut texts).unwrap();
    assert!(
        texts.contains("WX2611240001") && !texts.contains(phone),
        "{texts}"
    );
}
