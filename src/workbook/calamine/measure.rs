//! What calamine would hold of a workbook, counted before it is asked.

use std::io;

use crate::workbook::package::Package;
use crate::workbook::xml::{Pull, Token};
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

/// Inflates every part once, under the limits, into nothing.
pub(super) fn inflate(package: &mut Package) -> Result<(), ReadError> {
    let names: Vec<String> = package
        .names()
        .filter(|name| [".bin", ".xml", ".rels"].iter().any(|ending| name.ends_with(ending)))
        .map(str::to_owned)
        .collect();
    for name in names {
        if let Some(mut part) = package.part(&name)? {
            io::copy(&mut part, &mut io::sink()).map_err(|error| ReadError::while_reading(&error, &name))?;
        }
    }
    Ok(())
}

/// The spans of an `.ods`, whose cells and rows may be repeated by a number.
pub(super) fn ods(package: &mut Package, name: &str) -> Result<(), ReadError> {
    let limits = package.limits().clone();
    let part = package.part(name)?.ok_or_else(|| ReadError::damaged(name))?;
    let mut pull = Pull::new(part, name, &limits);
    let (mut span, mut excess) = (Span::default(), 0_u64);
    let (mut row, mut rows, mut column) = (0_u64, 1_u64, 0_u64);
    let (mut wide, mut width) = (0_u64, 0_u64);
    loop {
        match pull.next()? {
            Token::Open(tag) => match tag.local() {
                b"table" => {
                    excess = excess.saturating_add(std::mem::take(&mut span).excess());
                    (row, rows, column) = (0, 0, 0);
                }
                b"table-row" => {
                    row = row.saturating_add(rows);
                    rows = count(tag.attribute(b"table:number-rows-repeated"));
                    column = 0;
                    (wide, width) = (wide.saturating_add(width), 0);
                }
                b"table-cell" | b"covered-table-cell" => {
                    let columns = count(tag.attribute(b"table:number-columns-repeated"));
                    let filled = !tag.empty || tag.attribute(b"office:value-type").is_some();
                    if filled {
                        span.add(row, column, rows, columns);
                        // Blank cells before a filled one are held too, before rows are repeated.
                        width = column.saturating_add(columns);
                    }
                    column = column.saturating_add(columns);
                    if column > 64 * u64::from(limits.columns) {
                        return Err(ReadError::limit("limit-columns", limits.columns));
                    }
                }
                _ => {}
            },
            Token::End => break,
            _ => {}
        }
        refuse(excess.saturating_add(span.excess()), &limits)?;
        refuse(wide / 64, &limits)?;
    }
    Ok(())
}

fn count(value: Option<&[u8]>) -> u64 {
    value.and_then(|value| std::str::from_utf8(value).ok()?.parse().ok()).unwrap_or(1)
}
