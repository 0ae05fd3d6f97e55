//! `.xls`, `.xlsb` and `.ods`, read by calamine: the only file that names it.
//!
//! It sets no limits and panics on some damaged files. So what it would inflate or allocate is counted
//! before it is asked, and a panic inside it becomes an error.

mod ask;
mod biff;
mod compound;
pub mod cross_check;
mod measure;

use std::io::Cursor;
use std::sync::Arc;

use ::calamine::{
    Cell, CellErrorType, Data, Dimensions, Ods, Range, Reader, SheetType, SheetVisible, Xls, Xlsb,
};
use ::calamine::{OdsError, XlsError, XlsbError};
use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

use ask::ask;
use measure::inflate;

use super::package::Package;
use super::serial::dated;
use super::source::Source;
use super::{Limits, RawRows, ReadError, SheetEntry};
use crate::sheet::{Block, CellRef, NumberFormat, RawCell, RawRow, RawValue, SheetFacts, Visibility};

type Bytes = Cursor<Arc<[u8]>>;

/// An open workbook.
pub(super) struct Other {
    book: Book,
    sheets: Vec<SheetEntry>,
    limits: Limits,
    /// What it is called in an error.
    part: &'static str,
}

enum Book {
    Xls(Box<Xls<Bytes>>),
    Xlsb(Box<Xlsb<Bytes>>),
    Ods(Box<Ods<Bytes>>),
}

impl Other {
    /// `.xls`, or another compound file: encrypted, or a document.
    pub(super) fn compound(source: &Source, limits: &Limits) -> Result<Self, ReadError> {
        const PART: &str = "Workbook";
        let bytes = source.bytes(limits)?;
        let stream = compound::workbook(&bytes)?;
        biff::measure(&stream, limits)?;
        let book = ask(|| Xls::new(Cursor::new(bytes))).ok_or_else(|| ReadError::damaged(PART))?;
        let book = book.map_err(|error| match error {
            XlsError::Password => ReadError::new("workbook-encrypted"),
            _ => ReadError::damaged(PART),
        })?;
        Ok(Self::new(Book::Xls(Box::new(book)), limits, PART))
    }

    pub(super) fn xlsb(source: &Source, mut package: Package) -> Result<Self, ReadError> {
        const PART: &str = "xl/workbook.bin";
        inflate(&mut package)?;
        let limits = package.limits().clone();
        let bytes = source.bytes(&limits)?;
        let book = ask(|| Xlsb::new(Cursor::new(bytes))).ok_or_else(|| ReadError::damaged(PART))?;
        let book = book.map_err(|error| match error {
            XlsbError::Password => ReadError::new("workbook-encrypted"),
            _ => ReadError::damaged(PART),
        })?;
        Ok(Self::new(Book::Xlsb(Box::new(book)), &limits, PART))
    }

    pub(super) fn ods(source: &Source, mut package: Package) -> Result<Self, ReadError> {
        const PART: &str = "content.xml";
        inflate(&mut package)?;
        measure::ods(&mut package, PART)?;
        let limits = package.limits().clone();
        let bytes = source.bytes(&limits)?;
        let book = ask(|| Ods::new(Cursor::new(bytes))).ok_or_else(|| ReadError::damaged(PART))?;
        let book = book.map_err(|error| match error {
            OdsError::Password => ReadError::new("workbook-encrypted"),
            _ => ReadError::damaged(PART),
        })?;
        Ok(Self::new(Book::Ods(Box::new(book)), &limits, PART))
    }

    fn new(book: Book, limits: &Limits, part: &'static str) -> Self {
        let known = match &book {
            Book::Xls(book) => book.sheets_metadata(),
            Book::Xlsb(book) => book.sheets_metadata(),
            Book::Ods(book) => book.sheets_metadata(),
        };
        let entry = |sheet: &::calamine::Sheet| SheetEntry {
            name: sheet.name.clone(),
            visibility: match sheet.visible {
                SheetVisible::Visible => Visibility::Visible,
                SheetVisible::Hidden => Visibility::Hidden,
                SheetVisible::VeryHidden => Visibility::VeryHidden,
            },
            worksheet: sheet.typ == SheetType::WorkSheet,
        };
        let sheets = known.iter().map(entry).collect();
        Self { book, sheets, limits: limits.clone(), part }
    }

    pub(super) fn sheets(&self) -> &[SheetEntry] {
        &self.sheets
    }

    pub(super) fn format(&self) -> &'static str {
        match &self.book {
            Book::Xls(_) => "xls",
            Book::Xlsb(_) => "xlsb",
            Book::Ods(_) => "ods",
        }
    }

    pub(super) fn counts_from_1904(&self) -> bool {
        match &self.book {
            Book::Xls(book) => book.has_1904_epoch(),
            Book::Xlsb(book) => book.has_1904_epoch(),
            Book::Ods(_) => false,
        }
    }

    pub(super) fn read(&mut self, index: usize) -> Result<Box<dyn RawRows + '_>, ReadError> {
        let part = self.part;
        let name = self.sheets.get(index).ok_or_else(|| ReadError::new("sheet-without-part"))?.name.clone();
        let mut rows = Made::new(&self.limits);
        let mut facts = SheetFacts::default();
        let book = &mut self.book;
        let done = ask(|| match book {
            Book::Xls(book) => {
                rows.from_1904 = book.has_1904_epoch();
                let merges = book.merge_cells_by_sheet_id(index).unwrap_or_default();
                facts.merges = merges.iter().map(block).collect();
                book.worksheet_range(&name).ok().map(|range| rows.range(&range))
            }
            Book::Xlsb(book) => {
                rows.from_1904 = book.has_1904_epoch();
                let mut reader = book.worksheet_cells_reader(&name).ok()?;
                loop {
                    match reader.next_cell() {
                        Ok(Some(cell)) => {
                            let value = Data::from(cell.get_value().clone());
                            if let Err(error) = rows.cell(&Cell::new(cell.get_position(), value)) {
                                return Some(Err(error));
                            }
                        }
                        Ok(None) => return Some(Ok(())),
                        Err(_) => return None,
                    }
                }
            }
            Book::Ods(book) => book.worksheet_range(&name).ok().map(|range| rows.range(&range)),
        });
        done.flatten().ok_or_else(|| ReadError::damaged(&format!("{part}: {name}")))??;
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
    from_1904: bool,
    rows: Vec<RawRow>,
}

impl<'a> Made<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { limits, from_1904: false, rows: Vec::new() }
    }

    fn range(&mut self, range: &Range<Data>) -> Result<(), ReadError> {
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let place = u32::try_from(row).ok().zip(u32::try_from(column).ok());
            let (row, column) = place.ok_or_else(|| ReadError::limit("limit-rows", self.limits.rows))?;
            self.cell(&Cell::new((top.saturating_add(row), left.saturating_add(column)), value.clone()))?;
        }
        Ok(())
    }

    /// Cells come by row, and in a row by column.
    fn cell(&mut self, cell: &Cell<Data>) -> Result<(), ReadError> {
        let (row, column) = cell.get_position();
        if row >= self.limits.rows {
            return Err(ReadError::limit("limit-rows", self.limits.rows));
        }
        if column >= self.limits.columns {
            return Err(ReadError::limit("limit-columns", self.limits.columns));
        }
        let value = raw(cell.get_value(), self.from_1904);
        if value == RawValue::Blank {
            return Ok(());
        }
        let number = row + 1;
        let before = self.rows.last().map_or(0, |row| row.number);
        if number < before {
            return Err(ReadError(crate::lang::Note::new("sheet-rows-out-of-order").with("row", number)));
        }
        if number > before {
            self.rows.push(RawRow { number, ..RawRow::default() });
        }
        if let Some(row) = self.rows.last_mut() {
            let at = row.cells.partition_point(|cell| cell.column < column);
            row.cells.insert(at, RawCell { column, value, struck: false });
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

fn raw(value: &Data, from_1904: bool) -> RawValue {
    let number = |value| RawValue::Number { value, format: NumberFormat::default() };
    match value {
        Data::Empty => RawValue::Blank,
        Data::String(text) if text.is_empty() => RawValue::Blank,
        Data::String(text) => RawValue::Text(text.clone()),
        #[allow(clippy::cast_precision_loss, reason = "Excel's own numbers are floats")]
        Data::Int(value) => number(*value as f64),
        Data::Float(value) => number(*value),
        Data::Bool(value) => RawValue::Bool(*value),
        Data::Error(CellErrorType::GettingData) => RawValue::Error("#GETTING_DATA".to_owned()),
        Data::Error(code) => RawValue::Error(code.to_string()),
        // Which part of a format is shown is not told: below one day, it is a time.
        Data::DateTime(moment) => {
            let value = moment.as_f64();
            dated(value, moment.is_duration() || value < 1.0, from_1904)
        }
        Data::DateTimeIso(text) => iso(text),
        Data::DurationIso(text) => RawValue::Text(clock(text).unwrap_or_else(|| text.clone())),
    }
}

/// `2026-11-23` or `2026-11-23T12:00:00`.
fn iso(text: &str) -> RawValue {
    let day = || text.parse::<Date>().ok().filter(|_| text.len() == 10);
    match text.parse::<DateTime>() {
        Ok(moment) if text.len() > 10 => RawValue::Date(moment),
        _ => match day() {
            Some(date) => RawValue::Date(DateTime::from_parts(date, Time::midnight())),
            None => RawValue::Text(text.to_owned()),
        },
    }
}

/// `PT07H30M00S` as `07:30`.
fn clock(text: &str) -> Option<String> {
    let span: Span = text.parse().ok()?;
    let (hours, minutes, seconds) = (span.get_hours(), span.get_minutes(), span.get_seconds());
    Some(match seconds {
        0 => format!("{hours:02}:{minutes:02}"),
        _ => format!("{hours:02}:{minutes:02}:{seconds:02}"),
    })
}
