//! Dates that people type as text, or as plain numbers, in a Swedish sheet.
//!
//! The day stands before the month, always: `3/4` is the third of April. What a text leaves open (the year of
//! `23/11`, the order of `231126`) is settled by the day of reading and by the neighbouring rows, or reported as open.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use unicode_normalization::UnicodeNormalization;

use super::text::{has_digit, is_dash, is_invisible};

/// What a text says about a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A date in the ISO form, `2026-11-23`: unmistakable.
    Iso(Date),
    /// A date in another form, with one plausible reading.
    Typed(Date),
    /// Several readings are equally plausible: two dates or more, in order.
    Ambiguous(Vec<Date>),
    /// No date.
    NotADate,
}

/// Readings this many days or fewer from their neighbours belong among them.
const NEAR_DAYS: i64 = 180;

/// Years that a date is written with; anything else is a slip of the finger.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// Days that a bare serial number may mean: the present century.
const SERIALS: std::ops::RangeInclusive<i64> = 36_526..=73_051;

/// Excel's day 0 in the 1900 system, as it counts for every day after February 1900.
const SERIAL_ZERO: Date = date(1899, 12, 30);

/// The longest text that is read: `onsdagen den 23:e september 2026 kl. 10:15:00` and some spaces.
const LONGEST: usize = 80;

/// Reads a cell's `text` as a date.
///
/// `as_of` is the day of reading: a missing year is the latest that does not pass it. `near` is a date from neighbouring
/// rows, where one is known. Of several readings the one that fits `near` (else `as_of`) is taken, and one after `as_of` least.
#[must_use]
pub fn read(text: &str, as_of: Date, near: Option<Date>) -> Reading {
    if text.len() > LONGEST || !has_digit(text) {
        return Reading::NotADate;
    }
    // Most dates stand so already.
    if let Some(date) = plain_iso(text) {
        return Reading::Iso(date);
    }
    let text = fold(text);
    let text = without_time(&text);
    if let Some(date) = iso(text) {
        return Reading::Iso(date);
    }
    let text = without_weekday(text);
    let readings = if text.bytes().all(|byte| byte.is_ascii_digit()) {
        digits_only(text)
    } else {
        parts(text).map(|parts| written(&parts, as_of)).unwrap_or_default()
    };
    settle(readings, as_of, near)
}

/// Reads a numeric cell that has no date format: a serial of the 1900 system (`46349`, with or without a time of
/// day), or digits typed as a date (`231126`, `20261123`), whose leading zero the cell has lost (`51026`).
#[must_use]
pub fn from_number(number: f64, as_of: Date, near: Option<Date>) -> Reading {
    if !(0.0..1e8).contains(&number) {
        return Reading::NotADate;
    }
    // In range, so the cast only drops the time of day.
    let whole = number.trunc() as i64;
    let mut readings: Vec<Date> = serial(whole).into_iter().collect();
    if number.fract() == 0.0 {
        readings.extend(match whole {
            10_000..=999_999 => six_digits(&format!("{whole:06}")),
            10_000_000.. => digits_only(&whole.to_string()),
            _ => Vec::new(),
        });
    }
    settle(readings, as_of, near)
}

/// Lower case, one kind of dash, single spaces, nothing invisible.
fn fold(text: &str) -> String {
    let visible: String = text
        .nfkc()
        .filter(|&c| !is_invisible(c))
        .flat_map(char::to_lowercase)
        .map(|c| if is_dash(c) { '-' } else { c })
        .collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    words.join(" ").trim_end_matches(['.', ',']).to_owned()
}

/// Cuts a time of day from the end: `2026-11-23t10:15:00z`, `23/11 kl. 10.15`.
fn without_time(text: &str) -> &str {
    for mark in [" kl. ", " kl "] {
        if let Some((date, time)) = text.split_once(mark)
            && is_time(time, &[':', '.'])
        {
            return date;
        }
    }
    match text.rsplit_once([' ', 't']) {
        Some((date, time)) if is_time(time, &[':']) => date.trim_end_matches(','),
        _ => text,
    }
}

fn is_time(text: &str, colons: &[char]) -> bool {
    let text = text.trim_end_matches('z');
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) if clock.contains(':') => (clock, fraction),
        _ => (text, "0"),
    };
    let fields: Vec<&str> = clock.split(colons).collect();
    let in_range = |(field, limit): (&&str, u8)| {
        field.len() <= 2 && field.parse::<u8>().is_ok_and(|value| value < limit)
    };
    matches!(fields.len(), 2 | 3)
        && fields.iter().zip([24, 60, 60]).all(in_range)
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// As [`iso`], in ten ASCII characters.
fn plain_iso(text: &str) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let number = |digits: [&u8; 2]| {
        let [tens, ones] = digits.map(|digit| digit.wrapping_sub(b'0'));
        (tens < 10 && ones < 10)
            .then(|| 10 * i8::try_from(tens).unwrap_or(0) + i8::try_from(ones).unwrap_or(0))
    };
    let century = i16::from(number([y1, y2])?);
    let year = 100 * century + i16::from(number([y3, y4])?);
    Date::new(year, number([m1, m2])?, number([d1, d2])?).ok()
}

/// `2026-11-23`, exactly.
fn iso(text: &str) -> Option<Date> {
    let mut fields = text.split('-');
    let (year, month, day) = (fields.next()?, fields.next()?, fields.next()?);
    let shaped = year.len() == 4 && month.len() == 2 && day.len() == 2 && fields.next().is_none();
    if !shaped {
        return None;
    }
    valid(number(year)?, number(month)?, number(day)?)
}

/// Cuts a weekday and the word *den* from the beginning: `mån 23/11`, `torsdagen den 23 nov`.
fn without_weekday(text: &str) -> &str {
    let mut rest = text;
    if let Some((word, after)) = text.split_once(' ')
        && is_weekday(word.trim_end_matches(['.', ',']))
    {
        rest = after;
    }
    rest.strip_prefix("den ").unwrap_or(rest)
}

fn is_weekday(word: &str) -> bool {
    let word = word.strip_suffix("en").filter(|day| day.ends_with("dag")).unwrap_or(word);
    let shortened = |day: &str| word.chars().count() >= 2 && day.trim_end_matches("dag").starts_with(word);
    ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]
        .iter()
        .any(|&day| word == day || shortened(day))
}

/// Readings of a text of nothing but digits.
fn digits_only(digits: &str) -> Vec<Date> {
    match digits.len() {
        5 => digits.parse().ok().and_then(serial).into_iter().collect(),
        6 => six_digits(digits),
        8 => eight_digits(digits).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn serial(days: i64) -> Option<Date> {
    SERIALS.contains(&days).then(|| SERIAL_ZERO.checked_add(days.days()).ok()).flatten()
}

/// `231126`: the year comes first, or the day does.
fn six_digits(digits: &str) -> Vec<Date> {
    let pair = |at: usize| digits.get(at..at + 2).and_then(number);
    let (Some(first), Some(month), Some(last)) = (pair(0), pair(2), pair(4)) else {
        return Vec::new();
    };
    either_end(first, month, last)
}

/// `20261123`; or `23112026`, where the first can be no date.
fn eight_digits(digits: &str) -> Option<Date> {
    let field = |at: usize, len: usize| digits.get(at..at + len).and_then(number);
    let year_first = written_year(field(0, 4)?, field(4, 2)?, field(6, 2)?);
    year_first.or_else(|| written_year(field(4, 4)?, field(2, 2)?, field(0, 2)?))
}

/// Two digits, a month, two digits: both ends can be the year.
fn either_end(first: i16, month: i16, last: i16) -> Vec<Date> {
    [(first, last), (last, first)]
        .into_iter()
        .filter_map(|(year, day)| valid(2000 + year, month, day))
        .collect()
}

/// One part of a written date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A number, and how many digits it is written with.
    Number(i16, usize),
    /// A month by its name.
    Month(i16),
    /// What stands between two parts: `/`, `.`, `-` or a space.
    Mark(char),
}

/// Splits a folded text; `None` where it holds anything that no date does.
fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = rest.find(|c: char| kind(c) != kind(first)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(len);
        rest = after;
        match kind(first) {
            Kind::Digit => {
                parts.push(Part::Number(number(piece)?, piece.len()));
                rest = without_ordinal(rest);
            }
            Kind::Letter => parts.push(Part::Month(month(piece)?)),
            Kind::Mark => parts.push(Part::Mark(mark(piece)?)),
        }
    }
    Some(parts)
}

#[derive(PartialEq, Eq)]
enum Kind {
    Digit,
    Letter,
    Mark,
}

fn kind(c: char) -> Kind {
    match c {
        c if c.is_ascii_digit() => Kind::Digit,
        c if c.is_alphabetic() => Kind::Letter,
        _ => Kind::Mark,
    }
}

/// Cuts the `:e` of `23:e`, the `:a` of `1:a`, the `e` of `23e`.
fn without_ordinal(rest: &str) -> &str {
    let after = rest.strip_prefix(':').unwrap_or(rest);
    match after.strip_prefix(['e', 'a']) {
        Some(after) if !after.starts_with(char::is_alphabetic) => after,
        _ => rest,
    }
}

/// The mark that a run of punctuation and spaces stands for: `. ` is a dot, ` - ` a dash.
fn mark(piece: &str) -> Option<char> {
    let mut marks = piece.chars().filter(|&c| c != ' ' && c != ',');
    let mark = marks.next().unwrap_or(' ');
    (marks.next().is_none() && matches!(mark, '/' | '.' | '-' | ' ')).then_some(mark)
}

fn month(name: &str) -> Option<i16> {
    const MONTHS: [&str; 12] = [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ];
    let shortened = |month: &str| month.starts_with(name) && (name.chars().count() == 3 || name == "sept");
    let place = MONTHS.iter().position(|&month| name == month || shortened(month))?;
    i16::try_from(place + 1).ok()
}

/// Every date that the parts can be read as.
fn written(parts: &[Part], as_of: Date) -> Vec<Date> {
    use Part::{Mark, Month, Number};
    let day_first =
        |day, month, year, digits| full_year(year, digits).and_then(|year| written_year(year, month, day));
    match *parts {
        [Number(day, 1..=2), Mark(' ' | '.' | '-' | '/'), Month(month)]
        | [Number(day, 1..=2), Month(month)] => latest(month, day, as_of).into_iter().collect(),
        [Number(day, 1..=2), Mark(_), Month(month), Mark(_), Number(year, digits)]
        | [Number(day, 1..=2), Month(month), Mark(_), Number(year, digits)]
        | [Number(day, 1..=2), Month(month), Number(year, digits)] => {
            day_first(day, month, year, digits).into_iter().collect()
        }
        [Number(day, 1..=2), Mark('/' | '.' | '-'), Number(month, 1..=2)] => {
            latest(month, day, as_of).into_iter().collect()
        }
        [Number(year, 4), Mark(first), Number(month, 1..=2), Mark(second), Number(day, 1..=2)]
            if first == second =>
        {
            written_year(year, month, day).into_iter().collect()
        }
        [Number(first, 2), Mark(one @ ('/' | '-')), Number(month, 1..=2), Mark(two), Number(last, 2)]
            if one == two =>
        {
            either_end(first, month, last)
        }
        [Number(day, 1..=2), Mark(first), Number(month, 1..=2), Mark(_), Number(year, digits)]
            if first != ' ' || digits == 4 =>
        {
            day_first(day, month, year, digits).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The year that `year` stands for when written with `digits` digits.
fn full_year(year: i16, digits: usize) -> Option<i16> {
    match digits {
        2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}

fn written_year(year: i16, month: i16, day: i16) -> Option<Date> {
    YEARS.contains(&year).then(|| valid(year, month, day)).flatten()
}

/// The latest such day that does not pass `as_of`; the 29th of February may be eight years back.
fn latest(month: i16, day: i16, as_of: Date) -> Option<Date> {
    (0..=8).filter_map(|back| valid(as_of.year() - back, month, day)).find(|&date| date <= as_of)
}

fn valid(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn number(digits: &str) -> Option<i16> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// Chooses among the readings: first those near the neighbours (else near `as_of`), then those that do not pass `as_of`.
fn settle(mut readings: Vec<Date>, as_of: Date, near: Option<Date>) -> Reading {
    readings.sort_unstable();
    readings.dedup();
    let middle = near.unwrap_or(as_of);
    let fits: [&dyn Fn(Date) -> bool; 2] =
        [&|date| middle.duration_until(date).as_hours().abs() <= NEAR_DAYS * 24, &|date| date <= as_of];
    for fit in fits {
        if readings.iter().any(|&date| fit(date)) {
            readings.retain(|&date| fit(date));
        }
    }
    match readings[..] {
        [] => Reading::NotADate,
        [only] => Reading::Typed(only),
        _ => Reading::Ambiguous(readings),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = date(2026, 11, 30);
    const THE_DAY: Date = date(2026, 11, 23);

    fn read_today(text: &str) -> Reading {
        read(text, TODAY, None)
    }

    proptest::proptest! {
        #[test]
        fn plain_iso_dates_are_read_as_any_other(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}|[12][09][0-9]{2}[-/][01][0-9]-[0-3].") {
            proptest::prop_assert_eq!(plain_iso(&text), if text.is_ascii() { iso(&text) } else { None });
        }
    }

    #[test]
    fn iso_is_no_guess() {
        for text in [
            "2026-11-23",
            " 2026-11-23\u{a0}",
            "2026\u{2011}11\u{2011}23",
            "\u{feff}2026-11-23",
            "2026-11-23 10:15",
            "2026-11-23 10:15:30",
            "2026-11-23T10:15:30",
            "2026-11-23T10:15:30.123Z",
            "2026-11-23 kl 10.15",
            "2026-11-23 00:00:00",
        ] {
            assert_eq!(read_today(text), Reading::Iso(THE_DAY), "{text}");
        }
    }

    #[test]
    fn one_day_in_many_forms() {
        for text in [
            "23/11",
            "23.11",
            "23.11.",
            "23-11",
            "23/11-26",
            "23/11 -26",
            "23/11 2026",
            "23/11, 2026",
            "23/11-2026",
            "23/11/2026",
            "23/11/26",
            "23.11.2026",
            "23.11.26",
            "23. 11. 2026",
            "23-11-2026",
            "23-11-26",
            "26-11-23",
            "23 11 2026",
            "2026 11 23",
            "2026/11/23",
            "2026.11.23",
            "231126",
            "261123",
            "20261123",
            "23112026",
            "20261123 10:15",
            "46349",
            "23 nov",
            "23 nov.",
            "23. nov",
            "23nov",
            "23nov26",
            "23-nov-26",
            "23 november",
            "23 NOVEMBER 2026",
            "23 nov 26",
            "23 nov -26",
            "den 23 nov",
            "23:e nov",
            "23e nov",
            "den 23:e november 2026",
            "mån 23/11",
            "mån. 23/11",
            "må 23/11",
            "Måndag 23 november",
            "ma\u{30a}ndag 23 november",
            "måndagen den 23:e november",
            "23/11 10:15",
            "23/11 kl. 10.15",
            "23\u{202f}nov\u{200b}",
            "23–11–2026",
        ] {
            assert_eq!(read_today(text), Reading::Typed(THE_DAY), "{text}");
        }
    }

    #[test]
    fn the_day_stands_before_the_month() {
        for (text, expected) in [
            ("3/4", date(2026, 4, 3)),
            ("3/4-26", date(2026, 4, 3)),
            ("03.04.2026", date(2026, 4, 3)),
            ("1:a maj", date(2026, 5, 1)),
            ("2026-1-5", date(2026, 1, 5)),
            ("12/11/2025", date(2025, 11, 12)),
            ("24 dec", date(2025, 12, 24)),
            ("24/12", date(2025, 12, 24)),
            ("30/11", TODAY),
            ("1/12", date(2025, 12, 1)),
            ("29/2", date(2024, 2, 29)),
            ("3 sept", date(2026, 9, 3)),
            ("36526", date(2000, 1, 1)),
            ("73051", date(2100, 1, 1)),
        ] {
            assert_eq!(read_today(text), Reading::Typed(expected), "{text}");
        }
    }

    #[test]
    fn no_dates() {
        for text in [
            "",
            "idag",
            "igår",
            "imorgon",
            "nov",
            "nov 2026",
            "2026",
            "11",
            "23",
            "v. 47",
            "vecka 47",
            "2026-13-01",
            "2026-11-31",
            "2026-02-29",
            "31/11",
            "32/1",
            "11/23",
            "23/11-6",
            "23/11 202",
            "2026-47",
            "23 11",
            "10:15",
            "Mon 23/11",
            "Monday 23 nov",
            "23 oct",
            "23/11 och 24/11",
            "23/11-24/11",
            "0",
            "123",
            "1234567",
            "36525",
            "73052",
            "999999",
            "99999999",
            "123456789",
            "2026112",
            "23//11",
            "23:x nov",
            "2206-11-23 24:61",
            "23/11/3026",
            "23 nov 2026 Orten",
            "070-123 45 67",
            "²³/¹¹ x",
            "-",
            "--23/11--",
        ] {
            assert_eq!(read_today(text), Reading::NotADate, "{text}");
        }
    }

    #[test]
    fn neighbours_settle_what_is_open() {
        let in_2023 = date(2023, 11, 26);
        for (text, as_of, near, expected) in [
            ("231126", TODAY, None, Reading::Typed(THE_DAY)),
            ("231126", TODAY, Some(date(2023, 10, 1)), Reading::Typed(in_2023)),
            ("231126", date(2024, 1, 1), None, Reading::Typed(in_2023)),
            ("23-11-26", TODAY, Some(date(2023, 12, 24)), Reading::Typed(in_2023)),
            ("221123", TODAY, None, Reading::Ambiguous(vec![date(2022, 11, 23), date(2023, 11, 22)])),
            ("221123", TODAY, Some(date(2022, 11, 1)), Reading::Typed(date(2022, 11, 23))),
            ("280326", date(2026, 12, 31), None, Reading::Typed(date(2026, 3, 28))),
            ("271126", date(2026, 11, 23), None, Reading::Typed(date(2026, 11, 27))),
            ("121112", TODAY, None, Reading::Typed(date(2012, 11, 12))),
            ("991231", TODAY, None, Reading::Typed(date(2099, 12, 31))),
        ] {
            assert_eq!(read(text, as_of, near), expected, "{text} {near:?}");
        }
    }

    #[test]
    fn numbers_without_a_date_format() {
        for (number, expected) in [
            (46349.0, Reading::Typed(THE_DAY)),
            (46349.427, Reading::Typed(THE_DAY)),
            (231_126.0, Reading::Typed(THE_DAY)),
            (20_261_123.0, Reading::Typed(THE_DAY)),
            (51_026.0, Reading::Typed(date(2026, 10, 5))),
            (50_126.0, Reading::Ambiguous(vec![date(2005, 1, 26), date(2026, 1, 5)])),
            (231_126.5, Reading::NotADate),
            (0.0, Reading::NotADate),
            (-46349.0, Reading::NotADate),
            (23.11, Reading::NotADate),
            (1e300, Reading::NotADate),
            (f64::NAN, Reading::NotADate),
            (f64::INFINITY, Reading::NotADate),
        ] {
            assert_eq!(from_number(number, TODAY, None), expected, "{number}");
        }
    }

    #[test]
    fn a_day_near_the_beginning_of_time_is_no_trouble() {
        assert_eq!(read("29/2", date(-9999, 1, 1), None), Reading::NotADate);
        assert_eq!(
            read("231126", date(9999, 12, 31), None),
            Reading::Ambiguous(vec![date(2023, 11, 26), THE_DAY])
        );
    }
}
