//! The drinking-water standard results are judged by: parameters, units, limits, and the verdict.
//!
//! Amounts are decimal numbers kept exactly, in millionths: a limit of 0.05 is never 0.050000001. The table is
//! data: the administrator edits it, results keep the limits they were judged by.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use ts_rs::TS;

use crate::{Code, Refusal, check};

/// Millionths in a whole.
const WHOLE: i64 = 1_000_000;
/// The largest amount, in wholes.
const LARGEST: i64 = 1_000_000_000;

/// An exact decimal number, zero or more, in millionths; on the wire a text such as `0.05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, TS, JsonSchema)]
#[ts(type = "string")]
pub struct Amount(#[schemars(with = "String")] i64);

impl Amount {
    /// From a text of digits with at most one point and six places after it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(part) || whole.len() > 10 || part.len() > 6 {
            return None;
        }
        let whole: i64 = whole.parse().ok().filter(|whole| *whole <= LARGEST)?;
        let part: i64 = format!("{part:0<6}").parse().ok()?;
        Some(Self(whole * WHOLE + part))
    }

    /// `0.05`, `15`: no zeros that say nothing.
    #[must_use]
    pub fn decimal_text(self) -> String {
        let (whole, part) = (self.0 / WHOLE, self.0 % WHOLE);
        let part = format!("{part:06}");
        let part = part.trim_end_matches('0');
        if part.is_empty() {
            whole.to_string()
        } else {
            format!("{whole}.{part}")
        }
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.decimal_text())
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("no amount: {text}")))
    }
}

/// What is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum ParameterLimit {
    /// At most so much.
    Most {
        /// The maximum.
        most: Amount,
    },
    /// Within a range, its ends included.
    Range {
        /// The minimum.
        least: Amount,
        /// The maximum.
        most: Amount,
    },
    /// None may be there.
    Absent,
}

impl ParameterLimit {
    /// `≤ 0.3`, `6.5～8.5`, `不得检出`.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Most { most } => format!("≤ {}", most.decimal_text()),
            Self::Range { least, most } => format!("{}～{}", least.decimal_text(), most.decimal_text()),
            Self::Absent => "不得检出".to_owned(),
        }
    }
}

/// A parameter of the standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaterParameter {
    /// Its name on the wire: `turbidity`.
    pub code: String,
    /// Its name.
    pub zh: String,
    /// Its unit; empty for numbers without one.
    pub unit: String,
    /// What is allowed.
    pub limit: ParameterLimit,
}

/// The table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaterStandard {
    /// Which standard, as printed: `GB 5749-2022 生活饮用水卫生标准`.
    pub source: String,
    /// Which edition of the table, as printed.
    pub edition: String,
    /// Who confirmed it for the laboratory; empty until somebody has, and the pages say so.
    #[serde(default)]
    pub confirmed_by: String,
    /// The parameters, in the order of the page.
    pub parameters: Vec<WaterParameter>,
}

crate::words! {
    /// The verdict on a value.
    WaterVerdict {
        Pass "pass" = "合格",
        Fail "fail" = "不合格",
        Undecided "undecided" = "无法判定",
    }
}

/// A value as measured: a number, one below the detection limit, or nothing found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum MeasuredValue {
    Number {
        amount: Amount,
    },
    /// Less than can be detected: `＜0.01`.
    Below {
        /// The detection limit.
        amount: Amount,
    },
    /// 未检出, 无.
    None,
    /// 检出, 有: something that has no number was noticed.
    Present,
}

impl MeasuredValue {
    /// Reads what the laboratory typed: `0.12`, `<0.01`, `＜0.01`, `未检出`, `无`, `检出`, `有`.
    ///
    /// # Errors
    /// `bad_value`: no number, negative, or more than six places after the point.
    pub fn parse(field: &str, text: &str) -> Result<Self, Refusal> {
        let bad = || Refusal::at_field(Code::BadValue, field).with_arg("value", text);
        match text.trim() {
            "未检出" | "无" => Ok(Self::None),
            "检出" | "有" => Ok(Self::Present),
            text => match text.strip_prefix(['<', '＜']) {
                Some(rest) => {
                    let amount = Amount::parse(rest.trim())
                        .filter(|amount| amount.0 > 0)
                        .ok_or_else(bad)?;
                    Ok(Self::Below { amount })
                }
                None => Ok(Self::Number {
                    amount: Amount::parse(text).ok_or_else(bad)?,
                }),
            },
        }
    }

    /// As printed.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Number { amount } => amount.decimal_text(),
            Self::Below { amount } => format!("＜{}", amount.decimal_text()),
            Self::None => "未检出".to_owned(),
            Self::Present => "检出".to_owned(),
        }
    }

    /// The verdict. It is computed, never typed. A value below its detection limit passes a maximum at or above
    /// that limit; where the limit lies below what could be detected nothing can be said.
    #[must_use]
    pub fn judge_by_limit(&self, limit: &ParameterLimit) -> WaterVerdict {
        let pass = |good: bool| {
            if good {
                WaterVerdict::Pass
            } else {
                WaterVerdict::Fail
            }
        };
        match (self, limit) {
            (Self::Number { amount }, ParameterLimit::Most { most }) => pass(amount <= most),
            (Self::Number { amount }, ParameterLimit::Range { least, most }) => {
                pass(amount >= least && amount <= most)
            }
            (Self::Number { amount }, ParameterLimit::Absent) => pass(amount.0 == 0),
            (Self::Below { amount }, ParameterLimit::Most { most }) if amount <= most => WaterVerdict::Pass,
            (Self::Below { amount }, ParameterLimit::Range { least, .. }) if amount <= least => {
                WaterVerdict::Fail
            }
            (Self::Below { .. }, ParameterLimit::Absent) => WaterVerdict::Pass,
            (Self::None, ParameterLimit::Most { .. } | ParameterLimit::Absent) => WaterVerdict::Pass,
            (Self::None, ParameterLimit::Range { .. }) => WaterVerdict::Fail,
            (Self::Present, ParameterLimit::Absent) => WaterVerdict::Fail,
            (Self::Below { .. }, _) | (Self::Present, _) => WaterVerdict::Undecided,
        }
    }
}

/// Judged value of a parameter, with the limit in force then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgedValue {
    /// The parameter, with its limit then.
    pub parameter: WaterParameter,
    pub value: MeasuredValue,
    pub verdict: WaterVerdict,
}

impl JudgedValue {
    /// `铁 0.35 mg/L（限值 ≤ 0.3）`.
    #[must_use]
    pub fn zh(&self) -> String {
        let parameter = &self.parameter;
        let value = format!("{} {} {}", parameter.zh, self.value.zh(), parameter.unit);
        format!("{}（限值 {}）", value.trim_end(), parameter.limit.zh())
    }
}

impl WaterStandard {
    /// The routine parameters of GB 5749-2022. They were entered by hand; the laboratory confirms them.
    #[must_use]
    pub fn built_in() -> Self {
        let amount = |text: &str| Amount::parse(text).unwrap_or(Amount(0));
        let most = |code: &str, zh: &str, limit: &str, unit: &str| WaterParameter {
            code: code.to_owned(),
            zh: zh.to_owned(),
            unit: unit.to_owned(),
            limit: ParameterLimit::Most { most: amount(limit) },
        };
        let range = |code: &str, zh: &str, least: &str, limit: &str, unit: &str| WaterParameter {
            limit: ParameterLimit::Range {
                least: amount(least),
                most: amount(limit),
            },
            ..most(code, zh, limit, unit)
        };
        let absent = |code: &str, zh: &str, unit: &str| WaterParameter {
            limit: ParameterLimit::Absent,
            ..most(code, zh, "0", unit)
        };
        Self {
            source: "GB 5749-2022 生活饮用水卫生标准".to_owned(),
            edition: "2022 年版常规指标".to_owned(),
            confirmed_by: String::new(),
            parameters: vec![
                most("colour", "色度（铂钴色度单位）", "15", "度"),
                most("turbidity", "浑浊度", "1", "NTU"),
                absent("odour", "臭和味", ""),
                absent("visible_matter", "肉眼可见物", ""),
                range("ph", "pH", "6.5", "8.5", ""),
                most("aluminium", "铝", "0.2", "mg/L"),
                most("iron", "铁", "0.3", "mg/L"),
                most("manganese", "锰", "0.1", "mg/L"),
                most("copper", "铜", "1.0", "mg/L"),
                most("zinc", "锌", "1.0", "mg/L"),
                most("chloride", "氯化物", "250", "mg/L"),
                most("sulphate", "硫酸盐", "250", "mg/L"),
                most("dissolved_solids", "溶解性总固体", "1000", "mg/L"),
                most("hardness", "总硬度（以 CaCO₃ 计）", "450", "mg/L"),
                most("permanganate", "高锰酸盐指数（以 O₂ 计）", "3", "mg/L"),
                most("ammonia", "氨（以 N 计）", "0.5", "mg/L"),
                most("nitrate", "硝酸盐（以 N 计）", "10", "mg/L"),
                most("fluoride", "氟化物", "1.0", "mg/L"),
                range("free_chlorine", "游离氯（末梢水）", "0.05", "2", "mg/L"),
                absent("total_coliforms", "总大肠菌群", "MPN/100mL"),
                absent("e_coli", "大肠埃希氏菌", "MPN/100mL"),
                most("total_bacteria", "菌落总数", "100", "CFU/mL"),
            ],
        }
    }

    /// The parameter of this code.
    #[must_use]
    pub fn find_parameter(&self, code: &str) -> Option<&WaterParameter> {
        self.parameters.iter().find(|parameter| parameter.code == code)
    }

    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `out_of_range` (a range upside down), `name_taken` (a code twice), with the field.
    pub fn check_standard(&self) -> Result<(), Refusal> {
        check::check_text("source", &self.source, check::LINE)?;
        check::check_text("edition", &self.edition, check::NAME)?;
        check::check_optional_text("confirmed_by", &self.confirmed_by, check::NAME)?;
        check::check_count("parameters", self.parameters.len(), 1, 120)?;
        for (index, parameter) in self.parameters.iter().enumerate() {
            check::check_text("parameters", &parameter.code, 40)?;
            check::check_text("parameters", &parameter.zh, check::NAME)?;
            check::check_optional_text("parameters", &parameter.unit, 20)?;
            if let ParameterLimit::Range { least, most } = parameter.limit
                && least > most
            {
                return Err(Refusal::at_field(Code::OutOfRange, "parameters")
                    .with_arg("least", least.decimal_text())
                    .with_arg("most", most.decimal_text()));
            }
            let before = self.parameters.iter().take(index);
            if before.into_iter().any(|other| other.code == parameter.code) {
                return Err(Refusal::at_field(Code::NameTaken, "parameters"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> MeasuredValue {
        MeasuredValue::parse("values", text).unwrap()
    }

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    /// Clause 3: what is no number, is negative or too fine is refused.
    #[test]
    fn only_amounts_are_amounts() {
        for good in ["0", "0.05", "15", "7.25", "0.000001", "1000000000"] {
            assert_eq!(amount(good).decimal_text(), good);
        }
        for bad in [
            "",
            "-1",
            "+1",
            "1.",
            ".5",
            "1,5",
            "1e3",
            "０.５",
            "0.0000001",
            "99999999999",
            "NaN",
        ] {
            assert_eq!(Amount::parse(bad), None, "{bad}");
            assert_eq!(
                MeasuredValue::parse("values", bad).unwrap_err().code,
                Code::BadValue,
                "{bad}"
            );
        }
        assert_eq!(
            MeasuredValue::parse("values", "<0").unwrap_err().code,
            Code::BadValue
        );
        assert_eq!(amount("1.50").decimal_text(), "1.5");
    }

    /// Clause 3: a value below detection is kept as such.
    #[test]
    fn below_detection_is_kept() {
        assert_eq!(value("<0.01").zh(), "＜0.01");
        assert_eq!(value("＜ 0.01"), value("<0.01"));
        let limit = ParameterLimit::Most { most: amount("0.3") };
        assert_eq!(value("<0.01").judge_by_limit(&limit), WaterVerdict::Pass);
        assert_eq!(value("<0.5").judge_by_limit(&limit), WaterVerdict::Undecided);
    }

    /// Clause 3: ends of a range and a maximum belong to it.
    #[test]
    fn verdicts() {
        let most = ParameterLimit::Most { most: amount("0.3") };
        let range = ParameterLimit::Range {
            least: amount("0.05"),
            most: amount("2"),
        };
        assert_eq!(value("0.3").judge_by_limit(&most), WaterVerdict::Pass);
        assert_eq!(value("0.300001").judge_by_limit(&most), WaterVerdict::Fail);
        assert_eq!(value("0.05").judge_by_limit(&range), WaterVerdict::Pass);
        assert_eq!(value("0.049").judge_by_limit(&range), WaterVerdict::Fail);
        assert_eq!(value("2.1").judge_by_limit(&range), WaterVerdict::Fail);
        assert_eq!(value("<0.05").judge_by_limit(&range), WaterVerdict::Fail);
        assert_eq!(value("<0.1").judge_by_limit(&range), WaterVerdict::Undecided);
        assert_eq!(
            value("未检出").judge_by_limit(&ParameterLimit::Absent),
            WaterVerdict::Pass
        );
        assert_eq!(
            value("0").judge_by_limit(&ParameterLimit::Absent),
            WaterVerdict::Pass
        );
        assert_eq!(
            value("2").judge_by_limit(&ParameterLimit::Absent),
            WaterVerdict::Fail
        );
        assert_eq!(
            value("有").judge_by_limit(&ParameterLimit::Absent),
            WaterVerdict::Fail
        );
    }

    /// Clause 3: the shipped table is sound.
    #[test]
    fn the_shipped_table_is_sound() {
        let shipped = WaterStandard::built_in();
        assert!(shipped.check_standard().is_ok());
        assert_eq!(shipped.parameters.len(), 22);
        let text = serde_json::to_string(&shipped).unwrap();
        assert_eq!(serde_json::from_str::<WaterStandard>(&text).unwrap(), shipped);
    }
}
