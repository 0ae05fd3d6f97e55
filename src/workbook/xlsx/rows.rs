//! A sheet's rows, streamed.

use std::io::Read;

use super::ReadError;
use super::cell::{self, Context};
use super::reference::number;
use crate::sheet::{RawRow, SheetFacts};
use crate::workbook::RawRows;
use crate::workbook::xml::{Cursor, Fault, Pull, Stop, Tag, Token, Window, is_true};

/// The rows of an open sheet.
pub(super) struct Rows<'a, R> {
    facts: SheetFacts,
    context: Context<'a>,
    /// Just inside `sheetData`; none where that is empty or read to its end.
    window: Option<Window<R>>,
    /// The name of `sheetData`, as written.
    outer: Vec<u8>,
    /// The last row that was read, also where it was blank.
    before: u32,
    /// Bytes of shared strings that were put into cells.
    copied: u64,
}

impl<'a, R: Read> Rows<'a, R> {
    pub(super) fn open(
        reader: R,
        part: &str,
        facts: SheetFacts,
        context: Context<'a>,
    ) -> Result<Self, ReadError> {
        let mut pull = Pull::new(reader, part, &context.limits);
        let empty = loop {
            match pull.next()? {
                Token::Open(tag) if tag.local() == b"sheetData" => break tag.empty,
                Token::End => break true,
                _ => {}
            }
        };
        let (window, outer) = pull.into_window();
        Ok(Self { facts, context, window: (!empty).then_some(window), outer, before: 0, copied: 0 })
    }
}

impl<R: Read> RawRows for Rows<'_, R> {
    fn facts(&self) -> &SheetFacts {
        &self.facts
    }

    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, ReadError> {
        let Some(window) = &mut self.window else {
            return Ok(false);
        };
        let (context, outer) = (&self.context, &self.outer);
        loop {
            let before = self.before;
            match window.item(|cursor| next(cursor, outer, context, before, row)) {
                Ok(Some(copied)) => {
                    self.before = row.number;
                    self.copied += copied as u64;
                    if self.copied > context.limits.total_bytes {
                        let allowed = context.limits.total_bytes >> 20;
                        return Err(ReadError::limit("limit-total-size", allowed));
                    }
                    if !row.cells.is_empty() {
                        return Ok(true);
                    }
                }
                Ok(None) => {
                    self.window = None;
                    row.cells.clear();
                    return Ok(false);
                }
                Err(Fault::Known(error)) => return Err(error),
                Err(Fault::Malformed) => {
                    return Err(ReadError::damaged_after(window.part(), before));
                }
            }
        }
    }
}

/// The next row, with the bytes of shared strings it took; none at the end of `sheetData`.
fn next(
    cursor: &mut Cursor<'_>,
    outer: &[u8],
    context: &Context<'_>,
    before: u32,
    row: &mut RawRow,
) -> Result<Option<usize>, Stop> {
    loop {
        match cursor.next()? {
            Token::Open(tag) if tag.local() == b"row" => {
                return whole(cursor, &tag, context, before, row).map(Some);
            }
            Token::Open(tag) => cursor.skip(&tag, context.limits.depth)?,
            Token::Close(name) if name == outer => return Ok(None),
            Token::Close(_) | Token::End => return Err(Fault::Malformed.into()),
            Token::Text(_) | Token::Raw(_) => {}
        }
    }
}

fn whole(
    cursor: &mut Cursor<'_>,
    tag: &Tag<'_>,
    context: &Context<'_>,
    before: u32,
    row: &mut RawRow,
) -> Result<usize, Stop> {
    let said = start(tag, row)?;
    row.number = said.unwrap_or(before + 1);
    let mut cells = cell::Cells::new(row, context, said.is_none());
    if !tag.empty {
        loop {
            while cells.read_plain(cursor)? {}
            match cursor.next()? {
                Token::Open(child) if child.local() == b"c" => cells.read(cursor, &child)?,
                Token::Open(child) => cursor.skip(&child, context.limits.depth)?,
                Token::Close(name) if name == tag.name => break,
                Token::Close(_) | Token::End => return Err(Fault::Malformed.into()),
                Token::Text(_) | Token::Raw(_) => {}
            }
        }
    }
    let copied = cells.finish()?;
    if row.number <= before {
        return Err(
            ReadError(crate::lang::Note::new("sheet-rows-out-of-order").with("row", row.number)).into()
        );
    }
    if row.number > context.limits.rows {
        return Err(ReadError::limit("limit-rows", context.limits.rows).into());
    }
    Ok(copied)
}

/// The row's number, where the tag says it; whether it is hidden goes into `row`.
fn start(tag: &Tag<'_>, row: &mut RawRow) -> Result<Option<u32>, Stop> {
    row.hidden = false;
    let mut said = None;
    for (name, value) in tag.attributes() {
        match name {
            b"r" => said = Some(number(value).ok_or(Fault::Malformed)?),
            b"hidden" => row.hidden |= is_true(value),
            b"ht" => row.hidden |= value == b"0",
            _ => {}
        }
    }
    Ok(said)
}
