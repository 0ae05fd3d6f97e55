//! Raw rows → typed rows, streaming.
//!
//! A cell's meaning can depend on its neighbours (which year a typed date means, whether zeros are lost), so
//! a few rows are read ahead, and a clue of each is kept a few rows behind. Memory does not follow the sheet.

mod cell;
mod merges;
mod window;

use std::collections::VecDeque;

use jiff::civil::Date;

use self::cell::CellReader;
use self::merges::Merges;
use self::window::{REACH, Windows};
use super::header::{self, Closest, HEAD_ROWS, HeaderSearch, Layout};
use super::{RawRows, ReadError};
use crate::fold;
use crate::lang::Note;
use crate::outcome::HeaderMatch;
use crate::progress;
use crate::schema::Schema;
use crate::sheet::{
    Cell, CellRef, MAX_COLUMNS, RawCell, RawRow, RawValue, Row, SheetFacts, StrayCell, TableBlock, Value,
};

/// A row with this many cells that repeat their own header is the header once more.
const REPEATED_HEADERS: usize = 3;

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
    schema: &'a Schema,
    layout: Layout,
    mapping: Mapping,
    reader: CellReader<'a>,
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

/// A data row, with merged cells filled.
#[derive(Debug, Default)]
struct Pending {
    raw: RawRow,
    /// The columns that a merged block filled, sorted.
    merged: Vec<u32>,
}

/// Which column of the schema reads which column of the sheet.
#[derive(Debug)]
struct Mapping {
    /// By the sheet's column: the schema's.
    by_sheet: Vec<Option<usize>>,
    /// By the schema's column: the sheet's.
    by_schema: Vec<Option<u32>>,
    /// The sheet's columns that are read, sorted.
    sorted: Vec<u32>,
}

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
enum Standing {
    Data,
    /// No data, but it holds something.
    Outside,
    /// Above the data, or white space only.
    Nothing,
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
        let mapping = Mapping::of(&layout);
        let merges = Merges::of(&raw.facts().merges, &layout.data, &mapping.sorted);
        Ok(Opened::Rows(Box::new(Self {
            raw,
            schema,
            reader: CellReader::new(schema, as_of),
            windows: Windows::new(schema, &mapping.by_schema),
            merges,
            mapping,
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

    /// Fills `row` with the next data row, reusing its memory.
    ///
    /// # Errors
    /// Where the sheet cannot be trusted: none of its rows, not even those that were read.
    pub fn next_row(&mut self, row: &mut Row) -> Result<Step, ReadError> {
        while self.ahead.len() <= REACH {
            match self.next_standing() {
                None => break,
                Some((Standing::Data, pending)) => {
                    self.windows.push(&pending.raw, &self.reader);
                    self.ahead.push_back(pending);
                }
                Some((_, pending)) => {
                    self.outside_row(&pending.raw, row);
                    self.spare.push(pending);
                    return Ok(Step::Row);
                }
            }
        }
        let Some(pending) = self.ahead.pop_front() else {
            return self.end().map(Step::End);
        };
        self.type_row(&pending, row);
        self.windows.advance();
        self.spare.push(pending);
        Ok(Step::Row)
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
        let mut notes = self.layout.notes(self.schema);
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
        let same_header = match header::find(&self.searched, facts, self.schema) {
            HeaderSearch::Found(layout) => layout.sealed(self.reader.as_of) == self.layout,
            HeaderSearch::NotFound { .. } => false,
        };
        !same_header || !Merges::of(&facts.merges, &self.layout.data, &self.mapping.sorted).is_empty()
    }

    /// The next row that is handed out: a data row with its merged cells filled, or one outside the data.
    fn next_standing(&mut self) -> Option<(Standing, Pending)> {
        let mut pending = self.spare.pop().unwrap_or_default();
        while self.next_raw(&mut pending.raw) {
            match self.standing(&pending.raw) {
                Standing::Data => {
                    self.merges.fill(&mut pending.raw, &mut pending.merged, &self.mapping.sorted);
                    return Some((Standing::Data, pending));
                }
                Standing::Outside if self.with_outside => return Some((Standing::Outside, pending)),
                Standing::Outside | Standing::Nothing => {}
            }
        }
        self.spare.push(pending);
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
        if self.repeats_header(raw) {
            self.passed_over.repeated.add(raw.number);
            return Standing::Outside;
        }
        self.merges.meet(raw);
        let own = |column: &u32| {
            raw.cell(*column).is_some_and(holds_something)
                && !self.merges.cover(CellRef::new(raw.number, *column))
        };
        if self.mapping.sorted.iter().any(own) {
            return Standing::Data;
        }
        if raw.cells.iter().any(holds_something) {
            self.passed_over.blank.add(raw.number);
            return Standing::Outside;
        }
        Standing::Nothing
    }

    fn repeats_header(&self, raw: &RawRow) -> bool {
        let needed = REPEATED_HEADERS.min(self.mapping.sorted.len());
        let repeats = self.layout.columns.iter().filter(|find| {
            let cell = find.readable().and_then(|column| raw.cell(column));
            match (cell.map(|cell| &cell.value), &find.header) {
                (Some(RawValue::Text(text)), Some(header)) => header::same_header(text, header),
                _ => false,
            }
        });
        repeats.take(needed).count() == needed
    }

    fn type_row(&self, pending: &Pending, row: &mut Row) {
        let raw = &pending.raw;
        self.clear(raw, row);
        let mut strays = 0;
        for raw_cell in &raw.cells {
            match self.mapping.schema_column(raw_cell.column) {
                Some(index) => {
                    let around = self.windows.around(index);
                    let cell = &mut row.cells[index];
                    self.reader.read(raw_cell, &self.schema.columns[index], &around, cell);
                    cell.marks.merged = pending.merged.binary_search(&raw_cell.column).is_ok();
                }
                None => strays += usize::from(stray(raw_cell, &mut row.strays, strays)),
            }
        }
        row.strays.truncate(strays);
        self.mark_notes(row);
    }

    /// A row that is no data: all that it holds is stray.
    fn outside_row(&self, raw: &RawRow, row: &mut Row) {
        self.clear(raw, row);
        row.outside = true;
        row.cells.fill(Cell::default());
        let mut strays = 0;
        for cell in &raw.cells {
            strays += usize::from(stray(cell, &mut row.strays, strays));
        }
        row.strays.truncate(strays);
    }

    /// Readies a row for what `raw` holds.
    fn clear(&self, raw: &RawRow, row: &mut Row) {
        row.number = raw.number;
        row.hidden = raw.hidden;
        row.outside = false;
        row.cells.resize_with(self.schema.columns.len(), Cell::default);
        for (cell, column) in row.cells.iter_mut().zip(&self.mapping.by_schema) {
            clear(cell, *column);
        }
    }

    fn mark_notes(&self, row: &mut Row) {
        let notes = &self.raw.facts().notes;
        if notes.is_empty() {
            return;
        }
        for cell in &mut row.cells {
            let at = CellRef::new(row.number, cell.column);
            cell.marks.note = cell.value != Value::Absent && notes.binary_search(&at).is_ok();
        }
    }
}

/// The header was found, and each of its columns means one thing.
fn is_clear(found: &HeaderSearch) -> bool {
    match found {
        HeaderSearch::Found(layout) => layout.columns.iter().all(|find| find.how != HeaderMatch::Twice),
        HeaderSearch::NotFound { .. } => false,
    }
}

impl Mapping {
    fn of(layout: &Layout) -> Self {
        let by_schema: Vec<Option<u32>> = layout.columns.iter().map(header::ColumnFind::readable).collect();
        let mut sorted: Vec<u32> = by_schema.iter().flatten().copied().collect();
        sorted.sort_unstable();
        let width = sorted.last().map_or(0, |last| last + 1).min(MAX_COLUMNS);
        let by_sheet =
            (0..width).map(|column| by_schema.iter().position(|sheet| *sheet == Some(column))).collect();
        Self { by_sheet, by_schema, sorted }
    }

    fn schema_column(&self, sheet_column: u32) -> Option<usize> {
        let index = usize::try_from(sheet_column).ok()?;
        self.by_sheet.get(index).copied().flatten()
    }
}

impl PassedOver {
    /// Is the row inside the table? Counts what stands below it and beside it.
    fn is_inside(&mut self, raw: &RawRow, table: &TableBlock) -> bool {
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
    fn add(&mut self, row: u32) {
        if self.count == 0 {
            self.first = row;
        }
        self.count += 1;
    }

    fn note(&self, id: &'static str) -> Option<Note> {
        (self.count > 0).then(|| Note::new(id).with("count", self.count).with("row", self.first))
    }
}

/// Writes a filled cell outside the schema's columns to the place `at`; false where there is none.
fn stray(raw: &RawCell, strays: &mut Vec<StrayCell>, at: usize) -> bool {
    if !holds_something(raw) {
        return false;
    }
    if strays.len() == at {
        strays.push(StrayCell::default());
    }
    let stray = &mut strays[at];
    stray.column = raw.column;
    stray.text.clear();
    cell::show(&mut stray.text, &raw.value);
    !stray.text.is_empty()
}

/// Readies a cell for the next row.
fn clear(cell: &mut Cell, column: Option<u32>) {
    cell.text.clear();
    cell.marks = crate::sheet::Marks::default();
    cell.column = column.unwrap_or(0);
    cell.value = match column {
        Some(_) => Value::Blank,
        None => Value::Absent,
    };
}

/// Is there anything in the cell that a person could see, or that Excel failed to show?
fn holds_something(cell: &RawCell) -> bool {
    match &cell.value {
        RawValue::Blank => false,
        RawValue::Text(text) => !fold::is_blank(text),
        _ => true,
    }
}

#[cfg(test)]
#[allow(clippy::panic, clippy::expect_used, reason = "a test fails by it")]
mod tests;
