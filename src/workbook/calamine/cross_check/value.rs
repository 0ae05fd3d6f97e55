//! One cell, as each reader has it.

use ::calamine::{CellErrorType, DataRef, ExcelDateTime};
use jiff::civil::{Date, DateTime, Time};

use crate::sheet::RawValue;

/// Does the cell hold nothing?
pub(super) fn is_empty(value: &DataRef<'_>) -> bool {
    match value {
        DataRef::Empty | DataRef::SharedString("") => true,
        DataRef::String(text) => text.is_empty(),
        _ => false,
    }
}

/// Do both readers mean the same? What calamine does not tell (a formula without a value) is no difference,
/// nor is the type in which it hands a date on.
pub(super) fn is_same(ours: &RawValue, theirs: &DataRef<'_>) -> bool {
    match (ours, theirs) {
        (RawValue::Blank | RawValue::NoValue, theirs) => is_empty(theirs),
        (RawValue::Text(text), DataRef::String(other)) => text == other,
        (RawValue::Text(text), DataRef::SharedString(other)) => text == other,
        (RawValue::Text(text), DataRef::DateTimeIso(other) | DataRef::DurationIso(other)) => text == other,
        (RawValue::Text(text), theirs) if text.is_empty() => is_empty(theirs),
        (RawValue::Text(text), DataRef::DateTime(moment)) => {
            // A time of day, which is no date: `07:30`.
            moment.as_f64() < 1.0 && clock(moment).starts_with(text.as_str())
        }
        (RawValue::Number { value, .. }, DataRef::Float(other)) => value == other,
        #[allow(clippy::cast_precision_loss, reason = "Excel's own numbers are floats")]
        (RawValue::Number { value, .. }, DataRef::Int(other)) => *value == *other as f64,
        // `[h]:mm` is a number of days, and no date.
        (RawValue::Number { value, .. }, DataRef::DateTime(moment)) => {
            moment.is_duration() && *value == moment.as_f64()
        }
        (RawValue::Bool(truth), DataRef::Bool(other)) => truth == other,
        (RawValue::Error(code), DataRef::Error(other)) => {
            *code == other.to_string() || (code == "#GETTING_DATA" && *other == CellErrorType::GettingData)
        }
        (RawValue::Date(date), DataRef::DateTime(moment)) => Some(*date) == calendar(moment),
        (RawValue::Date(date), DataRef::DateTimeIso(text)) => Some(*date) == iso(text),
        _ => false,
    }
}

/// As it is shown where it differs; none for nothing.
pub(super) fn ours(value: &RawValue) -> Option<String> {
    Some(match value {
        RawValue::Blank | RawValue::NoValue => return None,
        RawValue::Text(text) => format!("{text:?}"),
        RawValue::Number { value, .. } => value.to_string(),
        RawValue::Bool(truth) => truth.to_string(),
        RawValue::Date(date) => date.to_string(),
        RawValue::Error(code) => code.clone(),
    })
}

/// As [`ours`], of calamine's.
pub(super) fn theirs(value: &DataRef<'_>) -> Option<String> {
    Some(match value {
        value if is_empty(value) => return None,
        DataRef::Empty => return None,
        DataRef::SharedString(text) => format!("{text:?}"),
        DataRef::String(text) => format!("{text:?}"),
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => value.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::Error(code) => code.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::DateTime(moment) => match calendar(moment) {
            Some(date) => date.to_string(),
            None => format!("{:?}", moment.to_ymd_hms_milli()),
        },
    })
}

/// A moment as calamine's own calendar has it.
fn calendar(moment: &ExcelDateTime) -> Option<DateTime> {
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let small = |number: u8| i8::try_from(number).ok();
    let nanos = i32::from(milli) * 1_000_000;
    let date = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, nanos).ok()?;
    Some(DateTime::from_parts(date, time))
}

/// `07:30:00`.
fn clock(moment: &ExcelDateTime) -> String {
    let (.., hour, minute, second, _) = moment.to_ymd_hms_milli();
    format!("{hour:02}:{minute:02}:{second:02}")
}

fn iso(text: &str) -> Option<DateTime> {
    let plain = text.trim_end_matches('Z');
    let day = || plain.parse::<Date>().ok().map(|date| date.to_datetime(Time::midnight()));
    if plain.len() > 10 { plain.parse().ok() } else { day() }
}
