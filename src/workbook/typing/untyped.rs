//! Rows that are not typed yet, packed for another thread: what one thread wrote, another reads slowly where it lies
//! scattered, and quickly where it lies one behind the other.

use std::num::NonZeroU32;

use jiff::civil::DateTime;

use super::Typist;
use super::cell::Held;
use super::places::Places;
use super::window::Around;
use crate::sheet::{NumberFormat, RawCell, RawValue, Row};

/// What there is to say of a row besides its cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    pub(super) number: u32,
    pub(super) hidden: bool,
    /// It is no data, see [`Row::outside`].
    pub(super) outside: bool,
}

/// A cell, with all that typing it takes from elsewhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'r> {
    /// The sheet's.
    pub(super) column: u32,
    pub(super) held: Held<'r>,
    pub(super) struck: bool,
    /// A merged block gave it its value.
    pub(super) merged: bool,
    pub(super) around: Around,
    pub(super) shared: Option<NonZeroU32>,
}

/// Rows of one sheet that stand together.
#[derive(Debug, Default)]
pub struct Untyped {
    rows: Vec<Start>,
    cells: Vec<Packed>,
    /// The texts of all cells.
    text: String,
    /// What few cells have.
    more: Vec<More>,
}

/// A row, and where what it holds begins.
#[derive(Debug, Clone, Copy)]
struct Start {
    head: Head,
    cell: usize,
    text: usize,
    more: usize,
}

/// A cell: small, and of plain numbers, so that it is moved without a detour.
#[derive(Debug, Clone, Copy)]
struct Packed {
    column: u32,
    /// The length in bytes of its text.
    length: usize,
    shared: Option<NonZeroU32>,
    kind: Kind,
    struck: bool,
    merged: bool,
    /// Something is known from around it.
    around: bool,
}

/// As [`RawValue`], what it holds aside.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Blank,
    Text,
    Number,
    Bool(bool),
    Date,
    Error,
    NoValue,
}

/// What a cell's column, text and kind do not say.
#[derive(Debug, Clone, Copy)]
enum More {
    Number(f64, NumberFormat),
    Date(DateTime),
    Around(Around),
}

impl Untyped {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The bytes of their texts.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Forgets the rows, and keeps their memory.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.cells.clear();
        self.text.clear();
        self.more.clear();
    }

    /// Begins a row.
    pub(super) fn begin(&mut self, head: Head) {
        let (cell, text, more) = (self.cells.len(), self.text.len(), self.more.len());
        self.rows.push(Start { head, cell, text, more });
    }

    /// Adds a cell to the row that was begun last.
    #[inline]
    pub(super) fn push(&mut self, cell: &RawCell, merged: bool, around: Around) {
        let (kind, text) = match &cell.value {
            RawValue::Blank => (Kind::Blank, ""),
            RawValue::Text(text) => (Kind::Text, text.as_str()),
            RawValue::Number { value, format } => {
                self.more.push(More::Number(*value, *format));
                (Kind::Number, "")
            }
            RawValue::Bool(truth) => (Kind::Bool(*truth), ""),
            RawValue::Date(at) => {
                self.more.push(More::Date(*at));
                (Kind::Date, "")
            }
            RawValue::Error(code) => (Kind::Error, code.as_str()),
            RawValue::NoValue => (Kind::NoValue, ""),
        };
        self.text.push_str(text);
        let is_around = !matches!(around, Around::Nothing);
        if is_around {
            self.more.push(More::Around(around));
        }
        let RawCell { column, struck, shared, .. } = *cell;
        let length = text.len();
        self.cells.push(Packed { column, length, shared, kind, struck, merged, around: is_around });
    }

    /// Types a row, by its place among them, into `row`, reusing its memory. False where there is none.
    pub fn read(&self, place: usize, typist: &Typist<'_>, places: &Places, row: &mut Row) -> bool {
        let Some(start) = self.rows.get(place) else { return false };
        let end = self.rows.get(place + 1).map_or(self.cells.len(), |next| next.cell);
        let mut text = self.text.get(start.text..).unwrap_or_default();
        let mut more = self.more.get(start.more..).unwrap_or_default().iter();
        let cells = self.cells.get(start.cell..end).unwrap_or_default();
        typist.read(places, start.head, cells.iter().map(|cell| cell.seen(&mut text, &mut more)), row);
        true
    }
}

impl Packed {
    /// `texts`, `mores`: what begins with this cell's, which is taken from them.
    #[inline]
    fn seen<'r>(&self, texts: &mut &'r str, mores: &mut std::slice::Iter<'_, More>) -> Seen<'r> {
        let (text, rest) = texts.split_at_checked(self.length).unwrap_or_default();
        *texts = rest;
        let held = match self.kind {
            Kind::Blank => Held::Blank,
            Kind::Text => Held::Text(text),
            Kind::Bool(truth) => Held::Bool(truth),
            Kind::Error => Held::Error(text),
            Kind::NoValue => Held::NoValue,
            Kind::Number | Kind::Date => match mores.next() {
                Some(More::Number(value, format)) => Held::Number(*value, *format),
                Some(More::Date(at)) => Held::Date(*at),
                _ => Held::Blank,
            },
        };
        let around = match self.around.then(|| mores.next()) {
            Some(Some(More::Around(around))) => *around,
            _ => Around::Nothing,
        };
        let Self { column, struck, merged, shared, .. } = *self;
        Seen { column, held, struck, merged, around, shared }
    }
}
