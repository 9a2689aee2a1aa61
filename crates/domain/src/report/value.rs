//! What is printed of a figure and of its change: exact fractions, rounded once at the end, a half away from zero. Screen,
//! page and workbook all ask here, so that no two of them can say something else.

use super::{Figure, FigureUnit};

/// What stands where nothing can be told.
pub const NO_DATA: &str = "无数据";
/// What stands where there was nothing to compare with.
pub const NOTHING_BEFORE: &str = "无可比";

/// How a figure moved against an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureChange {
    /// One of the two is not known, or cannot be divided.
    NoData,
    /// The earlier one was nothing.
    NothingBefore,
    /// Of a rate tenths of a percentage point; of all else thousandths of the earlier.
    By(i64),
}

impl Figure {
    /// The value in the step it is printed in: whole things, thousandths of a rate, whole minutes of a mean, tenths of
    /// an hour or a tonne. None where nothing can be divided.
    #[must_use]
    pub fn rounded_value(&self, unit: FigureUnit) -> Option<i64> {
        let (over, under) = self.exact_fraction(unit)?;
        let steps = match unit {
            FigureUnit::Count | FigureUnit::MeanMinutes => 1,
            FigureUnit::Rate => 1000,
            FigureUnit::Minutes | FigureUnit::Litres => 10,
        };
        Some(divide_rounded(over.saturating_mul(steps), under))
    }

    /// As printed: `128`, `96.3%`, `无数据`.
    #[must_use]
    pub fn format_value(&self, unit: FigureUnit) -> String {
        let Some(value) = self.rounded_value(unit) else {
            return NO_DATA.to_owned();
        };
        match unit {
            FigureUnit::Count => value.to_string(),
            FigureUnit::Rate => format!("{}%", format_tenths(value)),
            FigureUnit::MeanMinutes => format!("{value} 分钟"),
            FigureUnit::Minutes => format!("{} 小时", format_tenths(value)),
            FigureUnit::Litres => format!("{} 吨", format_tenths(value)),
        }
    }

    /// What it is exactly, in the unit that is printed: things, parts of one, minutes, hours, tonnes.
    fn exact_fraction(&self, unit: FigureUnit) -> Option<(i128, i128)> {
        let under = match unit {
            FigureUnit::Count => 1,
            FigureUnit::Rate | FigureUnit::MeanMinutes => i128::from(self.denominator),
            FigureUnit::Minutes => 60,
            FigureUnit::Litres => 1000,
        };
        (under > 0).then_some((i128::from(self.numerator), under))
    }
}

/// How a figure moved: rates by the difference, all else as a part of the earlier.
#[must_use]
pub fn compute_change(unit: FigureUnit, is: Figure, was: Option<Figure>) -> FigureChange {
    let parts = |figure: Figure| figure.exact_fraction(unit);
    let (Some((is, is_of)), Some((was, was_of))) = (parts(is), was.and_then(parts)) else {
        return FigureChange::NoData;
    };
    let moved = is
        .saturating_mul(was_of)
        .saturating_sub(was.saturating_mul(is_of));
    let against = match unit {
        FigureUnit::Rate => is_of.saturating_mul(was_of),
        _ => was.saturating_mul(is_of),
    };
    if against <= 0 {
        return FigureChange::NothingBefore;
    }
    FigureChange::By(divide_rounded(moved.saturating_mul(1000), against))
}

/// [`change`] as printed: `+2.5%`, `-0.4 个百分点`.
#[must_use]
pub fn change_text(unit: FigureUnit, is: Figure, was: Option<Figure>) -> String {
    match compute_change(unit, is, was) {
        FigureChange::NoData => NO_DATA.to_owned(),
        FigureChange::NothingBefore => NOTHING_BEFORE.to_owned(),
        FigureChange::By(by) => {
            let sign = if by > 0 { "+" } else { "" };
            let of = if unit == FigureUnit::Rate {
                " 个百分点"
            } else {
                "%"
            };
            format!("{sign}{}{of}", format_tenths(by))
        }
    }
}

/// A figure that may not be known, as printed.
#[must_use]
pub fn format_figure(figure: Option<Figure>, unit: FigureUnit) -> String {
    figure.map_or_else(|| NO_DATA.to_owned(), |figure| figure.format_value(unit))
}

/// Minutes as hours, as printed.
#[must_use]
pub fn format_hours(minutes: i64) -> String {
    let figure = Figure {
        numerator: minutes,
        denominator: 1,
    };
    figure.format_value(FigureUnit::Minutes)
}

/// `12.3`.
fn format_tenths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let value = value.unsigned_abs();
    format!("{sign}{}.{}", value / 10, value % 10)
}

/// `over ÷ under` as a whole number; a half goes away from zero. `under` is more than nothing.
fn divide_rounded(over: i128, under: i128) -> i64 {
    let twice = over.saturating_abs().saturating_mul(2).saturating_add(under);
    let whole = twice.div_euclid(under.saturating_mul(2));
    i64::try_from(whole * over.signum()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn figure(numerator: i64, denominator: i64) -> Figure {
        Figure {
            numerator,
            denominator,
        }
    }

    #[test]
    fn nothing_to_divide_is_no_figure() {
        let none = Figure::default();
        assert_eq!(none.format_value(FigureUnit::Rate), "无数据");
        assert_eq!(none.format_value(FigureUnit::MeanMinutes), "无数据");
        assert_eq!(none.format_value(FigureUnit::Count), "0");
        assert_eq!(change_text(FigureUnit::Rate, figure(1, 2), Some(none)), "无数据");
        assert_eq!(change_text(FigureUnit::Count, figure(3, 0), Some(none)), "无可比");
        assert_eq!(change_text(FigureUnit::Count, figure(3, 0), None), "无数据");
        assert_eq!(format_figure(None, FigureUnit::Count), "无数据");
    }

    #[test]
    fn a_half_goes_away_from_zero() {
        let rate = |numerator, denominator| figure(numerator, denominator).format_value(FigureUnit::Rate);
        assert_eq!(rate(1, 3), "33.3%");
        assert_eq!(rate(2, 3), "66.7%");
        assert_eq!(rate(1, 2000), "0.1%");
        assert_eq!(rate(1999, 2000), "100.0%");
        assert_eq!(rate(3, 3), "100.0%");
        assert_eq!(figure(5, 2).format_value(FigureUnit::MeanMinutes), "3 分钟");
        // 1.55 hours were cut to 1.5, and 1,950 litres to 1.9 tonnes.
        assert_eq!(figure(93, 1).format_value(FigureUnit::Minutes), "1.6 小时");
        assert_eq!(format_hours(95), "1.6 小时");
        assert_eq!(figure(1950, 3).format_value(FigureUnit::Litres), "2.0 吨");
    }

    #[test]
    fn a_change_is_rounded_once() {
        assert_eq!(
            change_text(FigureUnit::Count, figure(90, 0), Some(figure(120, 0))),
            "-25.0%"
        );
        assert_eq!(
            change_text(FigureUnit::Rate, figure(9, 10), Some(figure(8, 10))),
            "+10.0 个百分点"
        );
        // A mean of 19.4 minutes against one of 18.6: both are printed as 19.
        assert_eq!(
            change_text(FigureUnit::MeanMinutes, figure(194, 10), Some(figure(186, 10))),
            "+4.3%"
        );
        // Both round up by themselves; their difference does not.
        assert_eq!(
            change_text(FigureUnit::Rate, figure(9, 20), Some(figure(4544, 10000))),
            "-0.4 个百分点"
        );
        // Exactly half a step, each way.
        assert_eq!(
            change_text(FigureUnit::Count, figure(2001, 0), Some(figure(2000, 0))),
            "+0.1%"
        );
        assert_eq!(
            change_text(FigureUnit::Count, figure(1999, 0), Some(figure(2000, 0))),
            "-0.1%"
        );
        assert_eq!(
            change_text(FigureUnit::Count, figure(9999, 0), Some(figure(10000, 0))),
            "0.0%"
        );
    }

    #[test]
    fn numbers_of_a_forged_file_do_not_stop_the_program() {
        for unit in [
            FigureUnit::Count,
            FigureUnit::Rate,
            FigureUnit::MeanMinutes,
            FigureUnit::Minutes,
            FigureUnit::Litres,
        ] {
            for (is, was) in [(i64::MAX, i64::MIN), (i64::MIN, i64::MAX), (i64::MAX, i64::MAX)] {
                let _ = figure(is, is).format_value(unit);
                let _ = change_text(unit, figure(is, was), Some(figure(was, is)));
            }
        }
    }
}
