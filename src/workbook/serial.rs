//! Excel's day numbers as dates.

use jiff::civil::{Date, DateTime, Time, date};
use jiff::{Span, ToSpan};

use crate::sheet::{NumberFormat, RawValue};

/// The first day after Excel's calendar, in days from 30 December 1899: 10000-01-01.
const AFTER_LAST: f64 = 2_958_466.0;
/// Days between the two epochs.
const FROM_1904: f64 = 1462.0;
const MILLISECONDS: f64 = 86_400_000.0;

/// What a number with the format of a date or time is, in the epoch of 1900 or of 1904.
///
/// A time without a day (below 1 in 1900) is text, `07:30`; so are the two days that Excel shows and the
/// calendar lacks: `1900-01-00` and `1900-02-29`. A number outside the calendar stays a number.
pub(crate) fn dated(value: f64, time_only: bool, from_1904: bool) -> RawValue {
    let moment = if from_1904 { value + FROM_1904 } else { value };
    let number = RawValue::Number { value, format: NumberFormat::default() };
    if !(0.0..AFTER_LAST).contains(&moment) {
        return number;
    }
    let Some((day, time)) = split(moment) else {
        return number;
    };
    if from_1904 && time_only && value < 1.0 {
        return RawValue::Text(clock(time));
    }
    match day {
        0 if time_only => RawValue::Text(clock(time)),
        0 => no_such_day("1900-01-00", time),
        60 => no_such_day("1900-02-29", time),
        _ => match calendar(day) {
            Some(date) => RawValue::Date(DateTime::from_parts(date, time)),
            None => number,
        },
    }
}

/// A count of days into whole days and the time of day, to the millisecond.
fn split(moment: f64) -> Option<(i64, Time)> {
    #[allow(clippy::cast_possible_truncation, reason = "below 10000-01-01")]
    if moment.fract() == 0.0 {
        // Nearly every date.
        return Some((moment as i64, Time::midnight()));
    }
    #[allow(clippy::cast_possible_truncation, reason = "below 10000-01-01")]
    let milliseconds = (moment * MILLISECONDS).round() as i64;
    let day = milliseconds.div_euclid(86_400_000);
    let rest: Span = milliseconds.rem_euclid(86_400_000).milliseconds();
    Some((day, Time::midnight().checked_add(rest).ok()?))
}

/// A day of Excel's 1900 calendar, where 60 does not exist.
fn calendar(day: i64) -> Option<Date> {
    let first = if day < 60 { date(1899, 12, 31) } else { date(1899, 12, 30) };
    first.checked_add(day.days()).ok()
}

fn no_such_day(day: &str, time: Time) -> RawValue {
    RawValue::Text(if time == Time::midnight() { day.to_owned() } else { format!("{day} {}", clock(time)) })
}

/// `07:30`, or `07:30:15` where there are seconds.
fn clock(time: Time) -> String {
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(value: f64) -> RawValue {
        dated(value, false, false)
    }

    fn day(year: i16, month: i8, day: i8) -> RawValue {
        RawValue::Date(date(year, month, day).to_datetime(Time::midnight()))
    }

    #[test]
    fn around_the_day_that_never_was() {
        assert_eq!(on(1.0), day(1900, 1, 1));
        assert_eq!(on(59.0), day(1900, 2, 28));
        assert_eq!(on(60.0), RawValue::Text("1900-02-29".into()));
        assert_eq!(on(61.0), day(1900, 3, 1));
        assert_eq!(on(46_349.0), day(2026, 11, 23));
        assert_eq!(on(2_958_465.0), day(9999, 12, 31));
    }

    #[test]
    fn from_1904() {
        assert_eq!(dated(0.0, false, true), day(1904, 1, 1));
        assert_eq!(dated(44_887.0, false, true), day(2026, 11, 23));
    }

    #[test]
    fn times_and_numbers_outside_the_calendar() {
        assert_eq!(dated(0.3125, true, false), RawValue::Text("07:30".into()));
        assert_eq!(on(0.0), RawValue::Text("1900-01-00".into()));
        for outside in [-1.0, 2_958_466.0, 1e300] {
            assert!(matches!(on(outside), RawValue::Number { .. }), "{outside}");
        }
    }
}
