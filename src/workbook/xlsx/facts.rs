//! What holds for a sheet as a whole: tables and notes, which are parts of their own; hidden columns, before
//! the rows; protection and merged blocks, after them.

use std::io::Read;

use super::reference::{self, number};
use super::{ReadError, notes};
use crate::sheet::{Block, MAX_COLUMNS, MAX_ROWS, OUR_TABLE, SheetFacts, TableBlock};
use crate::workbook::limits::Limits;
use crate::workbook::package::Package;
use crate::workbook::relations;
use crate::workbook::xml::{Pull, Tag, Token, attribute, is_true};

/// What other parts say of the sheet in `part`.
pub(super) fn beside(package: &mut Package, part: &str) -> Result<SheetFacts, ReadError> {
    let limits = package.limits().clone();
    let mut facts = SheetFacts { unfinished: true, ..SheetFacts::default() };
    for relation in relations::of(package, part)? {
        match relation.kind.as_str() {
            "table" => facts.tables.extend(table(package, &relation.target)?),
            "comments" | "threadedComment" => {
                facts.notes.extend(notes::read(package, &relation.target)?);
            }
            _ => {}
        }
        within(&facts, &limits)?;
    }
    facts.notes.sort_unstable();
    facts.notes.dedup();
    facts.own = facts.tables.iter().any(|table| table.name.starts_with(OUR_TABLE));
    Ok(facts)
}

/// Reads on to just inside `sheetData`; false where that is empty.
pub(super) fn before_rows<R: Read>(
    facts: &mut SheetFacts,
    pull: &mut Pull<R>,
    part: &str,
) -> Result<bool, ReadError> {
    loop {
        let level = pull.depth() + 1;
        match pull.next()? {
            Token::Open(tag) if level == 1 && tag.local() != b"worksheet" => {
                return Err(ReadError::new("sheet-without-cells"));
            }
            Token::Open(tag) if is_rows(level, &tag) => return Ok(!tag.empty),
            Token::Open(tag) => element(facts, level, &tag).ok_or_else(|| ReadError::damaged(part))?,
            Token::End => return Err(ReadError::damaged(part)),
            _ => {}
        }
    }
}

/// Reads to the end of the part, whose checksum is then known to be right; past rows that are left.
pub(super) fn after_rows<R: Read>(
    facts: &mut SheetFacts,
    pull: &mut Pull<R>,
    part: &str,
    limits: &Limits,
) -> Result<(), ReadError> {
    if pull.depth() > 1 {
        pull.leap()?;
    }
    loop {
        let level = pull.depth() + 1;
        match pull.next()? {
            Token::Open(tag) if is_rows(level, &tag) => return Err(ReadError::damaged(part)),
            Token::Open(tag) => element(facts, level, &tag).ok_or_else(|| ReadError::damaged(part))?,
            Token::End => return Ok(()),
            _ => {}
        }
        within(facts, limits)?;
    }
}

fn is_rows(level: usize, tag: &Tag<'_>) -> bool {
    level == 2 && tag.local() == b"sheetData"
}

fn within(facts: &SheetFacts, limits: &Limits) -> Result<(), ReadError> {
    let most = facts.merges.len().max(facts.tables.len()).max(facts.notes.len());
    if most > limits.facts {
        return Err(ReadError::limit("limit-facts", limits.facts));
    }
    Ok(())
}

/// None where the element says something impossible.
fn element(facts: &mut SheetFacts, level: usize, tag: &Tag<'_>) -> Option<()> {
    match (level, tag.local()) {
        (2, b"sheetProtection") => {
            facts.protected = tag.attribute(b"sheet").is_some_and(is_true);
        }
        (3, b"col") => hidden_columns(facts, tag)?,
        (3, b"mergeCell") => facts.merges.push(block(tag)?),
        _ => {}
    }
    Some(())
}

fn hidden_columns(facts: &mut SheetFacts, tag: &Tag<'_>) -> Option<()> {
    let no_width = tag.attribute(b"width").is_some_and(|width| width == b"0" || width.starts_with(b"0.0"));
    if no_width || tag.attribute(b"hidden").is_some_and(is_true) {
        let first = number(tag.attribute(b"min")?)?.checked_sub(1)?;
        let last = number(tag.attribute(b"max")?)?.min(MAX_COLUMNS);
        let next = facts.hidden_columns.last().map_or(0, |last| last + 1);
        facts.hidden_columns.extend(first.max(next)..last);
    }
    Some(())
}

/// The `ref` of an element, within Excel's sheet.
fn block(tag: &Tag<'_>) -> Option<Block> {
    let block = reference::block(tag.attribute(b"ref")?)?;
    (block.last.row <= MAX_ROWS && block.last.column < MAX_COLUMNS).then_some(block)
}

fn table(package: &mut Package, part: &str) -> Result<Option<TableBlock>, ReadError> {
    let limits = package.limits().clone();
    let Some(reader) = package.small_part(part)? else {
        return Ok(None);
    };
    let mut pull = Pull::new(reader, part, &limits);
    let mut found = None;
    loop {
        match pull.next()? {
            Token::Open(tag) if found.is_none() && tag.local() == b"table" => {
                found = Some(described(&tag).ok_or_else(|| ReadError::damaged(part))?);
            }
            Token::End => return Ok(found),
            _ => {}
        }
    }
}

fn described(tag: &Tag<'_>) -> Option<TableBlock> {
    let name = tag.attribute(b"displayName").or(tag.attribute(b"name"));
    Some(TableBlock {
        name: attribute(name.unwrap_or_default()).ok()?,
        block: block(tag)?,
        totals_row: tag.attribute(b"totalsRowCount").and_then(number).is_some_and(|count| count > 0),
    })
}
