//! 数据副本: data whose record outside belongs to another folder of this computer's user: a restore drill, a copy on a stick, or data that
//! were moved. They are worked with as a copy, under a number of their own, and the record of the original stays as it is. Only an
//! administrator who says that the data have moved ends that, and then it is the original that is a copy.

use std::path::Path;

use domain::{Refusal, confirmation::format_key_id, hash};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use super::{WitnessComparison, WitnessRecord, WitnessState};
use crate::Desk;

/// Of which data these are a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DataCopy {
    /// The copy's own number: two groups of four, of the installation and the folder.
    pub id: String,
    /// The folder of the data it was copied from.
    pub folder: String,
    /// Whether there are still data.
    pub still_there: bool,
    /// In words how their contents differ; nothing where neither has gone on by itself.
    pub differs: Option<String>,
}

impl Desk {
    /// How data stand that belong to another folder.
    pub(super) fn compare_copy(
        &self,
        tx: &Tx,
        originals: Vec<WitnessRecord>,
        plain: WitnessComparison,
    ) -> Result<WitnessComparison, Refusal> {
        let Some(original) = originals.first() else {
            return Ok(plain);
        };
        Ok(WitnessComparison {
            witnessed: Some(original.newest.clone()),
            written_at: Some(original.written_at),
            copy: Some(self.describe_copy(tx, original)?),
            originals,
            ..plain
        })
    }

    fn describe_copy(&self, tx: &Tx, original: &WitnessRecord) -> Result<DataCopy, Refusal> {
        let own = self.folder_names.first().cloned().unwrap_or_default();
        let id: String = hash::sha256_hex(&[original.installation.as_bytes(), own.as_bytes()])
            .chars()
            .take(8)
            .collect();
        let here = tx.newest_line()?.map_or(0, |(seq, _)| seq);
        // No loss and no fraud by itself: an original is worked with, and a drill is there to be tried.
        let differs = match self.compare_record(tx, original)? {
            WitnessState::Holds | WitnessState::Unchecked if here == original.newest.seq => None,
            WitnessState::Holds | WitnessState::Unchecked => {
                Some(format!("副本中后来又有 {} 条记录", here - original.newest.seq))
            }
            // How many cannot be said: the copy goes on by itself.
            WitnessState::RolledBack => Some("原数据中后来又有记录".to_owned()),
            WitnessState::OtherKey => Some("密钥与原数据的核对记录不同".to_owned()),
            _ => Some("与原数据的记录不同：副本自己又有记录，或被改动过".to_owned()),
        };
        Ok(DataCopy {
            id: format_key_id(&id),
            folder: original.folder.clone(),
            still_there: Path::new(&original.folder).join(crate::FILE).exists(),
            differs,
        })
    }
}
