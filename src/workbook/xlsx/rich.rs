//! The text of `<si>` and `<is>`: plain, or runs joined; phonetic runs left out.

use crate::workbook::ReadError;
use crate::workbook::xml::{Cursor, Stop, Tag, Token, decode_into, is_true, is_verbatim, unescape_units};

/// Is a text struck through by its own runs?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Strike {
    /// Its runs do not say: the cell's font decides.
    #[default]
    ByCell,
    /// Every run is.
    Yes,
    /// Some run is not.
    No,
}

impl Strike {
    pub(super) fn applied(self, cell: bool) -> bool {
        match self {
            Self::ByCell => cell,
            Self::Yes => true,
            Self::No => false,
        }
    }
}

/// What bounds a text.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) bytes: usize,
    pub(super) depth: usize,
}

/// Adds the text of an element whose start tag was just read, and goes past its end.
pub(super) fn text(
    cursor: &mut Cursor<'_>,
    outer: &Tag<'_>,
    bounds: Bounds,
    out: &mut String,
) -> Result<Strike, Stop> {
    let from = out.len();
    let mut runs = Runs::default();
    if outer.empty {
        return Ok(Strike::ByCell);
    }
    loop {
        match cursor.next()? {
            Token::Open(tag) => match tag.local() {
                b"t" => plain(cursor, &tag, out)?,
                b"r" => run(cursor, &tag, bounds, out, &mut runs)?,
                _ => cursor.skip(&tag, bounds.depth)?,
            },
            Token::Close(name) if name == outer.name => break,
            Token::Close(_) | Token::End => return Err(malformed()),
            Token::Text(_) | Token::Raw(_) => {}
        }
        if out.len() - from > bounds.bytes {
            return Err(ReadError::limit("limit-cell-length", bounds.bytes >> 10).into());
        }
    }
    Ok(runs.strike())
}

fn malformed() -> Stop {
    Stop::Fault(crate::workbook::xml::Fault::Malformed)
}

/// What the runs that hold text say.
#[derive(Default)]
struct Runs {
    silent: bool,
    struck: bool,
    not_struck: bool,
}

impl Runs {
    fn strike(&self) -> Strike {
        match self {
            Self { not_struck: true, .. } => Strike::No,
            Self { struck: true, silent: false, .. } => Strike::Yes,
            _ => Strike::ByCell,
        }
    }
}

fn run(
    cursor: &mut Cursor<'_>,
    outer: &Tag<'_>,
    bounds: Bounds,
    out: &mut String,
    runs: &mut Runs,
) -> Result<(), Stop> {
    if outer.empty {
        return Ok(());
    }
    let from = out.len();
    let mut struck = None;
    loop {
        match cursor.next()? {
            Token::Open(tag) => match tag.local() {
                b"t" => plain(cursor, &tag, out)?,
                b"rPr" => struck = Some(run_is_struck(cursor, &tag, bounds)?),
                _ => cursor.skip(&tag, bounds.depth)?,
            },
            Token::Close(name) if name == outer.name => break,
            Token::Close(_) | Token::End => return Err(malformed()),
            Token::Text(_) | Token::Raw(_) => {}
        }
    }
    if !out[from..].trim().is_empty() {
        match struck {
            None => runs.silent = true,
            Some(true) => runs.struck = true,
            Some(false) => runs.not_struck = true,
        }
    }
    Ok(())
}

fn run_is_struck(cursor: &mut Cursor<'_>, outer: &Tag<'_>, bounds: Bounds) -> Result<bool, Stop> {
    let mut struck = false;
    if outer.empty {
        return Ok(struck);
    }
    loop {
        match cursor.next()? {
            Token::Open(tag) => {
                if tag.local() == b"strike" {
                    struck = tag.attribute(b"val").is_none_or(is_true);
                }
                cursor.skip(&tag, bounds.depth)?;
            }
            Token::Close(name) if name == outer.name => return Ok(struck),
            Token::Close(_) | Token::End => return Err(malformed()),
            Token::Text(_) | Token::Raw(_) => {}
        }
    }
}

/// A `<t>`: without `xml:space="preserve"` the white space around it is not part of it.
fn plain(cursor: &mut Cursor<'_>, outer: &Tag<'_>, out: &mut String) -> Result<(), Stop> {
    if outer.empty {
        return Ok(());
    }
    let from = out.len();
    loop {
        match cursor.next()? {
            Token::Text(raw) => decode_into(raw, out)?,
            Token::Raw(raw) => out.push_str(std::str::from_utf8(raw).map_err(|_| malformed())?),
            Token::Close(name) if name == outer.name => break,
            _ => return Err(malformed()),
        }
    }
    finish(out, from, outer.attribute(b"space") == Some(b"preserve"));
    Ok(())
}

/// A text that is one `<t>`, as [`text`] would add it; `kept`: its white space counts.
#[inline]
pub(super) fn plain_text(raw: &[u8], kept: bool, most: usize, out: &mut String) -> Result<(), Stop> {
    if raw.len() > most {
        return Err(ReadError::limit("limit-cell-length", most >> 10).into());
    }
    if !is_verbatim(raw) {
        let from = out.len();
        decode_into(raw, out)?;
        finish(out, from, kept);
        return Ok(());
    }
    let text = std::str::from_utf8(raw).map_err(|_| malformed())?;
    out.push_str(if kept || !is_padded(text) { text } else { text.trim_matches(BLANK) });
    Ok(())
}

#[inline]
fn finish(out: &mut String, from: usize, kept: bool) {
    if !kept {
        trim_from(out, from);
    }
    unescape_units(out, from);
}

/// White space of XML.
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// May white space stand at either end?
#[inline]
fn is_padded(text: &str) -> bool {
    let bytes = text.as_bytes();
    [bytes.first(), bytes.last()].into_iter().flatten().any(|byte| *byte <= b' ')
}

/// Trims ASCII white space around what stands in `out` from a place on.
#[inline]
fn trim_from(out: &mut String, from: usize) {
    if !is_padded(&out[from..]) {
        return;
    }
    let end = from + out[from..].trim_end_matches(BLANK).len();
    out.truncate(end);
    let start = end - out[from..].trim_start_matches(BLANK).len();
    if start > from {
        out.drain(from..start);
    }
}
