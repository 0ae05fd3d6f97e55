//! What the rest of the program sees of a workbook: cells, rows and where they stand.
//!
//! Readers fill [`RawRow`]s with what the file holds. Once the header is known, each becomes a
//! [`Row`]: one [`Cell`] a column of the pack's [`Schema`](crate::schema::Schema), typed, with what
//! stood there kept.

use std::fmt::{self, Write as _};
use std::num::NonZeroU32;

use jiff::civil::{Date, DateTime};

use crate::schema::ColumnId;

/// Excel's last row, 1-based. Source: "Excel specifications and limits", Microsoft.
pub const MAX_ROWS: u32 = 1_048_576;
/// Excel's number of columns (`XFD` is the last).
pub const MAX_COLUMNS: u32 = 16_384;

/// The Excel Table on the first sheet of an annotated copy, by which such a sheet is known. (A copy of the
/// sheet has a number after it.)
pub const OUR_TABLE: &str = "rutinkoll_granskning";

/// A cell's place as Excel shows it: `E14`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// 1-based, as in Excel.
    pub row: u32,
    /// 0-based: `A` is 0.
    pub column: u32,
}

impl CellRef {
    /// A place from a 1-based row and a 0-based column.
    #[must_use]
    pub const fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letter(self.column), self.row)
    }
}

/// Excel's letters for a 0-based column: 0 is `A`, 26 is `AA`.
#[must_use]
pub fn column_letter(column: u32) -> String {
    let mut letters = Vec::with_capacity(3);
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A block of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Top left.
    pub first: CellRef,
    /// Bottom right.
    pub last: CellRef,
}

impl Block {
    /// Does the block cover this place?
    #[must_use]
    pub fn contains(&self, at: CellRef) -> bool {
        (self.first.row..=self.last.row).contains(&at.row)
            && (self.first.column..=self.last.column).contains(&at.column)
    }
}

/// Is a sheet shown to the person who opens the workbook?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Visibility {
    /// It has a tab.
    #[default]
    Visible,
    /// Hidden, and can be shown from Excel's menu.
    Hidden,
    /// Hidden so that only a program can show it.
    VeryHidden,
}

/// What a file's cell holds, before any column is known.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum RawValue {
    /// Nothing.
    #[default]
    Blank,
    /// Text, as stored (rich text joined, entities resolved).
    Text(String),
    /// A number, with what its format says of how it is shown.
    Number {
        /// The stored value.
        value: f64,
        /// What the number format adds.
        format: NumberFormat,
    },
    /// True or false.
    Bool(bool),
    /// A number whose format is a date, in the workbook's own epoch.
    Date(DateTime),
    /// An error cell, with Excel's text: `#N/A`.
    Error(String),
    /// A formula without a stored value.
    NoValue,
}

/// The parts of a number format that change what an identifier looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NumberFormat {
    /// The width of a format of zeros only (`00000000` is 8), else 0.
    pub zeros: u8,
    /// Shown in scientific notation (`0.00E+00`).
    pub scientific: bool,
}

/// A cell that is not blank, as a reader found it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawCell {
    /// 0-based column.
    pub column: u32,
    /// What it holds.
    pub value: RawValue,
    /// Its font is struck through.
    pub struck: bool,
    /// Which of the texts that the workbook's cells share it holds, counted from 1; none where the reader does not know.
    pub shared: Option<NonZeroU32>,
}

/// A row that holds something, as a reader found it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawRow {
    /// 1-based, on the real sheet.
    pub number: u32,
    /// Hidden by hand or by a filter.
    pub hidden: bool,
    /// Its cells that are not blank, by column.
    pub cells: Vec<RawCell>,
}

impl RawRow {
    /// The cell in a 0-based column, where it is not blank.
    #[must_use]
    #[inline]
    pub fn cell(&self, column: u32) -> Option<&RawCell> {
        // Where no cell before is blank, it stands at its own place.
        let own = usize::try_from(column).ok().and_then(|index| self.cells.get(index));
        if let Some(cell) = own.filter(|cell| cell.column == column) {
            return Some(cell);
        }
        self.cells.binary_search_by_key(&column, |cell| cell.column).ok().map(|index| &self.cells[index])
    }
}

/// An Excel Table (ListObject).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableBlock {
    /// Its name in Excel.
    pub name: String,
    /// Its range, header and totals included.
    pub block: Block,
    /// Its last row is a row of totals.
    pub totals_row: bool,
}

/// What holds for a sheet as a whole.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SheetFacts {
    /// Merged blocks. Their value stands in the top-left cell only.
    pub merges: Vec<Block>,
    /// Excel Tables on the sheet.
    pub tables: Vec<TableBlock>,
    /// Cells that carry a note or a threaded comment, sorted; rutinkoll's own marks are left out.
    pub notes: Vec<CellRef>,
    /// The sheet is protected (it is read all the same).
    pub protected: bool,
    /// 0-based columns that are hidden.
    pub hidden_columns: Vec<u32>,
    /// The sheet is one of rutinkoll's own, from an earlier annotated copy.
    pub own: bool,
    /// Merged blocks and protection stand after the rows in the file, and have not been read.
    pub unfinished: bool,
}

/// What a typed cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Value {
    /// The sheet has no such column.
    #[default]
    Absent,
    /// Empty, white space, or a placeholder of the pack (see [`Marks::placeholder`]).
    Blank,
    /// Text, or an identifier; it stands in [`Cell::text`].
    Text,
    /// A number in a column of numbers.
    Number(f64),
    /// A calendar date.
    Date(Date),
    /// Text that could be more than one date.
    AmbiguousDate,
    /// Filled in a column of dates, and no date.
    BadDate,
    /// An error cell.
    Error,
    /// A formula without a stored value.
    NoValue,
}

impl Value {
    /// A number for what it is, whatever number or day it holds.
    pub(crate) fn kind(self) -> u8 {
        match self {
            Self::Absent => 0,
            Self::Blank => 1,
            Self::Text => 2,
            Self::Number(_) => 3,
            Self::Date(_) => 4,
            Self::AmbiguousDate => 5,
            Self::BadDate => 6,
            Self::Error => 7,
            Self::NoValue => 8,
        }
    }
}

/// What the reader saw of a cell besides its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts of one cell")]
pub struct Marks {
    /// A placeholder such as `-` or `?`, which counts as blank.
    pub placeholder: bool,
    /// Inside a merged block, with the value of the block's top-left cell.
    pub merged: bool,
    /// A number that Excel damaged.
    pub damaged: bool,
    /// It is damaged by its lost leading zeros only: its other digits are whole.
    pub lost_zeros: bool,
    /// A date that was typed as text or as a plain number, and could be read.
    pub typed_date: bool,
    /// Struck through.
    pub struck: bool,
    /// Carries a note.
    pub note: bool,
}

/// A date as ISO 8601 writes it; none where its year has not four digits.
pub(crate) fn iso(date: Date) -> Option<[u8; 10]> {
    let year = u16::try_from(date.year()).ok().filter(|year| *year <= 9999)?;
    let [month, day] = [date.month(), date.day()].map(|part| u16::from(part.unsigned_abs()));
    let digit = |number: u16| b'0' + u8::try_from(number % 10).unwrap_or_default();
    Some([
        digit(year / 1000),
        digit(year / 100),
        digit(year / 10),
        digit(year),
        b'-',
        digit(month / 10),
        digit(month),
        b'-',
        digit(day / 10),
        digit(day),
    ])
}

/// Writes a date as a cell's text has it.
pub(crate) fn write_date(out: &mut String, date: Date) {
    match iso(date).as_ref().map(|text| std::str::from_utf8(text)) {
        Some(Ok(text)) => out.push_str(text),
        // Writing to a String cannot fail.
        _ => drop(write!(out, "{date}")),
    }
}

/// A cell in one of the pack's columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What stands there, as a person sees it. Dates are ISO, error cells their code.
    pub text: String,
    /// What it means in its column.
    pub value: Value,
    /// What else was seen.
    pub marks: Marks,
    /// The sheet's 0-based column. 0 where [`Value::Absent`].
    pub column: u32,
    /// As in [`RawCell`]: cells of one number hold the same text.
    pub shared: Option<NonZeroU32>,
}

impl Cell {
    /// Blank, or a placeholder that counts as blank.
    #[must_use]
    #[inline]
    pub fn is_blank(&self) -> bool {
        self.value == Value::Blank
    }
}

/// A cell outside the pack's columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StrayCell {
    /// What stands there.
    pub text: String,
    /// The sheet's 0-based column.
    pub column: u32,
}

/// A typed row: one cell a column of the schema.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// 1-based, on the real sheet.
    pub number: u32,
    /// Hidden by hand or by a filter.
    pub hidden: bool,
    /// No data: it stands below an Excel Table, or holds nothing in the schema's columns. Every cell is
    /// absent or blank, and what it holds is in `strays`.
    pub outside: bool,
    /// One a column, in the schema's order.
    pub cells: Vec<Cell>,
    /// Filled cells that no column of the schema claims.
    pub strays: Vec<StrayCell>,
}

impl Row {
    /// The cell of a column of this row's schema.
    #[must_use]
    #[inline]
    pub fn cell(&self, id: ColumnId) -> &Cell {
        &self.cells[id.index()]
    }

    /// Where that cell stands; none where the sheet lacks the column.
    #[must_use]
    pub fn place(&self, id: ColumnId) -> Option<CellRef> {
        let cell = self.cell(id);
        (cell.value != Value::Absent).then(|| CellRef::new(self.number, cell.column))
    }
}
