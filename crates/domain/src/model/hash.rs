//! SHA-256 as lower-case hex, hex itself, and the canonical text of a value.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// SHA-256 of the parts one after another, as 64 lower-case hex digits.
#[must_use]
pub fn sha256_hex(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    encode_hex(&digest.finalize())
}

/// Lower-case hex.
#[must_use]
pub fn encode_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes of lower-case hex; none if it is anything else, capital letters included: what says the same in two ways
/// could be changed unseen.
#[must_use]
pub fn decode_hex(text: &[u8]) -> Option<Vec<u8>> {
    let lower = |digit: &u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    if !text.len().is_multiple_of(2) || !text.iter().all(lower) {
        return None;
    }
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    text.chunks(2).map(byte).collect()
}

/// The canonical JSON text: keys sorted, no spaces. Two equal values always give the same text, in every
/// version of this program: seals and the journal's chain stand on it.
///
/// # Errors
/// Only for a value that JSON cannot hold, such as a map whose keys are no texts.
pub fn to_canonical_json<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    write_canonical_json(&serde_json::to_value(value)?, &mut text)?;
    Ok(text)
}

// Sorted by hand: whether serde_json's own map keeps order is a feature any dependency can switch on.
fn write_canonical_json(value: &Value, out: &mut String) -> Result<(), serde_json::Error> {
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
                write_canonical_json(value, out)?;
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_canonical_json(item, out)?;
            }
            out.push(']');
        }
        // The many points of a handwriting: written in place.
        Value::Number(number) => {
            let _ = write!(out, "{number}");
        }
        plain => out.push_str(&serde_json::to_string(plain)?),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_goes_both_ways_and_has_one_form() {
        assert_eq!(encode_hex(&[0, 15, 255]), "000fff");
        assert_eq!(decode_hex(b"000fff"), Some(vec![0, 15, 255]));
        for bad in ["0", "0g", "0F", "+1", "é"] {
            assert_eq!(decode_hex(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn known_digest() {
        assert_eq!(
            sha256_hex(&[b"a", b"bc"]),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn keys_are_sorted() {
        let value = serde_json::json!({"b": 1, "a": {"d": 2, "c": 3}});
        assert_eq!(to_canonical_json(&value).unwrap(), r#"{"a":{"c":3,"d":2},"b":1}"#);
    }
}
