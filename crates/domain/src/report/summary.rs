//! The report in a few sentences. They say what the figures say: rises and falls by name, nothing that a figure does not hold.

use super::{FigureCode, FigureLine, Report, Unit, overdue};
use crate::service::ServiceKind;

/// From how many tenths of a percentage point a rate has moved.
const POINTS: i64 = 10;
/// From how many things, and how many thousandths of the earlier number, a count has moved.
const THINGS: (i64, i64) = (5, 200);

/// The sentences, each a paragraph.
pub(super) fn summary(report: &Report) -> Vec<String> {
    let paragraphs = [
        received(report),
        services(report),
        moved(report, "下降", |change| change < 0),
        moved(report, "上升", |change| change > 0),
        counts(report),
        late(report),
        cases(report),
        standing(report),
    ];
    paragraphs.into_iter().flatten().collect()
}

/// How many, against before and the year before.
fn received(report: &Report) -> Option<String> {
    let line = report.figure(FigureCode::Received)?;
    let linked = report.figure(FigureCode::Linked)?.is.numerator;
    let this = &report.this_zh;
    if line.is.numerator == 0 && linked == 0 {
        return Some(format!("{this}没有受理工单。"));
    }
    let mut text = format!(
        "{this}受理事项 {} 件；{} {} 件，{} {}",
        line.text, report.before.zh, line.before.numerator, report.before.called, line.against_before
    );
    if let Some(compared) = &report.last_year {
        text += &format!(
            "；{} {} 件，{} {}",
            compared.zh, line.last_year.numerator, compared.called, line.against_last_year
        );
    }
    if linked > 0 {
        text += &format!("。另有由其他工单转开的关联工单 {linked} 件");
    }
    Some(text + "。")
}

/// How they were spread over the services.
fn services(report: &Report) -> Option<String> {
    use FigureCode as F;
    let codes = [
        F::Reminders,
        F::LeakDetections,
        F::WaterTests,
        F::Repairs,
        F::Events,
        F::Outages,
    ];
    let of = |code: F| {
        let line = report.figure(code).filter(|line| line.is.numerator > 0)?;
        Some(format!(
            "{} {} 件",
            code.service().map_or("", ServiceKind::zh),
            line.text
        ))
    };
    let parts: Vec<String> = codes.into_iter().filter_map(of).collect();
    (!parts.is_empty()).then(|| format!("按服务类别：{}。", parts.join("、")))
}

/// Rates that went one way by at least one percentage point, the most first.
fn moved(report: &Report, word: &str, way: fn(i64) -> bool) -> Option<String> {
    let mut rates: Vec<(i64, &FigureLine)> = report
        .figures
        .iter()
        .filter(|line| line.unit == Unit::Rate)
        .filter_map(|line| Some((line.is.value(line.unit)? - line.before.value(line.unit)?, line)))
        .filter(|(change, _)| way(*change) && change.abs() >= POINTS)
        .collect();
    rates.sort_by_key(|(change, _)| -change.abs());
    let parts: Vec<String> = rates
        .iter()
        .map(|(_, line)| format!("{} {}（{}）", line.zh, line.text, line.against_before))
        .collect();
    (!parts.is_empty()).then(|| format!("比{}{word}的比率：{}。", report.before.zh, parts.join("、")))
}

/// Other numbers that moved much; those of the services stand in the first sentences.
fn counts(report: &Report) -> Option<String> {
    use FigureCode as F;
    let told = [
        F::Received,
        F::Linked,
        F::Reminders,
        F::LeakDetections,
        F::WaterTests,
        F::Repairs,
        F::Events,
        F::Outages,
        F::Violations,
    ];
    let much = |line: &&FigureLine| {
        let (is, was) = (line.is.numerator, line.before.numerator);
        let (things, share) = THINGS;
        line.unit == Unit::Count
            && !told.contains(&line.code)
            && (is - was).abs() >= things
            && (is - was).abs() * 1000 >= was * share
    };
    let part = |line: &FigureLine| {
        format!(
            "{} {}（{} 为 {}）",
            line.zh, line.text, report.before.zh, line.before.numerator
        )
    };
    let parts: Vec<String> = report.figures.iter().filter(much).map(part).collect();
    (!parts.is_empty()).then(|| format!("变化较大的数量：{}。", parts.join("、")))
}

/// Limits that were missed.
fn late(report: &Report) -> Option<String> {
    let this = &report.this_zh;
    let count = report.overdue.len();
    if count == 0 {
        return Some(format!("{this}没有超时。"));
    }
    let without = report.overdue.iter().filter(|one| one.ended_at.is_none()).count();
    let open = match without {
        0 => String::new(),
        some => format!("，其中 {some} 项至统计时仍未完成"),
    };
    Some(format!(
        "{this}超时 {count} 项（{}）{open}。",
        overdue::by_clock(&report.overdue)
    ))
}

/// Extensions and violations.
fn cases(report: &Report) -> Option<String> {
    let approved = report.extended.iter().filter(|one| one.approved > 0).count();
    let extended = match report.extended.len() {
        0 => "没有申请延时".to_owned(),
        asked => format!("申请延时的工单 {asked} 张，批准 {approved} 张"),
    };
    let violations = match report.violations.len() {
        0 => "没有登记违规记录".to_owned(),
        some => format!("登记违规记录 {some} 件"),
    };
    Some(format!("{}{extended}；{violations}。", report.this_zh))
}

/// What is still open about the figures themselves.
fn standing(report: &Report) -> Option<String> {
    let mut parts = Vec::new();
    if !report.complete {
        parts.push(format!("{}尚未结束，以上为截至统计时间的数字", report.this_zh));
    }
    if !report.open_months.is_empty() {
        parts.push(format!("尚未封账的月份：{}", report.open_months.join("、")));
    }
    if !report.late.is_empty() {
        let figures: usize = report.late.iter().map(|late| late.figures.len()).sum();
        parts.push(format!("以前月份的补报涉及 {figures} 项指标，另列"));
    }
    (!parts.is_empty()).then(|| format!("{}。", parts.join("；")))
}
