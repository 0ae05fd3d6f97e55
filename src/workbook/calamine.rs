//! `.xls`, read by calamine: the only file that names it.
//!
//! It sets no limits and panics on some damaged files. So what it would allocate is counted before it is
//! asked, and a panic inside it becomes an error. What it does not tell, the records do.

mod ask;
mod biff;
mod compound;
pub mod cross_check;
mod measure;

use std::io::Cursor;
use std::sync::Arc;

use ::calamine::{CellErrorType, Data, Dimensions, Range, Reader, SheetType, SheetVisible, Xls, XlsError};

use ask::ask;
use biff::SheetRecords;

use super::number_format::Shown;
use super::serial::dated;
use super::source::Source;
use super::{Limits, RawRows, ReadError, SheetEntry};
use crate::sheet::{Block, CellRef, RawCell, RawRow, RawValue, SheetFacts, Visibility};

/// What the file is called in an error.
const PART: &str = "Workbook";

/// An open workbook.
pub(super) struct Other {
    book: Xls<Cursor<Arc<[u8]>>>,
    records: Vec<SheetRecords>,
    sheets: Vec<SheetEntry>,
    limits: Limits,
}

impl Other {
    /// `.xls`, or another compound file: encrypted, or a document.
    pub(super) fn compound(source: &Source, limits: &Limits) -> Result<Self, ReadError> {
        let bytes = source.bytes(limits)?;
        let stream = compound::workbook(&bytes)?;
        let records = biff::read(&stream, limits)?;
        drop(stream);
        let book = ask(|| Xls::new(Cursor::new(bytes))).ok_or_else(|| ReadError::damaged(PART))?;
        let book = book.map_err(|error| match error {
            XlsError::Password => ReadError::new("workbook-encrypted"),
            _ => ReadError::damaged(PART),
        })?;
        let entry = |sheet: &::calamine::Sheet| SheetEntry {
            name: sheet.name.clone(),
            visibility: match sheet.visible {
                SheetVisible::Visible => Visibility::Visible,
                SheetVisible::Hidden => Visibility::Hidden,
                SheetVisible::VeryHidden => Visibility::VeryHidden,
            },
            worksheet: sheet.typ == SheetType::WorkSheet,
        };
        let sheets = book.sheets_metadata().iter().map(entry).collect();
        Ok(Self { book, records, sheets, limits: limits.clone() })
    }

    pub(super) fn sheets(&self) -> &[SheetEntry] {
        &self.sheets
    }

    pub(super) fn counts_from_1904(&self) -> bool {
        self.book.has_1904_epoch()
    }

    pub(super) fn read(&mut self, index: usize) -> Result<Box<dyn RawRows + '_>, ReadError> {
        let name = self.sheets.get(index).ok_or_else(|| ReadError::new("sheet-without-part"))?.name.clone();
        let records = self.records.get(index).cloned().unwrap_or_default();
        let book = &mut self.book;
        let from_1904 = book.has_1904_epoch();
        let read = ask(|| {
            let merges = book.merge_cells_by_sheet_id(index).unwrap_or_default();
            book.worksheet_range(&name).ok().map(|range| (merges, range))
        });
        let damaged = || ReadError::damaged(&format!("{PART}: {name}"));
        let (merges, range) = read.flatten().ok_or_else(damaged)?;
        let facts = SheetFacts { merges: merges.iter().map(block).collect(), ..records.facts.clone() };
        let mut rows = Made { limits: &self.limits, records: &records, from_1904, rows: Vec::new() };
        rows.range(&range)?;
        Ok(Box::new(Rows { facts, rows: rows.rows.into_iter() }))
    }
}

fn block(merge: &Dimensions) -> Block {
    let place = |(row, column): (u32, u32)| CellRef::new(row.saturating_add(1), column);
    Block { first: place(merge.start), last: place(merge.end) }
}

/// Rows under way.
struct Made<'a> {
    limits: &'a Limits,
    records: &'a SheetRecords,
    from_1904: bool,
    rows: Vec<RawRow>,
}

impl Made<'_> {
    /// Cells come by row, and in a row by column.
    fn range(&mut self, range: &Range<Data>) -> Result<(), ReadError> {
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let place = u32::try_from(row).ok().zip(u32::try_from(column).ok());
            let (row, column) = place.ok_or_else(|| ReadError::limit("limit-rows", self.limits.rows))?;
            self.cell(top.saturating_add(row), left.saturating_add(column), value)?;
        }
        Ok(())
    }

    fn cell(&mut self, row: u32, column: u32, value: &Data) -> Result<(), ReadError> {
        if row >= self.limits.rows {
            return Err(ReadError::limit("limit-rows", self.limits.rows));
        }
        if column >= self.limits.columns {
            return Err(ReadError::limit("limit-columns", self.limits.columns));
        }
        let style = self.records.style(row, column);
        let value = raw(value, style, self.from_1904);
        if value == RawValue::Blank {
            return Ok(());
        }
        if matches!(&value, RawValue::Text(text) if text.len() > self.limits.cell_bytes) {
            return Err(ReadError::limit("limit-cell-length", self.limits.cell_bytes >> 10));
        }
        let number = row + 1;
        if self.rows.last().is_none_or(|last| last.number < number) {
            let hidden = self.records.hidden_rows.contains(&row);
            self.rows.push(RawRow { number, hidden, cells: Vec::new() });
        }
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(RawCell { column, value, struck: style.struck, shared: None });
        }
        Ok(())
    }
}

struct Rows {
    facts: SheetFacts,
    rows: std::vec::IntoIter<RawRow>,
}

impl RawRows for Rows {
    fn facts(&self) -> &SheetFacts {
        &self.facts
    }

    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, ReadError> {
        let next = self.rows.next();
        let more = next.is_some();
        *row = next.unwrap_or_default();
        Ok(more)
    }
}

fn raw(value: &Data, style: biff::Style, from_1904: bool) -> RawValue {
    let number = |value| style.shown.value(value, from_1904);
    match value {
        Data::Empty => RawValue::Blank,
        Data::String(text) => RawValue::Text(text.clone()),
        #[allow(clippy::cast_precision_loss, reason = "Excel's own numbers are floats")]
        Data::Int(value) => number(*value as f64),
        Data::Float(value) => number(*value),
        // Before Excel 97 the records spell their formats in another way, which calamine reads.
        Data::DateTime(moment) => match (style.shown, moment.as_f64()) {
            (Shown::Number(_), value) if !moment.is_duration() => dated(value, value < 1.0, from_1904),
            (_, value) => number(value),
        },
        Data::Bool(value) => RawValue::Bool(*value),
        Data::Error(CellErrorType::GettingData) => RawValue::Error("#GETTING_DATA".to_owned()),
        Data::Error(code) => RawValue::Error(code.to_string()),
        // The format knows no such cells.
        Data::DateTimeIso(text) | Data::DurationIso(text) => RawValue::Text(text.clone()),
    }
}
