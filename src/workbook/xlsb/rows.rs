//! A sheet's rows, streamed.

use std::io::Read;

use super::book::{Strings, Style};
use super::record::{Record, Records};
use crate::lang::Note;
use crate::sheet::{RawCell, RawRow, RawValue, SheetFacts};
use crate::workbook::limits::Limits;
use crate::workbook::package::mebibytes;
use crate::workbook::{RawRows, ReadError, error_value};

const ROW: u32 = 0;
const ROWS: u32 = 145;
const ROWS_END: u32 = 146;

/// What a cell's value depends on.
pub(super) struct Context<'a> {
    pub(super) strings: Option<&'a Strings>,
    pub(super) styles: &'a [Style],
    pub(super) from_1904: bool,
    pub(super) limits: Limits,
}

/// The rows of an open sheet.
pub(super) struct Rows<'a, R> {
    records: Records<R>,
    facts: SheetFacts,
    context: Context<'a>,
    /// The next row: its header was read.
    ahead: Option<RowHead>,
    /// Bytes of shared strings that were put into cells.
    copied: u64,
}

struct RowHead {
    number: u32,
    hidden: bool,
}

impl<'a, R: Read> Rows<'a, R> {
    pub(super) fn open(
        reader: R,
        part: &str,
        facts: SheetFacts,
        context: Context<'a>,
    ) -> Result<Self, ReadError> {
        let mut records = Records::new(reader, part, &context.limits);
        while records.next()?.ok_or_else(|| ReadError::damaged(part))?.0 != ROWS {}
        let mut rows = Self { records, facts, context, ahead: None, copied: 0 };
        let nothing = &mut RawRow::default();
        rows.cells(nothing)?;
        Ok(rows)
    }

    /// The cells up to the next row's header, which is kept.
    fn cells(&mut self, row: &mut RawRow) -> Result<(), ReadError> {
        let before = row.number;
        let mut place = Place::default();
        loop {
            let Some((kind, record)) = self.records.next()? else {
                return Err(ReadError::damaged_after(self.records.part(), before));
            };
            match kind {
                ROWS_END => return Ok(()),
                ROW => {
                    let head = head(record);
                    let head = head.ok_or_else(|| ReadError::damaged_after(self.records.part(), before))?;
                    if head.number <= before {
                        return Err(ReadError(Note::new("sheet-rows-out-of-order").with("row", head.number)));
                    }
                    if head.number > self.context.limits.rows {
                        return Err(ReadError::limit("limit-rows", self.context.limits.rows));
                    }
                    self.ahead = Some(head);
                    return Ok(());
                }
                _ => {
                    let cell = self.context.cell(kind, record, &mut place);
                    let damaged = |()| ReadError::damaged_after(self.records.part(), before);
                    if let Some(cell) = cell.map_err(damaged)? {
                        self.context.within(&cell, &place)?;
                        self.copied += match &cell.value {
                            RawValue::Text(text) => text.len() as u64,
                            _ => 0,
                        };
                        row.cells.push(cell);
                    }
                }
            }
            if self.copied > self.context.limits.total_bytes {
                let allowed = mebibytes(self.context.limits.total_bytes);
                return Err(ReadError::limit("limit-total-size", allowed));
            }
        }
    }
}

impl<R: Read + Send> RawRows for Rows<'_, R> {
    fn facts(&self) -> &SheetFacts {
        &self.facts
    }

    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, ReadError> {
        loop {
            row.cells.clear();
            let Some(head) = self.ahead.take() else {
                return Ok(false);
            };
            (row.number, row.hidden) = (head.number, head.hidden);
            self.cells(row)?;
            if !row.cells.is_empty() {
                return Ok(true);
            }
        }
    }
}

fn head(record: Record<'_>) -> Option<RowHead> {
    const HIDDEN: u8 = 1 << 4;
    Some(RowHead { number: record.long(0)?.checked_add(1)?, hidden: record.byte(11)? & HIDDEN != 0 })
}

/// Where a row is read.
#[derive(Default)]
struct Place {
    /// The column after the last cell.
    next: u32,
    /// Bytes of the row's texts.
    bytes: usize,
}

impl Context<'_> {
    /// A cell that holds something; none for other records. An error where it is damaged.
    fn cell(&self, kind: u32, record: Record<'_>, place: &mut Place) -> Result<Option<RawCell>, ()> {
        // Short cells leave out their column: it is the next one.
        let (kind, at) = match kind {
            1..=11 | 62 => (kind, 4),
            12..=18 => (kind - 11, 0),
            _ => return Ok(None),
        };
        let column = if at == 0 { place.next } else { record.long(0).ok_or(())? };
        if column < place.next {
            return Err(());
        }
        place.next = column.checked_add(1).ok_or(())?;
        let style = record.long(at).ok_or(())? & 0x00FF_FFFF;
        let style = self.styles.get(style as usize).copied().unwrap_or_default();
        let value = self.value(kind, record, at + 4, style).ok_or(())?;
        if let RawValue::Text(text) = &value {
            place.bytes += text.len();
        }
        Ok((value != RawValue::Blank).then_some(RawCell {
            column,
            value,
            struck: style.struck,
            shared: None,
        }))
    }

    /// The value of a cell record, from `at` on; none where it is cut short.
    fn value(&self, kind: u32, record: Record<'_>, at: usize, style: Style) -> Option<RawValue> {
        let number = |value: f64| style.shown.value(value, self.from_1904);
        Some(match kind {
            2 => number(rk(record.long(at)?)),
            3 | 11 => RawValue::Error(error_value::of_byte(record.byte(at)?).to_owned()),
            4 | 10 => RawValue::Bool(record.byte(at)? != 0),
            5 | 9 => number(record.real(at)?),
            6 | 8 => RawValue::Text(record.text(at)?.0),
            7 => RawValue::Text(self.strings?.get(record.long(at)? as usize)?.to_owned()),
            62 => RawValue::Text(record.text(at + 1)?.0),
            _ => RawValue::Blank,
        })
    }

    fn within(&self, cell: &RawCell, place: &Place) -> Result<(), ReadError> {
        let limits = &self.limits;
        if cell.column >= limits.columns {
            return Err(ReadError::limit("limit-columns", limits.columns));
        }
        if matches!(&cell.value, RawValue::Text(text) if text.len() > limits.cell_bytes) {
            return Err(ReadError::limit("limit-cell-length", limits.cell_bytes >> 10));
        }
        if place.bytes > limits.row_bytes {
            return Err(ReadError::limit("limit-row-size", mebibytes(limits.row_bytes as u64)));
        }
        Ok(())
    }
}

/// A number in 30 bits: the upper ones of a float, or an integer; perhaps a hundred times too large.
fn rk(raw: u32) -> f64 {
    #[allow(clippy::cast_possible_wrap, reason = "its bits are those of a signed integer")]
    let value = match raw & 2 {
        0 => f64::from_bits(u64::from(raw & !3) << 32),
        _ => f64::from(raw as i32 >> 2),
    };
    if raw & 1 == 0 { value } else { value / 100.0 }
}
