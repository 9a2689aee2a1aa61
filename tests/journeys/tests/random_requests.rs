//! Random requests at every command: JSON of any kind, and requests of the right shape with contents nobody would
//! send. Each answers or is refused with a code of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::{cell::Cell, collections::BTreeSet, path::PathBuf};

use desk::COMMANDS;
use domain::Code;
use journeys::{World, at, contents};
use proptest::{prelude::*, test_runner::TestRunner};
use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};

/// Any JSON at all.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(json!(1)),
        Just(json!("2026-11")),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let key = prop_oneof![
            Just("ticket"),
            Just("version"),
            Just("details"),
            Just("open"),
            Just("month"),
            Just("span"),
            Just("text"),
            Just("limit"),
            Just("after"),
            Just("note"),
            Just("reason"),
            Just("happened_at"),
            Just("name"),
            Just("password"),
            Just("stages"),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..6).prop_map(|pairs| Value::Object(
                pairs
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect()
            )),
        ]
    })
}

/// Requests that look like a command's own, with contents nobody would send; here and there something else
/// altogether.
struct Shapes {
    definitions: Map<String, Value>,
    folder: String,
    /// Tickets that are mostly meant, one of them not there.
    tickets: Vec<Value>,
}

impl Shapes {
    fn of(&self, schema: &Value, depth: u32) -> BoxedStrategy<Value> {
        if depth == 0 {
            return any_json().boxed();
        }
        prop_oneof![39 => self.shaped(schema, depth - 1), 1 => any_json()].boxed()
    }

    fn shaped(&self, schema: &Value, depth: u32) -> BoxedStrategy<Value> {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap();
            return self.of(&self.definitions[name], depth);
        }
        if let Some(ways) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
            let ways: Vec<_> = ways.iter().map(|way| self.of(way, depth)).collect();
            return prop::strategy::Union::new(ways).boxed();
        }
        if let Some(words) = schema["enum"].as_array() {
            return prop::sample::select(words.clone()).boxed();
        }
        if let Some(word) = schema.get("const") {
            return Just(word.clone()).boxed();
        }
        let kinds = match &schema["type"] {
            Value::Array(kinds) => kinds.clone(),
            kind => vec![kind.clone()],
        };
        let kinds: Vec<_> = kinds
            .iter()
            .map(|kind| self.kind(kind.as_str().unwrap_or_default(), schema, depth))
            .collect();
        prop::strategy::Union::new(kinds).boxed()
    }

    fn kind(&self, kind: &str, schema: &Value, depth: u32) -> BoxedStrategy<Value> {
        match kind {
            "object" => self.object(schema, depth),
            "array" if schema["prefixItems"].is_array() => {
                let items = schema["prefixItems"].as_array().unwrap();
                let items: Vec<_> = items.iter().map(|item| self.of(item, depth)).collect();
                items.prop_map(Value::from).boxed()
            }
            "array" => prop::collection::vec(self.of(&schema["items"], depth), 0..4)
                .prop_map(Value::from)
                .boxed(),
            "integer" | "number" => {
                let now = at("2026-11-24 09:00").0;
                prop_oneof![0..9_i64, Just(now), Just(now + 3_600_000), any::<i64>()]
                    .prop_map(Value::from)
                    .boxed()
            }
            "null" => Just(Value::Null).boxed(),
            "boolean" => any::<bool>().prop_map(Value::from).boxed(),
            "string" => {
                // What several fields understand: crews, phones, months, amounts, parameters with their units.
                const KNOWN: &[&str] = &[
                    "",
                    "室内维修一班",
                    "稽查一班",
                    "演示用户",
                    "12012345678",
                    "2026-11",
                    "漏水",
                    "iron",
                    "ph",
                    "mg/L",
                    "0.3",
                    "<0.01",
                    "未检出",
                ];
                const AMOUNTS: &[&str] = &[
                    "0",
                    "0.05",
                    "7.5",
                    "1000000000",
                    "0.000001",
                    "-1",
                    "1e3",
                    "0.0000001",
                ];
                prop_oneof![
                    6 => prop::sample::select(KNOWN).prop_map(str::to_owned),
                    2 => prop::sample::select(AMOUNTS).prop_map(str::to_owned),
                    4 => "\\PC{0,40}",
                ]
                .prop_map(Value::from)
                .boxed()
            }
            _ => any_json().boxed(),
        }
    }

    /// Most of the fields; those that say which thing is meant mostly mean one that is there.
    fn object(&self, schema: &Value, depth: u32) -> BoxedStrategy<Value> {
        let none = Map::new();
        let fields = schema["properties"].as_object().unwrap_or(&none);
        let (names, values): (Vec<String>, Vec<_>) = fields
            .iter()
            .map(|(name, field)| {
                let value = match name.as_str() {
                    "ticket" | "into" => prop::sample::select(self.tickets.clone()).boxed(),
                    // Not the administrator, who goes on with the test.
                    "person" => Just(json!(3)).boxed(),
                    "path" | "report_folder" => Just(json!(self.folder)).boxed(),
                    _ => self.of(field, depth),
                };
                (name.clone(), prop::option::weighted(0.98, value))
            })
            .unzip();
        values
            .prop_map(move |values| {
                let given = names.iter().cloned().zip(values);
                Value::Object(given.filter_map(|(name, value)| Some((name, value?))).collect())
            })
            .boxed()
    }
}

/// Tickets of all services at stages from which much can be done.
fn busy(world: &World) {
    for asked in [
        contents::reminder(),
        contents::leak(),
        contents::water(),
        contents::repair(),
    ] {
        world.open(asked.clone());
        world.open(asked);
    }
    for origin in ["annual_plan", "customer_request", "staff_suggestion"] {
        world.opens(contents::event_open(world.now(), origin));
    }
    let outage = world.opens(contents::outage_open(world.now()));
    world.step(&outage, "authorise", contents::authorisation());
    let told = world.open(contents::reminder());
    world.step(&told, "tell", contents::telling(true));
    let leak = world.open(contents::leak());
    let leak = world.step(&leak, "send_team", json!({ "crew": "稽查一班" }));
    let leak = world.step(&leak, "arrive", json!({}));
    world.step(&leak, "search", contents::search("undetermined"));
    let water = world.open(contents::water());
    let water = world.step(&water, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    let water = world.step(&water, "send_sampler", json!({ "crew": "稽查一班" }));
    world.step(&water, "sample", contents::sampling("SY-1"));
}

/// The tickets that allow a command's step now.
fn able(world: &World, tickets: &[Value], command: &str) -> Vec<Value> {
    let step = match command {
        "acknowledgement_sign" => "acknowledge",
        "acknowledgement_correct" => "correct",
        other => other.strip_prefix("ticket_").unwrap_or_default(),
    };
    let allows = |ticket: &&Value| {
        let view = world
            .desk
            .call("ticket_get", json!({ "ticket": ticket }), world.now());
        view.is_ok_and(|view| view["moves"].as_array().unwrap().contains(&json!(step)))
    };
    tickets.iter().filter(allows).cloned().collect()
}

/// Every file of this crate's folder, where a test begins.
fn files_here() -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![
        PathBuf::from(env!("CARGO_MANIFEST_DIR")),
        std::env::current_dir().unwrap(),
    ];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path.clone());
            }
            found.insert(path);
        }
    }
    found
}

/// The fields of a request that could name a file: whoever adds one must see that this test keeps it at home.
fn paths(schema: &Value, definitions: &Map<String, Value>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        match schema {
            Value::Object(fields) => {
                if let Some(properties) = fields.get("properties").and_then(Value::as_object) {
                    let names = properties.keys().filter(|name| {
                        ["path", "folder", "directory"]
                            .iter()
                            .any(|word| name.contains(word))
                    });
                    found.extend(names.cloned());
                }
                if let Some(name) = fields.get("$ref").and_then(Value::as_str) {
                    let name = name.rsplit('/').next().unwrap();
                    if seen.insert(name.to_owned()) {
                        open.push(&definitions[name]);
                    }
                }
                open.extend(fields.values());
            }
            Value::Array(all) => open.extend(all),
            _ => {}
        }
    }
    found
}

/// Whatever is thrown at a command, it answers or refuses with a code of its own; nothing panics, and nothing
/// is blamed on the file.
#[test]
fn random_json_at_every_command() {
    let world = World::new("2026-11-24 09:00");
    let plan = demo::DemoPlan {
        tickets: 60,
        seed: 7,
        months: 1,
        now: world.now(),
    };
    demo::fill_demo_folder(&world.desk, &plan, &mut |_| {}).unwrap();
    world.sign_in("admin");
    busy(&world);
    let open = world.call("ticket_list", json!({ "only_open": true }));
    let mut generator = SchemaGenerator::default();
    let schemas: Vec<Value> = COMMANDS
        .iter()
        .map(|command| (command.schema)(&mut generator).0.to_value())
        .collect();
    let shapes = Shapes {
        definitions: generator.take_definitions(true),
        folder: world.folder().display().to_string(),
        tickets: open["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].clone())
            .chain([json!(999)])
            .collect(),
    };
    for (command, schema) in COMMANDS.iter().zip(&schemas) {
        let found: Vec<String> = paths(schema, &shapes.definitions).into_iter().collect();
        let expected: &[&str] = match command.name {
            "backup_make" | "update_check" | "update_prepare" => &["path"],
            "settings_change" => &["report_folder"],
            _ => &[],
        };
        assert_eq!(found, expected, "{}", command.name);
    }
    let before = files_here();
    let mut answered = Vec::new();
    for (command, schema) in COMMANDS.iter().zip(&schemas) {
        // A list is taken as the fields in their order: a path chosen by chance could lie anywhere on this machine.
        let elsewhere = |request: &Value| match command.name {
            "backup_make" | "update_check" | "update_prepare" => request.is_array(),
            "settings_change" => request.is_array() || request["settings"].is_array(),
            _ => false,
        };
        let requests = prop_oneof![1 => any_json().boxed(), 3 => shapes.of(schema, 8)]
            .prop_filter("a path of its own choosing", |request| !elsewhere(request));
        let able = able(&world, &shapes.tickets, command.name);
        let replies = Cell::new(0);
        // One runner a command: a runner counts its cases over all its runs.
        let mut runner = TestRunner::new(ProptestConfig {
            failure_persistence: None,
            ..ProptestConfig::with_cases(60)
        });
        let thrown = runner.run(&requests, |mut request| {
            // Half of the steps come from a screen that has just been read, on a ticket that allows them if there is one.
            let fresh = request["version"].as_i64().filter(|version| version % 2 == 0);
            if let Some(version) = fresh {
                let index = usize::try_from(version.unsigned_abs()).unwrap() / 2 % able.len().max(1);
                if let Some(ticket) = able.get(index) {
                    request["ticket"] = ticket.clone();
                }
                let seen = json!({ "ticket": request["ticket"] });
                if let Ok(view) = world.desk.call("ticket_get", seen, world.now()) {
                    request["version"] = view["ticket"]["version"].clone();
                }
            }
            match world.desk.call(command.name, request, world.now()) {
                Ok(_) => replies.set(replies.get() + 1),
                Err(refusal) => {
                    let blamed = matches!(
                        refusal.code,
                        Code::Damaged | Code::FileProblem | Code::Busy | Code::DiskFull
                    );
                    prop_assert!(!blamed, "{}: {refusal}", command.name);
                }
            }
            let state = world.desk.call("desk_state", json!({}), world.now()).unwrap();
            if state["person"]["name"] != "admin" || state["locked"] == true {
                world.sign_in("admin");
            }
            Ok(())
        });
        thrown.unwrap_or_else(|error| panic!("{}: {error}", command.name));
        if replies.get() > 0 {
            answered.push(command.name);
        }
    }
    assert!(
        answered.len() > 30,
        "only {answered:?} ever answered: the requests are too wild to find anything"
    );
    assert_eq!(files_here(), before, "nothing is written beside the program");
    world.check();
}
