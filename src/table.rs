//! A reference table in memory: its rows, the days that it covers, and the way to a row by its key.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::fold;
use crate::schema::ColumnId;
use crate::sheet::{Cell, Row, Value};

/// A table that was given.
#[derive(Debug, Default)]
pub struct Table {
    /// Its rows, with the index of the sheet that each stands on.
    pub rows: Vec<(usize, Row)>,
    /// The first day that it covers, where that was given; else its first date says.
    pub from: Option<Date>,
    /// The last day that it covers, where that was given; else its last date says.
    pub to: Option<Date>,
}

/// The tables of a pack, in its order; none where a table was not given.
pub type Tables = Vec<Option<Table>>;

/// The way to rows by one column.
#[derive(Debug, Default)]
pub struct Index {
    rows: FxHashMap<String, Vec<u32>>,
    /// Rows whose key is blank, and rows whose key cannot be read.
    blank: Vec<u32>,
    unreadable: Vec<u32>,
}

impl Index {
    /// Indexes rows by a column.
    #[must_use]
    pub fn new<'r>(rows: impl Iterator<Item = &'r Row>, column: ColumnId) -> Self {
        let mut index = Self::default();
        for (row, number) in rows.zip(0..) {
            let cell = row.cell(column);
            match key(cell) {
                Some(key) => index.rows.entry(key).or_default().push(number),
                None if cell.is_blank() => index.blank.push(number),
                None => index.unreadable.push(number),
            }
        }
        index
    }

    /// The rows with this key, in the table's order.
    #[must_use]
    pub fn get(&self, key: &str) -> &[u32] {
        self.rows.get(key).map_or(&[], Vec::as_slice)
    }

    /// The rows without a key, in the table's order.
    #[must_use]
    pub fn blank(&self) -> &[u32] {
        &self.blank
    }

    /// The rows whose key cannot be read, in the table's order.
    #[must_use]
    pub fn unreadable(&self) -> &[u32] {
        &self.unreadable
    }
}

impl Table {
    /// The days that it covers: as given, else the first and the last day in a column.
    #[must_use]
    pub fn period(&self, column: ColumnId) -> Option<(Date, Date)> {
        let days = || self.rows.iter().filter_map(|(_, row)| date(row.cell(column)));
        let from = self.from.or_else(|| days().min())?;
        let to = self.to.or_else(|| days().max())?;
        Some((from, to))
    }
}

/// What a cell is joined on, across types: none where it is blank or cannot be read.
#[must_use]
pub fn key(cell: &Cell) -> Option<String> {
    // Zeros that Excel took from the front do not matter to a key; digits that it took do.
    let whole = !cell.marks.damaged || cell.marks.lost_zeros;
    let readable = matches!(cell.value, Value::Text | Value::Number(_) | Value::Date(_)) && whole;
    readable.then(|| fold::identifier(&cell.text)).filter(|key| !key.is_empty())
}

/// The cell's date, where it holds one.
#[must_use]
pub fn date(cell: &Cell) -> Option<Date> {
    match cell.value {
        Value::Date(date) => Some(date),
        _ => None,
    }
}
