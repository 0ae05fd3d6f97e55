//! A sheet's rows, streamed; repeated ones as often as they stand there.

use std::io::Read;

use super::cell::Cell;
use super::content::{Content, Event};
use super::styles::{Style, Styles};
use crate::sheet::{RawCell, RawRow, RawValue, SheetFacts};
use crate::workbook::limits::Limits;
use crate::workbook::package::mebibytes;
use crate::workbook::{RawRows, ReadError};

/// The rows of an open sheet.
pub(super) struct Rows<'a, R> {
    content: &'a mut Content<R>,
    facts: SheetFacts,
    styles: &'a Styles,
    limits: Limits,
    /// The style of cells that have none, by column: up to this column, that style.
    columns: Vec<(u32, Style)>,
    /// The row that is handed out, and how many times more.
    row: RawRow,
    left: u32,
    /// Where the next row stands, 0-based.
    next: u64,
    /// Cells that repetition has made, beyond those that are written.
    made: u64,
    ended: bool,
}

impl<'a, R: Read> Rows<'a, R> {
    /// `content` stands just inside the sheet.
    pub(super) fn new(
        content: &'a mut Content<R>,
        facts: SheetFacts,
        styles: &'a Styles,
        limits: Limits,
    ) -> Self {
        Self {
            content,
            facts,
            styles,
            limits,
            columns: Vec::new(),
            row: RawRow::default(),
            left: 0,
            next: 0,
            made: 0,
            ended: false,
        }
    }

    /// Reads the next row that holds something; false at the end of the sheet.
    fn advance(&mut self) -> Result<bool, ReadError> {
        while !self.ended {
            match self.content.next()? {
                Event::Column { count, style, .. } => {
                    let before = self.columns.last().map_or(0, |(end, _)| *end);
                    let style = style.map(|name| self.styles.get(&name)).unwrap_or_default();
                    self.columns.push((before.saturating_add(count), style));
                    if self.columns.len() > self.limits.columns as usize {
                        return Err(ReadError::limit("limit-columns", self.limits.columns));
                    }
                }
                Event::Row { count, hidden, style } => {
                    let style = style.map(|name| self.styles.get(&name));
                    self.cells(style)?;
                    let first = self.next;
                    self.next += u64::from(count);
                    if self.row.cells.is_empty() {
                        continue;
                    }
                    if self.next > u64::from(self.limits.rows) {
                        return Err(ReadError::limit("limit-rows", self.limits.rows));
                    }
                    self.row.number = u32::try_from(first).unwrap_or(u32::MAX);
                    self.row.hidden = hidden;
                    self.left = count;
                    self.repeated(u64::from(count - 1) * self.row.cells.len() as u64)?;
                    return Ok(true);
                }
                Event::TableEnd | Event::Table { .. } | Event::End => self.ended = true,
                Event::Cell(_) | Event::RowEnd => {}
            }
        }
        Ok(false)
    }

    /// The cells up to the row's end, into `row`.
    fn cells(&mut self, style: Option<Style>) -> Result<(), ReadError> {
        let (mut column, mut bytes) = (0_u32, 0);
        self.row.cells.clear();
        loop {
            let cell = match self.content.next()? {
                Event::Cell(cell) => cell,
                Event::RowEnd => return Ok(()),
                _ => return Err(ReadError::damaged(super::PART)),
            };
            let end = column.saturating_add(cell.count);
            if cell.value != RawValue::Blank {
                if end > self.limits.columns {
                    return Err(ReadError::limit("limit-columns", self.limits.columns));
                }
                if self.row.cells.len() + cell.count as usize > self.limits.cells_per_row {
                    return Err(ReadError::limit("limit-cells-per-row", self.limits.cells_per_row));
                }
                if let RawValue::Text(text) = &cell.value {
                    bytes += text.len() * cell.count as usize;
                }
                if bytes > self.limits.row_bytes {
                    let allowed = mebibytes(self.limits.row_bytes as u64);
                    return Err(ReadError::limit("limit-row-size", allowed));
                }
                self.repeated(u64::from(cell.count - 1))?;
                for at in column..end {
                    let one = self.one(&cell, at, style);
                    self.row.cells.push(one);
                }
            }
            column = end;
        }
    }

    fn one(&self, cell: &Cell, column: u32, row: Option<Style>) -> RawCell {
        let of_column = || {
            let at = self.columns.partition_point(|(end, _)| *end <= column);
            self.columns.get(at).map(|(_, style)| *style)
        };
        let own = cell.style.as_ref().map(|name| self.styles.get(name));
        let style = own.or(row).or_else(of_column).unwrap_or_default();
        let value = match &cell.value {
            RawValue::Number { value, .. } => RawValue::Number { value: *value, format: style.format },
            other => other.clone(),
        };
        RawCell { column, value, struck: style.struck, shared: None }
    }

    /// Counts cells that a number of repetitions makes: a few bytes could ask for billions.
    fn repeated(&mut self, cells: u64) -> Result<(), ReadError> {
        self.made = self.made.saturating_add(cells);
        if self.made > self.limits.repeated_cells {
            return Err(ReadError::limit("limit-repeated-cells", self.limits.repeated_cells));
        }
        Ok(())
    }
}

impl<R: Read + Send> RawRows for Rows<'_, R> {
    fn facts(&self) -> &SheetFacts {
        &self.facts
    }

    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, ReadError> {
        if self.left == 0 && !self.advance()? {
            row.cells.clear();
            return Ok(false);
        }
        self.left -= 1;
        self.row.number += 1;
        row.clone_from(&self.row);
        Ok(true)
    }
}
