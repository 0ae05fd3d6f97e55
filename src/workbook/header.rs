//! Which row is the header, and which of its cells means which column of the schema.
//!
//! A guess is made only where it is nearly certain, and said so. What could mean two things is
//! reported as [`HeaderMatch::Twice`] and never settled here.

mod candidate;
mod names;

use std::sync::Arc;

use jiff::civil::Date;

use self::candidate::{Candidate, HeaderCell, header_cells};
use self::names::Names;
use crate::fold;
use crate::lang::Note;
use crate::outcome::{FoundColumn, HeaderMatch};
use crate::schema::Schema;
use crate::sheet::{Block, CellRef, MAX_COLUMNS, RawRow, SheetFacts, TableBlock, column_letter};
use crate::swedish::identity_number;

/// The header stands among this many first rows that hold something.
pub const HEAD_ROWS: usize = 30;

/// Longer texts (in bytes) are prose, not headers.
const LONGEST_HEADER: usize = 200;

/// What came of looking for the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderSearch {
    /// It was found.
    Found(Layout),
    /// No row is the header.
    NotFound {
        /// The row that came closest, where any row matched at all.
        closest: Option<Closest>,
    },
}

/// How a sheet is laid out: its header, its columns and where its data lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// 1-based, on the real sheet.
    pub header_row: u32,
    /// One a column of the schema, in its order.
    pub columns: Vec<ColumnFind>,
    /// Headers that no column of the schema claims, from left to right.
    pub strays: Vec<StrayHeader>,
    /// Where the data lies.
    pub data: DataRange,
    /// Another row that has nearly as many of the columns.
    pub runner_up: Option<RunnerUp>,
}

/// A row that was nearly taken for the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunnerUp {
    /// 1-based, on the real sheet.
    pub row: u32,
    /// How many of the schema's columns it has.
    pub matched: usize,
}

/// How one column of the schema was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnFind {
    /// The result.
    pub how: HeaderMatch,
    /// The header as it stands; of [`HeaderMatch::Twice`] the first.
    pub header: Option<String>,
    /// Its 0-based column.
    pub index: Option<u32>,
    /// Matched with a part of the header only: what stands in brackets or on further lines was left out.
    pub in_part: bool,
    /// Of [`HeaderMatch::Twice`]: every header that means this column, the first included.
    pub rivals: Vec<(u32, String)>,
}

impl ColumnFind {
    const MISSING: Self =
        Self { how: HeaderMatch::Missing, header: None, index: None, in_part: false, rivals: Vec::new() };

    /// The 0-based column whose cells can be read as this column: there is one, and only one.
    #[must_use]
    pub fn readable(&self) -> Option<u32> {
        self.index.filter(|_| self.how != HeaderMatch::Twice)
    }
}

/// A header that no column of the schema claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrayHeader {
    /// 0-based.
    pub index: u32,
    /// As it stands.
    pub header: String,
}

/// Where the data lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataRange {
    /// The first row below the header, 1-based.
    pub first_row: u32,
    /// The last row of an Excel Table, its totals left out; none: to the end of the sheet.
    pub last_row: Option<u32>,
    /// 0-based.
    pub first_col: u32,
    /// 0-based, included.
    pub last_col: u32,
    /// The Excel Table that sets these bounds.
    pub table: Option<TableBlock>,
}

/// The row that came closest to being the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closest {
    /// 1-based, on the real sheet.
    pub row: u32,
    /// The canonical names that it has.
    pub matched: Vec<String>,
    /// The canonical names that it lacks: of the required columns, where there are any, else of all.
    pub missing: Vec<String>,
}

impl Layout {
    /// With every identity number in a header masked: a header stands in reports as it is.
    pub(super) fn sealed(mut self, as_of: Date) -> Self {
        let found = self
            .columns
            .iter_mut()
            .flat_map(|find| find.header.iter_mut().chain(find.rivals.iter_mut().map(|(_, header)| header)));
        let strays = self.strays.iter_mut().map(|stray| &mut stray.header);
        for header in found.chain(strays) {
            if let Some(masked) = identity_number::masked(header, as_of) {
                *header = masked;
            }
        }
        self
    }

    /// The columns that were found, in the schema's order, for reports.
    #[must_use]
    pub fn found_columns(&self, schema: &Schema) -> Vec<FoundColumn> {
        let pairs = schema.columns.iter().zip(&self.columns);
        pairs
            .filter_map(|(column, find)| {
                Some(FoundColumn {
                    column: Arc::from(column.name.as_str()),
                    header: find.header.clone()?,
                    index: find.index?,
                    how: find.how,
                })
            })
            .collect()
    }

    /// What a person should know of how the columns were found: the guesses, and a header of several rows.
    #[must_use]
    pub fn notes(&self, schema: &Schema) -> Vec<Note> {
        let last = self.data.first_row - 1;
        let deep = (last > self.header_row)
            .then(|| Note::new("sheet-header-deep").with("first", self.header_row).with("last", last));
        let pairs = schema.columns.iter().zip(&self.columns);
        let near = pairs.filter(|(_, find)| find.how == HeaderMatch::Near).filter_map(|(column, find)| {
            Some(
                Note::new("sheet-header-near")
                    .with("column", column.name.as_str())
                    .with("header", on_one_line(find.header.as_deref()?))
                    .with("letter", column_letter(find.index?)),
            )
        });
        deep.into_iter().chain(near).collect()
    }

    /// One note a column that two headers mean, naming them with their letters.
    #[must_use]
    pub fn ambiguities(&self, schema: &Schema) -> Vec<Note> {
        let pairs = schema.columns.iter().zip(&self.columns);
        pairs
            .filter(|(_, find)| find.how == HeaderMatch::Twice)
            .map(|(column, find)| {
                let headers: Vec<String> = find
                    .rivals
                    .iter()
                    .map(|(index, header)| format!("{} ({})", on_one_line(header), column_letter(*index)))
                    .collect();
                Note::new("sheet-header-twice")
                    .with("column", column.name.as_str())
                    .with("headers", headers.join(", "))
            })
            .collect()
    }
}

/// Why a sheet was not understood, said to a person.
#[must_use]
pub fn not_found_note(closest: Option<&Closest>) -> Note {
    let Some(closest) = closest else {
        return Note::new("sheet-no-header").with("rows", HEAD_ROWS);
    };
    Note::new("sheet-header-incomplete")
        .with("row", closest.row)
        .with("matched", closest.matched.join(", "))
        .with("missing", closest.missing.join(", "))
}

/// Looks for the header of `schema` among `head`, the sheet's first rows that hold something.
#[must_use]
pub fn find(head: &[RawRow], facts: &SheetFacts, schema: &Schema) -> HeaderSearch {
    let names = Names::of(schema);
    let mut candidates: Vec<Candidate<'_>> = (0..head.len().min(HEAD_ROWS))
        .map(|index| Candidate::of(header_cells(head, index, facts), &head[index], &names))
        .filter(|candidate| candidate.score() > 0)
        .collect();
    // The most columns first; of two with as many, the upper one.
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.score()));
    let Some(best) = candidates.iter().position(|candidate| candidate.is_header(schema)) else {
        let closest = candidates.into_iter().next();
        return HeaderSearch::NotFound { closest: closest.map(|candidate| candidate.into_closest(schema)) };
    };
    let mut best = candidates.remove(best);
    if let Some(below) = candidates.iter().position(|other| best.goes_on_in(other)) {
        let below = candidates.remove(below);
        best.take_in(below);
    }
    let runner_up = candidates.first().filter(|other| best.is_close(other));
    let runner_up = runner_up.map(|other| RunnerUp { row: other.row, matched: other.score() });
    HeaderSearch::Found(Layout { runner_up, ..lay_out(best, facts, schema, &names) })
}

/// A header as texts are held against it. Every cell of a sheet comes by here and folding costs, so what cannot be it is
/// turned away first.
#[derive(Debug)]
pub(super) struct SameHeader {
    header: String,
    front: Option<char>,
    /// The same, where it is ASCII.
    first: Option<u8>,
    words: String,
}

impl SameHeader {
    pub(super) fn of(header: &str) -> Self {
        let front = fold::front(header);
        let first = front.and_then(|front| u8::try_from(front).ok()).filter(u8::is_ascii);
        Self { header: header.to_owned(), front, first, words: fold::words(header) }
    }

    /// Is this the text of the header, folded?
    #[inline]
    pub(super) fn is(&self, text: &str) -> bool {
        if let (Some(ours), [theirs, b' '..=b'~', ..]) = (self.first, text.as_bytes())
            && theirs.is_ascii_alphanumeric()
            && theirs.to_ascii_lowercase() != ours
        {
            return false;
        }
        let begins_otherwise =
            self.front.is_some_and(|ours| fold::front(text).is_some_and(|theirs| theirs != ours));
        !begins_otherwise && self.is_folded(text)
    }

    fn is_folded(&self, text: &str) -> bool {
        let first = |text: &str| text.chars().find(|c| c.is_alphanumeric());
        let begins_alike = match (first(text), first(&self.header)) {
            (Some(a), Some(b)) => a.to_lowercase().eq(b.to_lowercase()) || !text.is_ascii(),
            _ => false,
        };
        let as_long = text.len() <= 2 * self.header.len() + 8;
        begins_alike && as_long && fold::words(text) == self.words
    }
}

fn lay_out(candidate: Candidate<'_>, facts: &SheetFacts, schema: &Schema, names: &Names) -> Layout {
    let (candidate, table) = within_table(candidate, facts, schema, names);
    let block = table.as_ref().map(|table| table.block);
    let data = DataRange {
        first_row: first_data_row(&candidate, &facts.merges),
        last_row: table.as_ref().map(|table| (table.block.last.row).saturating_sub(table.totals_row.into())),
        first_col: block.map_or(0, |block| block.first.column),
        last_col: block.map_or(MAX_COLUMNS - 1, |block| block.last.column),
        table,
    };
    let claimed: Vec<u32> = candidate.columns.iter().filter_map(|find| find.index).collect();
    let rivals = candidate.columns.iter().flat_map(|find| &find.rivals);
    let rivals: Vec<u32> = rivals.map(|(index, _)| *index).collect();
    let strays = candidate
        .cells
        .iter()
        .filter(|cell| !claimed.contains(&cell.index) && !rivals.contains(&cell.index))
        .map(|cell| StrayHeader { index: cell.index, header: cell.text.to_owned() })
        .collect();
    Layout { header_row: candidate.row, strays, columns: candidate.columns, data, runner_up: None }
}

/// Where the header lies in an Excel Table, only the table's own columns count.
fn within_table<'a>(
    candidate: Candidate<'a>,
    facts: &SheetFacts,
    schema: &Schema,
    names: &Names,
) -> (Candidate<'a>, Option<TableBlock>) {
    let narrowed = |table: &TableBlock| {
        let inside = |cell: &&HeaderCell<'a>| table.block.contains(CellRef::new(candidate.row, cell.index));
        let cells: Vec<HeaderCell<'a>> = candidate.cells.iter().filter(inside).copied().collect();
        let columns = names.match_row(&cells);
        // The header of an Excel Table is one row.
        Candidate { columns, cells, last_row: candidate.row, ..candidate }
    };
    let best = facts
        .tables
        .iter()
        .map(|table| (narrowed(table), table))
        .filter(|(narrowed, _)| narrowed.is_header(schema))
        .max_by_key(|(narrowed, _)| narrowed.score());
    match best {
        Some((narrowed, table)) => (narrowed, Some(table.clone())),
        None => (candidate, None),
    }
}

/// A header cell that is merged down makes the rows of its block a part of the header.
fn first_data_row(candidate: &Candidate<'_>, merges: &[Block]) -> u32 {
    let is_column = |index: u32| {
        let mut found = candidate.columns.iter().filter_map(|find| find.index);
        found.any(|found| found == index)
    };
    let last = merges
        .iter()
        .filter(|block| block.first.row <= candidate.row && block.last.row > candidate.row)
        .filter(|block| is_column(block.first.column))
        .map(|block| block.last.row)
        .filter(|last| last - candidate.row <= HEADER_DEPTH)
        .max();
    last.unwrap_or(candidate.row).max(candidate.last_row) + 1
}

/// A header is at most this many rows deep below its first; a longer merge is a mistake, not a header.
const HEADER_DEPTH: u32 = 3;

/// A header as it is shown inside a sentence.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[allow(clippy::panic, reason = "a test fails by it")]
mod tests;
