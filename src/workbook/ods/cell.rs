//! One cell: how often it stands there, its value, its text.

use std::io::Read;

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

use super::content::{count, skip, text};
use crate::sheet::{NumberFormat, RawValue};
use crate::workbook::xml::{Fault, Pull, Tag, Token, decode_into, local};
use crate::workbook::{OURS, ReadError, error_value};

/// A cell as it is written, once for all its repetitions.
#[derive(Debug)]
pub(super) struct Cell {
    /// So many times, side by side.
    pub(super) count: u32,
    /// The size of the merged block whose first cell it is.
    pub(super) rows: u32,
    pub(super) columns: u32,
    pub(super) style: Option<String>,
    pub(super) value: RawValue,
    /// Carries a note that is not rutinkoll's own.
    pub(super) note: bool,
}

/// What a cell's start tag says.
#[derive(Debug)]
pub(super) struct Head {
    cell: Cell,
    kind: Kind,
    /// The value, for the kinds that have one beside the text.
    said: Option<String>,
    formula: bool,
    empty: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It has no type.
    None,
    Text,
    Number,
    Bool,
    Date,
    Time,
    Error,
}

impl Head {
    pub(super) fn of(tag: &Tag<'_>) -> Result<Self, Fault> {
        let mut kind = Kind::None;
        // LibreOffice says twice what the type is; only its own attribute knows of errors.
        for (_, value) in tag.attributes().filter(|(name, _)| local(name) == b"value-type") {
            kind = match value {
                b"error" => Kind::Error,
                _ if kind == Kind::Error => kind,
                b"float" | b"percentage" | b"currency" => Kind::Number,
                b"boolean" => Kind::Bool,
                b"date" => Kind::Date,
                b"time" => Kind::Time,
                _ => Kind::Text,
            };
        }
        let said: &[u8] = match kind {
            Kind::Number => b"value",
            Kind::Bool => b"boolean-value",
            Kind::Date => b"date-value",
            Kind::Time => b"time-value",
            Kind::None | Kind::Text | Kind::Error => b"string-value",
        };
        Ok(Self {
            cell: Cell {
                count: count(tag.attribute(b"number-columns-repeated")),
                rows: count(tag.attribute(b"number-rows-spanned")),
                columns: count(tag.attribute(b"number-columns-spanned")),
                style: text(tag, b"style-name")?,
                value: RawValue::Blank,
                note: false,
            },
            kind,
            said: text(tag, said)?,
            formula: tag.attribute(b"formula").is_some(),
            empty: tag.empty,
        })
    }

    /// The whole cell.
    pub(super) fn with(mut self, inside: Inside) -> Cell {
        self.cell.note = inside.note;
        let shown = inside.text;
        let said = self.said.unwrap_or_default();
        self.cell.value = match self.kind {
            // An empty paragraph is a value that is empty text.
            Kind::None if self.formula && inside.paragraphs == 0 => RawValue::NoValue,
            Kind::Error => RawValue::Error(if shown.is_empty() { "#ERROR!".to_owned() } else { shown }),
            Kind::None | Kind::Text => {
                let text = if shown.is_empty() { said } else { shown };
                match text.is_empty() && !self.formula {
                    true => RawValue::Blank,
                    false if error_value::is_one(&text) => RawValue::Error(text),
                    false => RawValue::Text(text),
                }
            }
            Kind::Number => number(&said).unwrap_or(RawValue::Text(shown)),
            Kind::Bool => RawValue::Bool(said == "true"),
            Kind::Date => date(&said).unwrap_or(RawValue::Text(shown)),
            Kind::Time => time(&said).unwrap_or(RawValue::Text(shown)),
        };
        self.cell
    }
}

/// What stands inside a cell.
#[derive(Debug, Default)]
pub(super) struct Inside {
    text: String,
    paragraphs: usize,
    note: bool,
}

impl Inside {
    pub(super) fn read<R: Read>(
        pull: &mut Pull<R>,
        head: &Head,
        most: usize,
        part: &str,
    ) -> Result<Self, ReadError> {
        let mut inside = Self::default();
        if head.empty {
            return Ok(inside);
        }
        let level = pull.depth();
        while pull.depth() >= level {
            let next = match pull.next()? {
                Token::Open(tag) => match tag.name {
                    b"text:p" | b"text:h" => {
                        if inside.paragraphs > 0 {
                            inside.text.push('\n');
                        }
                        inside.paragraphs += 1;
                        Next::On
                    }
                    b"text:s" => {
                        let spaces = count(tag.attribute(b"c")) as usize;
                        inside.text.extend(std::iter::repeat_n(' ', spaces.min(most + 1)));
                        Next::On
                    }
                    b"text:tab" => inside.push('\t'),
                    b"text:line-break" => inside.push('\n'),
                    name if name.starts_with(b"text:") => Next::On,
                    _ if tag.empty => Next::On,
                    name if local(name) == b"annotation" => Next::Note,
                    // A drawing, or a table within the cell.
                    _ => Next::Skip,
                },
                Token::Text(raw) if inside.paragraphs > 0 => {
                    inside.add(raw).map_err(|fault| fault.at(part))?;
                    Next::On
                }
                Token::Raw(raw) if inside.paragraphs > 0 => {
                    inside.text.push_str(&String::from_utf8_lossy(raw));
                    Next::On
                }
                Token::End => return Err(ReadError::damaged(part)),
                _ => Next::On,
            };
            match next {
                Next::On => {}
                Next::Note => inside.note |= !ours(pull, part)?,
                Next::Skip => skip(pull)?,
            }
            if inside.text.len() > most {
                return Err(ReadError::limit("limit-cell-length", most >> 10));
            }
        }
        Ok(inside)
    }

    fn push(&mut self, letter: char) -> Next {
        self.text.push(letter);
        Next::On
    }

    /// Adds text; any run of white space is one space, and none at the start of a line.
    fn add(&mut self, raw: &[u8]) -> Result<(), Fault> {
        let mut text = String::new();
        decode_into(raw, &mut text)?;
        for letter in text.chars() {
            if !matches!(letter, ' ' | '\t' | '\n' | '\r') {
                self.text.push(letter);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
        Ok(())
    }
}

/// What is to be done about an element inside a cell.
enum Next {
    On,
    Note,
    Skip,
}

/// Reads a note to its end: was it written by rutinkoll?
fn ours<R: Read>(pull: &mut Pull<R>, part: &str) -> Result<bool, ReadError> {
    let level = pull.depth();
    let (mut author, mut inside) = (String::new(), false);
    while pull.depth() >= level {
        match pull.next()? {
            Token::Open(tag) => inside = !tag.empty && tag.local() == b"creator",
            Token::Close(_) => inside = false,
            Token::Text(raw) if inside => decode_into(raw, &mut author).map_err(|fault| fault.at(part))?,
            Token::End => return Err(ReadError::damaged(part)),
            Token::Text(_) | Token::Raw(_) => {}
        }
    }
    Ok(author == OURS)
}

fn number(said: &str) -> Option<RawValue> {
    let value = said.parse::<f64>().ok().filter(|value| value.is_finite())?;
    Some(RawValue::Number { value, format: NumberFormat::default() })
}

/// `2026-11-23` or `2026-11-23T12:00:00`.
fn date(said: &str) -> Option<RawValue> {
    let moment = match said.len() {
        10 => said.parse::<Date>().ok()?.to_datetime(Time::midnight()),
        _ => said.parse::<DateTime>().ok()?,
    };
    Some(RawValue::Date(moment))
}

/// `PT07H30M00S`: a time of day as `07:30`; longer than a day, a number of days, as Excel has it.
fn time(said: &str) -> Option<RawValue> {
    let span: Span = said.parse().ok()?;
    let (hours, minutes, seconds) = (span.get_hours(), span.get_minutes(), span.get_seconds());
    if span.get_days() != 0 || !(0..24).contains(&hours) {
        let days = span.total((jiff::Unit::Day, jiff::SpanRelativeTo::days_are_24_hours())).ok()?;
        return Some(RawValue::Number { value: days, format: NumberFormat::default() });
    }
    Some(RawValue::Text(match seconds {
        0 => format!("{hours:02}:{minutes:02}"),
        _ => format!("{hours:02}:{minutes:02}:{seconds:02}"),
    }))
}
