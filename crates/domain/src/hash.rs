//! SHA-256 as lower-case hex, and the canonical text of a value.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// SHA-256 of the parts one after another, as 64 lower-case hex digits.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The canonical JSON text: keys sorted, no spaces. Two equal values always give the same text, in every
/// version of this program: seals and the journal's chain stand on it.
///
/// # Errors
/// Only for a value that JSON cannot hold, such as a map whose keys are no texts.
pub fn canonical<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    write(&serde_json::to_value(value)?, &mut text)?;
    Ok(text)
}

// Sorted by hand: whether serde_json's own map keeps order is a feature any dependency can switch on.
fn write(value: &Value, out: &mut String) -> Result<(), serde_json::Error> {
    match value {
        Value::Object(map) => {
            let sorted: BTreeMap<&String, &Value> = map.iter().collect();
            out.push('{');
            for (index, (key, value)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&serde_json::to_string(key)?);
                out.push(':');
                write(value, out)?;
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        // The many points of a handwriting: written in place.
        Value::Number(number) => {
            // Writing to a String cannot fail.
            let _ = std::fmt::Write::write_fmt(out, format_args!("{number}"));
        }
        plain => out.push_str(&serde_json::to_string(plain)?),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_digest() {
        assert_eq!(
            sha256(&[b"a", b"bc"]),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn keys_are_sorted() {
        let value = serde_json::json!({"b": 1, "a": {"d": 2, "c": 3}});
        assert_eq!(canonical(&value).unwrap(), r#"{"a":{"c":3,"d":2},"b":1}"#);
    }
}
