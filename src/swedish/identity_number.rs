//! Finds a Swedish personal identity number (personnummer) or coordination number (samordningsnummer) in free text.
//!
//! The number is a date of birth, three digits and a check digit (Folkbokföringslagen 1991:481, 18 §; the check digit
//! is Luhn's over the last ten). A coordination number has 60 added to the day. `+` stands for `-` from the year in which the person
//! turns 100. Of ten random digits about 0.7 % pass all that, so a number is believed only where it also
//! *looks* like one: with a separator, or with a century.

use std::ops::Range;

use jiff::civil::Date;

use super::text::{digits, is_dash, is_invisible};

/// Nobody is older than this.
const OLDEST: i16 = 120;

/// Without a dash, the holder is at least this old: `202611230042` is a document numbered by its day, not a newborn.
const YOUNGEST_WITHOUT_DASH: i16 = 16;

/// It has at least so many digits.
const DIGITS: usize = 10;

/// The shortest text that can hold a number, `YYMMDD-NNNN`.
const SHORTEST: usize = 11;

/// Where the first identity number in `text` stands, as a range of bytes, or `None`.
///
/// Read are `YYMMDD-NNNN`, `YYYYMMDD-NNNN`, `YYYYMMDD NNNN` and `YYYYMMDDNNNN`, with any kind of dash or `+` as the
/// separator. The number must stand by itself, its check digit must be right, and its date must be a day on which somebody who lives
/// on `as_of` can have been born. Organisation numbers (third digit 2 or more) fail as dates.
#[must_use]
pub fn find(text: &str, as_of: Date) -> Option<Range<usize>> {
    if text.len() < SHORTEST || digits(text) < DIGITS {
        return None;
    }
    let mut from = 0;
    while let Some(run) = next_run(text, from) {
        if let Some(found) = number_at(text, &run, as_of) {
            return Some(found);
        }
        from = run.range.end;
    }
    None
}

/// The text with a mark of one width in the place of every identity number; none where there is no number.
#[must_use]
pub fn masked(text: &str, as_of: Date) -> Option<String> {
    let mut masked = String::new();
    let mut rest = text;
    while let Some(found) = find(rest, as_of) {
        masked.push_str(&rest[..found.start]);
        masked.push_str("••••••");
        rest = &rest[found.end..];
    }
    (rest.len() < text.len()).then(|| masked + rest)
}

/// A run of digits; invisible characters between them do not end it.
struct Run {
    /// The first digits of the run; none are kept past the twelfth.
    digits: [u8; 12],
    /// How many digits the run has, kept or not.
    len: usize,
    range: Range<usize>,
}

impl Run {
    fn kept(&self) -> &[u8] {
        &self.digits[..self.len.min(self.digits.len())]
    }
}

/// What stands between the date and the last four digits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Dash,
    Plus,
    /// A space, or nothing.
    Weak,
}

fn next_run(text: &str, from: usize) -> Option<Run> {
    let start = from + text.as_bytes()[from..].iter().position(u8::is_ascii_digit)?;
    run_at(text, start)
}

/// The run of digits that begins exactly at `start`.
fn run_at(text: &str, start: usize) -> Option<Run> {
    let mut run = Run { digits: [0; 12], len: 0, range: start..start };
    for (at, c) in text[start..].char_indices() {
        if let Some(digit) = ascii_digit(c) {
            if let Some(place) = run.digits.get_mut(run.len) {
                *place = digit;
            }
            run.len += 1;
            run.range.end = start + at + 1;
        } else if run.len == 0 || !is_invisible(c) {
            break;
        }
    }
    (run.len > 0).then_some(run)
}

fn ascii_digit(c: char) -> Option<u8> {
    u8::try_from(c).ok().filter(u8::is_ascii_digit).map(|byte| byte - b'0')
}

/// The number whose first digits are `run`, if there is one.
fn number_at(text: &str, run: &Run, as_of: Date) -> Option<Range<usize>> {
    let mut digits = [0; 12];
    let (digits, separator, end) = match run.len {
        12 => (run.kept(), Separator::Weak, run.range.end),
        6 | 8 => {
            let (separator, tail) = separated_tail(text, run.range.end)?;
            if separator == Separator::Weak && run.len == 6 {
                return None;
            }
            let whole = digits.get_mut(..run.len + 4)?;
            whole[..run.len].copy_from_slice(run.kept());
            whole[run.len..].copy_from_slice(tail.kept());
            (&*whole, separator, tail.range.end)
        }
        _ => return None,
    };
    let found = run.range.start..end;
    (is_identity_number(digits, separator, as_of) && stands_alone(text, &found, separator)).then_some(found)
}

/// The separator at `at`, and the four digits behind it.
fn separated_tail(text: &str, at: usize) -> Option<(Separator, Run)> {
    let mut visible = text[at..].char_indices().filter(|&(_, c)| !is_invisible(c));
    let separator = match visible.next()?.1 {
        '+' => Separator::Plus,
        c if is_dash(c) => Separator::Dash,
        c if c.is_whitespace() && c != '\n' && c != '\r' => Separator::Weak,
        _ => return None,
    };
    let tail = run_at(text, at + visible.next()?.0)?;
    (tail.len == 4).then_some((separator, tail))
}

/// True if the number is not a part of something longer: `A1-811218-9876`, `811218-9876-01`, `+46…`.
/// Words may touch it (`pnr811218-9876`) where it has a dash of its own.
fn stands_alone(text: &str, found: &Range<usize>, separator: Separator) -> bool {
    let before = text[..found.start].chars().rev();
    let after = text[found.end..].chars();
    !touches_more(before, separator) && !touches_more(after, separator)
}

fn touches_more(outwards: impl Iterator<Item = char>, separator: Separator) -> bool {
    let mut visible = outwards.filter(|&c| !is_invisible(c)).peekable();
    if separator == Separator::Weak && visible.peek().is_some_and(|c| c.is_alphanumeric()) {
        return true;
    }
    if visible.peek() == Some(&'+') {
        return true;
    }
    visible.find(|&c| !(c.is_alphabetic() || is_dash(c) || c == '_')).is_some_and(char::is_numeric)
}

/// True for ten or twelve digits that somebody can bear on `as_of`.
fn is_identity_number(digits: &[u8], separator: Separator, as_of: Date) -> bool {
    let Some((century, ten)) = digits.len().checked_sub(10).and_then(|at| digits.split_at_checked(at)) else {
        return false;
    };
    luhn(ten) && ten[6..9] != [0, 0, 0] && is_birthday(century, ten, separator, as_of)
}

fn is_birthday(century: &[u8], ten: &[u8], separator: Separator, as_of: Date) -> bool {
    let pair = |at: usize| i16::from(ten[at] * 10 + ten[at + 1]);
    let (month, day) = (pair(2), pair(4));
    let day = if day > 60 { day - 60 } else { day };
    let youngest = if separator == Separator::Weak { YOUNGEST_WITHOUT_DASH } else { 0 };
    let oldest = as_of.year() - OLDEST;
    let born_in = |year: i16| {
        let Some(born) = date(year, month, day) else { return false };
        let Some(grown) = date(year + youngest, month, day.min(28)) else { return false };
        let plus_fits = separator != Separator::Plus || as_of.year() - year >= 100;
        year >= oldest && born <= as_of && grown <= as_of && plus_fits
    };
    match century {
        [tens, ones] => born_in(i16::from(tens * 10 + ones) * 100 + pair(0)),
        _ => (oldest / 100..=as_of.year() / 100).any(|hundreds| born_in(hundreds * 100 + pair(0))),
    }
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Luhn's check over all digits, the last being the check digit.
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| {
            let weighed = u32::from(digit) * if place % 2 == 1 { 2 } else { 1 };
            weighed / 10 + weighed % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 23);

    /// Gives `digits` (nine or eleven of them) their check digit.
    fn checked(digits: &str) -> String {
        let ten: Vec<u8> = digits.bytes().rev().take(9).map(|byte| byte - b'0').collect();
        let is_right = |check: &u8| luhn(&ten.iter().rev().chain([check]).copied().collect::<Vec<u8>>());
        format!("{digits}{}", (0..10).find(is_right).unwrap_or_default())
    }

    #[test]
    fn numbers_in_all_their_forms() {
        for text in [
            "811218-9876",
            "19811218-9876",
            "198112189876",
            "19811218 9876",
            "19811218\u{a0}9876",
            "811218‐9876",
            "811218‑9876",
            "811218–9876",
            "811218—9876",
            "811218−9876",
            "811218\u{200b}-\u{feff}9876",
            "8112\u{200b}18-9876",
            "811278-9873",
            "19811278-9873",
            "198112789873",
            "670919-9530",
            "121212-1212",
        ] {
            assert_eq!(find(text, TODAY), Some(0..text.len()), "{text}");
        }
    }

    #[test]
    fn numbers_among_words() {
        for (text, number) in [
            ("Anna 811218-9876 vill ha en kopia", "811218-9876"),
            ("pnr:811218-9876", "811218-9876"),
            ("pnr811218-9876.", "811218-9876"),
            ("(19811218-9876)", "19811218-9876"),
            ("07012345 och 811218-9876,", "811218-9876"),
            ("12345 19811218 9876", "19811218 9876"),
            ("åäö 811218–9876\nnästa rad", "811218–9876"),
            ("811218-9876/670919-9530", "811218-9876"),
            ("811218-9877 eller 670919-9530", "670919-9530"),
        ] {
            let found = find(text, TODAY).map(|range| &text[range]);
            assert_eq!(found, Some(number), "{text}");
        }
    }

    #[test]
    fn look_alikes_are_let_through() {
        for text in [
            "",
            "8112189876",
            "811218 9876",
            "811218-9877",
            "811318-9876",
            "811232-9876",
            "1811218-9876",
            "811218-98760",
            "811218-9876-01",
            "2026-811218-9876",
            "A1-811218-9876",
            "811218-9876-B2",
            "+811218-9876",
            "F198112189876",
            "1198112189876",
            "1981121898761",
            "+46 70 174 06 05",
            "070-174 06 05",
            "0701740605",
            "+46701740605",
            "08-123 456 78",
            "08-12345678",
            "0046-701740605",
            "556016-0680",
            "165560160680",
            "16556016-0680",
            "202100-5489",
            "969663-7033",
            "bg 5050-1055",
            "pg 4 95 00-6",
            "735999000000000018",
            "OCR 7350053850019",
            "1234567890123456",
            "2026-11-23",
            "20261123",
            "2026-11-23 10:15",
            "SE45 5000 0000 0583 9825 7466",
            "811218-0000",
            "871218-9876",
            "123 45 Orten 1234",
            "Storgatan 1, 123 45 Orten",
        ] {
            assert_eq!(find(text, TODAY), None, "{text}");
        }
    }

    #[test]
    fn a_document_numbered_by_its_day_is_no_newborn() {
        for day in ["20261023", "20250101", "20110101"] {
            for serial in ["001", "042", "123", "999"] {
                let number = checked(&format!("{day}{serial}"));
                assert_eq!(find(&number, TODAY), None, "{number}");
                let spaced = format!("{} {}", &number[..8], &number[8..]);
                assert_eq!(find(&spaced, TODAY), None, "{spaced}");
            }
        }
        let sixteen = checked("20101123001");
        assert!(find(&sixteen, TODAY).is_some());
    }

    #[test]
    fn the_date_is_one_that_somebody_alive_can_have() {
        let dashed = |digits: &str, separator: &str| {
            let number = checked(digits);
            let at = number.len() - 4;
            format!("{}{separator}{}", &number[..at], &number[at..])
        };
        for (text, found) in [
            (dashed("20261123001", "-"), true),
            (dashed("20261124001", "-"), false),
            (dashed("19061224001", "-"), true),
            (dashed("19051224001", "-"), false),
            (dashed("18900101001", "-"), false),
            (dashed("261224001", "-"), true),
            (dashed("261224001", "+"), true),
            (dashed("100101001", "+"), true),
            (dashed("811218001", "+"), false),
            (dashed("000229001", "-"), true),
            (dashed("010229001", "-"), false),
            (dashed("20000229001", "-"), true),
            (dashed("19000229001", "-"), false),
        ] {
            assert_eq!(find(&text, TODAY).is_some(), found, "{text}");
        }
    }
}
