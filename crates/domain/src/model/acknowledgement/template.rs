//! The sentences a customer confirms, by kind. The company may word them otherwise; each change takes the next version,
//! and what was signed before keeps the words it was signed under.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::AcknowledgementKind;
use crate::{Code, Refusal, check};

/// The sentences of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgementTemplate {
    /// From 1; the program counts it.
    pub version: u32,
    /// What the customer confirms.
    pub text: String,
}

/// The sentences of every kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgementTemplates {
    /// 维修完成确认 (4.2, 4.3).
    pub repair_done: AcknowledgementTemplate,
    /// 提醒告知确认 (1.2).
    pub reminder_told: AcknowledgementTemplate,
    /// 检漏结果确认 (2.4).
    pub leak_result: AcknowledgementTemplate,
    /// 取样确认 (3).
    pub sample_taken: AcknowledgementTemplate,
    /// 社区活动确认 (5.3).
    pub community_event: AcknowledgementTemplate,
    /// 送水确认 (6.2).
    pub water_delivered: AcknowledgementTemplate,
}

impl AcknowledgementTemplates {
    /// As the program ships.
    #[must_use]
    pub fn built_in() -> Self {
        let first = |text: &str| AcknowledgementTemplate {
            version: 1,
            text: text.to_owned(),
        };
        Self {
            repair_done: first(
                "以上维修内容已经完成，维修人员已向我说明情况。本次服务全程免费，所用材料由用户自备，工作人员未收取任何费用。",
            ),
            reminder_told: first(
                "供水公司工作人员已就以上情况向我提醒并说明，我已知悉。表后管道和户内用水设施由用户负责维护。本次服务全程免费，工作人员未收取任何费用。",
            ),
            leak_result: first(
                "稽查人员已完成检漏，并向我反馈以上情况。本次服务全程免费，工作人员未收取任何费用，也未提出任何条件。",
            ),
            sample_taken: first(
                "以上水样由供水公司工作人员在我家中取得，样品编号和取样过程我已知悉。本次服务全程免费，工作人员未收取任何费用。",
            ),
            community_event: first(
                "供水公司便民服务队在我社区开展了以上服务，工作人员遵守便民服务规定。本次服务全程免费，工作人员未收取任何费用。",
            ),
            water_delivered: first(
                "停水期间供水公司已向以上地点应急送水。本次服务全程免费，工作人员未收取任何费用。",
            ),
        }
    }

    /// The sentences of a kind.
    #[must_use]
    pub const fn template_for(&self, kind: AcknowledgementKind) -> &AcknowledgementTemplate {
        match kind {
            AcknowledgementKind::RepairDone => &self.repair_done,
            AcknowledgementKind::ReminderTold => &self.reminder_told,
            AcknowledgementKind::LeakResult => &self.leak_result,
            AcknowledgementKind::SampleTaken => &self.sample_taken,
            AcknowledgementKind::CommunityEvent => &self.community_event,
            AcknowledgementKind::WaterDelivered => &self.water_delivered,
        }
    }

    const fn template_for_mut(&mut self, kind: AcknowledgementKind) -> &mut AcknowledgementTemplate {
        match kind {
            AcknowledgementKind::RepairDone => &mut self.repair_done,
            AcknowledgementKind::ReminderTold => &mut self.reminder_told,
            AcknowledgementKind::LeakResult => &mut self.leak_result,
            AcknowledgementKind::SampleTaken => &mut self.sample_taken,
            AcknowledgementKind::CommunityEvent => &mut self.community_event,
            AcknowledgementKind::WaterDelivered => &mut self.water_delivered,
        }
    }

    /// Counts the versions: a text that differs from the one before takes the next number, whatever was sent.
    #[must_use]
    pub fn count_versions(mut self, before: &Self) -> Self {
        for kind in AcknowledgementKind::ALL {
            let old = before.template_for(*kind);
            let new = self.template_for_mut(*kind);
            new.version = old.version + u32::from(new.text != old.text);
        }
        self
    }

    /// Bounds; every text says that the service is free of charge (全程零收费).
    ///
    /// # Errors
    /// `required`, `too_long`, `template_not_free` at `templates.KIND.text`.
    pub(crate) fn check_template_texts(&self) -> Result<(), Refusal> {
        for kind in AcknowledgementKind::ALL {
            let (field, text) = (
                format!("templates.{}.text", kind.code()),
                &self.template_for(*kind).text,
            );
            check::check_text(&field, text, check::TEXT)?;
            if !text.contains("免费") {
                return Err(Refusal::at_field(Code::TemplateNotFree, &field));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_changes_takes_the_next_version() {
        let first = AcknowledgementTemplates::built_in();
        let mut sent = first.clone();
        sent.repair_done.text = "维修已经完成，全程免费。".to_owned();
        sent.repair_done.version = 7;
        sent.leak_result.version = 9;
        let second = sent.count_versions(&first);
        assert_eq!((second.repair_done.version, second.leak_result.version), (2, 1));
        assert_eq!(second.clone().count_versions(&second), second);
    }

    #[test]
    fn every_text_says_that_it_is_free() {
        assert!(
            AcknowledgementTemplates::built_in()
                .check_template_texts()
                .is_ok()
        );
        let mut paid = AcknowledgementTemplates::built_in();
        paid.sample_taken.text = "水样已取。".to_owned();
        let refusal = paid.check_template_texts().unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::TemplateNotFree, Some("templates.sample_taken.text"))
        );
    }
}
