//! Shapes that many commands share.

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{Code, Moment, Refusal, file_name::clean_name};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Stamp;
use ts_rs::TS;

/// A command that needs to be told nothing.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A step on a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepRequest<T> {
    /// Which ticket.
    #[ts(type = "number")]
    pub ticket: i64,
    /// The version the caller saw; another one is refused as `stale_version`.
    #[ts(type = "number")]
    pub version: i64,
    /// Who took the step; the caller if empty.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub performed_by: Option<String>,
    /// When; now if empty.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub happened_at: Option<Moment>,
    /// What.
    pub details: T,
}

/// A reply to a change: what came of it, and which nouns a screen must read again.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct Changed<T> {
    /// What came of it.
    pub value: T,
    /// Nouns: `ticket/12`, `ticket`, `customer`, `person`, `settings`, `calendar`.
    pub changed: Vec<String>,
}

/// A file made by the program.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct FileOut {
    /// A name to save it under.
    pub name: String,
    /// `application/pdf`, `image/jpeg` and so on.
    pub media: String,
    /// The bytes.
    pub base64: String,
    /// Characters no embedded font has; they are shown as their code in a frame.
    pub missing: Vec<String>,
    /// The authority's stamp could not be had; the file is sealed all the same.
    #[serde(default)]
    pub unstamped: bool,
    /// The company's certificate could not sign; the installation's did.
    #[serde(default)]
    pub uncertified: bool,
    /// Numbers of the tickets that do not have the form asked for; the file's last page names them too.
    #[serde(default)]
    pub without: Vec<String>,
}

/// What a workbook is.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A PDF as a file.
pub(crate) fn pdf(name: String, rendered: &paper::Rendered) -> FileOut {
    FileOut {
        missing: rendered.missing.iter().map(ToString::to_string).collect(),
        ..file(name, "application/pdf", &rendered.bytes)
    }
}

/// Bytes as a file, under a name that leads nowhere else and hides nothing, whatever it was made from.
pub(crate) fn file(name: String, media: &str, bytes: &[u8]) -> FileOut {
    FileOut {
        name: clean_name(&name),
        media: media.to_owned(),
        base64: base64(bytes),
        missing: Vec::new(),
        unstamped: false,
        uncertified: false,
        without: Vec::new(),
    }
}

/// The bytes of a text in base64 that this program made itself. What somebody brings is a [`Base64`].
pub(crate) fn bytes(field: &str, text: &str) -> Result<Vec<u8>, Refusal> {
    let detail =
        |error: base64::DecodeError| Refusal::at(Code::BadRequest, field).with("detail", error.to_string());
    STANDARD.decode(text).map_err(detail)
}

/// Bytes as the wire takes them.
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The stamp of what the program does by itself.
pub const fn system(now: Moment) -> Stamp<'static> {
    Stamp {
        performed_by: "系统",
        recorded_by: 0,
        recorder: "系统",
        happened_at: now,
        recorded_at: now,
    }
}
