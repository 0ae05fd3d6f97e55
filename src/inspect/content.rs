//! What the columns of an export hold, where its headers say nothing: dates, numbers, known words.

use jiff::civil::Date;

use crate::fold;
use crate::ruleset::RuleSet;
use crate::ruleset::terms::GroupId;
use crate::sheet::{RawCell, RawRow, RawValue};
use crate::swedish::address;
use crate::swedish::date_text::{self, Reading};
use crate::workbook::header::HEAD_ROWS;
use crate::workbook::{RawRows, ReadError};

/// So many rows tell what a column holds.
const SAMPLE: u64 = 500;

/// Longer texts (in bytes) are prose, not headers.
const LONGEST_HEADER: usize = 200;

/// A sheet's columns, by what they hold.
#[derive(Debug)]
pub(super) struct Profile {
    /// From left to right.
    pub(super) columns: Vec<Held>,
}

/// What a column holds, in the rows that were looked at.
#[derive(Debug)]
pub(super) struct Held {
    /// 0-based.
    pub(super) index: u32,
    /// On one line.
    pub(super) header: String,
    pub(super) filled: u64,
    pub(super) dates: u64,
    /// Numbers, and text that is one.
    pub(super) numbers: u64,
    /// Three digits or more and no words: what names a thing and counts nothing.
    pub(super) identifiers: u64,
    /// With a postcode.
    pub(super) addresses: u64,
    /// Cells whose words a group of the pack knows, for each group that was asked about.
    pub(super) known: Vec<(GroupId, u64)>,
}

/// What is known of a sheet already.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) header_row: u32,
    /// The columns that are looked at.
    pub(super) unknown: Vec<u32>,
}

/// What the cells are held against.
pub(super) struct Yardstick<'a> {
    pub(super) rules: &'a RuleSet,
    pub(super) groups: &'a [GroupId],
    pub(super) as_of: Date,
}

impl Profile {
    /// Looks at the first rows of a sheet. Where nothing is `known` of it, its header is the row that looks most
    /// like one; no profile where none does.
    pub(super) fn of(
        rows: &mut dyn RawRows,
        known: Option<&Known>,
        asked: &Yardstick<'_>,
    ) -> Result<Option<Self>, ReadError> {
        let mut head = Vec::new();
        let mut row = RawRow::default();
        while head.len() < HEAD_ROWS && rows.next_row(&mut row)? {
            head.push(row.clone());
        }
        let header = match known {
            Some(known) => head.iter().position(|row| row.number == known.header_row),
            None => likely_header(&head),
        };
        let Some(header) = header else { return Ok(None) };
        let sought = |index: &u32| known.is_none_or(|known| known.unknown.contains(index));
        let columns = texts(&head[header]).filter(|(index, _)| sought(index));
        let mut profile = Self { columns: columns.map(|cell| Held::of(cell, asked.groups)).collect() };
        for row in &head[header + 1..] {
            profile.add(row, asked);
        }
        let mut seen = 0;
        while seen < SAMPLE && rows.next_row(&mut row)? {
            profile.add(&row, asked);
            seen += 1;
        }
        Ok(Some(profile))
    }

    fn add(&mut self, row: &RawRow, asked: &Yardstick<'_>) {
        for column in &mut self.columns {
            if let Some(cell) = row.cell(column.index) {
                column.add(&cell.value, asked);
            }
        }
    }
}

impl Held {
    fn of((index, header): (u32, &str), groups: &[GroupId]) -> Self {
        Self {
            index,
            header: on_one_line(header),
            filled: 0,
            dates: 0,
            numbers: 0,
            identifiers: 0,
            addresses: 0,
            known: groups.iter().map(|group| (*group, 0)).collect(),
        }
    }

    fn add(&mut self, value: &RawValue, asked: &Yardstick<'_>) {
        let pack = &asked.rules.pack;
        let text = match value {
            RawValue::Blank | RawValue::Error(_) | RawValue::NoValue => return,
            RawValue::Text(text) if fold::is_blank(text) || pack.sheet.is_placeholder(text) => return,
            RawValue::Text(text) => text.clone(),
            RawValue::Number { value, .. } => value.to_string(),
            RawValue::Bool(_) | RawValue::Date(_) => String::new(),
        };
        self.filled += 1;
        let date = match value {
            RawValue::Date(_) => true,
            RawValue::Text(text) => {
                matches!(date_text::read(text, asked.as_of, None), Reading::Iso(_) | Reading::Typed(_))
            }
            _ => false,
        };
        self.dates += u64::from(date);
        self.numbers += u64::from(matches!(value, RawValue::Number { .. }) || is_number(&text));
        self.identifiers += u64::from(!date && is_identifier(&text));
        if matches!(value, RawValue::Text(_)) {
            self.addresses += u64::from(address::parse(&text).postcode.is_some());
            for (group, known) in &mut self.known {
                *known += u64::from(!pack.words.kinds(&text, *group).unknown);
            }
        }
    }
}

/// As it can stand in a comment: what is not seen is left out.
fn on_one_line(header: &str) -> String {
    let seen: String = header.chars().filter(|c| c.is_whitespace() || !c.is_control()).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The row that has the most texts, of those that hold nothing that data would: no values, and no text
/// with a number in it. None where it has fewer than two, or not half of what the widest row has: what is
/// taken for a header is shown, and what people wrote in a row is not.
fn likely_header(head: &[RawRow]) -> Option<usize> {
    let widest = head.iter().map(|row| row.cells.len()).max()?;
    let (at, most) = head
        .iter()
        .enumerate()
        .filter(|(_, row)| row.cells.iter().all(may_be_header))
        .map(|(at, row)| (at, texts(row).count()))
        .max_by_key(|(at, count)| (*count, std::cmp::Reverse(*at)))?;
    (most >= 2 && 2 * most >= widest).then_some(at)
}

fn may_be_header(cell: &RawCell) -> bool {
    match &cell.value {
        RawValue::Blank => true,
        RawValue::Text(text) => text.chars().filter(char::is_ascii_digit).count() < 3,
        _ => false,
    }
}

/// The cells of a row that could be headers.
fn texts(row: &RawRow) -> impl Iterator<Item = (u32, &str)> {
    row.cells.iter().filter_map(|cell| match &cell.value {
        RawValue::Text(text) if text.len() <= LONGEST_HEADER && text.chars().any(char::is_alphabetic) => {
            Some((cell.column, text.as_str()))
        }
        _ => None,
    })
}

fn is_number(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    bare.replace(',', ".").parse::<f64>().is_ok_and(f64::is_finite)
}

fn is_identifier(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    digits >= 3 && letters <= 4 && !text.contains(char::is_whitespace) && !text.contains([',', '.'])
}
