//! A report as a file: PDF, workbook, CSV.

use domain::{
    Refusal,
    report::{Report, ReportSection},
    report_section,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ReportMonthly, ReportScope, build_report, parse_report_scope};
use crate::{
    Call,
    data_kind::DataKind,
    key, logo, proof, template,
    wire::{self, OutputFile, PrivacyCheck},
};

/// The report as PDF.
///
/// # Errors
/// `bad_month`, `time_in_future` at `span` or `against`; those of the sections; `not_found` at `template`; `stopped`.
pub fn print_monthly_report(call: &Call, ask: ReportMonthly) -> Result<OutputFile, Refusal> {
    let asked = parse_report_scope(&ask.span, ask.against.as_deref(), call)?;
    let sections = match (ask.sections, &ask.template) {
        (Some(sections), _) => sections,
        (None, Some(name)) => template::find_template_sections(call, name)?,
        (None, None) => ReportSection::ALL.to_vec(),
    };
    report_section::check_sections(&sections)?;
    let (rendered, zh, holds) = render_monthly_report(call, asked, &sections)?;
    Ok(wire::make_pdf_file(format!("{zh}.pdf"), &rendered, holds))
}

/// The printed report and how its file is called.
pub(crate) fn render_monthly_report(
    call: &Call,
    asked: ReportScope,
    sections: &[ReportSection],
) -> Result<(paper::RenderedPdf, String, PrivacyCheck), Refusal> {
    let asked = ReportScope {
        trend: sections.contains(&ReportSection::Trend),
        ..asked
    };
    // The tickets of a longer span stand in the reports of its months.
    let keeps = asked.span.single_month().is_some()
        && (sections.contains(&ReportSection::Detail) || sections.contains(&ReportSection::Behind));
    // Laying out, and writing.
    call.work.add_total(2);
    let mut rows = call.viewer.show_value(Vec::new())?;
    let (report, settings, logo, kind, anchor, key) = call.read_tx(|tx| {
        let report = build_report(tx, call, asked, |month| {
            if keeps {
                rows = month.rows;
            }
        })?;
        let kind = call.desk.data_kind(tx)?;
        // A place of a copy is none of the original's, which would seem to be changed.
        let anchor = match kind {
            DataKind::Copy(_) => String::new(),
            DataKind::Original | DataKind::Demo => proof::read_anchor(tx)?,
        };
        Ok((
            report,
            tx.read_settings()?.1,
            logo::read_report_logo(tx)?,
            kind.zh(),
            anchor,
            key::printed_key_id(tx)?,
        ))
    })?;
    let input = paper::report::ReportInput {
        report: &report,
        rows: &rows,
        sections,
        settings: &settings,
        logo: logo.as_ref(),
        anchor: &anchor,
        key: &key,
        not_original: kind.as_deref(),
    };
    let sheet = paper::report::lay_out_report(&input);
    call.work.finish_part()?;
    let rendered = paper::render_pdf(&sheet);
    call.work.finish_part()?;
    Ok((
        rendered,
        report_file_name(&report),
        PrivacyCheck::from_visible(&rows),
    ))
}

/// `月度服务报告-2026-10`, `季度服务报告-2026-Q3`, `月度服务报告-2026-10-对比-2025-10`.
pub(super) fn report_file_name(report: &Report) -> String {
    let kind = report.kind.zh();
    match report.before.called.as_str() {
        "对比" => format!("{kind}服务报告-{}-对比-{}", report.span, report.before.span),
        _ => format!("{kind}服务报告-{}", report.span),
    }
}

/// The report for other programs.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportExport {
    /// As in [`ReportFigures`].
    pub span: String,
}

/// The report as a workbook (XLSX) whose figures are formulas over what each ticket adds.
///
/// # Errors
/// `bad_month`, `time_in_future` at `span`; `stopped`; `file_too_large` where a spreadsheet has no room for so many tickets.
pub fn export_report_workbook(call: &Call, ask: ReportExport) -> Result<OutputFile, Refusal> {
    call.work.add_total(workbook::STEPS);
    export_report(call, &ask, |report, input| {
        let bytes = workbook::build_report_xlsx(input, &mut || call.work.finish_part())?;
        let name = format!("{}.xlsx", report_file_name(report));
        Ok(wire::make_output_file(
            name,
            wire::XLSX,
            &bytes,
            check_input_privacy(input),
        ))
    })
}

/// The tickets as CSV (UTF-8 with a byte order mark).
///
/// # Errors
/// `bad_month`, `time_in_future` at `span`.
pub fn export_report_csv(call: &Call, ask: ReportExport) -> Result<OutputFile, Refusal> {
    export_report(call, &ask, |report, input| {
        let bytes = workbook::build_tickets_csv(input)?;
        Ok(wire::make_output_file(
            format!("工单明细-{}.csv", report.span),
            "text/csv",
            &bytes,
            check_input_privacy(input),
        ))
    })
}

/// What is in a file that is made from these months.
pub(super) fn check_input_privacy(input: &workbook::WorkbookInput) -> PrivacyCheck {
    let mut months = input.months.iter();
    months
        .next()
        .map_or_else(PrivacyCheck::without_personal_data, |month| {
            PrivacyCheck::from_visible(&month.rows)
        })
}

pub(super) fn export_report(
    call: &Call,
    ask: &ReportExport,
    make: impl FnOnce(&Report, &workbook::WorkbookInput) -> Result<OutputFile, Refusal>,
) -> Result<OutputFile, Refusal> {
    let asked = parse_report_scope(&ask.span, None, call)?;
    let mut months = Vec::new();
    let report = call.read_tx(|tx| {
        build_report(tx, call, asked, |month| {
            months.push(workbook::MonthRows {
                period: month.period,
                rows: month.rows,
            });
        })
    })?;
    let (company, kind) =
        call.read_tx(|tx| Ok((tx.read_settings()?.1.company, call.desk.data_kind(tx)?.zh())))?;
    let input = workbook::WorkbookInput {
        report: &report,
        months: &months,
        company: &company,
        not_original: kind.as_deref(),
    };
    make(&report, &input)
}
