//! Raw rows → typed rows, streaming.
//!
//! A cell's meaning can depend on its neighbours (which year a typed date means, whether zeros are lost), so
//! a few rows are read ahead, and a clue of each is kept a few rows behind. Memory does not follow the sheet.

mod cell;
mod merges;
mod places;
mod standing;
mod untyped;
mod window;

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::civil::Date;

use self::cell::Held;
use self::merges::Merges;
pub use self::places::{Places, Typist};
pub use self::standing::{PassedOver, Tally};
use self::standing::{Repeats, Standing};
pub use self::untyped::Untyped;
use self::untyped::{Head, Seen};
use self::window::{Around, REACH, Windows};
use super::header::{self, Closest, HEAD_ROWS, HeaderSearch, Layout};
use super::{RawRows, ReadError};
use crate::lang::Note;
use crate::outcome::HeaderMatch;
use crate::progress;
use crate::schema::Schema;
use crate::sheet::{CellRef, RawCell, RawRow, Row, SheetFacts};

/// What came of opening a sheet.
#[derive(Debug)]
pub enum Opened<'a, R: RawRows + ?Sized> {
    /// Its header was found: the rows can be read.
    Rows(Box<TypedRows<'a, R>>),
    /// It was not, with the row that came closest.
    NoHeader(Option<Closest>),
    /// Open it once more: see [`Ending::Again`].
    Again,
}

/// What came of asking for a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Here it is.
    Row,
    /// There are no more.
    End(Ending),
}

/// How the rows ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The sheet was read to its end.
    Whole,
    /// It is damaged from here on, or beyond a limit. The rows that were read are right.
    Cut(ReadError),
    /// Merged blocks, which stand after the rows in the file, would have changed how these were read: they are
    /// void. The workbook knows now; the sheet, read once more, has them from the start.
    Again,
}

/// The data rows of a sheet, typed by its schema.
#[derive(Debug)]
pub struct TypedRows<'a, R: RawRows + ?Sized> {
    raw: &'a mut R,
    layout: Layout,
    places: Arc<Places>,
    typist: Typist<'a>,
    repeats: Repeats,
    /// Rows of the head that lie below the header.
    head: VecDeque<RawRow>,
    /// The head as it was looked for the header in, where merged blocks were not known yet.
    searched: Vec<RawRow>,
    /// Data rows that were read ahead.
    ahead: VecDeque<Pending>,
    /// Rows whose memory can be used again.
    spare: Vec<Pending>,
    windows: Windows,
    merges: Merges,
    passed_over: PassedOver,
    /// Rows that are no data are handed out, too.
    with_outside: bool,
    /// Said after the rows before it.
    failed: Option<ReadError>,
    ended: bool,
    /// Rows that whoever waits has not been told of.
    untold: u64,
}

/// Whoever waits is told of so many rows at a time.
const TOLD: u64 = 1_024;

/// A row on its way, with merged cells filled.
#[derive(Debug, Default)]
struct Pending {
    raw: RawRow,
    /// The columns that a merged block filled, sorted.
    merged: Vec<u32>,
    /// It is no data, see [`Row::outside`].
    outside: bool,
}

impl<'a, R: RawRows + ?Sized> TypedRows<'a, R> {
    /// Reads the head of a sheet and looks for the schema's header in it. `as_of` is the day that
    /// dates without a year are read from.
    ///
    /// # Errors
    /// Where the file is damaged within the head.
    pub fn open(raw: &'a mut R, schema: &'a Schema, as_of: Date) -> Result<Opened<'a, R>, ReadError> {
        let mut head = Vec::with_capacity(HEAD_ROWS);
        let mut ended = false;
        while head.len() < HEAD_ROWS && !ended {
            let mut row = RawRow::default();
            ended = !raw.next_row(&mut row)?;
            if !ended {
                head.push(row);
            }
        }
        let found = header::find(&head, raw.facts(), schema);
        if raw.facts().unfinished && !is_clear(&found) {
            // Rows may not be read at all, so what could change that is looked at first.
            let found_then = header::find(&head, raw.finish()?, schema);
            return Ok(match found_then {
                HeaderSearch::NotFound { closest } => Opened::NoHeader(closest),
                HeaderSearch::Found(_) => Opened::Again,
            });
        }
        let layout = match found {
            HeaderSearch::Found(layout) => layout.sealed(as_of),
            HeaderSearch::NotFound { closest } => return Ok(Opened::NoHeader(closest)),
        };
        let searched = if raw.facts().unfinished { head.clone() } else { Vec::new() };
        let places = Arc::new(Places::of(&layout, &raw.facts().notes));
        let merges = Merges::of(&raw.facts().merges, &layout.data, &places.sorted);
        Ok(Opened::Rows(Box::new(Self {
            raw,
            typist: Typist::new(schema, as_of),
            windows: Windows::new(schema, &places.by_schema),
            repeats: Repeats::of(&layout),
            merges,
            places,
            layout,
            head: head.into(),
            searched,
            ahead: VecDeque::with_capacity(REACH + 1),
            spare: Vec::new(),
            passed_over: PassedOver::default(),
            with_outside: false,
            failed: None,
            ended,
            untold: 0,
        })))
    }

    /// How the sheet is laid out.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// From here on, rows below the header that are no data are handed out as well, marked
    /// [`Row::outside`]: below an Excel Table, without a value in the schema's columns. All that
    /// they hold is in [`Row::strays`]. They may come before data rows that stand above them.
    pub fn with_outside(&mut self) {
        self.with_outside = true;
    }

    /// What was met so far that is no data.
    #[must_use]
    pub fn passed_over(&self) -> &PassedOver {
        &self.passed_over
    }

    /// Where the rows' cells stand, for who types them.
    #[must_use]
    pub fn places(&self) -> &Arc<Places> {
        &self.places
    }

    /// Fills `row` with the next data row, reusing its memory.
    ///
    /// # Errors
    /// Where the sheet cannot be trusted: none of its rows, not even those that were read.
    pub fn next_row(&mut self, row: &mut Row) -> Result<Step, ReadError> {
        self.next(|rows, next| rows.typist.read(&rows.places, next.head(), rows.cells(next), row))
    }

    /// As [`next_row`](Self::next_row); but the row is added to `rows`, for another thread to type.
    ///
    /// # Errors
    /// As there.
    pub fn next_untyped(&mut self, rows: &mut Untyped) -> Result<Step, ReadError> {
        self.next(|from, next| {
            rows.begin(next.head());
            for cell in &next.raw.cells {
                rows.push(cell, next.is_merged(cell), from.around(next, cell));
            }
        })
    }

    /// Lets `take` have the next row.
    fn next(&mut self, take: impl FnOnce(&Self, &Pending)) -> Result<Step, ReadError> {
        while self.ahead.len() <= REACH {
            match self.next_standing() {
                None => break,
                Some(next) if next.outside => {
                    take(self, &next);
                    self.spare.push(next);
                    return Ok(Step::Row);
                }
                Some(next) => {
                    self.windows.push(&next.raw, &self.typist.reader);
                    self.ahead.push_back(next);
                }
            }
        }
        let Some(next) = self.ahead.pop_front() else {
            return self.end().map(Step::End);
        };
        take(self, &next);
        self.windows.advance();
        self.spare.push(next);
        Ok(Step::Row)
    }

    /// The cells of a row whose turn it is.
    fn cells<'p>(&'p self, row: &'p Pending) -> impl Iterator<Item = Seen<'p>> {
        row.raw.cells.iter().map(|cell| Seen {
            column: cell.column,
            held: Held::from(&cell.value),
            struck: cell.struck,
            merged: row.is_merged(cell),
            around: self.around(row, cell),
            shared: cell.shared,
        })
    }

    /// What the rows around tell of a cell of a row whose turn it is.
    #[inline]
    fn around(&self, row: &Pending, cell: &RawCell) -> Around {
        let index = self.places.schema_column(cell.column).filter(|_| !row.outside);
        index.map(|index| self.windows.around(index)).unwrap_or_default()
    }

    /// The rows have ended: what they were, now that the whole sheet is known.
    fn end(&mut self) -> Result<Ending, ReadError> {
        self.raw.finish()?;
        if !self.searched.is_empty() && self.would_differ_by(self.raw.facts()) {
            return Ok(Ending::Again);
        }
        Ok(self.failed.clone().map_or(Ending::Whole, Ending::Cut))
    }

    /// What a person should know of how the sheet was read. Whole once the rows have ended.
    #[must_use]
    pub fn notes(&self) -> Vec<Note> {
        let mut notes = self.layout.notes(self.typist.schema);
        notes.extend(self.merges.note());
        let passed = &self.passed_over;
        notes.extend(passed.repeated.note("sheet-header-repeated"));
        if let Some(table) = &self.layout.data.table {
            let named = |note: Note| note.with("table", table.name.as_str());
            notes.extend(passed.below.note("sheet-below-table").map(named));
            notes.extend(passed.beside.note("sheet-beside-table").map(named));
        }
        notes
    }

    /// Would header or rows have been read otherwise?
    fn would_differ_by(&self, facts: &SheetFacts) -> bool {
        let same_header = match header::find(&self.searched, facts, self.typist.schema) {
            HeaderSearch::Found(layout) => layout.sealed(self.typist.reader.as_of) == self.layout,
            HeaderSearch::NotFound { .. } => false,
        };
        !same_header || !Merges::of(&facts.merges, &self.layout.data, &self.places.sorted).is_empty()
    }

    /// The next row that is handed out: a data row with its merged cells filled, or one outside the data.
    fn next_standing(&mut self) -> Option<Pending> {
        let mut next = self.spare.pop().unwrap_or_default();
        while self.next_raw(&mut next.raw) {
            let standing = self.standing(&next.raw);
            next.outside = standing == Standing::Outside;
            if standing == Standing::Data {
                self.merges.fill(&mut next.raw, &mut next.merged, &self.places.sorted);
            }
            if standing == Standing::Data || next.outside && self.with_outside {
                return Some(next);
            }
        }
        self.spare.push(next);
        None
    }

    fn next_raw(&mut self, row: &mut RawRow) -> bool {
        if let Some(first) = self.head.pop_front() {
            *row = first;
            return true;
        }
        if self.ended {
            return false;
        }
        match self.raw.next_row(row) {
            Ok(more) => self.ended = !more,
            Err(error) => {
                self.failed = Some(error);
                self.ended = true;
            }
        }
        self.untold += 1;
        if self.untold == TOLD {
            progress::add_rows(TOLD);
            self.untold = 0;
        }
        !self.ended
    }

    /// Decides what a row is, and keeps count of those that are no data but hold something.
    fn standing(&mut self, raw: &RawRow) -> Standing {
        if raw.number < self.layout.data.first_row {
            return Standing::Nothing;
        }
        if let Some(table) = &self.layout.data.table
            && !self.passed_over.is_inside(raw, table)
        {
            return if raw.cells.iter().any(holds_something) { Standing::Outside } else { Standing::Nothing };
        }
        if self.repeats.header(raw) {
            self.passed_over.repeated.add(raw.number);
            return Standing::Outside;
        }
        self.merges.meet(raw);
        let own = |column: &u32| {
            raw.cell(*column).is_some_and(holds_something)
                && !self.merges.cover(CellRef::new(raw.number, *column))
        };
        if self.places.sorted.iter().any(own) {
            return Standing::Data;
        }
        if raw.cells.iter().any(holds_something) {
            self.passed_over.blank.add(raw.number);
            return Standing::Outside;
        }
        Standing::Nothing
    }
}

/// The header was found, and each of its columns means one thing.
fn is_clear(found: &HeaderSearch) -> bool {
    match found {
        HeaderSearch::Found(layout) => layout.columns.iter().all(|find| find.how != HeaderMatch::Twice),
        HeaderSearch::NotFound { .. } => false,
    }
}

impl Pending {
    #[inline]
    fn is_merged(&self, cell: &RawCell) -> bool {
        self.merged.binary_search(&cell.column).is_ok()
    }

    fn head(&self) -> Head {
        Head { number: self.raw.number, hidden: self.raw.hidden, outside: self.outside }
    }
}

fn holds_something(cell: &RawCell) -> bool {
    Held::from(&cell.value).is_something()
}

#[cfg(test)]
#[allow(clippy::panic, clippy::expect_used, reason = "a test fails by it")]
mod tests;
