//! `sharedStrings.xml`, held as one text with the places where each string ends.

use std::io::Read;

use super::plain;
use super::rich::{self, Bounds, Strike};
use crate::workbook::ReadError;
use crate::workbook::limits::Limits;
use crate::workbook::xml::{Cursor, Fault, Pull, Stop, Token};

/// The shared strings, by index.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    /// Where each ends (the low 30 bits), and what its runs say of strike-through.
    ends: Vec<u32>,
}

const STRIKE_SHIFT: u32 = 30;
const END_BITS: u32 = (1 << STRIKE_SHIFT) - 1;

impl Strings {
    #[inline]
    pub(super) fn get(&self, index: usize) -> Option<(&str, Strike)> {
        let packed = *self.ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => self.ends[before] & END_BITS,
            None => 0,
        };
        let strike = match packed >> STRIKE_SHIFT {
            0 => Strike::ByCell,
            1 => Strike::Yes,
            _ => Strike::No,
        };
        let text = self.text.get(start as usize..(packed & END_BITS) as usize)?;
        Some((text, strike))
    }

    pub(super) fn read(part: impl Read, name: &str, limits: &Limits) -> Result<Self, ReadError> {
        let mut pull = Pull::new(part, name, limits);
        loop {
            match pull.next()? {
                Token::Open(tag) if tag.empty => return Ok(Self::default()),
                Token::Open(_) => break,
                Token::End => return Err(ReadError::damaged(name)),
                _ => {}
            }
        }
        let (mut window, names) = pull.into_window();
        let root = names.last().map_or(&[][..], Vec::as_slice);
        let mut strings = Self::default();
        let bounds = Bounds { bytes: limits.cell_bytes, depth: limits.depth };
        loop {
            let run = window.item(|cursor| strings.read_plain(cursor, bounds, limits));
            run.map_err(|fault| fault.at(name))?;
            let start = strings.text.len();
            let item = window.item(|cursor| {
                strings.text.truncate(start);
                one(cursor, root, bounds, &mut strings.text)
            });
            match item {
                Ok(Some(strike)) => strings.push(strike, limits)?,
                Ok(None) => break,
                Err(fault) => return Err(fault.at(name)),
            }
        }
        window.drain().map_err(|fault| fault.at(name))?;
        strings.text.shrink_to_fit();
        strings.ends.shrink_to_fit();
        Ok(strings)
    }

    /// The strings in the plain form that stand here: nearly all.
    fn read_plain(&mut self, cursor: &mut Cursor<'_>, bounds: Bounds, limits: &Limits) -> Result<(), Stop> {
        while let Some((raw, kept, length)) = plain::string(cursor.remaining()) {
            rich::plain_text(raw, kept, bounds.bytes, &mut self.text)?;
            cursor.advance(length);
            self.push(Strike::ByCell, limits)?;
        }
        Ok(())
    }

    fn push(&mut self, strike: Strike, limits: &Limits) -> Result<(), ReadError> {
        let most = limits.string_bytes.min(END_BITS as usize);
        if self.text.len() > most {
            return Err(ReadError::limit("limit-string-bytes", most >> 20));
        }
        if self.ends.len() >= limits.strings {
            return Err(ReadError::limit("limit-strings", limits.strings));
        }
        let flag = match strike {
            Strike::ByCell => 0,
            Strike::Yes => 1,
            Strike::No => 2,
        };
        let end = u32::try_from(self.text.len()).unwrap_or(END_BITS);
        self.ends.push(end | (flag << STRIKE_SHIFT));
        Ok(())
    }
}

/// The next string, in whichever form; none at the end of the root.
fn one(
    cursor: &mut Cursor<'_>,
    root: &[u8],
    bounds: Bounds,
    out: &mut String,
) -> Result<Option<Strike>, Stop> {
    loop {
        match cursor.next()? {
            Token::Open(tag) if tag.local() == b"si" => {
                return rich::text(cursor, &tag, bounds, out).map(Some);
            }
            Token::Open(tag) => cursor.skip(&tag, bounds.depth)?,
            Token::Close(name) if name == root => return Ok(None),
            Token::Close(_) | Token::End => return Err(Fault::Malformed.into()),
            Token::Text(_) | Token::Raw(_) => {}
        }
    }
}
