//! A sheet's rows, streamed.

use std::io::Read;
use std::sync::Arc;

use super::ReadError;
use super::cell::{self, Context};
use super::facts;
use super::plain;
use super::reference::number;
use crate::sheet::{RawRow, SheetFacts};
use crate::workbook::RawRows;
use crate::workbook::xml::{Cursor, Fault, Pull, Stop, Tag, Token, Window, is_true};

/// The rows of an open sheet.
pub(super) struct Rows<'a, R> {
    facts: Arc<SheetFacts>,
    /// Where the facts are kept for the next time, once they are whole.
    kept: &'a mut Option<Arc<SheetFacts>>,
    context: Context<'a>,
    part: String,
    place: Place<R>,
    /// The last row that was read, also where it was blank.
    before: u32,
    /// Bytes of shared strings that were put into cells.
    copied: u64,
    memory: cell::Memory,
}

/// How far a sheet has been read.
enum Place<R> {
    /// Inside `sheetData`: with the names of the elements that are open.
    Rows(Window<R>, Vec<Vec<u8>>),
    /// Behind it.
    Behind(Pull<R>),
    /// To its end.
    End,
    /// To something that spoils the whole sheet.
    Spoiled(ReadError),
}

impl<'a, R: Read> Rows<'a, R> {
    /// Goes to the first row. Facts that were `kept` are whole; else `beside` is what other parts say.
    pub(super) fn open(
        reader: R,
        part: &str,
        kept: &'a mut Option<Arc<SheetFacts>>,
        beside: SheetFacts,
        context: Context<'a>,
    ) -> Result<Self, ReadError> {
        let mut pull = Pull::new(reader, part, &context.limits);
        let mut before = beside;
        let place = if facts::before_rows(&mut before, &mut pull, part)? {
            let (window, names) = pull.into_window();
            Place::Rows(window, names)
        } else {
            Place::Behind(pull)
        };
        let facts = kept.clone().unwrap_or_else(|| Arc::new(before));
        Ok(Self {
            facts,
            kept,
            context,
            part: part.to_owned(),
            place,
            before: 0,
            copied: 0,
            memory: cell::Memory::default(),
        })
    }

    /// Reads from among the rows or behind them to the end, so that the facts are whole.
    fn read_behind(&mut self) -> Result<(), ReadError> {
        let mut pull = match std::mem::replace(&mut self.place, Place::End) {
            Place::Rows(window, names) => Pull::resume(window, names, &self.context.limits),
            Place::Behind(pull) => pull,
            Place::End => return Ok(()),
            Place::Spoiled(error) => {
                self.place = Place::Spoiled(error.clone());
                return Err(error);
            }
        };
        if !self.facts.unfinished {
            return Ok(());
        }
        let whole = Arc::make_mut(&mut self.facts);
        if let Err(error) = facts::after_rows(whole, &mut pull, &self.part, &self.context.limits) {
            self.place = Place::Spoiled(error.clone());
            return Err(error);
        }
        whole.unfinished = false;
        *self.kept = Some(Arc::clone(&self.facts));
        Ok(())
    }
}

impl<R: Read + Send> RawRows for Rows<'_, R> {
    fn facts(&self) -> &SheetFacts {
        &self.facts
    }

    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, ReadError> {
        while let Place::Rows(window, names) = &mut self.place {
            let outer = names.last().map_or(&[][..], Vec::as_slice);
            let (context, before, memory) = (&self.context, self.before, &mut self.memory);
            match window.item(|cursor| next(cursor, outer, context, memory, before, row)) {
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
                    // Behind the end tag: no longer inside `sheetData`.
                    names.pop();
                    break;
                }
                Err(Fault::Known(error)) => return Err(error),
                Err(Fault::Malformed) => {
                    return Err(ReadError::damaged_after(window.part(), before));
                }
            }
        }
        row.cells.clear();
        self.read_behind()?;
        Ok(false)
    }

    fn finish(&mut self) -> Result<&SheetFacts, ReadError> {
        if self.facts.unfinished {
            self.read_behind()?;
        }
        Ok(&self.facts)
    }
}

/// The next row, with the bytes of shared strings it took; none at the end of `sheetData`.
fn next(
    cursor: &mut Cursor<'_>,
    outer: &[u8],
    context: &Context<'_>,
    memory: &mut cell::Memory,
    before: u32,
    row: &mut RawRow,
) -> Result<Option<usize>, Stop> {
    loop {
        if let Some((number, length)) = plain::row(cursor.remaining()) {
            cursor.advance(length);
            row.hidden = false;
            return whole(cursor, Some(b"row"), Some(number), context, memory, before, row).map(Some);
        }
        match cursor.next()? {
            Token::Open(tag) if tag.local() == b"row" => {
                let said = start(&tag, row)?;
                let open = (!tag.empty).then_some(tag.name);
                return whole(cursor, open, said, context, memory, before, row).map(Some);
            }
            Token::Open(tag) => cursor.skip(&tag, context.limits.depth)?,
            Token::Close(name) if name == outer => return Ok(None),
            Token::Close(_) | Token::End => return Err(Fault::Malformed.into()),
            Token::Text(_) | Token::Raw(_) => {}
        }
    }
}

/// A row whose start tag was just read: with the name of its element, where that is open, and its number, where it says one.
fn whole(
    cursor: &mut Cursor<'_>,
    open: Option<&[u8]>,
    said: Option<u32>,
    context: &Context<'_>,
    memory: &mut cell::Memory,
    before: u32,
    row: &mut RawRow,
) -> Result<usize, Stop> {
    row.number = said.unwrap_or(before + 1);
    let mut cells = cell::Cells::new(row, context, memory, said.is_none());
    if let Some(open) = open {
        loop {
            while cells.read_plain(cursor)? {}
            if let (b"row", Some(length)) = (open, plain::row_end(cursor.remaining())) {
                cursor.advance(length);
                break;
            }
            match cursor.next()? {
                Token::Open(child) if child.local() == b"c" => cells.read(cursor, &child)?,
                Token::Open(child) => cursor.skip(&child, context.limits.depth)?,
                Token::Close(name) if name == open => break,
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
            b"ht" => row.hidden |= value.iter().all(|byte| matches!(byte, b'0' | b'.')),
            _ => {}
        }
    }
    Ok(said)
}
