//! What a row below the header is: data, the header once more, or something beside.

use super::holds_something;
use crate::lang::Note;
use crate::sheet::{RawCell, RawRow, RawValue, TableBlock};
use crate::workbook::header::{ColumnFind, Layout, SameHeader};

/// A row with this many cells that repeat their own header is the header once more.
const REPEATED_HEADERS: usize = 3;

/// What stands below the header and is no data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PassedOver {
    /// Rows that are the header once more.
    pub repeated: Tally,
    /// Rows below the Excel Table that hold something.
    pub below: Tally,
    /// Rows of the Excel Table with something beside it.
    pub beside: Tally,
    /// Rows that hold something, and nothing but white space in the schema's columns.
    pub blank: Tally,
    /// The Excel Table's row of totals.
    pub totals: Tally,
}

/// How many rows, and the first of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub count: u64,
    /// The first one's 1-based row; 0 where there is none.
    pub first: u32,
}

/// What a row below the header is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Data,
    /// No data, but it holds something.
    Outside,
    /// Above the data, or white space only.
    Nothing,
}

impl PassedOver {
    /// Is the row inside the table? Counts what stands below it and beside it.
    pub(super) fn is_inside(&mut self, raw: &RawRow, table: &TableBlock) -> bool {
        let block = table.block;
        if raw.number > block.last.row {
            if raw.cells.iter().any(holds_something) {
                self.below.add(raw.number);
            }
            return false;
        }
        let columns = block.first.column..=block.last.column;
        let beside = |cell: &RawCell| !columns.contains(&cell.column) && holds_something(cell);
        if raw.cells.iter().any(beside) {
            self.beside.add(raw.number);
        }
        let totals = table.totals_row && raw.number == block.last.row;
        if totals {
            self.totals.add(raw.number);
        }
        !totals
    }
}

impl Tally {
    pub(super) fn add(&mut self, row: u32) {
        if self.count == 0 {
            self.first = row;
        }
        self.count += 1;
    }

    pub(super) fn note(&self, id: &'static str) -> Option<Note> {
        (self.count > 0).then(|| Note::new(id).with("count", self.count).with("row", self.first))
    }
}

/// The headers by which a row that repeats them is known.
#[derive(Debug)]
pub(super) struct Repeats {
    /// By the sheet's column.
    headers: Vec<(u32, SameHeader)>,
    needed: usize,
}

impl Repeats {
    pub(super) fn of(layout: &Layout) -> Self {
        let readable: Vec<_> = layout.columns.iter().filter(|find| find.readable().is_some()).collect();
        let header = |find: &&ColumnFind| Some((find.readable()?, SameHeader::of(find.header.as_ref()?)));
        let mut headers: Vec<_> = readable.iter().filter_map(header).collect();
        headers.sort_by_key(|(column, _)| *column);
        Self { headers, needed: REPEATED_HEADERS.min(readable.len()) }
    }

    /// Is the row the header once more?
    pub(super) fn header(&self, raw: &RawRow) -> bool {
        let mut needed = self.needed;
        for (left, (column, header)) in (0..self.headers.len()).rev().zip(&self.headers) {
            let repeats = match raw.cell(*column).map(|cell| &cell.value) {
                Some(RawValue::Text(text)) => header.is(text),
                _ => false,
            };
            needed -= usize::from(repeats && needed > 0);
            if needed == 0 || needed > left {
                break;
            }
        }
        needed == 0
    }
}
