//! The sentences a customer confirms, by kind. The company may word them otherwise; each change takes the next version,
//! and what was signed before keeps the words it was signed under.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::AckKind;
use crate::{Code, Refusal, check};

/// The sentences of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// From 1; the program counts it.
    pub version: u32,
    /// What the customer confirms.
    pub text: String,
}

/// The sentences of every kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Templates {
    /// 维修完成确认 (4.2, 4.3).
    pub repair_done: Template,
    /// 提醒告知确认 (1.2).
    pub reminder_told: Template,
    /// 检漏结果确认 (2.4).
    pub leak_result: Template,
    /// 取样确认 (3).
    pub sample_taken: Template,
    /// 社区活动确认 (5.3).
    pub community_event: Template,
    /// 送水确认 (6.2).
    pub water_delivered: Template,
}

impl Templates {
    /// As the program ships.
    #[must_use]
    pub fn shipped() -> Self {
        let first = |text: &str| Template {
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
    pub const fn of(&self, kind: AckKind) -> &Template {
        match kind {
            AckKind::RepairDone => &self.repair_done,
            AckKind::ReminderTold => &self.reminder_told,
            AckKind::LeakResult => &self.leak_result,
            AckKind::SampleTaken => &self.sample_taken,
            AckKind::CommunityEvent => &self.community_event,
            AckKind::WaterDelivered => &self.water_delivered,
        }
    }

    const fn of_mut(&mut self, kind: AckKind) -> &mut Template {
        match kind {
            AckKind::RepairDone => &mut self.repair_done,
            AckKind::ReminderTold => &mut self.reminder_told,
            AckKind::LeakResult => &mut self.leak_result,
            AckKind::SampleTaken => &mut self.sample_taken,
            AckKind::CommunityEvent => &mut self.community_event,
            AckKind::WaterDelivered => &mut self.water_delivered,
        }
    }

    /// Counts the versions: a text that differs from the one before takes the next number, whatever was sent.
    #[must_use]
    pub fn counted(mut self, before: &Self) -> Self {
        for kind in AckKind::ALL {
            let old = before.of(*kind);
            let new = self.of_mut(*kind);
            new.version = old.version + u32::from(new.text != old.text);
        }
        self
    }

    /// Bounds; every text says that the service is free of charge (全程零收费).
    ///
    /// # Errors
    /// `required`, `too_long`, `template_not_free` at `templates.KIND.text`.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        for kind in AckKind::ALL {
            let (field, text) = (format!("templates.{}.text", kind.code()), &self.of(*kind).text);
            check::text(&field, text, check::TEXT)?;
            if !text.contains("免费") {
                return Err(Refusal::at(Code::TemplateNotFree, &field));
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
        let first = Templates::shipped();
        let mut sent = first.clone();
        sent.repair_done.text = "维修已经完成，全程免费。".to_owned();
        sent.repair_done.version = 7;
        sent.leak_result.version = 9;
        let second = sent.counted(&first);
        assert_eq!((second.repair_done.version, second.leak_result.version), (2, 1));
        assert_eq!(second.clone().counted(&second), second);
    }

    #[test]
    fn every_text_says_that_it_is_free() {
        assert!(Templates::shipped().check().is_ok());
        let mut paid = Templates::shipped();
        paid.sample_taken.text = "水样已取。".to_owned();
        let refusal = paid.check().unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::TemplateNotFree, Some("templates.sample_taken.text"))
        );
    }
}
