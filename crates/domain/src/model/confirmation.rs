//! 核对确认: an administrator compared the installation's key with its paper sheet and says that this file goes on under it.
//! The confirmation itself stands outside the file; the fact only reports it.
//!
//! Deliberately absent: where the record outside the file lies, and what it says.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Code, Refusal, check};

crate::words! {
    /// Why a key was compared with its sheet.
    ConfirmationCause {
        FirstStart "first_start" = "首次启动",
        OlderFile "older_file" = "旧版数据启用签名",
        NoRecord "no_record" = "本机尚无核对记录",
        OtherFolder "other_folder" = "数据文件夹已移动",
        RolledBack "rolled_back" = "数据比核对记录旧",
        OtherKey "other_key" = "密钥与核对记录不同",
        ChangedLine "changed_line" = "记录与核对记录不符",
        UnreadableRecord "unreadable_record" = "核对记录无法读取",
        LostKey "lost_key" = "旧密钥遗失，启用新密钥",
    }
}

/// A place of the journal as it was seen from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WitnessedLine {
    /// Its place.
    #[ts(type = "number")]
    pub seq: i64,
    pub hash: String,
}

/// An administrator compared the key with its sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyConfirmation {
    /// Which key: its id, as it was typed from the sheet.
    pub key: String,
    /// Why it was compared.
    pub cause: ConfirmationCause,
    /// What the administrator gave as the reason; empty at the first start.
    pub reason: String,
    /// What the record outside the file said before, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<WitnessedLine>,
    /// Lines that give nothing from now on, by their hash each alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misplaced: Vec<WitnessedLine>,
    /// Places where the chain was broken, each by its mark: they are taken as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<WitnessedLine>,
}

impl KeyConfirmation {
    /// A confirmation of the key `is`, whose id somebody typed.
    ///
    /// # Errors
    /// `wrong_key_id` at `id`; `required`, `too_long` at `reason`.
    pub fn from_typed_id(
        id: &str,
        is: &str,
        cause: ConfirmationCause,
        reason: &str,
        before: Option<WitnessedLine>,
    ) -> Result<Self, Refusal> {
        check::check_text("reason", reason, check::TEXT)?;
        if parse_key_id(id) != is {
            return Err(Refusal::at_field(Code::WrongKeyId, "id"));
        }
        Ok(Self {
            key: is.to_owned(),
            cause,
            reason: reason.to_owned(),
            before,
            misplaced: Vec::new(),
            breaks: Vec::new(),
        })
    }
}

/// A key's id as it is printed: four groups of four.
#[must_use]
pub fn format_key_id(id: &str) -> String {
    let digits: Vec<char> = id.chars().collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// A key's id as people type it: with or without its dashes, in capital letters, full width.
#[must_use]
pub fn parse_key_id(typed: &str) -> String {
    let half = |character: char| match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        other => other,
    };
    typed
        .chars()
        .map(half)
        .filter(char::is_ascii_alphanumeric)
        .map(|character| character.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_people_type_it() {
        let id = "9f3a77c201bd55e0";
        assert_eq!(format_key_id(id), "9f3a-77c2-01bd-55e0");
        for typed in [
            "9f3a77c201bd55e0",
            " 9F3A-77C2-01BD-55E0 ",
            "９ｆ３ａ－77c2 01bd 55e0",
        ] {
            assert_eq!(parse_key_id(typed), id, "{typed}");
        }
    }

    #[test]
    fn another_id_and_no_reason_are_refused() {
        let confirm = |id, reason| {
            KeyConfirmation::from_typed_id(id, "9f3a77c201bd55e0", ConfirmationCause::NoRecord, reason, None)
        };
        assert_eq!(
            confirm("9f3a77c201bd55e1", "新电脑").unwrap_err().code,
            Code::WrongKeyId
        );
        assert_eq!(confirm("", "新电脑").unwrap_err().code, Code::WrongKeyId);
        assert_eq!(confirm("9f3a77c201bd55e0", " ").unwrap_err().code, Code::Required);
        assert_eq!(
            confirm("9f3a-77c2-01bd-55e0", "新电脑").unwrap().key,
            "9f3a77c201bd55e0"
        );
    }
}
