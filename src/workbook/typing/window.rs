//! What the rows around a row tell of it: the nearest date, the width of the numbers.

use std::collections::VecDeque;

use jiff::civil::Date;

use super::cell::{CellReader, Held};
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

/// What the rows around one cell tell of it, as far as that can matter.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Around {
    #[default]
    Nothing,
    /// It is a clear date by itself.
    OwnDate(Date),
    /// The clear date of the nearest row that has one; of two, the one above.
    NearDate(Date),
    /// The width of the neighbours that begin with a zero, where they have but one.
    ZeroLedWidth(u32),
}

impl Around {
    pub(super) fn near_date(self) -> Option<Date> {
        match self {
            Self::NearDate(date) => Some(date),
            _ => None,
        }
    }

    pub(super) fn zero_led_width(self) -> Option<u32> {
        match self {
            Self::ZeroLedWidth(width) => Some(width),
            _ => None,
        }
    }
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
            let value = raw.cell(window.sheet_column).map(|cell| Held::from(&cell.value));
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
    #[inline]
    pub(super) fn around(&self, column: usize) -> Around {
        let around = match self.columns[column].as_ref().map(|window| &window.clues) {
            Some(Clues::Dates(ring)) => match ring.get(self.at) {
                Some(own) => Some(Around::OwnDate(own)),
                None => ring.nearest(self.at).map(Around::NearDate),
            },
            Some(Clues::Widths(ring)) => ring.agreed().map(Around::ZeroLedWidth),
            None => None,
        };
        around.unwrap_or_default()
    }
}

/// The clues of up to `2 × REACH + 1` rows.
#[derive(Debug)]
struct Ring<T> {
    slots: VecDeque<Option<T>>,
    known: usize,
    /// How many of the known ones differ from the known one before.
    turns: usize,
    /// The known one that came last.
    last: Option<T>,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Self { slots: VecDeque::with_capacity(2 * REACH + 1), known: 0, turns: 0, last: None }
    }
}

impl<T: Copy + PartialEq> Ring<T> {
    fn push(&mut self, clue: Option<T>) {
        self.slots.push_back(clue);
        if clue.is_some() {
            self.turns += usize::from(self.known > 0 && self.last != clue);
            self.known += 1;
            self.last = clue;
        }
    }

    fn pop(&mut self) {
        if let Some(gone @ Some(_)) = self.slots.pop_front() {
            self.known -= 1;
            let next = self.slots.iter().find(|clue| clue.is_some());
            self.turns -= usize::from(next.is_some_and(|next| *next != gone));
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

    /// The clue that all known ones are.
    fn agreed(&self) -> Option<T> {
        self.last.filter(|_| self.known > 0 && self.turns == 0)
    }
}
