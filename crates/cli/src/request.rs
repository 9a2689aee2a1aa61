//! Requests as people type them at a console: JSON, with times in local words and files from the disk.

use std::{io::Read, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{Code, Moment, Refusal};
use serde_json::{Map, Value, json};

/// Reads a request: nothing, JSON, or `-` for standard input. `@now` and `@2026-11-24 09:00` in it become the
/// milliseconds of the wire; each file is put at its field.
pub(crate) fn read_request(text: Option<&str>, files: &[String], now: Moment) -> Result<Value, Refusal> {
    let text = match text {
        None => "{}".to_owned(),
        Some("-") => read_limited_text(std::io::stdin())?,
        Some(text) => text.to_owned(),
    };
    let values = text.bytes().filter(|byte| b",:[{".contains(byte)).count();
    if values > VALUES {
        return Err(Refusal::at_field(Code::ContentTooLarge, "request"));
    }
    let mut request: Value = serde_json::from_str(&text).map_err(|error| {
        Refusal::at_field(Code::BadRequest, "request").with_arg("detail", error.to_string())
    })?;
    resolve_time_values(&mut request, now);
    for file in files {
        let (field, path) = file
            .split_once('=')
            .ok_or_else(|| Refusal::at_field(Code::BadRequest, "file").with_arg("detail", "FIELD=PATH"))?;
        insert_at_path(&mut request, field, load_file_value(Path::new(path))?)?;
    }
    Ok(request)
}

/// The longest request, in bytes: a spreadsheet of the largest size in base64, and what stands around it.
const REQUEST: usize = 64 * 1024 * 1024;

/// Values of a request, each of which takes room many times its own.
const VALUES: usize = 4_000_000;

/// A request that comes bit by bit, none longer than any is.
fn read_limited_text(from: impl Read) -> Result<String, Refusal> {
    let mut text = String::new();
    from.take(REQUEST as u64 + 1)
        .read_to_string(&mut text)
        .map_err(|error| to_request_refusal("request", &error.to_string()))?;
    desk::limit::base64::check_size("request", text.len(), REQUEST)?;
    Ok(text)
}

/// The bytes of a file that is no longer than the longest any command takes.
pub(crate) fn read_file_bytes(path: &Path) -> Result<Vec<u8>, Refusal> {
    let most = desk::limit::base64::SHEET;
    let read = || {
        let file = std::fs::File::open(path)?;
        let long = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
        let mut bytes = Vec::new();
        if long <= most {
            file.take(most as u64 + 1).read_to_end(&mut bytes)?;
        }
        Ok((long.max(bytes.len()), bytes))
    };
    let (long, bytes) =
        read().map_err(|error: std::io::Error| to_request_refusal("file", &error.to_string()))?;
    desk::limit::base64::check_size("file", long, most)?;
    Ok(bytes)
}

/// A file of the disk as the wire takes it: its name and its bytes.
pub(crate) fn load_file_value(path: &Path) -> Result<Value, Refusal> {
    let bytes = read_file_bytes(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(json!({ "name": name, "base64": STANDARD.encode(bytes) }))
}

fn to_request_refusal(field: &str, detail: &str) -> Refusal {
    Refusal::at_field(Code::FileProblem, field).with_arg("detail", detail)
}

/// A time as people write it: RFC 3339, or `2026-11-24 09:00` in Shanghai.
pub(crate) fn parse_local_time(text: &str) -> Option<Moment> {
    let local = || Moment::parse(&format!("{}:00+08:00", text.trim().replace(' ', "T")));
    Moment::parse(text).or_else(local)
}

fn resolve_time_values(value: &mut Value, now: Moment) {
    match value {
        Value::String(text) => {
            let at = match text.strip_prefix('@') {
                Some("now") => Some(now),
                Some(rest) => parse_local_time(rest),
                None => None,
            };
            if let Some(at) = at {
                *value = json!(at);
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| resolve_time_values(one, now)),
        Value::Object(fields) => fields.values_mut().for_each(|one| resolve_time_values(one, now)),
        _ => {}
    }
}

/// Puts a value at `details` or `open.asked`, with whatever objects are missing on the way.
fn insert_at_path(request: &mut Value, field: &str, value: Value) -> Result<(), Refusal> {
    let mut place = request;
    for name in field.split('.') {
        if place.is_null() {
            *place = Value::Object(Map::new());
        }
        let fields = place
            .as_object_mut()
            .ok_or_else(|| Refusal::at_field(Code::BadRequest, field).with_arg("detail", "not an object"))?;
        place = fields.entry(name).or_insert(Value::Null);
    }
    *place = value;
    Ok(())
}

/// A request of this schema to be filled in: choices stand as `a|b`, what may be left out as what it would be.
pub(crate) fn build_schema_example(schema: &Value, definitions: &Value) -> Value {
    let at = |field: &str| schema.get(field);
    let list = |field: &str| at(field).and_then(Value::as_array);
    if let Some(name) = at("$ref").and_then(Value::as_str) {
        let name = name.rsplit('/').next().unwrap_or_default();
        return build_schema_example(definitions.get(name).unwrap_or(&Value::Null), definitions);
    }
    if let Some(ways) = list("anyOf").or(list("oneOf")) {
        return build_choice_example(ways, definitions);
    }
    if let Some(word) = at("const") {
        return word.clone();
    }
    if let Some(words) = list("enum") {
        return join_choices(words);
    }
    let kind = at("type").map(|kind| kind.as_array().and_then(|kinds| kinds.first()).unwrap_or(kind));
    match kind.and_then(Value::as_str) {
        Some("object") => build_object_example(at("properties"), definitions),
        Some("array") => list("prefixItems").map_or_else(
            || {
                json!([build_schema_example(
                    at("items").unwrap_or(&Value::Null),
                    definitions
                )])
            },
            |items| {
                items
                    .iter()
                    .map(|item| build_schema_example(item, definitions))
                    .collect()
            },
        ),
        Some("integer" | "number") => json!(0),
        Some("boolean") => json!(false),
        Some("string") => json!(""),
        _ => Value::Null,
    }
}

fn build_object_example(properties: Option<&Value>, definitions: &Value) -> Value {
    let fields = properties.and_then(Value::as_object);
    let fields = fields.into_iter().flatten();
    let filled = fields.map(|(name, field)| (name.clone(), build_schema_example(field, definitions)));
    Value::Object(filled.collect())
}

/// Words side by side; of several shapes all of them, of a shape or nothing the shape.
fn build_choice_example(ways: &[Value], definitions: &Value) -> Value {
    let words: Option<Vec<Value>> = ways.iter().map(|way| way.get("const").cloned()).collect();
    if let Some(words) = words {
        return join_choices(&words);
    }
    let empty = |way: &&Value| way.get("type").and_then(Value::as_str) != Some("null");
    let mut shapes: Vec<Value> = ways
        .iter()
        .filter(empty)
        .map(|way| build_schema_example(way, definitions))
        .collect();
    if shapes.len() == 1 {
        return shapes.remove(0);
    }
    json!({ "one of": shapes })
}

fn join_choices(words: &[Value]) -> Value {
    let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
    json!(words.join("|"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    const NOW: Moment = Moment(1_795_482_000_000);

    #[test]
    fn times_in_local_words() {
        let request = r#"{ "a": "@now", "b": ["@2026-11-24 09:00"], "c": "@张三", "d": "2026-11-24 09:00", "e": "@2026-13-01 09:00" }"#;
        let read = read_request(Some(request), &[], NOW).unwrap();
        let at = Moment::parse("2026-11-24T09:00:00+08:00").unwrap();
        let expected =
            json!({ "a": NOW, "b": [at], "c": "@张三", "d": "2026-11-24 09:00", "e": "@2026-13-01 09:00" });
        assert_eq!(read, expected);
    }

    #[test]
    fn files_are_put_at_their_field() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("计划.csv");
        std::fs::write(&path, "abc").unwrap();
        let file = |field: &str| vec![format!("{field}={}", path.display())];
        let expected = json!({ "name": "计划.csv", "base64": "YWJj" });
        let read = |text: &str, field: &str| read_request(Some(text), &file(field), NOW);
        assert_eq!(read("{}", "file").unwrap(), json!({ "file": expected }));
        assert_eq!(read("{}", "a.b").unwrap(), json!({ "a": { "b": expected } }));
        assert_eq!(read("[]", "file").unwrap_err().code, Code::BadRequest);
        let none = super::read_request(None, &["file=no such file".to_owned()], NOW).unwrap_err();
        assert_eq!(
            (none.code, none.field.as_deref()),
            (Code::FileProblem, Some("file"))
        );
        assert_eq!(
            super::read_request(None, &["plan.csv".to_owned()], NOW)
                .unwrap_err()
                .code,
            Code::BadRequest
        );
    }

    /// However much comes, no more is read than a request may be.
    #[test]
    fn a_request_without_end_is_refused() {
        let refused = read_limited_text(std::io::repeat(b' ')).unwrap_err();
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (Code::FileTooLarge, Some("request"))
        );
        let many = format!("[{}0]", "0,".repeat(VALUES));
        assert_eq!(
            super::read_request(Some(&many), &[], NOW).unwrap_err().code,
            Code::ContentTooLarge
        );
    }

    #[test]
    fn an_example_shows_the_choices() {
        let schema = json!({ "type": "object", "properties": {
            "way": { "oneOf": [{ "const": "phone" }, { "const": "message" }] },
            "at": { "anyOf": [{ "$ref": "#/$defs/Moment" }, { "type": "null" }] },
            "names": { "type": "array", "items": { "type": "string" } },
        } });
        let definitions = json!({ "Moment": { "type": "integer" } });
        let expected = json!({ "way": "phone|message", "at": 0, "names": [""] });
        assert_eq!(build_schema_example(&schema, &definitions), expected);
    }
}
