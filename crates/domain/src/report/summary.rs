//! The report in a few sentences. They say what the figures say: rises and falls by name, nothing that a figure does not hold.

use super::{FigureChange, FigureCode, FigureLine, FigureUnit, Report, compute_change, overdue};
use crate::service::ServiceKind;

/// From how many tenths of a percentage point a rate has moved.
const POINTS: i64 = 10;
/// From how many things, and how many thousandths of the earlier number, a count has moved.
const THINGS: (i64, i64) = (5, 200);

/// The sentences, each a paragraph.
pub(super) fn build_summary(report: &Report) -> Vec<String> {
    let paragraphs = [
        summarise_received(report),
        summarise_services(report),
        summarise_rates(report, "下降", |change| change < 0),
        summarise_rates(report, "上升", |change| change > 0),
        summarise_counts(report),
        summarise_overdue(report),
        summarise_cases(report),
        summarise_open_points(report),
    ];
    paragraphs.into_iter().flatten().collect()
}

/// How many, against before and the year before.
fn summarise_received(report: &Report) -> Option<String> {
    let line = report.find_figure(FigureCode::Received)?;
    let linked = report.find_figure(FigureCode::Linked)?.is.numerator;
    let this = &report.this_zh;
    if line.is.numerator == 0 && linked == 0 {
        return Some(format!("{this}没有受理工单。"));
    }
    let before = &report.before;
    let mut text = match line.before.map(|before| before.numerator) {
        None => format!("{this}受理事项 {} 件；{}无数据", line.text, before.zh),
        Some(0) => format!("{this}受理事项 {} 件；{}没有受理", line.text, before.zh),
        Some(was) => format!(
            "{this}受理事项 {} 件；{} {was} 件，{} {}",
            line.text, before.zh, before.called, line.against_before
        ),
    };
    // Against nothing there is nothing to say.
    let last_year = line.last_year.filter(|year_ago| year_ago.numerator > 0);
    if let Some((compared, year_ago)) = report.last_year.as_ref().zip(last_year) {
        text += &format!(
            "；{} {} 件，{} {}",
            compared.zh, year_ago.numerator, compared.called, line.against_last_year
        );
    }
    if linked > 0 {
        text += &format!("。另有由其他工单转开的关联工单 {linked} 件");
    }
    Some(text + "。")
}

/// How they were spread over the services.
fn summarise_services(report: &Report) -> Option<String> {
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
        let line = report.find_figure(code).filter(|line| line.is.numerator > 0)?;
        Some(format!(
            "{} {} 件",
            code.service_kind().map_or("", ServiceKind::zh),
            line.text
        ))
    };
    let parts: Vec<String> = codes.into_iter().filter_map(of).collect();
    (!parts.is_empty()).then(|| format!("按服务类别：{}。", parts.join("、")))
}

/// Rates that went one way by at least one percentage point, the most first.
fn summarise_rates(report: &Report, word: &str, way: fn(i64) -> bool) -> Option<String> {
    let mut rates: Vec<(i64, &FigureLine)> = report
        .figures
        .iter()
        .filter(|line| line.unit == FigureUnit::Rate)
        .filter_map(|line| match compute_change(line.unit, line.is, line.before) {
            FigureChange::By(by) => Some((by, line)),
            FigureChange::NoData | FigureChange::NothingBefore => None,
        })
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
fn summarise_counts(report: &Report) -> Option<String> {
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
    let part = |line: &FigureLine| {
        let (is, was) = (line.is.numerator, line.before?.numerator);
        let (things, share) = THINGS;
        let much = line.unit == FigureUnit::Count
            && !told.contains(&line.code)
            && (is - was).abs() >= things
            && (is - was).abs() * 1000 >= was * share;
        much.then(|| format!("{} {}（{} 为 {was}）", line.zh, line.text, report.before.zh))
    };
    let parts: Vec<String> = report.figures.iter().filter_map(part).collect();
    (!parts.is_empty()).then(|| format!("变化较大的数量：{}。", parts.join("、")))
}

/// Limits that were missed.
fn summarise_overdue(report: &Report) -> Option<String> {
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
        overdue::count_by_clock(&report.overdue)
    ))
}

/// Extensions and violations.
fn summarise_cases(report: &Report) -> Option<String> {
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
fn summarise_open_points(report: &Report) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::super::{Figure, month_report};
    use super::*;
    use crate::{Moment, moment::Month};

    /// A figure, this month and the month before.
    type Moved = (FigureCode, (i64, i64), (i64, i64));

    fn told(figures: &[Moved]) -> Vec<String> {
        let month = Month::parse("2026-10").unwrap();
        let mut report = month_report(month, Moment(month.month_bounds().1.0), &[], &[], &[]);
        let figure = |(numerator, denominator)| Figure {
            numerator,
            denominator,
        };
        for (code, is, before) in figures {
            let line = report.figures.iter_mut().find(|line| line.code == *code).unwrap();
            line.set_figures(figure(*is), Some(figure(*before)), Some(Figure::default()));
        }
        build_summary(&report)
    }

    #[test]
    fn nothing_happened_and_nothing_is_compared() {
        let told = told(&[]);
        assert_eq!(told[0], "本月没有受理工单。");
        assert!(told.contains(&"本月没有超时。".to_owned()));
        assert!(
            !told
                .iter()
                .any(|text| text.contains("上升") || text.contains("下降"))
        );
    }

    #[test]
    fn rises_and_falls_are_named_the_most_first() {
        let told = told(&[
            (FigureCode::Received, (120, 120), (100, 100)),
            (FigureCode::CloseRate, (90, 100), (95, 100)),
            (FigureCode::ArrivalRate, (50, 100), (80, 100)),
            (FigureCode::SatisfactionRate, (99, 100), (98, 100)),
            // Half a point is no movement, and against nothing there is none.
            (FigureCode::SignRate, (995, 1000), (990, 1000)),
            (FigureCode::FollowUpRate, (1, 2), (0, 0)),
        ]);
        assert_eq!(told[0], "本月受理事项 120 件；2026年9月 100 件，环比 +20.0%。");
        assert_eq!(
            told[1],
            "比2026年9月下降的比率：到场及时率 50.0%（-30.0 个百分点）、24 小时办结率（含批准延时） 90.0%（-5.0 个百分点）。"
        );
        assert_eq!(told[2], "比2026年9月上升的比率：满意率 99.0%（+1.0 个百分点）。");
    }

    #[test]
    fn numbers_that_moved_much_are_told() {
        let told = told(&[
            (FigureCode::Received, (10, 10), (0, 0)),
            (FigureCode::Urged, (12, 12), (6, 6)),
            // Four more are few; a tenth is little.
            (FigureCode::Merged, (5, 5), (1, 1)),
            (FigureCode::Cancelled, (110, 110), (100, 100)),
        ]);
        assert_eq!(told[0], "本月受理事项 10 件；2026年9月没有受理。");
        assert!(
            told.contains(&"变化较大的数量：催办工单 12（2026年9月 为 6）。".to_owned()),
            "{told:?}"
        );
    }
}
