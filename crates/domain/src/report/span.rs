//! 报告期: a month, a quarter, half a year or a year. Every one is a row of whole months, and its figures are theirs added
//! up: so a quarter of closed months says what their reports said.

use crate::{Moment, moment::Month};

crate::words! {
    /// How long a span is.
    SpanKind {
        Month "month" = "月度",
        Quarter "quarter" = "季度",
        Half "half" = "半年度",
        Year "year" = "年度",
    }
}

impl SpanKind {
    const fn month_count(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }
}

/// A span that is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportSpan {
    kind: SpanKind,
    first: Month,
}

impl From<Month> for ReportSpan {
    fn from(first: Month) -> Self {
        Self {
            kind: SpanKind::Month,
            first,
        }
    }
}

impl ReportSpan {
    /// Parses `2026-10`, `2026-Q3`, `2026-H1`, `2026`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, part) = text
            .split_once('-')
            .map_or((text, None), |(year, part)| (year, Some(part)));
        let (kind, number) = match part.map(|part| part.split_at_checked(1)) {
            None => (SpanKind::Year, 1),
            Some(Some(("Q", number))) => (SpanKind::Quarter, parse_one_digit(number, 4)?),
            Some(Some(("H", number))) => (SpanKind::Half, parse_one_digit(number, 2)?),
            Some(_) => return Month::parse(text).map(Self::from),
        };
        let month = (number - 1) * kind.month_count() + 1;
        let first = Month::parse(&format!("{year}-{month:02}"))?;
        Some(Self { kind, first })
    }

    /// The span of this kind a month lies in.
    #[must_use]
    pub fn around_month(month: Month, kind: SpanKind) -> Self {
        let place = (month.month_number() - 1) % kind.month_count();
        let back = std::iter::successors(Some(month), |month| Some(month.previous_month()));
        let first = back.take(place as usize + 1).last().unwrap_or(month);
        Self { kind, first }
    }

    /// How long it is.
    #[must_use]
    pub const fn span_kind(self) -> SpanKind {
        self.kind
    }

    /// Its months, in order.
    #[must_use]
    pub fn list_months(self) -> Vec<Month> {
        let all = std::iter::successors(Some(self.first), |month| Some(month.next_month()));
        all.take(self.kind.month_count() as usize).collect()
    }

    #[must_use]
    pub fn last_month(self) -> Month {
        self.list_months().pop().unwrap_or(self.first)
    }

    /// The month, if it is one.
    #[must_use]
    pub fn single_month(self) -> Option<Month> {
        (self.kind == SpanKind::Month).then_some(self.first)
    }

    /// From its first instant up to, and without, the first after it.
    #[must_use]
    pub fn span_bounds(self) -> (Moment, Moment) {
        (self.first.month_bounds().0, self.last_month().month_bounds().1)
    }

    /// The one before (环比).
    #[must_use]
    pub fn previous_span(self) -> Self {
        let back = std::iter::successors(Some(self.first), |month| Some(month.previous_month()));
        let first = back.take(self.kind.month_count() as usize + 1).last();
        Self {
            first: first.unwrap_or(self.first),
            ..self
        }
    }

    /// The same one a year earlier (同比).
    #[must_use]
    pub const fn last_year(self) -> Self {
        Self {
            kind: self.kind,
            first: self.first.last_year(),
        }
    }

    /// `2026年10月`, `2026年第三季度`, `2026年上半年`, `2026年`.
    #[must_use]
    pub fn zh(self) -> String {
        let year = self.first.year();
        match (self.kind, self.first.month_number()) {
            (SpanKind::Month, _) => self.first.zh(),
            (SpanKind::Quarter, 1) => format!("{year}年第一季度"),
            (SpanKind::Quarter, 4) => format!("{year}年第二季度"),
            (SpanKind::Quarter, 7) => format!("{year}年第三季度"),
            (SpanKind::Quarter, _) => format!("{year}年第四季度"),
            (SpanKind::Half, 1) => format!("{year}年上半年"),
            (SpanKind::Half, _) => format!("{year}年下半年"),
            (SpanKind::Year, _) => format!("{year}年"),
        }
    }

    /// How people call it in a sentence: `本月`, `本季度`, `本半年`, `本年`.
    #[must_use]
    pub const fn this_zh(self) -> &'static str {
        match self.kind {
            SpanKind::Month => "本月",
            SpanKind::Quarter => "本季度",
            SpanKind::Half => "本半年",
            SpanKind::Year => "本年",
        }
    }

    /// How the one before and the same one last year are called.
    pub(super) const fn earlier_zh(self) -> (&'static str, &'static str) {
        match self.kind {
            SpanKind::Month => ("上月", "去年同月"),
            SpanKind::Quarter => ("上季度", "去年同季"),
            SpanKind::Half => ("上个半年", "去年同期"),
            SpanKind::Year => ("上年", "上年"),
        }
    }
}

fn parse_one_digit(text: &str, most: u32) -> Option<u32> {
    let number = text.parse().ok().filter(|number| (1..=most).contains(number))?;
    (text.len() == 1).then_some(number)
}

impl std::fmt::Display for ReportSpan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month) = (self.first.year(), self.first.month_number());
        match self.kind {
            SpanKind::Month => self.first.fmt(f),
            SpanKind::Quarter => write!(f, "{year:04}-Q{}", month.div_ceil(3)),
            SpanKind::Half => write!(f, "{year:04}-H{}", month.div_ceil(6)),
            SpanKind::Year => write!(f, "{year:04}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_and_written_alike() {
        for (text, zh, before, last_year, months) in [
            ("2026-10", "2026年10月", "2026-09", "2025-10", 1),
            ("2026-Q1", "2026年第一季度", "2025-Q4", "2025-Q1", 3),
            ("2026-Q4", "2026年第四季度", "2026-Q3", "2025-Q4", 3),
            ("2026-H2", "2026年下半年", "2026-H1", "2025-H2", 6),
            ("2026-H1", "2026年上半年", "2025-H2", "2025-H1", 6),
            ("2026", "2026年", "2025", "2025", 12),
        ] {
            let span = ReportSpan::parse(text).unwrap();
            assert_eq!(span.to_string(), text);
            assert_eq!(span.zh(), zh);
            assert_eq!(span.previous_span().to_string(), before);
            assert_eq!(span.last_year().to_string(), last_year);
            assert_eq!(span.list_months().len(), months);
            let (from, to) = span.span_bounds();
            assert_eq!(from, span.list_months()[0].month_bounds().0);
            assert_eq!(to, span.last_month().month_bounds().1);
        }
    }

    #[test]
    fn spans_that_are_none() {
        for text in [
            "",
            "26",
            "2026-Q0",
            "2026-Q5",
            "2026-H3",
            "2026-Q",
            "2026-Q01",
            "2026-q1",
            "2026-13",
            "1999",
            "2026-",
            "2026-Q一",
            "二〇二六",
        ] {
            assert_eq!(ReportSpan::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_span_around_a_month() {
        let around =
            |month: &str, kind| ReportSpan::around_month(Month::parse(month).unwrap(), kind).to_string();
        assert_eq!(around("2026-05", SpanKind::Quarter), "2026-Q2");
        assert_eq!(around("2026-06", SpanKind::Half), "2026-H1");
        assert_eq!(around("2026-07", SpanKind::Half), "2026-H2");
        assert_eq!(around("2026-12", SpanKind::Year), "2026");
        assert_eq!(around("2026-12", SpanKind::Month), "2026-12");
    }
}
