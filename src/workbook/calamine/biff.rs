//! The records of an `.xls`, looked through for what they would make calamine allocate.

use super::measure::{Span, refuse};
use crate::workbook::{Limits, ReadError};

/// Excel 97's whole sheet: no honest declaration is larger.
const WHOLE_SHEET: u64 = 65_536 * 256;

pub(super) fn measure(stream: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let mut sheets = Vec::new();
    for (kind, data) in Records(stream) {
        match kind {
            0x002F if number(data, 0) != 0 => return Err(ReadError::new("workbook-encrypted")),
            0x0085 => sheets.push((number(data, 0) | number(data, 2) << 16) as usize),
            0x000A => break,
            _ => {}
        }
    }
    let mut excess = 0_u64;
    // Sheets that start at the same place are read as often as they are named; so is the rest of the stream.
    if sheets.len() as u64 > u64::from(u16::MAX) {
        return Err(ReadError::limit("limit-parts", u64::from(u16::MAX)));
    }
    for start in sheets {
        let mut span = Span::default();
        for (kind, data) in Records(stream.get(start..).unwrap_or_default()) {
            match kind {
                0x000A => break,
                0x0200 => declared(data, limits)?,
                // Cells of every kind: row, column, and for several in a row the last column at the end.
                0x00BD if data.len() >= 6 => {
                    let (first, last) = (number(data, 2), number(data, data.len() - 2));
                    span.add(number(data, 0), first, 1, last.saturating_sub(first) + 1);
                }
                0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x00D6 | 0x00FD | 0x027E => {
                    span.add(number(data, 0), number(data, 2), 1, 1);
                }
                _ => {}
            }
        }
        excess = excess.saturating_add(span.excess());
        refuse(excess, limits)?;
    }
    Ok(())
}

/// The block that a sheet says it fills, which is reserved at once.
fn declared(data: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let long = |at| number(data, at) | number(data, at + 2) << 16;
    let (first_row, last_row, first, last) = match data.len() {
        10 => (number(data, 0), number(data, 2), number(data, 4), number(data, 6)),
        14 | 16 => (long(0), long(4), number(data, 8), number(data, 10)),
        _ => return Ok(()),
    };
    let first = if first > 0xFF || last < first { 0 } else { first };
    // Backwards is a subtraction below zero there, so a huge number.
    let rows =
        if last_row < first_row && last_row > 0 { u64::MAX } else { last_row.saturating_sub(first_row) };
    if rows.saturating_mul(last.saturating_sub(first).max(1)) > WHOLE_SHEET {
        return refuse(u64::MAX, limits);
    }
    Ok(())
}

/// Kind and data, up to a record that is cut off.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u64, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (head, rest) = self.0.split_at_checked(4)?;
        let (data, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([head[2], head[3]])))?;
        self.0 = rest;
        Some((number(head, 0), data))
    }
}

/// Two bytes as a number; zero where they are missing.
fn number(data: &[u8], at: usize) -> u64 {
    data.get(at..at + 2)
        .and_then(|bytes| bytes.try_into().ok())
        .map_or(0, |bytes| u64::from(u16::from_le_bytes(bytes)))
}
