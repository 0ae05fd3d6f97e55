//! What calamine would hold of a workbook, counted before it is asked.

use crate::workbook::{Limits, ReadError};

/// Cells of a sheet, and the block that they span.
#[derive(Default)]
pub(super) struct Span {
    cells: u64,
    rows: Option<(u64, u64)>,
    columns: Option<(u64, u64)>,
}

impl Span {
    pub(super) fn add(&mut self, row: u64, column: u64, rows: u64, columns: u64) {
        let wider = |span: Option<(u64, u64)>, at: u64, count: u64| {
            let (first, last) = span.unwrap_or((at, at));
            Some((first.min(at), last.max(at.saturating_add(count.saturating_sub(1)))))
        };
        self.cells += 1;
        self.rows = wider(self.rows, row, rows);
        self.columns = wider(self.columns, column, columns);
    }

    /// Cells that would be held beyond those that are written (four for each: rows are seldom full).
    pub(super) fn excess(&self) -> u64 {
        let length =
            |span: Option<(u64, u64)>| span.map_or(0, |(first, last)| (last - first).saturating_add(1));
        length(self.rows).saturating_mul(length(self.columns)).saturating_sub(4 * self.cells)
    }
}

pub(super) fn refuse(excess: u64, limits: &Limits) -> Result<(), ReadError> {
    if excess > limits.dense_cells {
        return Err(ReadError::limit("limit-dense-cells", limits.dense_cells));
    }
    Ok(())
}
