//! What goes into a printed report, and in which order; a chosen order can be kept under a name.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Code, Refusal, check, service::ServiceKind};

crate::words! {
    /// A part of the printed report. The cover always stands before them.
    ReportSection {
        Summary "summary" = "概述",
        Overall "overall" = "总体指标",
        Trend "trend" = "十三个月走势",
        Charts "charts" = "受理分布",
        Reminder "reminder" = "提醒服务",
        LeakDetection "leak_detection" = "义务检漏",
        WaterQuality "water_quality" = "水质化验",
        Repair "repair" = "义务维修",
        Community "community" = "服务进社区",
        EmergencyWater "emergency_water" = "应急送水",
        Overdue "overdue" = "超时清单",
        Extended "extended" = "延时清单",
        Violations "violations" = "违规记录",
        Detail "detail" = "工单明细",
        Behind "behind" = "指标与工单对照",
        Definitions "definitions" = "数字说明",
        Signing "signing" = "签署",
    }
}

impl ReportSection {
    /// The service whose chapter it is.
    #[must_use]
    pub const fn chapter_service(self) -> Option<ServiceKind> {
        match self {
            Self::Reminder => Some(ServiceKind::Reminder),
            Self::LeakDetection => Some(ServiceKind::LeakDetection),
            Self::WaterQuality => Some(ServiceKind::WaterQuality),
            Self::Repair => Some(ServiceKind::Repair),
            Self::Community => Some(ServiceKind::Community),
            Self::EmergencyWater => Some(ServiceKind::EmergencyWater),
            _ => None,
        }
    }
}

/// A choice of sections in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportTemplate {
    pub name: String,
    /// What goes in.
    pub sections: Vec<ReportSection>,
}

/// How many templates can be kept.
const MOST: usize = 50;

/// Sections that can be printed: at least one, none twice.
///
/// # Errors
/// `required`, `section_twice` at `sections`.
pub fn check_sections(sections: &[ReportSection]) -> Result<(), Refusal> {
    check::check_count("sections", sections.len(), 1, ReportSection::ALL.len())?;
    let different: BTreeSet<ReportSection> = sections.iter().copied().collect();
    if different.len() < sections.len() {
        return Err(Refusal::at_field(Code::SectionTwice, "sections"));
    }
    Ok(())
}

/// Templates that can be kept.
///
/// # Errors
/// Those of [`check_sections`]; `required`, `too_long`, `name_taken` at `name`; `out_of_range` at `templates`.
pub fn check_templates(templates: &[ReportTemplate]) -> Result<(), Refusal> {
    check::check_count("templates", templates.len(), 0, MOST)?;
    let mut names = BTreeSet::new();
    for template in templates {
        check::check_text("name", &template.name, check::NAME)?;
        if !names.insert(template.name.trim()) {
            return Err(Refusal::at_field(Code::NameTaken, "name"));
        }
        check_sections(&template.sections)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_stands_once_and_a_name_too() {
        assert_eq!(check_sections(&[]).unwrap_err().code, Code::Required);
        let twice = [ReportSection::Summary, ReportSection::Summary];
        assert_eq!(check_sections(&twice).unwrap_err().code, Code::SectionTwice);
        check_sections(ReportSection::ALL).unwrap();
        let named = |name: &str| ReportTemplate {
            name: name.to_owned(),
            sections: vec![ReportSection::Summary],
        };
        check_templates(&[named("送总经理"), named("存档")]).unwrap();
        let same = [named("存档"), named(" 存档 ")];
        assert_eq!(check_templates(&same).unwrap_err().code, Code::NameTaken);
        assert_eq!(check_templates(&[named(" ")]).unwrap_err().code, Code::Required);
    }
}
