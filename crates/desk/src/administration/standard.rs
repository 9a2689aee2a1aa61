//! The standard of drinking water: a whole value, changed under the version somebody saw (3).

use domain::{Fact, Refusal, standard::WaterStandard};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call,
    trust::append_versioned_fact,
    wire::{ChangeReply, Nothing},
};

/// The standard with its version.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct StandardView {
    /// How often it has been changed.
    #[ts(type = "number")]
    pub version: i64,
    pub standard: WaterStandard,
}

/// A new table.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandardChange {
    /// The version the caller saw.
    #[ts(type = "number")]
    pub version: i64,
    /// The standard from now on; results keep the limits they were judged by.
    pub standard: WaterStandard,
}

/// The standard.
///
/// # Errors
/// Those of reading the file.
pub fn get_standard(call: &Call, _: Nothing) -> Result<StandardView, Refusal> {
    let (version, standard) = call.read_tx(|tx| tx.read_standard())?;
    Ok(StandardView { version, standard })
}

/// Changes the standard.
///
/// # Errors
/// Its bounds; `stale_version`.
pub fn change_standard(call: &Call, ask: StandardChange) -> Result<ChangeReply<StandardView>, Refusal> {
    ask.standard.check_standard()?;
    let fact = Fact::Standard(Box::new(ask.standard.clone()));
    let version = append_versioned_fact(call, "standard", ask.version, fact)?;
    let value = StandardView {
        version,
        standard: ask.standard,
    };
    Ok(ChangeReply {
        value,
        changed: vec!["standard".to_owned()],
    })
}
