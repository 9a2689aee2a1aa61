//! 常用语: texts the desk writes often, each by an abbreviation.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Code, Refusal, check};

/// How many there may be.
const MOST: usize = 200;
/// Longest abbreviation and longest text, in characters.
const KEY: usize = 12;
const LONG: usize = 500;

/// A text and its abbreviation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Snippet {
    /// What is typed after a stroke: `lsg` for `/lsg`.
    pub key: String,
    /// What stands there instead; `{姓名}`, `{电话}`, `{地址}` and `{户号}` are filled in from the report.
    pub text: String,
}

/// As shipped: the abbreviations are the first letters of their pinyin.
#[must_use]
pub fn built_in_snippets() -> Vec<Snippet> {
    [
        ("lsg", "已请用户先关闭入户阀门，并注意用电安全。"),
        ("mf", "已告知用户：服务全程免费，维修所用材料由用户自备。"),
        ("jws", "用户反映家中无水，邻居用水正常。"),
        ("syd", "用户反映水压偏低，高峰时段更明显。"),
        ("xdh", "请到达前先致电{姓名}，电话{电话}。"),
        ("yhdz", "{姓名}，{电话}，{地址}。"),
        ("wrj", "致电{电话}，无人接听，稍后再拨。"),
        ("zcld", "用户再次来电催促，请尽快上门。"),
    ]
    .map(|(key, text)| Snippet {
        key: key.to_owned(),
        text: text.to_owned(),
    })
    .to_vec()
}

/// Bounds.
///
/// # Errors
/// `required`, `too_long`, `out_of_range`, `name_taken` (two of one abbreviation) at `snippets`.
pub fn check_snippets(snippets: &[Snippet]) -> Result<(), Refusal> {
    check::check_count("snippets", snippets.len(), 0, MOST)?;
    let mut keys = BTreeSet::new();
    for Snippet { key, text } in snippets {
        check::check_text("snippets", key, KEY)?;
        check::check_text("snippets", text, LONG)?;
        if !keys.insert(key.trim().to_lowercase()) {
            return Err(Refusal::at_field(Code::NameTaken, "snippets"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_stands_for_one_text() {
        assert!(check_snippets(&built_in_snippets()).is_ok());
        let snippet = |key: &str, text: &str| Snippet {
            key: key.to_owned(),
            text: text.to_owned(),
        };
        let twice = [snippet("lsg", "甲"), snippet("LSG", "乙")];
        assert_eq!(check_snippets(&twice).unwrap_err().code, Code::NameTaken);
        assert_eq!(
            check_snippets(&[snippet(" ", "甲")]).unwrap_err().code,
            Code::Required
        );
        assert_eq!(
            check_snippets(&[snippet("lsg", "")]).unwrap_err().code,
            Code::Required
        );
        let long = snippet("lsg", &"长".repeat(LONG + 1));
        assert_eq!(check_snippets(&[long]).unwrap_err().code, Code::TooLong);
    }
}
