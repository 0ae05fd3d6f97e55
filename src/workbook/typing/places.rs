//! Where on a sheet its rows' cells stand, and the rows typed by it.

use jiff::civil::Date;

use super::cell::{self, CellReader};
use super::untyped::{Head, Seen};
use crate::schema::Schema;
use crate::sheet::{Cell, CellRef, MAX_COLUMNS, Marks, Row, StrayCell, Value};
use crate::workbook::header::{self, Layout};

/// Which column of the schema reads which column of the sheet; and the sheet's notes.
#[derive(Debug)]
pub struct Places {
    /// By the sheet's column: the schema's.
    by_sheet: Vec<Option<usize>>,
    /// By the schema's column: the sheet's.
    pub(super) by_schema: Vec<Option<u32>>,
    /// The sheet's columns that are read, sorted.
    pub(super) sorted: Vec<u32>,
    /// The cells that carry a note, sorted.
    pub notes: Vec<CellRef>,
}

impl Places {
    pub(super) fn of(layout: &Layout, notes: &[CellRef]) -> Self {
        let by_schema: Vec<Option<u32>> = layout.columns.iter().map(header::ColumnFind::readable).collect();
        let mut sorted: Vec<u32> = by_schema.iter().flatten().copied().collect();
        sorted.sort_unstable();
        let width = sorted.last().map_or(0, |last| last + 1).min(MAX_COLUMNS);
        let by_sheet =
            (0..width).map(|column| by_schema.iter().position(|sheet| *sheet == Some(column))).collect();
        Self { by_sheet, by_schema, sorted, notes: notes.to_vec() }
    }

    /// The schema's column that reads a column of the sheet.
    #[inline]
    pub(super) fn schema_column(&self, sheet_column: u32) -> Option<usize> {
        let index = usize::try_from(sheet_column).ok()?;
        self.by_sheet.get(index).copied().flatten()
    }
}

/// Types rows by a schema.
#[derive(Debug)]
pub struct Typist<'s> {
    pub(super) schema: &'s Schema,
    pub(super) reader: CellReader<'s>,
}

impl<'s> Typist<'s> {
    /// `as_of`: the day that dates without a year are read from.
    #[must_use]
    pub fn new(schema: &'s Schema, as_of: Date) -> Self {
        Self { schema, reader: CellReader::new(schema, as_of) }
    }

    /// Types a row into `row`, reusing its memory.
    pub(super) fn read<'r>(
        &self,
        places: &Places,
        head: Head,
        cells: impl Iterator<Item = Seen<'r>>,
        row: &mut Row,
    ) {
        row.number = head.number;
        row.hidden = head.hidden;
        row.outside = head.outside;
        row.cells.resize_with(self.schema.columns.len(), Cell::default);
        for (cell, column) in row.cells.iter_mut().zip(&places.by_schema) {
            clear(cell, column.filter(|_| !head.outside));
        }
        let mut strays = 0;
        for seen in cells {
            match places.schema_column(seen.column).filter(|_| !head.outside) {
                Some(index) => {
                    let cell = &mut row.cells[index];
                    cell.marks.struck = seen.struck;
                    cell.marks.merged = seen.merged;
                    cell.shared = seen.shared;
                    self.reader.read(&seen.held, &self.schema.columns[index], seen.around, cell);
                }
                None => strays += usize::from(stray(&seen, &mut row.strays, strays)),
            }
        }
        row.strays.truncate(strays);
        mark_notes(row, &places.notes);
    }
}

/// Readies a cell for the next row.
fn clear(cell: &mut Cell, column: Option<u32>) {
    cell.text.clear();
    cell.marks = Marks::default();
    cell.shared = None;
    cell.column = column.unwrap_or(0);
    cell.value = match column {
        Some(_) => Value::Blank,
        None => Value::Absent,
    };
}

/// Writes a filled cell outside the schema's columns to the place `at`; false where there is none.
fn stray(seen: &Seen<'_>, strays: &mut Vec<StrayCell>, at: usize) -> bool {
    if !seen.held.is_something() {
        return false;
    }
    if strays.len() == at {
        strays.push(StrayCell::default());
    }
    let stray = &mut strays[at];
    stray.column = seen.column;
    stray.text.clear();
    cell::show(&mut stray.text, seen.held);
    !stray.text.is_empty()
}

fn mark_notes(row: &mut Row, notes: &[CellRef]) {
    if notes.is_empty() {
        return;
    }
    for cell in &mut row.cells {
        let at = CellRef::new(row.number, cell.column);
        cell.marks.note = cell.value != Value::Absent && notes.binary_search(&at).is_ok();
    }
}
