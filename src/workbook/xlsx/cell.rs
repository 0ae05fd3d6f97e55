//! One `<c>`: its place, its type, its value.

use std::num::NonZeroU32;

use jiff::civil::{Date, DateTime, Time};

use super::ReadError;
use super::plain::{self, Body, Head};
use super::reference;
use super::rich::{self, Bounds};
use super::strings::Strings;
use super::styles::{Style, Styles};
use crate::sheet::{CellRef, RawCell, RawRow, RawValue};
use crate::workbook::limits::Limits;
use crate::workbook::number_format::Shown;
use crate::workbook::serial::dated;
use crate::workbook::xml::{Cursor, Fault, Stop, Tag, Token, decode_into, unescape_units};

/// What a cell's value depends on.
pub(super) struct Context<'a> {
    pub(super) strings: Option<&'a Strings>,
    pub(super) styles: &'a Styles,
    pub(super) from_1904: bool,
    pub(super) limits: Limits,
}

/// Fills a row's cells, in the memory of the row before.
pub(super) struct Cells<'a, 'b> {
    row: &'a mut RawRow,
    context: &'a Context<'b>,
    used: usize,
    /// Cells seen, the blank ones too.
    seen: usize,
    next_column: u32,
    /// The row did not say its number: the first cell may.
    unnumbered: bool,
    sorted: bool,
    memory: &'a mut Memory,
}

/// What the rows of a sheet share.
#[derive(Default)]
pub(super) struct Memory {
    /// Bytes of shared strings that this row took.
    copied: usize,
    /// The memory of texts that stood where there is none now.
    texts: Vec<String>,
}

impl Memory {
    /// Puts something other than a text into a cell.
    #[inline]
    fn put(&mut self, cell: &mut RawCell, value: RawValue) {
        if let RawValue::Text(text) = std::mem::replace(&mut cell.value, value) {
            self.texts.push(text);
        }
    }

    /// Lets `write` fill the cell with a text, where it stands if the cell held one before: to move it takes longer.
    #[inline]
    fn write<T>(
        &mut self,
        cell: &mut RawCell,
        write: impl FnOnce(&mut String) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        // A cell may name a shared text, and then hold one of its own.
        cell.shared = None;
        if let RawValue::Text(text) = &mut cell.value {
            text.clear();
            return write(text);
        }
        let mut text = self.text(cell);
        let written = write(&mut text);
        cell.value = RawValue::Text(text);
        written
    }

    /// An empty text, in the memory of the cell's own or of another.
    #[inline]
    fn text(&mut self, cell: &mut RawCell) -> String {
        let mut text = match std::mem::take(&mut cell.value) {
            RawValue::Text(text) => text,
            _ => self.texts.pop().unwrap_or_default(),
        };
        text.clear();
        text
    }
}

/// What a cell's start tag says, once it is believed.
struct Start<'a> {
    style: Style,
    kind: Option<&'a [u8]>,
}

impl<'a> Start<'a> {
    #[inline]
    fn of(head: &Head<'a>, context: &Context<'_>) -> Self {
        Self { style: context.styles.get(head.style as usize), kind: head.kind }
    }
}

impl<'a, 'b> Cells<'a, 'b> {
    pub(super) fn new(
        row: &'a mut RawRow,
        context: &'a Context<'b>,
        memory: &'a mut Memory,
        unnumbered: bool,
    ) -> Self {
        memory.copied = 0;
        Self { row, context, used: 0, seen: 0, next_column: 0, unnumbered, sorted: true, memory }
    }

    /// Reads a cell in a plain form that stands here; false where there is none.
    #[inline]
    pub(super) fn read_plain(&mut self, cursor: &mut Cursor<'_>) -> Result<bool, Stop> {
        let Some((head, body, length)) = plain::cell(cursor.remaining()) else {
            return Ok(false);
        };
        self.enter(head.place)?;
        let start = Start::of(&head, self.context);
        self.fill(start.style.struck, |context, cell, memory| match body {
            Body::Nothing => Ok(false),
            Body::Stored(raw) => value(raw, &start, context, cell, memory),
            Body::Inline(raw, kept) => {
                memory.write(cell, |out| rich::plain_text(raw, kept, context.limits.cell_bytes, out))?;
                Ok(true)
            }
        })?;
        cursor.advance(length);
        Ok(true)
    }

    /// Reads a cell whose start tag was just read.
    pub(super) fn read(&mut self, cursor: &mut Cursor<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        let head = head(tag)?;
        self.enter(head.place)?;
        let start = Start::of(&head, self.context);
        if tag.empty {
            return Ok(());
        }
        self.fill(start.style.struck, |context, cell, memory| {
            content(cursor, tag, &start, context, cell, memory)
        })
    }

    /// Lets `read` fill the next cell, and keeps it where it is not blank.
    #[inline]
    fn fill(
        &mut self,
        struck: bool,
        read: impl FnOnce(&Context<'b>, &mut RawCell, &mut Memory) -> Result<bool, Stop>,
    ) -> Result<(), Stop> {
        let column = self.next_column - 1;
        if self.used == self.row.cells.len() {
            self.row.cells.push(RawCell::default());
        }
        let cell = &mut self.row.cells[self.used];
        cell.column = column;
        cell.struck = struck;
        cell.shared = None;
        if read(self.context, cell, self.memory)? {
            self.sorted &= self.used == 0 || self.row.cells[self.used - 1].column < column;
            self.used += 1;
        }
        if self.memory.copied > self.context.limits.row_bytes {
            let allowed = self.context.limits.row_bytes >> 20;
            return Err(ReadError::limit("limit-row-size", allowed).into());
        }
        Ok(())
    }

    /// Goes to a cell's place, within the limits.
    #[inline]
    fn enter(&mut self, place: Option<CellRef>) -> Result<(), Stop> {
        let limits = &self.context.limits;
        let column = match place {
            Some(place) => self.placed(place)?,
            None => self.next_column,
        };
        if column >= limits.columns {
            return Err(ReadError::limit("limit-columns", limits.columns).into());
        }
        self.seen += 1;
        if self.seen > limits.cells_per_row {
            return Err(ReadError::limit("limit-cells-per-row", limits.cells_per_row).into());
        }
        self.next_column = column + 1;
        Ok(())
    }

    /// The column of a place, which must be in this row.
    #[inline]
    fn placed(&mut self, place: CellRef) -> Result<u32, Stop> {
        if self.unnumbered && self.seen == 0 {
            self.row.number = place.row;
        }
        if place.row != self.row.number {
            return Err(Fault::Malformed.into());
        }
        Ok(place.column)
    }

    /// Ends the row: the bytes of shared strings that were copied.
    pub(super) fn finish(self) -> Result<usize, Stop> {
        let cells = &mut self.row.cells;
        for mut gone in cells.drain(self.used..) {
            self.memory.put(&mut gone, RawValue::Blank);
        }
        if !self.sorted {
            cells.sort_by_key(|cell| cell.column);
            if cells.windows(2).any(|two| two[0].column == two[1].column) {
                return Err(Fault::Malformed.into());
            }
        }
        Ok(self.memory.copied)
    }
}

/// What a start tag says.
fn head<'t>(tag: &Tag<'t>) -> Result<Head<'t>, Stop> {
    let mut head = Head::default();
    for (name, value) in tag.attributes() {
        match name {
            // Some writers number their columns instead (`r="0"`); then the cell's order is its place.
            b"r" if reference::number(value).is_some() => head.place = None,
            b"r" => head.place = Some(reference::cell(value).ok_or(Fault::Malformed)?),
            b"s" => head.style = reference::number(value).ok_or(Fault::Malformed)?,
            b"t" => head.kind = Some(value),
            _ => {}
        }
    }
    Ok(head)
}

/// Reads what stands inside a cell; false where it is blank.
fn content(
    cursor: &mut Cursor<'_>,
    tag: &Tag<'_>,
    start: &Start<'_>,
    context: &Context<'_>,
    cell: &mut RawCell,
    memory: &mut Memory,
) -> Result<bool, Stop> {
    let (mut filled, mut formula) = (false, false);
    loop {
        match cursor.next()? {
            Token::Open(child) => match child.local() {
                b"v" => filled |= stored(cursor, &child, start, context, cell, memory)?,
                b"is" => {
                    inline(cursor, &child, context, cell, memory)?;
                    filled = true;
                }
                other => {
                    formula |= other == b"f";
                    cursor.skip(&child, context.limits.depth)?;
                }
            },
            Token::Close(name) if name == tag.name => break,
            Token::Close(_) | Token::End => return Err(Fault::Malformed.into()),
            Token::Text(_) | Token::Raw(_) => {}
        }
    }
    if formula && !filled {
        memory.put(cell, RawValue::NoValue);
    }
    Ok(filled || formula)
}

fn inline(
    cursor: &mut Cursor<'_>,
    tag: &Tag<'_>,
    context: &Context<'_>,
    cell: &mut RawCell,
    memory: &mut Memory,
) -> Result<(), Stop> {
    let bounds = Bounds { bytes: context.limits.cell_bytes, depth: context.limits.depth };
    let strike = memory.write(cell, |out| rich::text(cursor, tag, bounds, out))?;
    cell.struck = strike.applied(cell.struck);
    Ok(())
}

/// Reads a `<v>`; false where it leaves the cell blank.
#[inline]
fn stored(
    cursor: &mut Cursor<'_>,
    tag: &Tag<'_>,
    start: &Start<'_>,
    context: &Context<'_>,
    cell: &mut RawCell,
    memory: &mut Memory,
) -> Result<bool, Stop> {
    if tag.empty {
        return value(b"", start, context, cell, memory);
    }
    let mut ahead = cursor.clone();
    let raw = match ahead.next()? {
        Token::Text(raw) => match ahead.next()? {
            Token::Close(name) if name == tag.name => raw,
            _ => return pieces(cursor, tag, start, context, cell, memory),
        },
        Token::Close(name) if name == tag.name => b"",
        _ => return pieces(cursor, tag, start, context, cell, memory),
    };
    *cursor = ahead;
    value(raw, start, context, cell, memory)
}

/// A `<v>` in several pieces: raw text, comments between.
#[cold]
fn pieces(
    cursor: &mut Cursor<'_>,
    tag: &Tag<'_>,
    start: &Start<'_>,
    context: &Context<'_>,
    cell: &mut RawCell,
    memory: &mut Memory,
) -> Result<bool, Stop> {
    let mut whole = Vec::new();
    loop {
        match cursor.next()? {
            Token::Text(raw) => whole.extend_from_slice(raw),
            // Escaped again, as it is decoded once more with the rest.
            Token::Raw(raw) => raw.iter().for_each(|byte| match byte {
                b'&' => whole.extend_from_slice(b"&amp;"),
                _ => whole.push(*byte),
            }),
            Token::Close(name) if name == tag.name => break,
            _ => return Err(Fault::Malformed.into()),
        }
    }
    value(&whole, start, context, cell, memory)
}

/// Puts a stored value into the cell, by the cell's type; false where it is blank.
#[inline]
fn value(
    raw: &[u8],
    start: &Start<'_>,
    context: &Context<'_>,
    cell: &mut RawCell,
    memory: &mut Memory,
) -> Result<bool, Stop> {
    if raw.len() > context.limits.cell_bytes {
        return Err(ReadError::limit("limit-cell-length", context.limits.cell_bytes >> 10).into());
    }
    match start.kind {
        Some(b"s") => return shared(raw, context, cell, memory),
        None | Some(b"n") => return number(raw, start.style.shown, context, cell, memory),
        Some(b"str") => memory.write(cell, |out| decode(raw, out))?,
        Some(b"inlineStr" | b"is") => return Ok(false),
        _ if raw.trim_ascii().is_empty() => return Ok(false),
        Some(b"b") => memory.put(cell, boolean(raw.trim_ascii())?),
        Some(b"e") => cell.value = RawValue::Error(text(raw, cell, memory)?),
        Some(b"d") => cell.value = iso(text(raw, cell, memory)?),
        Some(_) => return Err(Fault::Malformed.into()),
    }
    Ok(true)
}

#[inline]
fn shared(raw: &[u8], context: &Context<'_>, cell: &mut RawCell, memory: &mut Memory) -> Result<bool, Stop> {
    if raw.is_empty() {
        return Ok(false);
    }
    let index = reference::number(raw.trim_ascii()).ok_or(Fault::Malformed)?;
    let shared = context.strings.and_then(|strings| strings.get(index as usize));
    let (text, strike) = shared.ok_or(Fault::Malformed)?;
    memory.write(cell, |out| {
        out.push_str(text);
        Ok(())
    })?;
    cell.struck = strike.applied(cell.struck);
    cell.shared = NonZeroU32::new(index.saturating_add(1));
    memory.copied += text.len();
    Ok(true)
}

#[inline]
fn number(
    raw: &[u8],
    shown: Shown,
    context: &Context<'_>,
    cell: &mut RawCell,
    memory: &mut Memory,
) -> Result<bool, Stop> {
    let digits = raw.trim_ascii();
    if digits.is_empty() {
        return Ok(false);
    }
    let Some(value) = parse(digits) else {
        // Not a number, or beyond what one holds: what stands there is kept.
        memory.write(cell, |out| decode(raw, out))?;
        return Ok(true);
    };
    let value = match shown {
        Shown::Number(format) => RawValue::Number { value, format },
        Shown::Date => dated(value, false, context.from_1904),
        Shown::Time => dated(value, true, context.from_1904),
    };
    memory.put(cell, value);
    Ok(true)
}

/// A finite decimal number.
#[inline]
fn parse(digits: &[u8]) -> Option<f64> {
    if digits.len() <= 9
        && let Some(whole) = reference::number(digits)
    {
        return Some(f64::from(whole));
    }
    let plain = digits.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'));
    let number: f64 = std::str::from_utf8(digits).ok().filter(|_| plain)?.parse().ok()?;
    number.is_finite().then_some(number)
}

fn boolean(raw: &[u8]) -> Result<RawValue, Stop> {
    if raw == b"1" || raw.eq_ignore_ascii_case(b"true") {
        Ok(RawValue::Bool(true))
    } else if raw == b"0" || raw.eq_ignore_ascii_case(b"false") {
        Ok(RawValue::Bool(false))
    } else {
        Err(Fault::Malformed.into())
    }
}

/// An ISO date or date and time becomes a date; anything else stays text.
fn iso(text: String) -> RawValue {
    let plain = text.trim().trim_end_matches('Z');
    let date = match plain.parse::<DateTime>() {
        Ok(moment) if plain.len() >= 10 => Some(moment),
        _ => plain.parse::<Date>().ok().map(|date| date.to_datetime(Time::midnight())),
    };
    date.map_or(RawValue::Text(text), RawValue::Date)
}

/// Stored text as it is meant.
fn text(raw: &[u8], cell: &mut RawCell, memory: &mut Memory) -> Result<String, Stop> {
    let mut out = memory.text(cell);
    decode(raw, &mut out)?;
    Ok(out)
}

fn decode(raw: &[u8], out: &mut String) -> Result<(), Stop> {
    decode_into(raw, out)?;
    unescape_units(out, 0);
    Ok(())
}
