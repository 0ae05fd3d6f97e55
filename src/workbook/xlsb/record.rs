//! The binary records of an `.xlsb` part, one after the other. Source: \[MS-XLSB\] 2.1.4.

use std::io::{BufReader, ErrorKind, Read};

use crate::workbook::ReadError;
use crate::workbook::limits::Limits;
use crate::workbook::package::mebibytes;

/// A part's records, streamed.
pub(super) struct Records<R> {
    source: BufReader<R>,
    part: String,
    data: Vec<u8>,
    /// Bytes of the longest record that is read.
    longest: usize,
}

impl<R: Read> Records<R> {
    pub(super) fn new(source: R, part: &str, limits: &Limits) -> Self {
        let source = BufReader::with_capacity(256 << 10, source);
        Self { source, part: part.to_owned(), data: Vec::new(), longest: limits.row_bytes }
    }

    pub(super) fn part(&self) -> &str {
        &self.part
    }

    /// The next record's type and data; none at the end of the part.
    pub(super) fn next(&mut self) -> Result<Option<(u32, Record<'_>)>, ReadError> {
        let Some(first) = self.byte()? else {
            return Ok(None);
        };
        let mut kind = u32::from(first & 0x7F);
        if first & 0x80 != 0 {
            kind |= u32::from(self.more()? & 0x7F) << 7;
        }
        let mut length = 0_usize;
        for shift in [0, 7, 14, 21] {
            let byte = self.more()?;
            length |= usize::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        if length > self.longest {
            return Err(ReadError::limit("limit-row-size", mebibytes(self.longest as u64)));
        }
        self.data.clear();
        // Grows with what is there, not with what is promised.
        let read = self.source.by_ref().take(length as u64).read_to_end(&mut self.data);
        match read {
            Ok(read) if read == length => Ok(Some((kind, Record(&self.data)))),
            Ok(_) => Err(ReadError::damaged(&self.part)),
            Err(error) => Err(ReadError::while_reading(&error, &self.part)),
        }
    }

    fn more(&mut self) -> Result<u8, ReadError> {
        self.byte()?.ok_or_else(|| ReadError::damaged(&self.part))
    }

    fn byte(&mut self) -> Result<Option<u8>, ReadError> {
        let mut byte = [0];
        loop {
            match self.source.read(&mut byte) {
                Ok(0) => return Ok(None),
                Ok(_) => return Ok(Some(byte[0])),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(ReadError::while_reading(&error, &self.part)),
            }
        }
    }
}

/// A record's data. What lies outside it is none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a>(&'a [u8]);

impl<'a> Record<'a> {
    pub(super) fn byte(self, at: usize) -> Option<u8> {
        self.0.get(at).copied()
    }

    pub(super) fn short(self, at: usize) -> Option<u16> {
        Some(u16::from_le_bytes(*self.0.get(at..)?.first_chunk()?))
    }

    pub(super) fn long(self, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(*self.0.get(at..)?.first_chunk()?))
    }

    pub(super) fn real(self, at: usize) -> Option<f64> {
        Some(f64::from_le_bytes(*self.0.get(at..)?.first_chunk()?))
    }

    /// A string with its length in units of UTF-16 before it, and where it ends. No string at all is empty.
    pub(super) fn text(self, at: usize) -> Option<(String, usize)> {
        const NONE: u32 = u32::MAX;
        let start = at + 4;
        let length = match self.long(at)? {
            NONE => 0,
            length => usize::try_from(length).ok()?.checked_mul(2)?,
        };
        let raw: &'a [u8] = self.0.get(start..start.checked_add(length)?)?;
        let units = raw.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        let text = char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        Some((text.collect(), start + length))
    }
}
