//! What stands around a sheet's rows. The whole part is read once for it, so that it is known to be whole.

use super::record::{Record, Records};
use crate::sheet::{Block, CellRef, MAX_COLUMNS, MAX_ROWS, SheetFacts, TableBlock};
use crate::workbook::package::Package;
use crate::workbook::{OURS, ReadError, relations};

/// Reads what holds for the sheet in `part` as a whole.
pub(super) fn read(package: &mut Package, part: &str) -> Result<SheetFacts, ReadError> {
    const COLUMNS: u32 = 60;
    const MERGED: u32 = 176;
    const PROTECTION: u32 = 535;
    const END: u32 = 130;
    let mut facts = SheetFacts::default();
    let mut ended = false;
    each(package, part, |kind, record| {
        match kind {
            COLUMNS => hidden_columns(&mut facts, record)?,
            MERGED => facts.merges.push(block(record, 0)?),
            PROTECTION => facts.protected = record.long(2)? != 0,
            _ => ended |= kind == END,
        }
        Some(facts.merges.len())
    })?;
    if !ended {
        return Err(ReadError::damaged(part));
    }
    for relation in relations::of(package, part)? {
        match relation.kind.as_str() {
            "table" => facts.tables.extend(table(package, &relation.target)?),
            "comments" => facts.notes.extend(notes(package, &relation.target)?),
            _ => {}
        }
    }
    facts.notes.sort_unstable();
    facts.notes.dedup();
    Ok(facts)
}

/// Lets `take` have every record of a part; it returns how many it holds, and none where one is damaged.
fn each(
    package: &mut Package,
    part: &str,
    mut take: impl FnMut(u32, Record<'_>) -> Option<usize>,
) -> Result<(), ReadError> {
    let limits = package.limits().clone();
    let Some(reader) = package.part(part)? else {
        return Ok(());
    };
    let mut records = Records::new(reader, part, &limits);
    while let Some((kind, record)) = records.next()? {
        if take(kind, record).ok_or_else(|| ReadError::damaged(part))? > limits.facts {
            return Err(ReadError::limit("limit-facts", limits.facts));
        }
    }
    Ok(())
}

fn hidden_columns(facts: &mut SheetFacts, record: Record<'_>) -> Option<()> {
    const HIDDEN: u16 = 1;
    if record.short(16)? & HIDDEN != 0 || record.long(8)? == 0 {
        let next = facts.hidden_columns.last().map_or(0, |last| last + 1);
        let end = record.long(4)?.saturating_add(1).min(MAX_COLUMNS);
        facts.hidden_columns.extend(record.long(0)?.max(next)..end);
    }
    Some(())
}

/// First and last row, first and last column; within Excel's sheet.
fn block(record: Record<'_>, at: usize) -> Option<Block> {
    let place = |row, column| {
        let (row, column) = (record.long(row)?.checked_add(1)?, record.long(column)?);
        (row <= MAX_ROWS && column < MAX_COLUMNS).then_some(CellRef::new(row, column))
    };
    Some(Block { first: place(at, at + 8)?, last: place(at + 4, at + 12)? })
}

fn table(package: &mut Package, part: &str) -> Result<Option<TableBlock>, ReadError> {
    const TABLE: u32 = 343;
    let mut found = None;
    each(package, part, |kind, record| {
        if kind == TABLE {
            let (name, end) = record.text(64)?;
            let (shown, _) = record.text(end)?;
            found = Some(TableBlock {
                name: if shown.is_empty() { name } else { shown },
                block: block(record, 0)?,
                totals_row: record.long(28)? > 0,
            });
        }
        Some(0)
    })?;
    Ok(found)
}

/// The cells that a comments part speaks of; rutinkoll's own are left out.
fn notes(package: &mut Package, part: &str) -> Result<Vec<CellRef>, ReadError> {
    const AUTHOR: u32 = 632;
    const NOTE: u32 = 635;
    let (mut authors, mut cells) = (Vec::new(), Vec::new());
    each(package, part, |kind, record| {
        match kind {
            AUTHOR => authors.push(record.text(0)?.0 == OURS),
            NOTE if authors.get(record.long(0)? as usize) != Some(&true) => {
                cells.push(block(record, 4)?.first);
            }
            _ => {}
        }
        Some(authors.len().max(cells.len()))
    })?;
    Ok(cells)
}
