//! `.ods`: our own streaming reader. calamine reads it too, but gives error values as text and does not tell
//! hidden rows, notes, strike-through or the zeros of a number format.
//!
//! ```text
//! content  `content.xml`: tables, rows, cells      cell    one cell: its value, its text
//! styles   what a cell's style says                rows    a sheet's rows, one at a time
//! ```

mod cell;
mod content;
mod rows;
mod styles;

use cell::Cell;
use content::{Content, Event};
use styles::Styles;

use super::package::{Again, Package};
use super::{Limits, RawRows, ReadError, SheetEntry};
use crate::sheet::{Block, CellRef, SheetFacts, Visibility};

/// The part that holds the sheets.
const PART: &str = "content.xml";

/// An open workbook.
pub(super) struct Ods {
    package: Package,
    styles: Styles,
    sheets: Vec<SheetEntry>,
    facts: Vec<SheetFacts>,
    /// The content where the last sheet was left, and how many have begun: the next one follows.
    left: Option<(Content<Again>, usize)>,
}

impl Ods {
    /// Reads the whole content once: which sheets there are, what holds for each, and that it is whole.
    pub(super) fn open(mut package: Package) -> Result<Self, ReadError> {
        let styles = Styles::read(&mut package)?;
        let limits = package.limits().clone();
        let part = package.part(PART)?.ok_or_else(|| ReadError::damaged(PART))?;
        let mut content = Content::new(part, PART, &limits);
        let mut scan = Scan::default();
        loop {
            match content.next()? {
                Event::End => break,
                event => scan.see(event, &styles, &limits),
            }
            if scan.count > limits.facts {
                return Err(ReadError::limit("limit-facts", limits.facts));
            }
            if scan.sheets.len() as u64 > limits.parts {
                return Err(ReadError::limit("limit-parts", limits.parts));
            }
        }
        drop(content);
        let Scan { sheets, facts, .. } = scan;
        Ok(Self { package, styles, sheets, facts, left: None })
    }

    pub(super) fn sheets(&self) -> &[SheetEntry] {
        &self.sheets
    }

    /// The rows of a sheet that [`sheets`](Self::sheets) lists.
    pub(super) fn read(&mut self, index: usize) -> Result<Box<dyn RawRows + '_>, ReadError> {
        let facts = self.facts.get(index).cloned().ok_or_else(|| ReadError::new("sheet-without-part"))?;
        let limits = self.package.limits().clone();
        let (mut content, mut begun) = match self.left.take() {
            Some((content, begun)) if begun <= index => (content, begun),
            _ => {
                let part = self.package.again(PART)?.ok_or_else(|| ReadError::damaged(PART))?;
                (Content::new(part, PART, &limits), 0)
            }
        };
        while begun <= index {
            match content.next()? {
                Event::Table { .. } => begun += 1,
                Event::End => return Err(ReadError::new("sheet-without-part")),
                _ => {}
            }
        }
        let (content, _) = self.left.insert((content, begun));
        Ok(Box::new(rows::Rows::new(content, facts, &self.styles, limits)))
    }
}

/// What stands around the rows, of every sheet.
#[derive(Default)]
struct Scan {
    sheets: Vec<SheetEntry>,
    facts: Vec<SheetFacts>,
    /// The row under way, 0-based, and how often it stands there.
    row: u32,
    rows: u32,
    /// The next cell's column.
    column: u32,
    /// The next column of those that are described before the rows.
    described: u32,
    /// Merged blocks and notes.
    count: usize,
}

impl Scan {
    fn see(&mut self, event: Event, styles: &Styles, limits: &Limits) {
        match event {
            Event::Table { name, style, protected } => {
                let hidden = style.is_some_and(|style| styles.hides(&style));
                let visibility = if hidden { Visibility::Hidden } else { Visibility::Visible };
                self.sheets.push(SheetEntry { name, visibility, worksheet: true });
                self.facts.push(SheetFacts { protected, ..SheetFacts::default() });
                (self.row, self.rows, self.described) = (0, 0, 0);
            }
            Event::Column { count, hidden, .. } => {
                let end = self.described.saturating_add(count).min(limits.columns);
                if let Some(facts) = self.facts.last_mut().filter(|_| hidden) {
                    facts.hidden_columns.extend(self.described..end);
                }
                self.described = end;
            }
            Event::Row { count, .. } => {
                self.row = self.row.saturating_add(self.rows);
                (self.rows, self.column) = (count, 0);
            }
            Event::Cell(cell) => self.cell(&cell, limits),
            Event::RowEnd | Event::TableEnd | Event::End => {}
        }
    }

    fn cell(&mut self, cell: &Cell, limits: &Limits) {
        let at = CellRef::new(self.row.saturating_add(1), self.column);
        self.column = self.column.saturating_add(cell.count);
        let Some(facts) = self.facts.last_mut().filter(|_| at.row <= limits.rows) else { return };
        if cell.rows > 1 || cell.columns > 1 {
            let row = at.row.saturating_add(cell.rows - 1).min(limits.rows);
            let column = at.column.saturating_add(cell.columns - 1).min(limits.columns - 1);
            facts.merges.push(Block { first: at, last: CellRef::new(row, column.max(at.column)) });
            self.count += 1;
        }
        if cell.note {
            facts.notes.push(at);
            self.count += 1;
        }
    }
}
