//! The records of an `.xls`: what they would make calamine allocate, and what it does not tell of them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::measure::{Span, refuse};
use crate::sheet::{CellRef, MAX_COLUMNS, SheetFacts};
use crate::workbook::number_format::{Shown, built_in, code};
use crate::workbook::{Limits, OURS, ReadError};

/// Excel 97's whole sheet: no honest declaration is larger.
const WHOLE_SHEET: u64 = 65_536 * 256;

/// A cell's style.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Style {
    pub(super) shown: Shown,
    pub(super) struck: bool,
}

/// What the records say of a sheet.
#[derive(Debug, Clone, Default)]
pub(super) struct SheetRecords {
    /// All but the merged blocks, which calamine tells.
    pub(super) facts: SheetFacts,
    /// 0-based.
    pub(super) hidden_rows: FxHashSet<u32>,
    /// Cells that are not shown plainly, by 0-based row and column.
    styles: FxHashMap<(u32, u32), Style>,
}

impl SheetRecords {
    pub(super) fn style(&self, row: u32, column: u32) -> Style {
        self.styles.get(&(row, column)).copied().unwrap_or_default()
    }
}

/// Looks through the whole stream.
pub(super) fn read(stream: &[u8], limits: &Limits) -> Result<Vec<SheetRecords>, ReadError> {
    let (starts, styles) = globals(stream, limits)?;
    let mut excess = 0_u64;
    // Sheets that start at the same place are read as often as they are named; so is the rest of the stream.
    let mut read_before = FxHashSet::default();
    let mut sheets = Vec::with_capacity(starts.len().min(1024));
    for start in starts {
        if !read_before.insert(start) {
            return Err(ReadError::damaged(super::PART));
        }
        let (sheet, span) = sheet(stream.get(start..).unwrap_or_default(), &styles, limits)?;
        excess = excess.saturating_add(span.excess());
        refuse(excess, limits)?;
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Where the sheets start, and the cell styles by index.
fn globals(stream: &[u8], limits: &Limits) -> Result<(Vec<usize>, Vec<Style>), ReadError> {
    let mut starts = Vec::new();
    let mut fonts: Vec<bool> = Vec::new();
    let mut formats: FxHashMap<u64, Shown> = FxHashMap::default();
    let mut written: Vec<(u64, u64)> = Vec::new();
    for (kind, data) in Records(stream) {
        match kind {
            0x002F if number(data, 0) != 0 => return Err(ReadError::new("workbook-encrypted")),
            0x0085 => starts.push((number(data, 0) | number(data, 2) << 16) as usize),
            0x0031 => fonts.push(number(data, 2) & STRUCK != 0),
            0x041E => {
                if let Some(text) = data.get(2..).and_then(wide_text) {
                    formats.insert(number(data, 0), code(&text));
                }
            }
            // Font and format.
            0x00E0 => written.push((number(data, 0), number(data, 2))),
            0x000A => break,
            _ => {}
        }
        if starts.len().max(fonts.len()).max(written.len()) > usize::from(u16::MAX) {
            return Err(ReadError::limit("limit-parts", limits.parts));
        }
    }
    let style = |(font, format): (u64, u64)| Style {
        shown: formats
            .get(&format)
            .copied()
            .unwrap_or_else(|| built_in(u32::try_from(format).unwrap_or_default())),
        // There is no font 4: those after it are numbered one too high.
        struck: usize::try_from(if font > 4 { font - 1 } else { font })
            .is_ok_and(|font| fonts.get(font).copied().unwrap_or(false)),
    };
    Ok((starts, written.into_iter().map(style).collect()))
}

const STRUCK: u64 = 1 << 3;

/// A sheet's records, up to its end, which must be there: else the file was cut off.
fn sheet(stream: &[u8], styles: &[Style], limits: &Limits) -> Result<(SheetRecords, Span), ReadError> {
    let (mut sheet, mut span) = (SheetRecords::default(), Span::default());
    let mut depth = 0_usize;
    for (kind, data) in Records(stream) {
        match kind {
            // A chart stands inside the sheet, with a beginning and an end of its own.
            0x0809 => depth += 1,
            0x000A if depth <= 1 => {
                sheet.facts.notes.sort_unstable();
                return Ok((sheet, span));
            }
            0x000A => depth -= 1,
            _ if depth > 1 => {}
            0x0200 => declared(data, limits)?,
            // Several cells in a row, with the last column at the end.
            0x00BD if data.len() >= 6 => {
                let (first, last) = (number(data, 2), number(data, data.len() - 2));
                span.add(number(data, 0), first, 1, last.saturating_sub(first) + 1);
                for (index, cell) in data[4..data.len() - 2].chunks_exact(6).enumerate() {
                    sheet.styled(styles, number(data, 0), first + index as u64, number(cell, 0));
                }
            }
            0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x00D6 | 0x00FD | 0x027E => {
                span.add(number(data, 0), number(data, 2), 1, 1);
                sheet.styled(styles, number(data, 0), number(data, 2), number(data, 4));
            }
            _ => sheet.fact(kind, data),
        }
        if sheet.facts.notes.len() > limits.facts {
            return Err(ReadError::limit("limit-facts", limits.facts));
        }
    }
    Err(ReadError::damaged(super::PART))
}

impl SheetRecords {
    fn styled(&mut self, styles: &[Style], row: u64, column: u64, style: u64) {
        let style = usize::try_from(style).ok().and_then(|style| styles.get(style)).copied();
        let style = style.unwrap_or_default();
        if style != Style::default()
            && let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column))
        {
            self.styles.insert((row, column), style);
        }
    }

    fn fact(&mut self, kind: u64, data: &[u8]) {
        const HIDDEN_ROW: u64 = 1 << 5;
        const HIDDEN_COLUMN: u64 = 1;
        let short = |at| u32::try_from(number(data, at)).unwrap_or_default();
        match kind {
            0x0208 if number(data, 12) & HIDDEN_ROW != 0 => {
                self.hidden_rows.insert(short(0));
            }
            0x007D if number(data, 8) & HIDDEN_COLUMN != 0 => {
                let next = self.facts.hidden_columns.last().map_or(0, |last| last + 1);
                self.facts.hidden_columns.extend(short(0).max(next)..(short(2) + 1).min(MAX_COLUMNS));
            }
            0x0012 => self.facts.protected = number(data, 0) != 0,
            0x001C if data.get(8..).and_then(wide_text).as_deref() != Some(OURS) => {
                self.facts.notes.push(CellRef::new(short(0) + 1, short(2)));
            }
            _ => {}
        }
    }
}

/// The block that a sheet says it fills, which is reserved at once.
fn declared(data: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let long = |at| number(data, at) | number(data, at + 2) << 16;
    let (first_row, last_row, first, last) = match data.len() {
        10 => (number(data, 0), number(data, 2), number(data, 4), number(data, 6)),
        14 | 16 => (long(0), long(4), number(data, 8), number(data, 10)),
        _ => return Ok(()),
    };
    let first = if first > 0xFF || last < first { 0 } else { first };
    // Backwards is a subtraction below zero there, so a huge number.
    let rows =
        if last_row < first_row && last_row > 0 { u64::MAX } else { last_row.saturating_sub(first_row) };
    if rows.saturating_mul(last.saturating_sub(first).max(1)) > WHOLE_SHEET {
        return refuse(u64::MAX, limits);
    }
    Ok(())
}

/// Kind and data, up to a record that is cut off.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u64, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (head, rest) = self.0.split_at_checked(4)?;
        let (data, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([head[2], head[3]])))?;
        self.0 = rest;
        Some((number(head, 0), data))
    }
}

/// A string of Excel 97: its length, a flag for two bytes a letter, its letters.
fn wide_text(data: &[u8]) -> Option<String> {
    let length = usize::try_from(number(data, 0)).ok()?;
    let (flags, letters) = data.get(2..)?.split_first()?;
    if flags & 1 == 0 {
        return Some(letters.get(..length)?.iter().map(|letter| char::from(*letter)).collect());
    }
    let units = letters.get(..2 * length)?.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    Some(String::from_utf16_lossy(&units.collect::<Vec<_>>()))
}

/// Two bytes as a number; zero where they are missing.
fn number(data: &[u8], at: usize) -> u64 {
    data.get(at..at + 2)
        .and_then(|bytes| bytes.try_into().ok())
        .map_or(0, |bytes| u64::from(u16::from_le_bytes(bytes)))
}
