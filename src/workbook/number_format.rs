//! What a number format says of a number: a date, a duration, leading zeros, an exponent.

use super::serial::dated;
use crate::sheet::{NumberFormat, RawValue};

/// How a number is shown, as far as it matters for what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// As a number.
    Number(NumberFormat),
    /// As a date, with or without a time.
    Date,
    /// As a time of day, without a date.
    Time,
}

impl Default for Shown {
    fn default() -> Self {
        Self::Number(NumberFormat::default())
    }
}

impl Shown {
    /// A stored number as it is meant.
    pub(super) fn value(self, value: f64, from_1904: bool) -> RawValue {
        match self {
            Self::Number(format) => RawValue::Number { value, format },
            Self::Date => dated(value, false, from_1904),
            Self::Time => dated(value, true, from_1904),
        }
    }
}

/// A format that Excel knows by number. Source: ECMA-376 part 1, 18.8.30, and the East Asian ones there.
pub(super) fn built_in(id: u32) -> Shown {
    match id {
        1 => code("0"),
        11 => code("0.00E+00"),
        48 => code("##0.0E+0"),
        18..=21 | 45 | 47 => Shown::Time,
        14..=17 | 22 | 27..=36 | 50..=58 => Shown::Date,
        _ => Shown::default(),
    }
}

/// A format that the file spells out. Only its first section counts: the one for positive numbers.
pub(super) fn code(code: &str) -> Shown {
    let mut seen = Seen::default();
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '\\' | '_' => {
                chars.next();
            }
            '*' => {
                chars.next();
                seen.other = true;
            }
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                seen.bracket(&inside);
            }
            'e' | 'E' if matches!(chars.peek(), Some('+' | '-')) => seen.exponent = true,
            _ => seen.plain(c),
        }
    }
    seen.shown()
}

/// What stands in a section, outside quotes.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts of one code")]
struct Seen {
    day_or_year: bool,
    month_or_minute: bool,
    hour_or_second: bool,
    elapsed: bool,
    exponent: bool,
    other: bool,
    zeros: u8,
}

impl Seen {
    fn bracket(&mut self, inside: &str) {
        let mut letters = inside.chars().map(|c| c.to_ascii_lowercase());
        let first = letters.next();
        if matches!(first, Some('h' | 'm' | 's')) && letters.all(|c| Some(c) == first) {
            self.elapsed = true;
        }
    }

    fn plain(&mut self, c: char) {
        match c.to_ascii_lowercase() {
            'y' | 'd' => self.day_or_year = true,
            'm' => self.month_or_minute = true,
            'h' | 's' => self.hour_or_second = true,
            '0' => self.zeros = self.zeros.saturating_add(1),
            ' ' | '-' | '\u{a0}' => {}
            _ => self.other = true,
        }
    }

    fn shown(&self) -> Shown {
        if self.elapsed {
            Shown::default()
        } else if self.day_or_year || (self.month_or_minute && !self.hour_or_second) {
            Shown::Date
        } else if self.hour_or_second {
            Shown::Time
        } else {
            Shown::Number(NumberFormat {
                zeros: if self.other || self.exponent { 0 } else { self.zeros },
                scientific: self.exponent,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zeros(text: &str) -> Option<u8> {
        match code(text) {
            Shown::Number(format) => Some(format.zeros),
            _ => None,
        }
    }

    #[test]
    fn dates_and_times() {
        for date in
            ["yyyy-mm-dd", "d/m/yy", "mmm", "[$-41D]d mmmm yyyy;@", "yyyy\\-mm\\-dd hh:mm", "m\"M\"d\"D\";@"]
        {
            assert_eq!(code(date), Shown::Date, "{date}");
        }
        for time in ["hh:mm", "h:mm AM/PM", "mm:ss.0"] {
            assert_eq!(code(time), Shown::Time, "{time}");
        }
        for number in [
            "General",
            "0.00",
            "#,##0\\ [$kr-41D]",
            "[Red]0",
            "\"dagar\" 0",
            "[h]:mm",
            "[mm]:ss",
            "@",
            "0_ ;[Red]\\-0\\ ",
            "0;yyyy",
        ] {
            assert!(matches!(code(number), Shown::Number(_)), "{number}");
        }
    }

    #[test]
    fn zeros_of_identifiers() {
        assert_eq!(zeros("00000000"), Some(8));
        assert_eq!(zeros("000000\\-0000"), Some(10));
        assert_eq!(zeros("000 00"), Some(5));
        for other in ["General", "0.00", "#,##0", "0%", "0.00E+00", "#0"] {
            assert_eq!(zeros(other), Some(0), "{other}");
        }
        assert!(matches!(code("0.00E+00"), Shown::Number(format) if format.scientific));
        assert!(matches!(built_in(11), Shown::Number(format) if format.scientific));
    }
}
