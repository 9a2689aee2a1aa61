//! The figures as formulas over what each ticket adds to them, and the counts with their charts.

use domain::report::{DEFINITIONS, Figure, FigureLine, Report, SpanKind, Unit, definition::Definition};
use rust_xlsxwriter::{Chart, ChartType, Format, FormatAlign, Formula, Worksheet, XlsxError};

use crate::{
    Input,
    style::{Column, HEAD, begin, filters, head, number, place},
};

/// The sheet that says which ticket adds what.
const BASIS: &str = "数字依据";

/// What one ticket adds to one figure.
pub(crate) struct Adds {
    figure: &'static str,
    ticket: String,
    adds: Figure,
}

/// What every ticket adds, figure by figure.
pub(crate) fn behind(input: &Input) -> Vec<Adds> {
    let of = |definition: &'static Definition| {
        let months = input.months.iter();
        let rows = months.flat_map(|month| month.rows.iter().map(move |row| (row, &month.period)));
        rows.filter_map(move |(row, period)| {
            (definition.counts)(row, period).map(|adds| Adds {
                figure: definition.code.zh(),
                ticket: row.number.clone(),
                adds,
            })
        })
    };
    DEFINITIONS.iter().flat_map(of).collect()
}

const COLUMNS: [Column<'_>; 4] = [("项目", 34.0), ("工单", 16.0), ("分子", 12.0), ("分母", 12.0)];

/// The sheet that every figure adds up.
pub(crate) fn basis(sheet: &mut Worksheet, input: &Input, behind: &[Adds]) -> Result<(), XlsxError> {
    begin(sheet, &input.title(BASIS), BASIS, &COLUMNS)?;
    for (line, one) in (HEAD + 1..).zip(behind) {
        sheet.write_string(line, 0, one.figure)?;
        sheet.write_string(line, 1, &one.ticket)?;
        sheet.write_number(line, 2, float(one.adds.numerator))?;
        sheet.write_number(line, 3, float(one.adds.denominator))?;
    }
    filters(sheet, COLUMNS.len(), behind.len())
}

/// The columns; a year is compared with the year before alone.
fn columns(report: &Report) -> Vec<Column<'_>> {
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
pub(crate) fn summary(sheet: &mut Worksheet, input: &Input, behind: &[Adds]) -> Result<(), XlsxError> {
    let report = input.report;
    let columns = columns(report);
    begin(sheet, &input.title("汇总"), "汇总", &columns)?;
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
        report.counted_at.text()
    );
    sheet.write_string(1, 0, counted)?;
    let last = HEAD + 1 + place(behind.len());
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
            sheet.write_formula_with_format(line, column, formula, &number("#,##0"))?;
        }
        let (text, shown) = value(figure.unit, row);
        let formula = Formula::new(text).set_result(result(figure.unit, figure.is));
        sheet.write_formula_with_format(line, 2, formula, &number(shown).set_bold())?;
        let earlier_ones = [
            (5, figure.before, change(figure, figure.before, "F", row)),
            (7, figure.last_year, change(figure, figure.last_year, "H", row)),
        ];
        let shown = if report.last_year.is_some() { 2 } else { 1 };
        for (column, was, told) in earlier_ones.into_iter().take(shown) {
            earlier(sheet, (line, column), figure.unit, was)?;
            let (text, result) = told;
            let shown = match figure.unit {
                Unit::Rate => "+0.0\" 个百分点\";-0.0\" 个百分点\";0.0\" 个百分点\"",
                _ => "+0.0%;-0.0%;0.0%",
            };
            let formula = Formula::new(text).set_result(result);
            sheet.write_formula_with_format(
                line,
                column + 1,
                formula,
                &number(shown).set_align(FormatAlign::Right),
            )?;
        }
        let last = u16::try_from(columns.len()).unwrap_or(u16::MAX) - 1;
        sheet.write_string_with_format(line, last, &figure.definition, &wrapped)?;
    }
    Ok(())
}

/// How a figure follows from its numerator (D) and denominator (E), and how it is shown.
fn value(unit: Unit, row: u32) -> (String, &'static str) {
    match unit {
        Unit::Count => (format!("=D{row}"), "#,##0"),
        Unit::Rate => (format!("=IF(E{row}=0,\"无数据\",D{row}/E{row})"), "0.0%"),
        Unit::MeanMinutes => (format!("=IF(E{row}=0,\"无数据\",D{row}/E{row})"), "0\" 分钟\""),
        Unit::Minutes => (format!("=D{row}/60"), "0.0\" 小时\""),
        Unit::Litres => (format!("=D{row}/1000"), "0.0\" 吨\""),
    }
}

/// The number a spreadsheet would compute.
fn computed(unit: Unit, figure: Figure) -> Option<f64> {
    let (numerator, denominator) = (float(figure.numerator), float(figure.denominator));
    match unit {
        Unit::Count => Some(numerator),
        Unit::Rate | Unit::MeanMinutes => (figure.denominator != 0).then(|| numerator / denominator),
        Unit::Minutes => Some(numerator / 60.0),
        Unit::Litres => Some(numerator / 1000.0),
    }
}

fn result(unit: Unit, figure: Figure) -> String {
    computed(unit, figure).map_or_else(|| "无数据".to_owned(), |value| value.to_string())
}

/// An earlier month's figure, as a number.
fn earlier(sheet: &mut Worksheet, at: (u32, u16), unit: Unit, was: Figure) -> Result<(), XlsxError> {
    let (_, shown) = value(unit, 0);
    match computed(unit, was) {
        Some(was) => sheet.write_number_with_format(at.0, at.1, was, &number(shown))?,
        None => sheet.write_string_with_format(
            at.0,
            at.1,
            "无数据",
            &number(shown).set_align(FormatAlign::Right),
        )?,
    };
    Ok(())
}

/// Against an earlier month: rates by the difference in percentage points, all else in per cent of the earlier.
fn change(figure: &FigureLine, was: Figure, column: &str, row: u32) -> (String, String) {
    let unit = figure.unit;
    let (is, was) = (computed(unit, figure.is), computed(unit, was));
    if unit == Unit::Rate {
        let text =
            format!("=IF(OR(ISTEXT(C{row}),ISTEXT({column}{row})),\"无数据\",(C{row}-{column}{row})*100)");
        let result = is.zip(was).map_or_else(
            || "无数据".to_owned(),
            |(is, was)| ((is - was) * 100.0).to_string(),
        );
        return (text, result);
    }
    let text = format!(
        "=IF(OR(ISTEXT(C{row}),ISTEXT({column}{row})),\"无数据\",IF({column}{row}=0,\"无可比\",C{row}/{column}{row}-1))"
    );
    let result = match is.zip(was) {
        None => "无数据".to_owned(),
        Some((_, 0.0)) => "无可比".to_owned(),
        Some((is, was)) => (is / was - 1.0).to_string(),
    };
    (text, result)
}

/// What was received, by day and by kind, each with a chart of the program that opens the file.
pub(crate) fn counts(sheet: &mut Worksheet, input: &Input) -> Result<(), XlsxError> {
    const NAME: &str = "分布";
    begin(sheet, &input.title(NAME), NAME, &[])?;
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
        sheet.write_string_with_format(line, 0, name, &head())?;
        sheet.write_string_with_format(line, 1, "件", &head())?;
        for (down, (label, count)) in (line + 1..).zip(&counts) {
            sheet.write_string(down, 0, label)?;
            sheet.write_number_with_format(down, 1, float(*count), &number("#,##0"))?;
        }
        let rows = place(counts.len());
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

fn float(number: i64) -> f64 {
    #[allow(
        clippy::cast_precision_loss,
        reason = "no month counts to nine thousand million million"
    )]
    let float = number as f64;
    float
}
