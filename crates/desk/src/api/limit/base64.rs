//! A file in a request: bytes in base64, never more than its type says.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{Code, Refusal, attachment::LARGEST};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use ts_rs::{Config, TS};

/// A key, a certificate: 256 KB.
pub const SMALL: usize = 256 * 1024;

/// A spreadsheet: 32 MB, as 200,000 households written as text may have.
pub const SHEET: usize = 32 * 1024 * 1024;

/// A file of at most so many bytes. Its text stays closed: who wants the bytes goes through the bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Base64<const MOST: usize = LARGEST>(String);

impl<const MOST: usize> Base64<MOST> {
    /// The bytes.
    ///
    /// # Errors
    /// `file_too_large` (with `most`, `is`), `bad_request`, both at `field`.
    pub fn decode_bytes(&self, field: &str) -> Result<Vec<u8>, Refusal> {
        check_size(field, decoded_size(&self.0), MOST)?;
        STANDARD
            .decode(&self.0)
            .map_err(|error| Refusal::at_field(Code::BadRequest, field).with_arg("detail", error.to_string()))
    }

    /// Bytes as a caller in the same program brings them.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(STANDARD.encode(bytes))
    }
}

/// Whether a file is of a size that is taken.
///
/// # Errors
/// `file_too_large` (with `most`, `is`) at `field`.
pub fn check_size(field: &str, is: usize, most: usize) -> Result<(), Refusal> {
    if is > most {
        return Err(Refusal::at_field(Code::FileTooLarge, field)
            .with_arg("most", most)
            .with_arg("is", is));
    }
    Ok(())
}

/// How many bytes a text in base64 is, before it is decoded.
fn decoded_size(text: &str) -> usize {
    let padding = text.bytes().rev().take(2).filter(|byte| *byte == b'=').count();
    (text.len() / 4 * 3).saturating_sub(padding)
}

impl<const MOST: usize> TS for Base64<MOST> {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn name(_: &Config) -> String {
        "string".to_owned()
    }

    fn inline(cfg: &Config) -> String {
        Self::name(cfg)
    }
}

impl<const MOST: usize> JsonSchema for Base64<MOST> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Base64Of{MOST}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "contentEncoding": "base64",
            "maxLength": MOST.div_ceil(3) * 4,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::COMMANDS;

    #[test]
    fn a_file_of_the_bound_is_taken_and_one_byte_more_is_not() {
        for size in [0, 1, 2, 3, 4, 5] {
            assert_eq!(
                Base64::<5>::from_bytes(&vec![7; size])
                    .decode_bytes("file")
                    .unwrap(),
                vec![7; size]
            );
        }
        let refusal = Base64::<5>::from_bytes(&[7; 6])
            .decode_bytes("details.file")
            .unwrap_err();
        assert_eq!(refusal.code, Code::FileTooLarge);
        assert_eq!(refusal.field.as_deref(), Some("details.file"));
        assert_eq!(refusal.args["most"], 5);
        assert_eq!(refusal.args["is"], 6);
        let broken = Base64::<5>("***".to_owned()).decode_bytes("file").unwrap_err();
        assert_eq!(broken.code, Code::BadRequest);
    }

    /// Names under which a file could come.
    const FILES: [&str; 10] = [
        "base64", "bytes", "content", "data", "file", "image", "pdf", "picture", "photo", "binary",
    ];

    /// Every text of a request whose name says that it is a file, with the path to it.
    fn files(
        schema: &Value,
        whole: &Value,
        path: &str,
        seen: &mut Vec<String>,
        found: &mut Vec<(String, Value)>,
    ) {
        if let Some(name) = schema["$ref"].as_str().and_then(|it| it.strip_prefix("#/$defs/")) {
            if !seen.iter().any(|it| it == name) {
                seen.push(name.to_owned());
                files(&whole["$defs"][name], whole, path, seen, found);
            }
            return;
        }
        if let Some(properties) = schema["properties"].as_object() {
            for (name, property) in properties {
                let path = format!("{path}.{name}");
                let text = property["type"] == "string"
                    || property["type"]
                        .as_array()
                        .is_some_and(|all| all.iter().any(|it| it == "string"));
                // Of a file that is there already, the hash is said.
                let hash = property["description"]
                    .as_str()
                    .is_some_and(|it| it.contains("SHA-256"));
                if text && !hash && FILES.iter().any(|file| name.contains(file)) {
                    found.push((path.clone(), property.clone()));
                }
                files(property, whole, &path, seen, found);
            }
        }
        for several in ["anyOf", "oneOf", "allOf", "prefixItems"] {
            for one in schema[several].as_array().into_iter().flatten() {
                files(one, whole, path, seen, found);
            }
        }
        if schema["items"].is_object() {
            files(&schema["items"], whole, path, seen, found);
        }
    }

    fn all_files() -> Vec<(String, Value)> {
        let mut found = Vec::new();
        for command in COMMANDS {
            let mut generator = SchemaGenerator::default();
            let (request, _) = (command.schema)(&mut generator);
            let whole = serde_json::json!({ "$defs": generator.definitions() });
            let request = serde_json::to_value(request).unwrap();
            files(&request, &whole, command.name, &mut Vec::new(), &mut found);
        }
        found
    }

    #[test]
    fn every_file_of_a_request_has_a_bound() {
        let found = all_files();
        for (path, schema) in &found {
            assert_eq!(schema["contentEncoding"], "base64", "{path}: {schema}");
            let most = schema["maxLength"].as_u64().unwrap_or(u64::MAX);
            let bound = if path.contains("sheet") || path.starts_with("community_import") {
                SHEET
            } else {
                LARGEST
            };
            assert!(most <= bound.div_ceil(3) as u64 * 4, "{path}: {schema}");
        }
        // The walk reaches what lies deep, and behind an option.
        for path in [
            "ticket_attach.details.base64",
            "logo_change.file.base64",
            "scan_add.file.base64",
            "customer_sheet_import.sheet.file.base64",
            "proof_check.base64",
            "key_import.base64",
            "certificate_take.base64",
            "community_import.file.base64",
        ] {
            assert!(found.iter().any(|(it, _)| it == path), "{path}: {found:?}");
        }
    }
}
