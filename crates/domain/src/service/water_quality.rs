//! 水质化验 (policy 3): a sample from the customer's tap to the laboratory and back as an answer, with everybody
//! who held it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Code, Moment, Refusal, check,
    standard::{JudgedValue, MeasuredValue, WaterStandard, WaterVerdict},
    ticket::RecordedStep,
};

mod moves;

pub use moves::{MOVES, WAY};

crate::words! {
    /// What the customer noticed.
    WaterSymptom {
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
    TapKind {
        Cold "cold" = "冷水",
        Hot "hot" = "热水",
        Both "both" = "冷热水都有",
    }
}

/// What is asked when a test is requested (3 用户对水质有疑问).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaterQualityIntake {
    /// What was noticed; at least one.
    pub symptoms: Vec<WaterSymptom>,
    pub since: String,
    pub tap: TapKind,
    /// Whether all taps of the household are affected; unasked = null.
    #[serde(default)]
    pub all_taps: Option<bool>,
    /// In the customer's words.
    pub situation: String,
}

impl WaterQualityIntake {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text`, `out_of_range` with the field.
    pub fn check_water_quality_intake(&self) -> Result<(), Refusal> {
        check::check_count("asked.symptoms", self.symptoms.len(), 1, WaterSymptom::ALL.len())?;
        check::check_text("asked.since", &self.since, check::LINE)?;
        check::check_text("asked.situation", &self.situation, check::TEXT)
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
    pub fn check_sampling(&self) -> Result<(), Refusal> {
        check::check_text("sample_number", &self.sample_number, 40)?;
        check::check_text("place", &self.place, check::LINE)?;
        check::check_range("bottles", self.bottles, 1, 50)?;
        check::check_optional_text("note", &self.note, check::TEXT)
    }
}

/// 样品交接: somebody else carries it on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleTransfer {
    /// Who took it over.
    pub to: String,
    /// How it is kept on the way.
    #[serde(default)]
    pub note: String,
}

impl SampleTransfer {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text` with the field.
    pub fn check_sample_transfer(&self) -> Result<(), Refusal> {
        check::check_text("to", &self.to, check::NAME)?;
        check::check_optional_text("note", &self.note, check::LINE)
    }
}

/// 收样 by the laboratory (3 交水质检测中心化验). Who handed it in is whoever held it until then.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleReceipt {
    pub received_by: String,
    /// Whether the seal was whole.
    pub seal_whole: bool,
    /// In what state it came.
    pub condition: String,
}

impl SampleReceipt {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text` with the field.
    pub fn check_sample_receipt(&self) -> Result<(), Refusal> {
        check::check_text("received_by", &self.received_by, check::NAME)?;
        check::check_text("condition", &self.condition, check::LINE)
    }
}

/// A value as the laboratory types it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnteredValue {
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
pub struct ResultsInput {
    /// Values; at least one, no parameter twice.
    pub values: Vec<EnteredValue>,
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
pub struct WaterResults {
    /// Which standard.
    pub source: String,
    /// Which edition of the table.
    pub edition: String,
    /// Who had confirmed the table for the laboratory by then; empty if nobody had, and the report says so.
    #[serde(default)]
    pub confirmed_by: String,
    /// Values with their limits and verdicts, in the order of the table.
    pub values: Vec<JudgedValue>,
    /// Who analysed it.
    pub analyst: String,
    /// Who checked it.
    #[serde(default)]
    pub reviewer: String,
    /// Anything to say.
    #[serde(default)]
    pub note: String,
}

impl ResultsInput {
    /// Judges the values. `replaces`: there are results already, and the reason must say why they change.
    ///
    /// # Errors
    /// `required`, `too_long`; `bad_value`, `bad_unit`, `unknown_parameter`, `parameter_twice` at
    /// `values.<parameter>`.
    pub fn judge_values(&self, standard: &WaterStandard, replaces: bool) -> Result<WaterResults, Refusal> {
        check::check_count("values", self.values.len(), 1, standard.parameters.len())?;
        let mut values = Vec::with_capacity(self.values.len());
        for (index, entered) in self.values.iter().enumerate() {
            let field = format!("values.{}", entered.parameter);
            if self
                .values
                .iter()
                .take(index)
                .any(|other| other.parameter == entered.parameter)
            {
                return Err(Refusal::at_field(Code::ParameterTwice, &field));
            }
            values.push(entered.judge_value(standard, &field)?);
        }
        let place = |judged: &JudgedValue| {
            let code = &judged.parameter.code;
            standard
                .parameters
                .iter()
                .position(|parameter| parameter.code == *code)
        };
        values.sort_by_key(place);
        check::check_text("analyst", &self.analyst, check::NAME)?;
        check::check_optional_text("reviewer", &self.reviewer, check::NAME)?;
        if replaces {
            check::check_text("note", &self.note, check::TEXT)?;
        } else {
            check::check_optional_text("note", &self.note, check::TEXT)?;
        }
        Ok(WaterResults {
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

impl EnteredValue {
    fn judge_value(&self, standard: &WaterStandard, field: &str) -> Result<JudgedValue, Refusal> {
        let parameter = standard
            .find_parameter(&self.parameter)
            .ok_or_else(|| Refusal::at_field(Code::UnknownParameter, field))?;
        if self.unit.trim() != parameter.unit {
            return Err(Refusal::at_field(Code::BadUnit, field)
                .with_arg("unit", parameter.unit.clone())
                .with_arg("is", self.unit.clone()));
        }
        let value = MeasuredValue::parse(field, &self.value)?;
        Ok(JudgedValue {
            parameter: parameter.clone(),
            verdict: value.judge_by_limit(&parameter.limit),
            value,
        })
    }
}

impl WaterResults {
    pub fn failed_values(&self) -> impl Iterator<Item = &JudgedValue> {
        self.values
            .iter()
            .filter(|judged| judged.verdict == WaterVerdict::Fail)
    }

    /// The verdict on the sample: failed if one value fails, passed if all pass.
    #[must_use]
    pub fn sample_verdict(&self) -> WaterVerdict {
        if self.failed_values().next().is_some() {
            WaterVerdict::Fail
        } else if self
            .values
            .iter()
            .all(|judged| judged.verdict == WaterVerdict::Pass)
        {
            WaterVerdict::Pass
        } else {
            WaterVerdict::Undecided
        }
    }
}

/// Who held the sample from when on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SampleHolding {
    pub holder: String,
    pub from: Moment,
    /// Until when; none while they hold it.
    pub to: Option<Moment>,
    /// How it came to them.
    pub how: String,
}

/// What a water test knows beside what every ticket knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct WaterQualityCase {
    /// 取样, the last: a rejected sample is taken again.
    pub sampling: Option<RecordedStep<Sampling>>,
    /// Who held the sample when, rejected ones too.
    pub custody: Vec<SampleHolding>,
    /// 收样.
    pub receipt: Option<RecordedStep<SampleReceipt>>,
    /// Rejected samples: why.
    pub rejections: Vec<RecordedStep<super::step::ReasonInput>>,
    /// 检测结果, every version; the last counts.
    pub results: Vec<RecordedStep<WaterResults>>,
}

impl WaterQualityCase {
    /// The results that count.
    #[must_use]
    pub fn current_results(&self) -> Option<&RecordedStep<WaterResults>> {
        self.results.last()
    }

    /// Who holds the sample.
    #[must_use]
    pub fn sample_holder(&self) -> Option<&str> {
        let last = self.custody.last().filter(|holding| holding.to.is_none());
        last.map(|holding| holding.holder.as_str())
    }

    pub(crate) fn change_custody(&mut self, at: Moment, to: Option<(&str, &str)>) {
        if let Some(last) = self.custody.last_mut() {
            last.to = last.to.or(Some(at));
        }
        if let Some((holder, how)) = to {
            self.custody.push(SampleHolding {
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

    fn entering(values: &[(&str, &str, &str)]) -> ResultsInput {
        ResultsInput {
            values: values
                .iter()
                .map(|(parameter, value, unit)| EnteredValue {
                    parameter: (*parameter).to_owned(),
                    value: (*value).to_owned(),
                    unit: (*unit).to_owned(),
                })
                .collect(),
            analyst: "化验员".to_owned(),
            ..ResultsInput::default()
        }
    }

    fn refused(values: &[(&str, &str, &str)]) -> (Code, Option<String>) {
        let refusal = entering(values)
            .judge_values(&WaterStandard::built_in(), false)
            .unwrap_err();
        (refusal.code, refusal.field)
    }

    /// Clause 3: each value is judged by its own limit, in the order of the table.
    #[test]
    fn results_are_judged() {
        let results = entering(&[("iron", "0.35", "mg/L"), ("colour", "5", "度")])
            .judge_values(&WaterStandard::built_in(), false)
            .unwrap();
        let codes: Vec<&str> = results
            .values
            .iter()
            .map(|judged| judged.parameter.code.as_str())
            .collect();
        assert_eq!(codes, ["colour", "iron"]);
        assert_eq!(results.sample_verdict(), WaterVerdict::Fail);
        assert_eq!(results.failed_values().count(), 1);
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
        let refusal = again.judge_values(&WaterStandard::built_in(), true).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::Required, Some("note"))
        );
    }
}
