//! Random requests at every command: JSON of any kind, and requests of the right shape with contents nobody would
//! send. Each answers or is refused with a code of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::cell::Cell;

use desk::COMMANDS;
use domain::Code;
use journeys::{World, at};
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
                const KNOWN: &[&str] = &[
                    "",
                    "室内维修一班",
                    "稽查一班",
                    "演示用户",
                    "12012345678",
                    "2026-11",
                    "漏水",
                ];
                prop_oneof![prop::sample::select(KNOWN).prop_map(str::to_owned), "\\PC{0,40}"]
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
                    "path" => Just(json!(self.folder)).boxed(),
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

/// Whatever is thrown at a command, it answers or refuses with a code of its own; nothing panics, and nothing
/// is blamed on the file.
#[test]
fn random_json_at_every_command() {
    let world = World::new("2026-11-24 09:00");
    let plan = demo::Plan {
        tickets: 60,
        seed: 7,
        months: 1,
        now: world.now(),
    };
    demo::fill(&world.desk, &plan, &mut |_| {}).unwrap();
    world.sign_in("admin");
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
    let mut answered = 0;
    for (command, schema) in COMMANDS.iter().zip(&schemas) {
        // A list is taken as the fields in their order: a path chosen by chance could lie anywhere on this machine.
        let elsewhere = |request: &Value| command.name == "backup_make" && request.is_array();
        let requests = prop_oneof![1 => any_json().boxed(), 2 => shapes.of(schema, 8)]
            .prop_filter("a path of its own choosing", |request| !elsewhere(request));
        let replies = Cell::new(0);
        // One runner a command: a runner counts its cases over all its runs.
        let mut runner = TestRunner::new(ProptestConfig {
            failure_persistence: None,
            ..ProptestConfig::with_cases(60)
        });
        let thrown = runner.run(&requests, |mut request| {
            // Half of the steps come from a screen that has just been read.
            let seen = json!({ "ticket": request["ticket"] });
            if let Ok(view) = world.desk.call("ticket_get", seen, world.now())
                && request["version"]
                    .as_i64()
                    .is_some_and(|version| version % 2 == 0)
            {
                request["version"] = view["ticket"]["version"].clone();
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
        answered += usize::from(replies.get() > 0);
    }
    assert!(
        answered > 30,
        "only {answered} commands ever answered: the requests are too wild to find anything"
    );
    world.check();
}
