//! Templates of the printed report: a whole value, changed under the version somebody saw.

use domain::{
    Code, Fact, Refusal,
    report::{ReportSection, ReportTemplate},
    report_section,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use crate::{
    Call,
    trust::append_versioned_fact,
    wire::{ChangeReply, Nothing},
};

/// The stream they stand in.
const STREAM: &str = "template";

/// The templates with their version.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct TemplateView {
    /// How often they have been changed.
    #[ts(type = "number")]
    pub version: i64,
    /// The templates, in the order they were kept.
    pub templates: Vec<ReportTemplate>,
}

/// Other templates.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateChange {
    /// The version the caller saw.
    #[ts(type = "number")]
    pub version: i64,
    /// The templates from now on.
    pub templates: Vec<ReportTemplate>,
}

fn read_templates(tx: &Tx) -> Result<TemplateView, Refusal> {
    let last = tx.believed_stream(STREAM)?.pop();
    let view = last.and_then(|entry| match entry.fact {
        Fact::Templates(templates) => Some(TemplateView {
            version: entry.version,
            templates,
        }),
        _ => None,
    });
    Ok(view.unwrap_or(TemplateView {
        version: 0,
        templates: Vec::new(),
    }))
}

/// The templates.
///
/// # Errors
/// Those of reading the file.
pub fn get_templates(call: &Call, _: Nothing) -> Result<TemplateView, Refusal> {
    call.read_tx(read_templates)
}

/// The sections of a template.
pub(crate) fn find_template_sections(call: &Call, name: &str) -> Result<Vec<ReportSection>, Refusal> {
    let view = call.read_tx(read_templates)?;
    let found = view.templates.into_iter().find(|template| template.name == name);
    let missing = || Refusal::at_field(Code::NotFound, "template").with_arg("what", "template");
    Ok(found.ok_or_else(missing)?.sections)
}

/// Changes the templates.
///
/// # Errors
/// Their bounds; `stale_version`.
pub fn change_templates(call: &Call, ask: TemplateChange) -> Result<ChangeReply<TemplateView>, Refusal> {
    report_section::check_templates(&ask.templates)?;
    let fact = Fact::Templates(ask.templates.clone());
    let version = append_versioned_fact(call, STREAM, ask.version, fact)?;
    let value = TemplateView {
        version,
        templates: ask.templates,
    };
    Ok(ChangeReply {
        value,
        changed: vec!["template".to_owned()],
    })
}
