//! What the rows around a row tell of it: the nearest date, the width of the numbers.

use std::collections::VecDeque;

use jiff::civil::Date;

use super::cell::CellReader;
use crate::schema::{ColumnType, Schema};
use crate::sheet::RawRow;

/// Neighbours are this many data rows before and after.
pub(super) const REACH: usize = 32;

/// The clues of the rows around the present one, for the columns that need any.
#[derive(Debug)]
pub(super) struct Windows {
    /// By the schema's column.
    columns: Vec<Option<Window>>,
    /// The present row's place in every ring.
    at: usize,
}

#[derive(Debug)]
struct Window {
    sheet_column: u32,
    clues: Clues,
}

#[derive(Debug)]
enum Clues {
    Dates(Ring<Date>),
    Widths(Ring<u32>),
}

/// What surrounds one cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'w> {
    window: Option<&'w Window>,
    at: usize,
}

impl Windows {
    /// `sheet_columns` are by the schema's column.
    pub(super) fn new(schema: &Schema, sheet_columns: &[Option<u32>]) -> Self {
        let columns = schema
            .columns
            .iter()
            .zip(sheet_columns)
            .map(|(column, sheet_column)| {
                Some(Window {
                    sheet_column: (*sheet_column)?,
                    clues: match column.kind {
                        ColumnType::Date => Clues::Dates(Ring::default()),
                        ColumnType::Identifier => Clues::Widths(Ring::default()),
                        _ => return None,
                    },
                })
            })
            .collect();
        Self { columns, at: 0 }
    }

    /// Takes in the clues of the row after the last.
    pub(super) fn push(&mut self, raw: &RawRow, reader: &CellReader<'_>) {
        for window in self.columns.iter_mut().flatten() {
            let value = raw.cell(window.sheet_column).map(|cell| &cell.value);
            match &mut window.clues {
                Clues::Dates(ring) => ring.push(value.and_then(|value| reader.clear_date(value))),
                Clues::Widths(ring) => ring.push(value.and_then(super::cell::zero_led_width)),
            }
        }
    }

    /// Goes on to the next row.
    pub(super) fn advance(&mut self) {
        if self.at < REACH {
            self.at += 1;
            return;
        }
        for window in self.columns.iter_mut().flatten() {
            match &mut window.clues {
                Clues::Dates(ring) => ring.pop(),
                Clues::Widths(ring) => ring.pop(),
            }
        }
    }

    /// What surrounds the present row's cell in a column of the schema.
    pub(super) fn around(&self, column: usize) -> Around<'_> {
        Around { window: self.columns[column].as_ref(), at: self.at }
    }
}

impl Around<'_> {
    /// The cell's own date, where it is clear by itself.
    pub(super) fn own_date(&self) -> Option<Date> {
        self.dates()?.get(self.at)
    }

    /// The clear date of the nearest row that has one; of two, the one above.
    pub(super) fn near_date(&self) -> Option<Date> {
        self.dates()?.nearest(self.at)
    }

    /// The width of the neighbours that begin with a zero, where they have but one.
    pub(super) fn zero_led_width(&self) -> Option<u32> {
        match &self.window?.clues {
            Clues::Widths(ring) => ring.agreed(),
            Clues::Dates(_) => None,
        }
    }

    fn dates(&self) -> Option<&Ring<Date>> {
        match &self.window?.clues {
            Clues::Dates(ring) => Some(ring),
            Clues::Widths(_) => None,
        }
    }
}

/// The clues of up to `2 × REACH + 1` rows.
#[derive(Debug)]
struct Ring<T> {
    slots: VecDeque<Option<T>>,
    known: usize,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Self { slots: VecDeque::with_capacity(2 * REACH + 1), known: 0 }
    }
}

impl<T: Copy + PartialEq> Ring<T> {
    fn push(&mut self, clue: Option<T>) {
        self.known += usize::from(clue.is_some());
        self.slots.push_back(clue);
    }

    fn pop(&mut self) {
        if let Some(Some(_)) = self.slots.pop_front() {
            self.known -= 1;
        }
    }

    fn get(&self, at: usize) -> Option<T> {
        self.slots.get(at).copied().flatten()
    }

    fn nearest(&self, at: usize) -> Option<T> {
        if self.known == 0 {
            return None;
        }
        (1..=REACH).find_map(|steps| {
            let above = at.checked_sub(steps).and_then(|at| self.get(at));
            above.or_else(|| self.get(at + steps))
        })
    }

    fn agreed(&self) -> Option<T> {
        if self.known == 0 {
            return None;
        }
        let mut clues = self.slots.iter().copied().flatten();
        let first = clues.next()?;
        clues.all(|clue| clue == first).then_some(first)
    }
}
