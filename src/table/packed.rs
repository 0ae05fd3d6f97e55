//! Rows put away in as little memory as they take, to be had back as they were.

use jiff::civil::Date;

use crate::sheet::{Cell, Marks, Row, StrayCell, Value, iso, write_date};

/// Rows, one after the other in one piece of memory. What stands outside their columns is left out.
#[derive(Debug, Default)]
pub(super) struct PackedRows {
    bytes: Vec<u8>,
    /// Where each row begins.
    starts: Vec<usize>,
}

impl PackedRows {
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Puts a row away, with the index of the sheet that it stands on.
    pub(super) fn push(&mut self, sheet: usize, row: &Row) {
        self.starts.push(self.bytes.len());
        let mut to = Writer { bytes: &mut self.bytes };
        to.number(sheet as u64);
        to.row(row, &[]);
    }

    /// Forgets all rows but the first ones.
    pub(super) fn truncate(&mut self, rows: usize) {
        if let Some(end) = self.starts.get(rows) {
            self.bytes.truncate(*end);
            self.starts.truncate(rows);
        }
    }

    fn reader(&self, place: usize) -> Option<Reader<'_>> {
        Some(Reader { bytes: self.bytes.get(*self.starts.get(place)?..)? })
    }

    /// The sheet and the number of the row at a place, counted from 0.
    pub(super) fn place(&self, place: usize) -> Option<(usize, u32)> {
        let mut read = self.reader(place)?;
        let sheet = usize::try_from(read.number()).ok()?;
        Some((sheet, u32::try_from(read.number() >> 2).ok()?))
    }

    /// Fills `row` with the one at a place, counted from 0, reusing its memory; false where there is none.
    pub(super) fn unpack(&self, place: usize, row: &mut Row) -> bool {
        let Some(mut read) = self.reader(place) else { return false };
        read.number();
        read.row(row);
        true
    }
}

/// One row put away, with all that it holds.
#[derive(Debug)]
pub(crate) struct PackedRow(Box<[u8]>);

impl PackedRow {
    /// Puts a row away. `memory` is used on the way.
    pub(crate) fn of(row: &Row, memory: &mut Vec<u8>) -> Self {
        memory.clear();
        Writer { bytes: memory }.row(row, &row.strays);
        Self(memory.as_slice().into())
    }

    /// Fills `row` with it, reusing its memory.
    pub(crate) fn unpack(&self, row: &mut Row) {
        Reader { bytes: &self.0 }.row(row);
    }
}

/// Writes what is put away.
struct Writer<'b> {
    bytes: &'b mut Vec<u8>,
}

impl Writer<'_> {
    fn row(&mut self, row: &Row, strays: &[StrayCell]) {
        self.number(u64::from(row.number) << 2 | u64::from(row.hidden) << 1 | u64::from(row.outside));
        self.number(row.cells.len() as u64);
        let mut next = 0;
        for cell in &row.cells {
            self.cell(cell, &mut next);
        }
        self.number(strays.len() as u64);
        for stray in strays {
            self.number(u64::from(stray.column));
            self.text(&stray.text);
        }
    }

    /// `next`: the column behind the cell before.
    fn cell(&mut self, cell: &Cell, next: &mut u32) {
        let (kind, number) = match cell.value {
            Value::Absent => (ABSENT, None),
            Value::Blank => (1, None),
            Value::Text => (2, None),
            Value::Number(number) => (3, Some(number.to_bits())),
            // A date mostly reads as itself.
            Value::Date(date) if iso(date).is_some_and(|iso| cell.text.as_bytes() == iso) => {
                (ISO, Some(number_of(date)))
            }
            Value::Date(date) => (5, Some(number_of(date))),
            Value::AmbiguousDate => (6, None),
            Value::BadDate => (7, None),
            Value::Error => (8, None),
            Value::NoValue => (9, None),
        };
        let marks = if cell.marks == Marks::default() { 0 } else { marks_to_bits(cell.marks) };
        let has_text = kind != ISO && !cell.text.is_empty();
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let moved = cell.column != expected(kind, next);
        self.bytes.push(kind | flag(marks != 0, MARKED) | flag(moved, MOVED) | flag(has_text, TEXT));
        if marks != 0 {
            self.bytes.push(marks);
        }
        if moved {
            self.number(u64::from(cell.column));
        }
        step(kind, cell.column, next);
        if let Some(number) = number {
            self.number(number);
        }
        if has_text {
            self.text(&cell.text);
        }
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Seven bits a byte, the low ones first.
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(low_bits(number) | 0x80);
            number >>= 7;
        }
        self.bytes.push(low_bits(number));
    }
}

fn low_bits(number: u64) -> u8 {
    u8::try_from(number & 0x7f).unwrap_or_default()
}

/// A cell is told by its kind, in the four low bits, and by what else there is of it.
const KIND: u8 = 0xf;
const ABSENT: u8 = 0;
/// A date whose text is itself, and is not kept.
const ISO: u8 = 4;
/// It has marks.
const MARKED: u8 = 0x10;
/// It does not stand in the column where one expects it.
const MOVED: u8 = 0x20;
/// It has a text.
const TEXT: u8 = 0x40;

/// The column where a cell mostly stands: behind the one before.
fn expected(kind: u8, next: &u32) -> u32 {
    if kind == ABSENT { 0 } else { *next }
}

fn step(kind: u8, column: u32, next: &mut u32) {
    if kind != ABSENT {
        *next = column.wrapping_add(1);
    }
}

/// Reads what was put away. What nobody put there reads as nothing.
struct Reader<'b> {
    bytes: &'b [u8],
}

impl Reader<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        *first
    }

    fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        number
    }

    fn row(&mut self, row: &mut Row) {
        let first = self.number();
        row.number = u32::try_from(first >> 2).unwrap_or_default();
        row.hidden = first & 2 == 2;
        row.outside = first & 1 == 1;
        let cells = self.count();
        row.cells.resize_with(cells, Cell::default);
        let mut next = 0;
        for cell in &mut row.cells {
            self.cell(cell, &mut next);
        }
        let strays = self.count();
        row.strays.resize_with(strays, StrayCell::default);
        for stray in &mut row.strays {
            stray.column = u32::try_from(self.number()).unwrap_or_default();
            self.text(&mut stray.text);
        }
    }

    /// How many things there are; each takes a byte at least.
    fn count(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or_default().min(self.bytes.len())
    }

    fn cell(&mut self, cell: &mut Cell, next: &mut u32) {
        let first = self.byte();
        let kind = first & KIND;
        cell.marks = if first & MARKED == 0 { Marks::default() } else { marks_of_bits(self.byte()) };
        cell.column = expected(kind, next);
        if first & MOVED != 0 {
            cell.column = u32::try_from(self.number()).unwrap_or_default();
        }
        step(kind, cell.column, next);
        cell.shared = None;
        cell.value = match kind {
            1 => Value::Blank,
            2 => Value::Text,
            3 => Value::Number(f64::from_bits(self.number())),
            ISO | 5 => Value::Date(date_of(self.number())),
            6 => Value::AmbiguousDate,
            7 => Value::BadDate,
            8 => Value::Error,
            9 => Value::NoValue,
            _ => Value::Absent,
        };
        cell.text.clear();
        match cell.value {
            Value::Date(date) if kind == ISO => write_date(&mut cell.text, date),
            _ if first & TEXT != 0 => self.text(&mut cell.text),
            _ => {}
        }
    }

    fn text(&mut self, out: &mut String) {
        let len = self.count();
        let (text, rest) = self.bytes.split_at(len);
        self.bytes = rest;
        out.clear();
        out.push_str(std::str::from_utf8(text).unwrap_or_default());
    }
}

/// A date as a number: its year (moved so that none is negative), month and day.
pub(super) fn number_of(date: Date) -> u64 {
    let part = |number: i8| u64::from(number.unsigned_abs());
    u64::from((date.year() + 10_000).unsigned_abs()) << 9 | part(date.month()) << 5 | part(date.day())
}

pub(super) fn date_of(number: u64) -> Date {
    let part = |shift: u32, bits: u64| i8::try_from(number >> shift & bits).unwrap_or(1);
    let year = i16::try_from(number >> 9).unwrap_or(10_000) - 10_000;
    Date::new(year, part(5, 0xf), part(0, 0x1f)).unwrap_or_default()
}

fn marks_to_bits(marks: Marks) -> u8 {
    let Marks { placeholder, merged, damaged, lost_zeros, typed_date, struck, note } = marks;
    let all = [placeholder, merged, damaged, lost_zeros, typed_date, struck, note];
    all.iter().fold(0, |bits, mark| bits << 1 | u8::from(*mark))
}

fn marks_of_bits(bits: u8) -> Marks {
    let at = |place: u8| bits >> place & 1 == 1;
    Marks {
        placeholder: at(6),
        merged: at(5),
        damaged: at(4),
        lost_zeros: at(3),
        typed_date: at(2),
        struck: at(1),
        note: at(0),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Absent),
            Just(Value::Blank),
            Just(Value::Text),
            any::<i32>().prop_map(|number| Value::Number(f64::from(number) / 8.0)),
            (-9999..=9999i16, 1..=12i8, 1..=28i8)
                .prop_map(|(y, m, d)| Value::Date(Date::new(y, m, d).unwrap())),
            Just(Value::AmbiguousDate),
            Just(Value::BadDate),
            Just(Value::Error),
            Just(Value::NoValue),
        ]
    }

    fn cell() -> impl Strategy<Value = Cell> {
        (any::<String>(), value(), any::<bool>(), 0..128u8, any::<u32>()).prop_map(
            |(text, value, own, marks, column)| Cell {
                text: match value {
                    Value::Date(date) if own => date.to_string(),
                    _ => text,
                },
                value,
                marks: marks_of_bits(marks),
                column,
                shared: None,
            },
        )
    }

    fn strays() -> impl Strategy<Value = Vec<StrayCell>> {
        let stray = (any::<String>(), any::<u32>()).prop_map(|(text, column)| StrayCell { text, column });
        proptest::collection::vec(stray, 0..3)
    }

    proptest! {
        #[test]
        fn rows_come_back_as_they_were(
            rows in proptest::collection::vec(
                (1..2_000_000u32, any::<[bool; 2]>(), proptest::collection::vec(cell(), 0..6), strays()),
                1..5,
            )
        ) {
            type Parts = (u32, [bool; 2], Vec<Cell>, Vec<StrayCell>);
            let row = |(number, [hidden, outside], cells, strays): Parts| Row { number, hidden, outside, cells, strays };
            let mut rows: Vec<Row> = rows.into_iter().map(row).collect();
            let (mut memory, mut back) = (Vec::new(), Row::default());
            for row in &rows {
                PackedRow::of(row, &mut memory).unpack(&mut back);
                prop_assert_eq!(&back, row);
            }
            rows.iter_mut().for_each(|row| row.strays.clear());
            let mut packed = PackedRows::default();
            rows.iter().zip(0..).for_each(|(row, sheet)| packed.push(sheet, row));
            for (place, row) in rows.iter().enumerate() {
                prop_assert_eq!(packed.place(place), Some((place, row.number)));
            }
            for (place, row) in rows.iter().enumerate() {
                prop_assert!(packed.unpack(place, &mut back));
                prop_assert_eq!(&back, row);
            }
            packed.truncate(1);
            prop_assert!(packed.unpack(0, &mut back) && !packed.unpack(1, &mut back));
            prop_assert_eq!((packed.len(), Some(&back)), (1, rows.first()));
        }
    }
}
