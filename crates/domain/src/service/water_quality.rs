//! 水质化验 (policy 3): a sample from the customer's tap to the laboratory and back as an answer, with everybody
//! who held it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Code, Moment, Refusal, check,
    standard::{Judged, Standard, Value, Verdict},
    ticket::Done,
};

mod moves;

pub use moves::MOVES;

crate::words! {
    /// What the customer noticed.
    Symptom {
        Turbid "turbid" = "浑浊",
        Colour "colour" = "颜色异常",
        Smell "smell" = "异味",
        Particles "particles" = "有杂质或沉淀",
        Scale "scale" = "水垢多",
        Unwell "unwell" = "饮用后不适",
        Wish "wish" = "希望了解水质",
    }
}

crate::words! {
    /// From which tap.
    Tap {
        Cold "cold" = "冷水",
        Hot "hot" = "热水",
        Both "both" = "冷热水都有",
    }
}

/// What is asked when a test is requested (3 用户对水质有疑问).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(rename = "WaterAsked")]
#[schemars(rename = "WaterAsked")]
pub struct Asked {
    /// What was noticed; at least one.
    pub symptoms: Vec<Symptom>,
    /// Since when.
    pub since: String,
    /// From which tap.
    pub tap: Tap,
    /// Whether all taps of the household are affected; unasked = null.
    #[serde(default)]
    pub all_taps: Option<bool>,
    /// In the customer's words.
    pub situation: String,
}

impl Asked {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text`, `out_of_range` with the field.
    pub fn check(&self) -> Result<(), Refusal> {
        check::count("asked.symptoms", self.symptoms.len(), 1, Symptom::ALL.len())?;
        check::text("asked.since", &self.since, check::LINE)?;
        check::text("asked.situation", &self.situation, check::TEXT)
    }

    /// `浑浊、异味`.
    #[must_use]
    pub fn symptoms_zh(&self) -> String {
        let words: Vec<&str> = self.symptoms.iter().map(|symptom| symptom.zh()).collect();
        words.join("、")
    }
}

/// 取样 (3 稽查队提取水样). It happened when the sample was taken, by whoever took it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sampling {
    /// Number of the sample.
    pub sample_number: String,
    /// From which tap or point.
    pub place: String,
    /// Bottles; 1 to 50.
    #[ts(type = "number")]
    pub bottles: i64,
    /// Whether the customer was there.
    pub customer_present: bool,
    /// What was seen; first water or after running.
    #[serde(default)]
    pub note: String,
}

impl Sampling {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `out_of_range` with the field.
    pub fn check(&self) -> Result<(), Refusal> {
        check::text("sample_number", &self.sample_number, 40)?;
        check::text("place", &self.place, check::LINE)?;
        check::range("bottles", self.bottles, 1, 50)?;
        check::optional("note", &self.note, check::TEXT)
    }
}

/// 样品交接: somebody else carries it on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Passing {
    /// Who took it over.
    pub to: String,
    /// How it is kept on the way.
    #[serde(default)]
    pub note: String,
}

impl Passing {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text` with the field.
    pub fn check(&self) -> Result<(), Refusal> {
        check::text("to", &self.to, check::NAME)?;
        check::optional("note", &self.note, check::LINE)
    }
}

/// 收样 by the laboratory (3 交水质检测中心化验). Who handed it in is whoever held it until then.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Who received it.
    pub received_by: String,
    /// Whether the seal was whole.
    pub seal_whole: bool,
    /// In what state it came.
    pub condition: String,
}

impl Receipt {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text` with the field.
    pub fn check(&self) -> Result<(), Refusal> {
        check::text("received_by", &self.received_by, check::NAME)?;
        check::text("condition", &self.condition, check::LINE)
    }
}

/// A value as the laboratory types it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entered {
    /// Code of the parameter: `turbidity`.
    pub parameter: String,
    /// `0.12`, `<0.01`, `未检出`.
    pub value: String,
    /// Its unit; must be the parameter's own.
    pub unit: String,
}

/// 检测结果 as the laboratory types them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entering {
    /// Values; at least one, no parameter twice.
    pub values: Vec<Entered>,
    /// Who analysed it.
    pub analyst: String,
    /// Who checked it; empty if nobody did.
    #[serde(default)]
    pub reviewer: String,
    /// Why earlier results are replaced; anything to say otherwise.
    #[serde(default)]
    pub note: String,
}

/// 检测结果, judged by the limits in force then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Results {
    /// Which standard.
    pub source: String,
    /// Which edition of the table.
    pub edition: String,
    /// Who had confirmed the table for the laboratory by then; empty if nobody had, and the report says so.
    #[serde(default)]
    pub confirmed_by: String,
    /// Values with their limits and verdicts, in the order of the table.
    pub values: Vec<Judged>,
    /// Who analysed it.
    pub analyst: String,
    /// Who checked it.
    #[serde(default)]
    pub reviewer: String,
    /// Anything to say.
    #[serde(default)]
    pub note: String,
}

impl Entering {
    /// Judges the values. `replaces`: there are results already, and the reason must say why they change.
    ///
    /// # Errors
    /// `required`, `too_long`; `bad_value`, `bad_unit`, `unknown_parameter`, `parameter_twice` at
    /// `values.<parameter>`.
    pub fn judge(&self, standard: &Standard, replaces: bool) -> Result<Results, Refusal> {
        check::count("values", self.values.len(), 1, standard.parameters.len())?;
        let mut values = Vec::with_capacity(self.values.len());
        for (index, entered) in self.values.iter().enumerate() {
            let field = format!("values.{}", entered.parameter);
            if self
                .values
                .iter()
                .take(index)
                .any(|other| other.parameter == entered.parameter)
            {
                return Err(Refusal::at(Code::ParameterTwice, &field));
            }
            values.push(entered.judge(standard, &field)?);
        }
        let place = |judged: &Judged| {
            let code = &judged.parameter.code;
            standard
                .parameters
                .iter()
                .position(|parameter| parameter.code == *code)
        };
        values.sort_by_key(place);
        check::text("analyst", &self.analyst, check::NAME)?;
        check::optional("reviewer", &self.reviewer, check::NAME)?;
        if replaces {
            check::text("note", &self.note, check::TEXT)?;
        } else {
            check::optional("note", &self.note, check::TEXT)?;
        }
        Ok(Results {
            source: standard.source.clone(),
            edition: standard.edition.clone(),
            confirmed_by: standard.confirmed_by.clone(),
            values,
            analyst: self.analyst.clone(),
            reviewer: self.reviewer.clone(),
            note: self.note.clone(),
        })
    }
}

impl Entered {
    fn judge(&self, standard: &Standard, field: &str) -> Result<Judged, Refusal> {
        let parameter = standard
            .parameter(&self.parameter)
            .ok_or_else(|| Refusal::at(Code::UnknownParameter, field))?;
        if self.unit.trim() != parameter.unit {
            return Err(Refusal::at(Code::BadUnit, field)
                .with("unit", parameter.unit.clone())
                .with("is", self.unit.clone()));
        }
        let value = Value::parse(field, &self.value)?;
        Ok(Judged {
            parameter: parameter.clone(),
            verdict: value.verdict(&parameter.limit),
            value,
        })
    }
}

impl Results {
    /// Parameters that fail.
    pub fn failed(&self) -> impl Iterator<Item = &Judged> {
        self.values
            .iter()
            .filter(|judged| judged.verdict == Verdict::Fail)
    }

    /// The verdict on the sample: failed if one value fails, passed if all pass.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.failed().next().is_some() {
            Verdict::Fail
        } else if self.values.iter().all(|judged| judged.verdict == Verdict::Pass) {
            Verdict::Pass
        } else {
            Verdict::Undecided
        }
    }
}

/// Who held the sample from when on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Holding {
    /// Who.
    pub holder: String,
    /// From when.
    pub from: Moment,
    /// Until when; none while they hold it.
    pub to: Option<Moment>,
    /// How it came to them.
    pub how: String,
}

/// What a water test knows beside what every ticket knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[ts(rename = "WaterCase")]
#[schemars(rename = "WaterCase")]
pub struct Case {
    /// 取样, the last: a rejected sample is taken again.
    pub sampling: Option<Done<Sampling>>,
    /// Who held the sample when, rejected ones too.
    pub custody: Vec<Holding>,
    /// 收样.
    pub receipt: Option<Done<Receipt>>,
    /// Rejected samples: why.
    pub rejections: Vec<Done<super::step::Because>>,
    /// 检测结果, every version; the last counts.
    pub results: Vec<Done<Results>>,
}

impl Case {
    /// The results that count.
    #[must_use]
    pub fn result(&self) -> Option<&Done<Results>> {
        self.results.last()
    }

    /// Who holds the sample.
    #[must_use]
    pub fn holder(&self) -> Option<&str> {
        let last = self.custody.last().filter(|holding| holding.to.is_none());
        last.map(|holding| holding.holder.as_str())
    }

    pub(crate) fn pass(&mut self, at: Moment, to: Option<(&str, &str)>) {
        if let Some(last) = self.custody.last_mut() {
            last.to = last.to.or(Some(at));
        }
        if let Some((holder, how)) = to {
            self.custody.push(Holding {
                holder: holder.to_owned(),
                from: at,
                to: None,
                how: how.to_owned(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entering(values: &[(&str, &str, &str)]) -> Entering {
        Entering {
            values: values
                .iter()
                .map(|(parameter, value, unit)| Entered {
                    parameter: (*parameter).to_owned(),
                    value: (*value).to_owned(),
                    unit: (*unit).to_owned(),
                })
                .collect(),
            analyst: "化验员".to_owned(),
            ..Entering::default()
        }
    }

    fn refused(values: &[(&str, &str, &str)]) -> (Code, Option<String>) {
        let refusal = entering(values).judge(&Standard::shipped(), false).unwrap_err();
        (refusal.code, refusal.field)
    }

    /// Clause 3: each value is judged by its own limit, in the order of the table.
    #[test]
    fn results_are_judged() {
        let results = entering(&[("iron", "0.35", "mg/L"), ("colour", "5", "度")])
            .judge(&Standard::shipped(), false)
            .unwrap();
        let codes: Vec<&str> = results
            .values
            .iter()
            .map(|judged| judged.parameter.code.as_str())
            .collect();
        assert_eq!(codes, ["colour", "iron"]);
        assert_eq!(results.verdict(), Verdict::Fail);
        assert_eq!(results.failed().count(), 1);
    }

    /// Clause 3: a wrong unit, an unknown parameter, one named twice, no number.
    #[test]
    fn bad_results_are_refused_at_their_value() {
        assert_eq!(
            refused(&[("iron", "0.1", "μg/L")]),
            (Code::BadUnit, Some("values.iron".to_owned()))
        );
        assert_eq!(
            refused(&[("iron", "-0.1", "mg/L")]),
            (Code::BadValue, Some("values.iron".to_owned()))
        );
        assert_eq!(refused(&[("gold", "1", "mg/L")]).0, Code::UnknownParameter);
        assert_eq!(
            refused(&[("iron", "0.1", "mg/L"), ("iron", "0.2", "mg/L")]).0,
            Code::ParameterTwice
        );
        assert_eq!(refused(&[]).0, Code::Required);
    }

    /// Clause 3: replaced results say why.
    #[test]
    fn replaced_results_say_why() {
        let again = entering(&[("iron", "0.1", "mg/L")]);
        let refusal = again.judge(&Standard::shipped(), true).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::Required, Some("note"))
        );
    }
}
