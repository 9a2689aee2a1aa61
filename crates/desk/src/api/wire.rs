//! Shapes that many commands share.

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{Code, Moment, Refusal, file_name::clean_file_name, personal::VisibleValue};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::EntryStamp;
use ts_rs::TS;

use crate::mask::RevealPermit;

/// A command that needs to be told nothing.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A step on a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepRequest<T> {
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
    pub details: T,
}

/// A reply to a change: what came of it, and which nouns a screen must read again.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ChangeReply<T> {
    /// What came of it.
    pub value: T,
    /// Nouns: `ticket/12`, `ticket`, `customer`, `person`, `settings`, `calendar`.
    pub changed: Vec<String>,
}

/// A file made by the program. Nobody looks into its bytes any more once they are here, so it is made only by [`file`] and [`pdf`],
/// which want to know who looks.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct OutputFile {
    /// A name to save it under.
    name: String,
    /// `application/pdf`, `image/jpeg` and so on.
    media: String,
    /// The bytes.
    base64: String,
    /// Characters no embedded font has; they are shown as their code in a frame.
    missing: Vec<String>,
    /// The authority's stamp could not be had; the file is sealed all the same.
    #[serde(default)]
    unstamped: bool,
    /// The company's certificate could not sign; the installation's did.
    #[serde(default)]
    uncertified: bool,
    /// Numbers of the tickets that do not have the form asked for; the file's last page names them too.
    #[serde(default)]
    without: Vec<String>,
}

impl OutputFile {
    /// The name to save it under.
    pub(crate) fn suggested_name(&self) -> &str {
        &self.name
    }

    /// The bytes.
    ///
    /// # Errors
    /// None, since they were put here by [`file`].
    pub(crate) fn file_bytes(&self) -> Result<Vec<u8>, Refusal> {
        decode_base64("base64", &self.base64)
    }

    /// The same, and what of its seal could not be had.
    pub(crate) fn with_missing_seal_parts(self, unstamped: bool, uncertified: bool) -> Self {
        Self {
            unstamped,
            uncertified,
            ..self
        }
    }

    /// The same, and the tickets that have nothing in it.
    pub(crate) fn with_missing_tickets(self, without: Vec<String>) -> Self {
        Self { without, ..self }
    }
}

/// That it was asked what a file holds of households, and who looks at it.
#[derive(Clone, Copy)]
pub(crate) struct PrivacyCheck(());

impl PrivacyCheck {
    /// What a viewer was shown: the values themselves say so.
    pub(crate) const fn from_visible<T>(_: &VisibleValue<T>) -> Self {
        Self(())
    }

    /// All of it: whoever looks may, or has just left a line.
    pub(crate) const fn from_permit(_: &RevealPermit) -> Self {
        Self(())
    }

    /// Nothing.
    pub(crate) const fn without_personal_data() -> Self {
        Self(())
    }
}

/// What a workbook is.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A PDF as a file.
pub(crate) fn make_pdf_file(name: String, rendered: &paper::RenderedPdf, holds: PrivacyCheck) -> OutputFile {
    OutputFile {
        missing: rendered.missing.iter().map(ToString::to_string).collect(),
        ..make_output_file(name, "application/pdf", &rendered.bytes, holds)
    }
}

/// Bytes as a file, under a name that leads nowhere else and hides nothing, whatever it was made from.
pub(crate) fn make_output_file(name: String, media: &str, bytes: &[u8], _: PrivacyCheck) -> OutputFile {
    OutputFile {
        name: clean_file_name(&name),
        media: media.to_owned(),
        base64: encode_base64(bytes),
        missing: Vec::new(),
        unstamped: false,
        uncertified: false,
        without: Vec::new(),
    }
}

/// The bytes of a text in base64 that this program made itself. What somebody brings is a [`Base64`].
pub(crate) fn decode_base64(field: &str, text: &str) -> Result<Vec<u8>, Refusal> {
    let detail = |error: base64::DecodeError| {
        Refusal::at_field(Code::BadRequest, field).with_arg("detail", error.to_string())
    };
    STANDARD.decode(text).map_err(detail)
}

/// Bytes as the wire takes them.
pub(crate) fn encode_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The stamp of what the program does by itself.
pub const fn system_stamp(now: Moment) -> EntryStamp<'static> {
    EntryStamp {
        performed_by: "系统",
        recorded_by: 0,
        recorder: "系统",
        happened_at: now,
        recorded_at: now,
    }
}

/// A number as the wire has it.
pub(crate) fn to_wire_number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
