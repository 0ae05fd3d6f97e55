//! One raw cell → one typed cell.

use std::fmt::Write as _;

use jiff::civil::{Date, DateTime, Time, date};

use super::window::Around;
use crate::fold;
use crate::schema::{Column, ColumnType, Schema};
use crate::sheet::{Cell, NumberFormat, RawValue, Value, write_date};
use crate::swedish::date_text::{self, Reading};

/// The first number that Excel cannot hold every digit of (it keeps 15).
const TOO_LONG: f64 = 1e15;

/// Numbers from here on are shown with an exponent; so many digits tell nobody anything.
const FAR_TOO_LONG: f64 = 1e21;

/// What a cell of the file holds, as [`RawValue`] has it, wherever it is kept.
#[derive(Debug, Clone, Copy)]
pub(super) enum Held<'r> {
    Blank,
    Text(&'r str),
    Number(f64, NumberFormat),
    Bool(bool),
    Date(DateTime),
    Error(&'r str),
    NoValue,
}

impl<'r> From<&'r RawValue> for Held<'r> {
    #[inline]
    fn from(value: &'r RawValue) -> Self {
        match value {
            RawValue::Blank => Self::Blank,
            RawValue::Text(text) => Self::Text(text),
            RawValue::Number { value, format } => Self::Number(*value, *format),
            RawValue::Bool(truth) => Self::Bool(*truth),
            RawValue::Date(at) => Self::Date(*at),
            RawValue::Error(code) => Self::Error(code),
            RawValue::NoValue => Self::NoValue,
        }
    }
}

impl Held<'_> {
    /// Is there anything in the cell that a person could see, or that Excel failed to show?
    pub(super) fn is_something(self) -> bool {
        match self {
            Self::Blank => false,
            Self::Text(text) => !fold::is_blank(text),
            _ => true,
        }
    }
}

/// Reads cells by their column.
#[derive(Debug)]
pub(super) struct CellReader<'a> {
    schema: &'a Schema,
    pub(super) as_of: Date,
    /// The length in bytes of the longest placeholder.
    longest_placeholder: usize,
    /// The placeholders.
    placeholders: Vec<&'a str>,
    /// The ASCII characters that they begin with, a bit for each.
    placeholders_begin: u128,
    /// The first two bytes of each.
    placeholder_pairs: Vec<[u8; 2]>,
}

impl<'a> CellReader<'a> {
    pub(super) fn new(schema: &'a Schema, as_of: Date) -> Self {
        Self {
            schema,
            as_of,
            longest_placeholder: schema.placeholders.iter().map(String::len).max().unwrap_or(0),
            placeholders: schema.placeholders.iter().map(String::as_str).collect(),
            placeholders_begin: schema
                .placeholders
                .iter()
                .filter_map(|word| word.bytes().next().filter(u8::is_ascii))
                .fold(0, |begin, first| begin | 1 << first),
            placeholder_pairs: schema
                .placeholders
                .iter()
                .filter_map(|word| word.as_bytes().first_chunk().copied())
                .collect(),
        }
    }

    /// Types what a cell holds into `cell`, which is blank.
    pub(super) fn read(&self, held: &Held<'_>, column: &Column, around: Around, cell: &mut Cell) {
        match *held {
            Held::Blank => {}
            Held::Error(code) => {
                cell.text.push_str(code);
                cell.value = Value::Error;
            }
            Held::NoValue => cell.value = Value::NoValue,
            Held::Text(text) if fold::is_blank(text) => {}
            Held::Text(text) if self.is_placeholder(text) => {
                cell.text.push_str(text);
                cell.marks.placeholder = true;
            }
            filled => self.read_filled(filled, column.kind, around, cell),
        }
    }

    /// The date that a cell is by itself, whatever stands around it.
    pub(super) fn clear_date(&self, value: Held<'_>) -> Option<Date> {
        match value {
            Held::Date(at) if !is_time_only(at) => Some(at.date()),
            Held::Text(text) => match date_text::read(text, self.as_of, None) {
                Reading::Iso(date) => Some(date),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn is_placeholder(&self, text: &str) -> bool {
        // Folding leaves an ASCII character that another follows as it is, case aside.
        let front = text.as_bytes();
        let stays = |at: usize| {
            let it = front.get(at).filter(|byte| byte.is_ascii_graphic())?;
            front.get(at + 1).is_none_or(u8::is_ascii).then(|| it.to_ascii_lowercase())
        };
        if let Some(first) = stays(0) {
            let other = self.placeholders_begin >> first & 1 == 0;
            if other || stays(1).is_some_and(|second| !self.placeholder_pairs.contains(&[first, second])) {
                return false;
            }
        }
        let begins_beyond = fold::front(text).is_some_and(|first| !first.is_ascii());
        if begins_beyond && self.placeholders.iter().all(|word| word.starts_with(|c: char| c.is_ascii())) {
            return false;
        }
        // Folding never takes away an ASCII character that is seen, so most texts are too long unfolded.
        let seen = text.bytes().filter(u8::is_ascii_graphic).count();
        if seen > self.longest_placeholder {
            return false;
        }
        // What is seen and ASCII throughout folds to itself, case aside.
        if seen == text.len() {
            return self.placeholders.iter().any(|word| word.eq_ignore_ascii_case(text));
        }
        self.schema.is_placeholder(text)
    }

    fn read_filled(&self, value: Held<'_>, kind: ColumnType, around: Around, cell: &mut Cell) {
        cell.value = Value::Text;
        match kind {
            ColumnType::Text | ColumnType::Address => {}
            ColumnType::Identifier => {
                cell.marks.lost_zeros = has_lost_zeros(value, around);
                cell.marks.damaged = cell.marks.lost_zeros || has_lost_digits(value);
            }
            ColumnType::Number => {
                if let Some(number) = number(value) {
                    cell.value = Value::Number(number);
                }
            }
            ColumnType::Date => {
                if let Some(date) = self.read_date(value, around, cell) {
                    return write_date(&mut cell.text, date);
                }
            }
        }
        show(&mut cell.text, value);
    }

    /// What a cell means in a column of dates. Returns the date of one that is shown as ISO, however it is written.
    fn read_date(&self, value: Held<'_>, around: Around, cell: &mut Cell) -> Option<Date> {
        let reading = match (around, value) {
            (Around::OwnDate(date), _) => Reading::Iso(date),
            (_, Held::Text(text)) => date_text::read(text, self.as_of, around.near_date()),
            (_, Held::Number(value, _)) => date_text::from_number(value, self.as_of, around.near_date()),
            _ => Reading::NotADate,
        };
        cell.value = match reading {
            Reading::Iso(date) | Reading::Typed(date) => Value::Date(date),
            Reading::Ambiguous(_) => Value::AmbiguousDate,
            Reading::NotADate => Value::BadDate,
        };
        cell.marks.typed_date = matches!(reading, Reading::Typed(_));
        match reading {
            Reading::Iso(date) => Some(date),
            _ => None,
        }
    }
}

/// Writes what a person sees in a cell. Dates are ISO.
#[inline]
pub(super) fn show(out: &mut String, value: Held<'_>) {
    match value {
        Held::Blank | Held::NoValue => {}
        Held::Text(text) | Held::Error(text) => out.push_str(text),
        Held::Number(value, format) => write_number(out, value, format),
        Held::Bool(truth) => out.push_str(if truth { "TRUE" } else { "FALSE" }),
        Held::Date(at) => write_date_time(out, at),
    }
}

/// The width of a number that begins with a zero, typed as text or given its zeros by its format.
pub(super) fn zero_led_width(value: Held<'_>) -> Option<u32> {
    match value {
        Held::Text(text) => {
            let text = text.trim();
            let zero_led =
                text.len() > 1 && text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
            zero_led.then(|| u32::try_from(text.len()).ok())?
        }
        Held::Number(value, format) if format.zeros > 0 => {
            let width = u32::from(format.zeros);
            (digits(value)? < width).then_some(width)
        }
        _ => None,
    }
}

/// Has Excel rounded this identifier, or does it look so?
fn has_lost_digits(value: Held<'_>) -> bool {
    match value {
        Held::Text(text) => is_scientific_text(text),
        Held::Number(value, format) => format.scientific || value.abs() >= TOO_LONG,
        _ => false,
    }
}

/// Has Excel taken the zeros in front that the neighbours still have?
fn has_lost_zeros(value: Held<'_>, around: Around) -> bool {
    let (Held::Number(value, format), Some(width)) = (value, around.zero_led_width()) else { return false };
    format.zeros == 0 && digits(value).is_some_and(|digits| digits < width)
}

/// `1,23E+09`, as Excel shows a long number in a narrow cell.
fn is_scientific_text(text: &str) -> bool {
    let text = text.trim();
    // Nearly every text is none, by what stands second.
    if !matches!(text.as_bytes(), [b'0'..=b'9', b',' | b'.' | b'E' | b'e', ..]) {
        return false;
    }
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mantissa = match mantissa.split_once([',', '.']) {
        Some((whole, decimals)) => whole.len() == 1 && all_digits(whole) && all_digits(decimals),
        None => mantissa.len() == 1 && all_digits(mantissa),
    };
    mantissa && exponent.strip_prefix('+').is_some_and(all_digits)
}

/// How many digits a whole number has; none for other numbers.
fn digits(value: f64) -> Option<u32> {
    let whole = whole(value).filter(|_| value >= 0.0)?;
    Some(whole.checked_ilog10().unwrap_or(0) + 1)
}

/// The size of a whole number that Excel can hold every digit of.
fn whole(value: f64) -> Option<u64> {
    // Where it is not exact, it is another number.
    let size = value.abs() as u64;
    (value.abs() < TOO_LONG && size as f64 == value.abs()).then_some(size)
}

fn write_number(out: &mut String, value: f64, format: NumberFormat) {
    if let Some(size) = whole(value) {
        if value < 0.0 {
            out.push('-');
        }
        return write_digits(out, size, format.zeros.into());
    }
    let size = value.abs();
    // Writing to a String cannot fail.
    let _ = if value.fract() == 0.0 && size < FAR_TOO_LONG {
        write!(out, "{value:.0}")
    } else if (1e-9..FAR_TOO_LONG).contains(&size) {
        write!(out, "{}", as_excel_rounds(value))
    } else {
        write!(out, "{value:E}")
    };
}

/// Writes a whole number, with zeros in front where it has fewer digits than `width`. Most cells are one; the standard
/// library's way takes several times as long.
fn write_digits(out: &mut String, number: u64, width: usize) {
    let digit = |number: u64| b'0' + u8::try_from(number % 10).unwrap_or_default();
    let mut digits = [b'0'; 20];
    let mut first = digits.len();
    let mut rest = number;
    while rest >= 10 {
        first -= 2;
        let two = rest % 100;
        (digits[first], digits[first + 1]) = (digit(two / 10), digit(two));
        rest /= 100;
    }
    if rest > 0 || first == digits.len() {
        first -= 1;
        digits[first] = digit(rest);
    }
    for _ in digits.len() - first..width {
        out.push('0');
    }
    out.push_str(std::str::from_utf8(&digits[first..]).unwrap_or_default());
}

/// Excel shows 15 digits of a number, so that 0.1 + 0.2 is 0.3.
fn as_excel_rounds(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

/// A cell that holds a time of day comes out as a time on the epoch's first day.
fn is_time_only(at: DateTime) -> bool {
    const EPOCH_1904: Date = date(1904, 1, 1);
    at.year() < 1900 || (at.date() == EPOCH_1904 && at.time() != Time::midnight())
}

fn write_date_time(out: &mut String, at: DateTime) {
    if is_time_only(at) {
        return write_time(out, at.time());
    }
    write_date(out, at.date());
    if at.time() != Time::midnight() {
        out.push(' ');
        write_time(out, at.time());
    }
}

fn write_time(out: &mut String, time: Time) {
    let _ = write!(out, "{:02}:{:02}", time.hour(), time.minute());
    if time.second() != 0 {
        let _ = write!(out, ":{:02}", time.second());
    }
}

fn number(value: Held<'_>) -> Option<f64> {
    match value {
        Held::Number(value, _) => Some(value),
        Held::Text(text) => number_text(text),
        _ => None,
    }
}

/// What may stand before or after an amount.
const CURRENCIES: [&str; 7] = ["kronor", "kr.", "kr", "sek", "eur", "€", ":-"];

/// Reads a number as it is typed in Sweden: `1 234,50 kr`, `-5`, `12.5`.
fn number_text(text: &str) -> Option<f64> {
    let lower = text.trim().to_lowercase();
    let bare = CURRENCIES
        .iter()
        .find_map(|currency| lower.strip_suffix(currency).or_else(|| lower.strip_prefix(currency)))
        .unwrap_or(&lower)
        .trim();
    let (sign, unsigned) = match bare.strip_prefix(['-', '−', '–']) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", bare),
    };
    let (whole, decimals) = match unsigned.rsplit_once([',', '.']) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (unsigned, None),
    };
    let whole = without_thousands(whole)?;
    let decimals = decimals.unwrap_or("0");
    let all_digits = !decimals.is_empty() && decimals.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| format!("{sign}{whole}.{decimals}").parse().ok())?
}

/// Joins the groups of `1 234 567`, which are three digits each after the first.
fn without_thousands(whole: &str) -> Option<String> {
    let mut groups = whole.split(|c: char| c.is_whitespace());
    let first = groups.next().unwrap_or_default();
    let mut joined = first.to_owned();
    let mut further = 0;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        joined.push_str(group);
        further += 1;
    }
    let first_fits = !first.is_empty() && (further == 0 || first.len() <= 3);
    (first_fits && joined.bytes().all(|byte| byte.is_ascii_digit())).then_some(joined)
}
