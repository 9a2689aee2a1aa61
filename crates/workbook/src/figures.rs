//! The figures as formulas over what each ticket adds to them, and the counts with their charts.

use domain::report::{
    DEFINITIONS, Figure, FigureChange, FigureLine, FigureUnit, Report, SpanKind, change_text, compute_change,
    definition::FigureDefinition, value::NO_DATA,
};
use rust_xlsxwriter::{Chart, ChartType, Format, FormatAlign, Formula, Worksheet, XlsxError};

use crate::{
    WorkbookInput,
    style::{ColumnLayout, HEAD, add_filters, begin_sheet, head_format, number_format, to_row_count},
};

/// The sheet that says which ticket adds what.
const BASIS: &str = "数字依据";

/// What one ticket adds to one figure.
pub(crate) struct FigureContribution {
    figure: &'static str,
    ticket: String,
    adds: Figure,
}

/// What every ticket adds, figure by figure.
pub(crate) fn list_contributions(input: &WorkbookInput) -> Vec<FigureContribution> {
    let of = |definition: &'static FigureDefinition| {
        let months = input.months.iter();
        let rows = months.flat_map(|month| month.rows.iter().map(move |row| (row, &month.period)));
        rows.filter_map(move |(row, period)| {
            (definition.counts)(row, period).map(|adds| FigureContribution {
                figure: definition.code.zh(),
                ticket: row.number.clone(),
                adds,
            })
        })
    };
    DEFINITIONS.iter().flat_map(of).collect()
}

const COLUMNS: [ColumnLayout<'_>; 4] = [("项目", 34.0), ("工单", 16.0), ("分子", 12.0), ("分母", 12.0)];

/// The sheet that every figure adds up.
pub(crate) fn write_basis_sheet(
    sheet: &mut Worksheet,
    input: &WorkbookInput,
    behind: &[FigureContribution],
) -> Result<(), XlsxError> {
    begin_sheet(sheet, &input.sheet_title(BASIS), BASIS, &COLUMNS)?;
    for (line, one) in (HEAD + 1..).zip(behind) {
        sheet.write_string(line, 0, one.figure)?;
        sheet.write_string(line, 1, &one.ticket)?;
        sheet.write_number(line, 2, to_float(one.adds.numerator))?;
        sheet.write_number(line, 3, to_float(one.adds.denominator))?;
    }
    add_filters(sheet, COLUMNS.len(), behind.len())
}

/// The columns; a year is compared with the year before alone.
fn build_summary_columns(report: &Report) -> Vec<ColumnLayout<'_>> {
    let mut columns = vec![
        ("服务", 12.0),
        ("项目", 30.0),
        (report.this_zh.as_str(), 13.0),
        ("分子", 10.0),
        ("分母", 10.0),
    ];
    for compared in std::iter::once(&report.before).chain(&report.last_year) {
        columns.extend([(compared.short.as_str(), 13.0), (compared.called.as_str(), 13.0)]);
    }
    columns.push(("定义", 70.0));
    columns
}

/// Every figure: what it is made of by a formula over the basis, and how it moved.
pub(crate) fn write_summary_sheet(
    sheet: &mut Worksheet,
    input: &WorkbookInput,
    behind: &[FigureContribution],
) -> Result<(), XlsxError> {
    let report = input.report;
    let columns = build_summary_columns(report);
    begin_sheet(sheet, &input.sheet_title("汇总"), "汇总", &columns)?;
    let state = match (&report.closed, report.complete) {
        (Some(closed), _) => format!("已封账（{}）", closed.by),
        (None, false) => format!("{}尚未结束", report.this_zh),
        (None, true) if report.kind != SpanKind::Month && report.open_months.is_empty() => {
            "各月均已封账".to_owned()
        }
        (None, true) => "未封账".to_owned(),
    };
    let counted = format!(
        "{state}　统计时间 {}　分子、分母由“{BASIS}”逐张工单相加",
        report.counted_at.date_time_text()
    );
    sheet.write_string(1, 0, counted)?;
    let last = HEAD + 1 + to_row_count(behind.len());
    let wrapped = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter);
    for (line, figure) in (HEAD + 1..).zip(&report.figures) {
        let service = figure
            .service
            .map_or("全部服务", domain::service::ServiceKind::zh);
        sheet.write_string(line, 0, service)?;
        sheet.write_string(line, 1, &figure.zh)?;
        let row = line + 1;
        for (column, name, sum) in [(3, 'C', figure.is.numerator), (4, 'D', figure.is.denominator)] {
            let text = format!(
                "=SUMIFS('{BASIS}'!${name}${first}:${name}${last},'{BASIS}'!$A${first}:$A${last},$B{row})",
                first = HEAD + 2,
            );
            let formula = Formula::new(text).set_result(sum.to_string());
            sheet.write_formula_with_format(line, column, formula, &number_format("#,##0"))?;
        }
        let text = build_value_formula(figure.unit, &format!("D{row}"), &format!("E{row}"));
        let formula = Formula::new(guard_division(figure.unit, row, &text))
            .set_result(compute_formula_result(figure.unit, figure.is));
        let shown = number_format(unit_format(figure.unit)).set_bold();
        sheet.write_formula_with_format(line, 2, formula, &shown.set_align(FormatAlign::Right))?;
        let shown = if report.last_year.is_some() { 2 } else { 1 };
        for (column, was) in [(5, figure.before), (7, figure.last_year)]
            .into_iter()
            .take(shown)
        {
            write_earlier_figure(sheet, (line, column), figure.unit, was)?;
            write_change_cell(sheet, (line, column + 1), figure, was)?;
        }
        let last = u16::try_from(columns.len()).unwrap_or(u16::MAX) - 1;
        sheet.write_string_with_format(line, last, &figure.definition, &wrapped)?;
    }
    Ok(())
}

/// How a figure follows from its numerator and denominator, which are cells or numbers. Rounded as it is printed, so that
/// whoever copies the cell has the figure of the page.
fn build_value_formula(unit: FigureUnit, over: &str, under: &str) -> String {
    match unit {
        FigureUnit::Count => over.to_owned(),
        FigureUnit::Rate => format!("ROUND({over}/{under},3)"),
        FigureUnit::MeanMinutes => format!("ROUND({over}/{under},0)"),
        FigureUnit::Minutes => format!("ROUND({over}/60,1)"),
        FigureUnit::Litres => format!("ROUND({over}/1000,1)"),
    }
}

/// A formula over the numerator (D) and denominator (E) of a line; where nothing can be divided it says so.
fn guard_division(unit: FigureUnit, row: u32, formula: &str) -> String {
    match unit {
        FigureUnit::Rate | FigureUnit::MeanMinutes => format!("=IF(E{row}=0,\"{NO_DATA}\",{formula})"),
        FigureUnit::Count | FigureUnit::Minutes | FigureUnit::Litres => format!("={formula}"),
    }
}

fn unit_format(unit: FigureUnit) -> &'static str {
    match unit {
        FigureUnit::Count => "#,##0",
        FigureUnit::Rate => "0.0%",
        FigureUnit::MeanMinutes => "0\" 分钟\"",
        FigureUnit::Minutes => "0.0\" 小时\"",
        FigureUnit::Litres => "0.0\" 吨\"",
    }
}

/// What a spreadsheet computes from [`value`].
fn compute_formula_result(unit: FigureUnit, figure: Figure) -> String {
    let steps = match unit {
        FigureUnit::Count | FigureUnit::MeanMinutes => 1.0,
        FigureUnit::Rate => 1000.0,
        FigureUnit::Minutes | FigureUnit::Litres => 10.0,
    };
    figure.rounded_value(unit).map_or_else(
        || NO_DATA.to_owned(),
        |value| (to_float(value) / steps).to_string(),
    )
}

/// An earlier month's figure, from what it was made of.
fn write_earlier_figure(
    sheet: &mut Worksheet,
    at: (u32, u16),
    unit: FigureUnit,
    was: Option<Figure>,
) -> Result<(), XlsxError> {
    let shown = number_format(unit_format(unit)).set_align(FormatAlign::Right);
    match was {
        Some(was) if unit == FigureUnit::Count => {
            sheet.write_number_with_format(at.0, at.1, to_float(was.numerator), &shown)?
        }
        Some(was) if was.rounded_value(unit).is_some() => {
            let text = build_value_formula(unit, &was.numerator.to_string(), &was.denominator.to_string());
            let formula = Formula::new(format!("={text}")).set_result(compute_formula_result(unit, was));
            sheet.write_formula_with_format(at.0, at.1, formula, &shown)?
        }
        _ => sheet.write_string_with_format(at.0, at.1, NO_DATA, &shown)?,
    };
    Ok(())
}

/// Against an earlier month, rounded once: from the whole numbers both are made of, since two rounded figures differ by something
/// else than the figures do.
fn build_change_formula(unit: FigureUnit, was: Figure, row: u32) -> String {
    let (over, under) = (was.numerator, was.denominator);
    let formula = match unit {
        FigureUnit::Rate => format!("ROUND((D{row}*{under}-{over}*E{row})*100/(E{row}*{under}),1)"),
        FigureUnit::MeanMinutes => format!("ROUND((D{row}*{under}-{over}*E{row})/({over}*E{row}),3)"),
        FigureUnit::Count | FigureUnit::Minutes | FigureUnit::Litres => {
            format!("ROUND((D{row}-{over})/{over},3)")
        }
    };
    guard_division(unit, row, &formula)
}

/// How a figure moved; words where nothing can be computed.
fn write_change_cell(
    sheet: &mut Worksheet,
    at: (u32, u16),
    figure: &FigureLine,
    was: Option<Figure>,
) -> Result<(), XlsxError> {
    let unit = figure.unit;
    let (shown, steps) = match unit {
        FigureUnit::Rate => ("+0.0\" 个百分点\";-0.0\" 个百分点\";0.0\" 个百分点\"", 10.0),
        _ => ("+0.0%;-0.0%;0.0%", 1000.0),
    };
    let shown = number_format(shown).set_align(FormatAlign::Right);
    match (compute_change(unit, figure.is, was), was) {
        (FigureChange::By(by), Some(was)) => {
            let formula = Formula::new(build_change_formula(unit, was, at.0 + 1))
                .set_result((to_float(by) / steps).to_string());
            sheet.write_formula_with_format(at.0, at.1, formula, &shown)?
        }
        _ => sheet.write_string_with_format(at.0, at.1, change_text(unit, figure.is, was), &shown)?,
    };
    Ok(())
}

/// What was received, by day and by kind, each with a chart of the program that opens the file.
pub(crate) fn write_counts_sheet(sheet: &mut Worksheet, input: &WorkbookInput) -> Result<(), XlsxError> {
    const NAME: &str = "分布";
    begin_sheet(sheet, &input.sheet_title(NAME), NAME, &[])?;
    sheet.set_column_width(0, 22)?;
    sheet.set_column_width(1, 10)?;
    let report = input.report;
    let (name, unit) = match report.kind {
        SpanKind::Month => ("每日工单", " 日"),
        _ => ("每月工单", ""),
    };
    let course = report.course.iter();
    let course: Vec<(String, i64)> = course
        .map(|it| (format!("{}{unit}", it.label), it.count))
        .collect();
    let mut blocks = vec![(name, ChartType::Column, course)];
    blocks.extend(report.breakdowns.iter().map(|breakdown| {
        let counts = breakdown.counts.iter().map(|it| (it.label.clone(), it.count));
        let kind = if breakdown.zh == "接报渠道" {
            ChartType::Doughnut
        } else {
            ChartType::Bar
        };
        (breakdown.zh.as_str(), kind, counts.collect())
    }));
    let mut line = HEAD;
    let mut breaks = Vec::new();
    for (block, (name, kind, counts)) in blocks.into_iter().enumerate() {
        // The days fill a page, two of the others the next.
        if block % 2 == 1 {
            breaks.push(line);
        }
        sheet.write_string_with_format(line, 0, name, &head_format())?;
        sheet.write_string_with_format(line, 1, "件", &head_format())?;
        for (down, (label, count)) in (line + 1..).zip(&counts) {
            sheet.write_string(down, 0, label)?;
            sheet.write_number_with_format(down, 1, to_float(*count), &number_format("#,##0"))?;
        }
        let rows = to_row_count(counts.len());
        // A chart of more than the first twenty cannot be read.
        let shown = if kind == ChartType::Column {
            rows
        } else {
            rows.min(20)
        };
        if shown > 0 {
            let mut chart = Chart::new(kind);
            chart
                .add_series()
                .set_name((NAME, line, 0))
                .set_categories((NAME, line + 1, 0, line + shown, 0))
                .set_values((NAME, line + 1, 1, line + shown, 1));
            chart.title().set_name(name);
            if kind != ChartType::Doughnut {
                chart.legend().set_hidden();
            }
            if kind == ChartType::Bar {
                // The largest on top, as in the table.
                chart.y_axis().set_reverse();
            }
            chart.set_width(620).set_height(300);
            sheet.insert_chart_with_offset(line, 3, &chart, 0, 3)?;
        }
        // A chart takes sixteen rows.
        line += rows.max(16) + 3;
    }
    sheet.set_page_breaks(&breaks)?;
    Ok(())
}

fn to_float(number: i64) -> f64 {
    #[allow(
        clippy::cast_precision_loss,
        reason = "no month counts to nine thousand million million"
    )]
    let float = number as f64;
    float
}
