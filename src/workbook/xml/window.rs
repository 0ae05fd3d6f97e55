//! A window on a part's bytes that moves forward and grows when an item does not fit.

use std::io::{ErrorKind, Read};

use super::cursor::{Cursor, Fault, MALFORMED, Stop};
use crate::workbook::ReadError;

/// How many bytes are asked for at a time.
const STEP: usize = 256 << 10;

/// A part's bytes, in pieces.
pub(crate) struct Window<R> {
    source: R,
    part: String,
    buffer: Vec<u8>,
    /// What stands in the buffer: from here,
    start: usize,
    /// to here.
    end: usize,
    /// The source has no more.
    last: bool,
    /// The longest item that is waited for.
    longest: usize,
    /// The source failed, and is not asked again.
    failed: Option<ReadError>,
}

impl<R: Read> Window<R> {
    /// `longest`: bytes of the longest item (a row, a tag, a text).
    pub(crate) fn new(source: R, part: &str, longest: usize) -> Self {
        Self {
            source,
            part: part.to_owned(),
            buffer: Vec::new(),
            start: 0,
            end: 0,
            last: false,
            longest,
            failed: None,
        }
    }

    pub(crate) fn part(&self) -> &str {
        &self.part
    }

    /// Lets `read` take an item from what follows, again with more bytes when it was incomplete.
    #[inline]
    pub(crate) fn item<T>(
        &mut self,
        mut read: impl FnMut(&mut Cursor<'_>) -> Result<T, Stop>,
    ) -> Result<T, Fault> {
        loop {
            let mut cursor = Cursor::new(&self.buffer[self.start..self.end], self.last);
            match read(&mut cursor) {
                Ok(item) => {
                    self.start += cursor.place();
                    return Ok(item);
                }
                Err(Stop::Incomplete) => self.fill()?,
                Err(Stop::Fault(fault)) => return Err(fault),
            }
        }
    }

    /// What stands in the window and was not taken.
    pub(crate) fn rest(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Takes so many bytes of [`rest`](Self::rest) away.
    pub(crate) fn take(&mut self, count: usize) {
        self.start += count;
    }

    /// Reads on: the window holds more afterwards, or knows that there is no more.
    pub(crate) fn fill(&mut self) -> Result<(), Fault> {
        if let Some(error) = &self.failed {
            return Err(error.clone().into());
        }
        if self.last {
            let Stop::Fault(fault) = MALFORMED else {
                return Ok(());
            };
            return Err(fault);
        }
        let held = self.end - self.start;
        if held > self.longest {
            return Err(ReadError::limit("limit-row-size", self.longest >> 20).into());
        }
        self.buffer.copy_within(self.start..self.end, 0);
        self.start = 0;
        self.end = held;
        // Twice what is held, so that an item that is tried again costs no more than twice its length.
        let wanted = (held * 2).max(STEP);
        if self.buffer.len() < wanted {
            self.buffer.resize(wanted, 0);
        }
        while self.end < wanted && !self.last {
            match self.source.read(&mut self.buffer[self.end..wanted]) {
                Ok(0) => self.last = true,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    let error = ReadError::while_reading(&error, &self.part);
                    self.failed = Some(error.clone());
                    // What came before it is read first.
                    return if self.end > held { Ok(()) } else { Err(error.into()) };
                }
            }
        }
        Ok(())
    }

    /// Reads to the end, so that the part's checksum is looked at.
    pub(crate) fn drain(&mut self) -> Result<(), Fault> {
        while !self.last {
            self.start = self.end;
            self.fill()?;
        }
        Ok(())
    }
}
