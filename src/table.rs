//! A reference table in memory: its rows, the days that it covers, and the way to a row by its key.
//!
//! A table may hold millions of rows of which a sheet leads to few. So all are kept packed, and whoever follows a link
//! unpacks those at its end; and of a key the index holds a digest only, which they hold against the row.

mod index;
mod packed;

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;

use crate::fold;
use crate::schema::ColumnId;
use crate::sheet::{Cell, Row, Value};
use index::Unsorted;
pub use index::{Index, Led, Way};
pub(crate) use packed::PackedRow;
use packed::PackedRows;

/// A table that was given.
#[derive(Debug, Default)]
pub struct Table {
    packed: PackedRows,
    /// The ways to its rows that links go. Noted as the rows come, while a key is at hand.
    keys: Vec<(Way, Unsorted)>,
    indexes: Vec<(Way, Arc<Index>)>,
    /// By column.
    columns: Vec<Seen>,
    /// The first day that it covers, where that was given; else its first date says.
    from: Option<Date>,
    /// The last day that it covers, where that was given; else its last date says.
    to: Option<Date>,
}

/// What a column holds, over all rows.
#[derive(Debug, Clone, Default)]
struct Seen {
    /// Some cell is not blank.
    filled: bool,
    /// The first and the last date.
    days: Option<(Date, Date)>,
}

/// What a table held before more rows came, to [`Table::roll_back`] to.
#[derive(Debug)]
pub struct Mark {
    rows: usize,
    columns: Vec<Seen>,
}

/// The tables of a pack, in its order; none where a table was not given.
pub type Tables = Vec<Option<Table>>;

impl Table {
    /// A table without rows yet, with the days that it was said to cover, and the ways that links go to its rows.
    #[must_use]
    pub fn new((from, to): (Option<Date>, Option<Date>), ways: impl IntoIterator<Item = Way>) -> Self {
        let keys = ways.into_iter().map(|way| (way, Unsorted::default())).collect();
        Self { from, to, keys, ..Self::default() }
    }

    /// Adds a row, with the index of the sheet that it stands on. What no column claims is left out.
    pub fn push(&mut self, sheet: usize, row: &Row) {
        let number = u32::try_from(self.len()).unwrap_or(u32::MAX);
        for (way, keys) in &mut self.keys {
            keys.add(number, *way, |column| row.cell(column));
        }
        self.packed.push(sheet, row);
        self.columns.resize_with(self.columns.len().max(row.cells.len()), Seen::default);
        for (seen, cell) in self.columns.iter_mut().zip(&row.cells) {
            seen.filled |= !cell.is_blank();
            match (cell.value, &mut seen.days) {
                (Value::Date(day), Some((first, last))) => {
                    (*first, *last) = ((*first).min(day), (*last).max(day));
                }
                (Value::Date(day), none) => *none = Some((day, day)),
                _ => {}
            }
        }
    }

    /// All rows have come: builds the ways to them.
    pub fn complete(&mut self) {
        let built = |(way, keys): (Way, Unsorted)| (way, Arc::new(keys.sorted()));
        self.indexes = std::mem::take(&mut self.keys).into_iter().map(built).collect();
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Has it no row?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What it holds now.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark { rows: self.len(), columns: self.columns.clone() }
    }

    /// Forgets the rows that came since the mark.
    pub fn roll_back(&mut self, to: &Mark) {
        self.packed.truncate(to.rows);
        self.columns.clone_from(&to.columns);
        for (_, keys) in &mut self.keys {
            keys.truncate(to.rows);
        }
    }

    /// Fills `row` with the one at a place, counted from 0, reusing its memory; false where there is none.
    pub fn unpack(&self, place: usize, row: &mut Row) -> bool {
        self.packed.unpack(place, row)
    }

    /// The sheet and the number of the row at a place.
    #[must_use]
    pub fn place(&self, place: usize) -> Option<(usize, u32)> {
        self.packed.place(place)
    }

    /// Every row, with the index of its sheet, unpacked one by one.
    pub fn rows(&self) -> impl Iterator<Item = (usize, Row)> {
        (0..self.len()).filter_map(|place| {
            let mut row = Row::default();
            let (sheet, _) = self.place(place)?;
            self.unpack(place, &mut row).then_some((sheet, row))
        })
    }

    /// Is every cell of the column blank?
    #[must_use]
    pub fn is_blank(&self, column: ColumnId) -> bool {
        self.columns.get(column.index()).is_none_or(|seen| !seen.filled)
    }

    /// The days that it covers: as given, else the first and the last day in a column.
    #[must_use]
    pub fn period(&self, column: ColumnId) -> Option<(Date, Date)> {
        let days = self.columns.get(column.index()).and_then(|seen| seen.days);
        let from = self.from.or(days.map(|(first, _)| first))?;
        let to = self.to.or(days.map(|(_, last)| last))?;
        Some((from, to))
    }

    /// The index to go this way by; rows without a key are not on it.
    #[must_use]
    pub fn index(&self, way: Way) -> Arc<Index> {
        if let Some((_, index)) = self.indexes.iter().find(|(known, _)| known.serves(way)) {
            return Arc::clone(index);
        }
        let mut keys = Unsorted::default();
        for ((_, row), number) in self.rows().zip(0..) {
            keys.add(number, way, |column| row.cell(column));
        }
        Arc::new(keys.sorted())
    }
}

/// What a cell is joined on, across types: none where it is blank or cannot be read.
#[must_use]
pub fn key(cell: &Cell) -> Option<Cow<'_, str>> {
    // Zeros that Excel took from the front do not matter to a key; digits that it took do.
    let whole = !cell.marks.damaged || cell.marks.lost_zeros;
    let readable = matches!(cell.value, Value::Text | Value::Number(_) | Value::Date(_)) && whole;
    let text = cell.text.as_str();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let key = || match is_number {
        true => Cow::Borrowed(fold::without_zeros(text)),
        false => Cow::Owned(fold::identifier(text)),
    };
    readable.then(key).filter(|key| !key.is_empty())
}

/// The cell's date, where it holds one.
#[must_use]
pub fn date(cell: &Cell) -> Option<Date> {
    match cell.value {
        Value::Date(date) => Some(date),
        _ => None,
    }
}
