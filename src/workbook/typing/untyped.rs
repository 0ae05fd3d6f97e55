//! Rows that are not typed yet, packed for another thread: what one thread wrote, another reads slowly where it lies
//! scattered, and quickly where it lies one behind the other.

use jiff::civil::DateTime;

use super::Typist;
use super::cell::Held;
use super::places::Places;
use super::window::Around;
use crate::sheet::{NumberFormat, Row};

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
}

/// Rows of one sheet that stand together.
#[derive(Debug, Default)]
pub struct Untyped {
    /// With the number of cells.
    rows: Vec<(Head, usize)>,
    cells: Vec<Packed>,
    /// The texts of all cells.
    text: String,
}

#[derive(Debug)]
struct Packed {
    column: u32,
    struck: bool,
    merged: bool,
    around: Around,
    value: Content,
}

/// As [`Held`], with the length in bytes of what is text.
#[derive(Debug)]
enum Content {
    Blank,
    Text(usize),
    Number(f64, NumberFormat),
    Bool(bool),
    Date(DateTime),
    Error(usize),
    NoValue,
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
    }

    pub(super) fn push<'r>(&mut self, head: Head, cells: impl Iterator<Item = Seen<'r>>) {
        let before = self.cells.len();
        for Seen { column, held, struck, merged, around } in cells {
            let value = match held {
                Held::Blank => Content::Blank,
                Held::Text(text) => Content::Text(self.keep(text)),
                Held::Number(value, format) => Content::Number(value, format),
                Held::Bool(truth) => Content::Bool(truth),
                Held::Date(at) => Content::Date(at),
                Held::Error(code) => Content::Error(self.keep(code)),
                Held::NoValue => Content::NoValue,
            };
            self.cells.push(Packed { column, struck, merged, around, value });
        }
        self.rows.push((head, self.cells.len() - before));
    }

    fn keep(&mut self, text: &str) -> usize {
        self.text.push_str(text);
        text.len()
    }

    /// Types them into the first of `rows`, reusing their memory, and adds rows where there are too few.
    pub fn read(&self, typist: &Typist<'_>, places: &Places, rows: &mut Vec<Row>) {
        rows.resize_with(rows.len().max(self.len()), Row::default);
        let (mut cells, mut text) = (self.cells.as_slice(), self.text.as_str());
        for ((head, count), row) in self.rows.iter().zip(rows) {
            let (own, rest) = cells.split_at(*count);
            cells = rest;
            typist.read(places, *head, own.iter().map(|cell| cell.seen(&mut text)), row);
        }
    }
}

impl Packed {
    /// `texts`: what begins with this cell's text, which is taken from it.
    fn seen<'r>(&self, texts: &mut &'r str) -> Seen<'r> {
        let mut text = |length: usize| {
            let (own, rest) = texts.split_at(length);
            *texts = rest;
            own
        };
        let held = match self.value {
            Content::Blank => Held::Blank,
            Content::Text(length) => Held::Text(text(length)),
            Content::Number(value, format) => Held::Number(value, format),
            Content::Bool(truth) => Held::Bool(truth),
            Content::Date(at) => Held::Date(at),
            Content::Error(length) => Held::Error(text(length)),
            Content::NoValue => Held::NoValue,
        };
        let Self { column, struck, merged, around, .. } = *self;
        Seen { column, held, struck, merged, around }
    }
}
