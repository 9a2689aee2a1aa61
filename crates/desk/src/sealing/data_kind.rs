//! Which data these are: original ones, demo data, or a copy. What is printed or saved says so where they are not the original ones.

use domain::Refusal;
use store::Tx;

use crate::Desk;

/// What `Desk::data_kind` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DataKind {
    /// What the work is done with.
    Original,
    Demo,
    /// A copy or a restore drill, by its number.
    Copy(String),
}

impl DataKind {
    /// `演示数据`, `数据副本 3c41-9d02`; nothing for original data.
    pub(crate) fn zh(&self) -> Option<String> {
        match self {
            Self::Original => None,
            Self::Demo => Some("演示数据".to_owned()),
            Self::Copy(id) => Some(format!("数据副本 {id}")),
        }
    }
}

impl Desk {
    /// Which data these are.
    ///
    /// # Errors
    /// Those of reading the file.
    pub(crate) fn data_kind(&self, tx: &Tx) -> Result<DataKind, Refusal> {
        if let Some(copy) = self.compare_witness(tx)?.copy {
            return Ok(DataKind::Copy(copy.id));
        }
        Ok(match tx.read_founding()? {
            Some(true) => DataKind::Demo,
            _ => DataKind::Original,
        })
    }
}
