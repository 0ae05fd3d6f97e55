//! A reference table in memory: its rows, the days that it covers, and the way to a row by its key.
//!
//! A table may hold millions of rows of which a sheet leads to few. So all are kept packed, and those that a link leads
//! to are unpacked once; and of a key the index holds a digest only, which whoever follows it holds against the row.

mod packed;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::civil::Date;

use crate::fold;
use crate::schema::ColumnId;
use crate::sheet::{Cell, Row, Value};
use packed::PackedRows;

/// A table that was given.
#[derive(Debug, Default)]
pub struct Table {
    packed: PackedRows,
    /// By row: it as it was, once a link has led there.
    unpacked: Vec<OnceCell<Box<Row>>>,
    /// By column.
    columns: Vec<Seen>,
    /// The first day that it covers, where that was given; else its first date says.
    from: Option<Date>,
    /// The last day that it covers, where that was given; else its last date says.
    to: Option<Date>,
}

/// What a column holds, over all rows.
#[derive(Debug, Clone, Default)]
struct Seen {
    /// Some cell is not blank.
    filled: bool,
    /// The first and the last date.
    days: Option<(Date, Date)>,
}

/// What a table held before more rows came, to [`Table::roll_back`] to.
#[derive(Debug)]
pub struct Mark {
    rows: usize,
    columns: Vec<Seen>,
}

/// The tables of a pack, in its order; none where a table was not given.
pub type Tables = Vec<Option<Table>>;

impl Table {
    /// A table without rows yet, with the days that it was said to cover.
    #[must_use]
    pub fn of_days(from: Option<Date>, to: Option<Date>) -> Self {
        Self { from, to, ..Self::default() }
    }

    /// Adds a row, with the index of the sheet that it stands on. What no column claims is left out.
    pub fn push(&mut self, sheet: usize, row: &Row) {
        self.packed.push(sheet, row);
        self.unpacked.push(OnceCell::new());
        self.columns.resize_with(self.columns.len().max(row.cells.len()), Seen::default);
        for (seen, cell) in self.columns.iter_mut().zip(&row.cells) {
            seen.filled |= !cell.is_blank();
            if let Some(day) = date(cell) {
                let (first, last) = seen.days.unwrap_or((day, day));
                seen.days = Some((first.min(day), last.max(day)));
            }
        }
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Has it no row?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What it holds now.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark { rows: self.len(), columns: self.columns.clone() }
    }

    /// Forgets the rows that came since the mark.
    pub fn roll_back(&mut self, to: &Mark) {
        self.packed.truncate(to.rows);
        self.unpacked.truncate(to.rows);
        self.columns.clone_from(&to.columns);
    }

    /// The row at a place, counted from 0. It stays unpacked: for rows that links lead to.
    #[must_use]
    pub fn row(&self, place: usize) -> Option<&Row> {
        let kept = self.unpacked.get(place)?;
        if let Some(row) = kept.get() {
            return Some(row);
        }
        let row = self.packed.row(place)?;
        Some(kept.get_or_init(|| Box::new(row)))
    }

    /// The sheet and the number of the row at a place.
    #[must_use]
    pub fn place(&self, place: usize) -> Option<(usize, u32)> {
        self.packed.place(place)
    }

    /// Every row, with the index of its sheet, unpacked one by one.
    pub fn rows(&self) -> impl Iterator<Item = (usize, Row)> {
        let row = |place| Some((self.packed.place(place)?.0, self.packed.row(place)?));
        (0..self.len()).filter_map(row)
    }

    /// Is every cell of the column blank?
    #[must_use]
    pub fn is_blank(&self, column: ColumnId) -> bool {
        self.columns.get(column.index()).is_none_or(|seen| !seen.filled)
    }

    /// The days that it covers: as given, else the first and the last day in a column.
    #[must_use]
    pub fn period(&self, column: ColumnId) -> Option<(Date, Date)> {
        let days = self.columns.get(column.index()).and_then(|seen| seen.days);
        let from = self.from.or(days.map(|(first, _)| first))?;
        let to = self.to.or(days.map(|(_, last)| last))?;
        Some((from, to))
    }

    /// The way to its rows by a column.
    #[must_use]
    pub fn index(&self, column: ColumnId) -> Index {
        let mut cell = Cell::default();
        let mut index = Unsorted::default();
        for (place, number) in (0..self.len()).zip(0..) {
            if self.packed.read_cell(place, column.index(), &mut cell) {
                index.add(number, &cell);
            }
        }
        index.sorted()
    }
}

/// The way to rows by one column. A key is known by 32 bits of its digest and by its bucket: rows of another key may be
/// among those found.
#[derive(Debug, Default)]
pub struct Index {
    /// Rows with the rest of their digest, by bucket, digest and number.
    rows: Vec<(u32, u32)>,
    /// Where each bucket begins, and the last one ends.
    buckets: Vec<u32>,
    /// Bits of a digest that name its bucket.
    bits: u32,
    /// Rows whose key is blank, and rows whose key cannot be read.
    blank: Vec<u32>,
    unreadable: Vec<u32>,
}

#[derive(Default)]
struct Unsorted {
    rows: Vec<(u64, u32)>,
    blank: Vec<u32>,
    unreadable: Vec<u32>,
}

impl Unsorted {
    fn add(&mut self, number: u32, cell: &Cell) {
        match key(cell) {
            Some(key) => self.rows.push((digest(&key), number)),
            None if cell.is_blank() => self.blank.push(number),
            None => self.unreadable.push(number),
        }
    }

    fn sorted(self) -> Index {
        let Self { mut rows, blank, unreadable } = self;
        rows.sort_unstable();
        let bits = rows.len().max(2).ilog2();
        let mut buckets = vec![0; (1 << bits) + 1];
        for (digest, _) in &rows {
            buckets[bucket(*digest, bits) + 1] += 1;
        }
        for at in 1..buckets.len() {
            buckets[at] += buckets[at - 1];
        }
        let rows = rows.into_iter().map(|(digest, number)| (rest(digest, bits), number)).collect();
        Index { rows, buckets, bits, blank, unreadable }
    }
}

fn digest(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

fn bucket(digest: u64, bits: u32) -> usize {
    usize::try_from(digest >> (64 - bits)).unwrap_or_default()
}

/// The 32 bits behind those that name the bucket.
fn rest(digest: u64, bits: u32) -> u32 {
    u32::try_from(digest << bits >> 32).unwrap_or_default()
}

impl Index {
    /// Indexes rows by a column.
    #[must_use]
    pub fn new<'r>(rows: impl Iterator<Item = &'r Row>, column: ColumnId) -> Self {
        let mut index = Unsorted::default();
        for (row, number) in rows.zip(0..) {
            index.add(number, row.cell(column));
        }
        index.sorted()
    }

    /// The rows with this key, in the table's order, and perhaps some of another key.
    pub fn get(&self, key: &str) -> impl Iterator<Item = u32> {
        let digest = digest(key);
        let bucket = bucket(digest, self.bits.max(1));
        let at = |place| self.buckets.get(place).map_or(0, |start: &u32| *start as usize);
        let rows = self.rows.get(at(bucket)..at(bucket + 1)).unwrap_or_default();
        let rest = rest(digest, self.bits);
        let start = rows.partition_point(|(theirs, _)| *theirs < rest);
        rows[start..].iter().take_while(move |(theirs, _)| *theirs == rest).map(|(_, number)| *number)
    }

    /// The rows without a key, in the table's order.
    #[must_use]
    pub fn blank(&self) -> &[u32] {
        &self.blank
    }

    /// The rows whose key cannot be read, in the table's order.
    #[must_use]
    pub fn unreadable(&self) -> &[u32] {
        &self.unreadable
    }
}

/// What a cell is joined on, across types: none where it is blank or cannot be read.
#[must_use]
pub fn key(cell: &Cell) -> Option<Cow<'_, str>> {
    // Zeros that Excel took from the front do not matter to a key; digits that it took do.
    let whole = !cell.marks.damaged || cell.marks.lost_zeros;
    let readable = matches!(cell.value, Value::Text | Value::Number(_) | Value::Date(_)) && whole;
    let text = cell.text.as_str();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let key = || match is_number {
        true => Cow::Borrowed(fold::without_zeros(text)),
        false => Cow::Owned(fold::identifier(text)),
    };
    readable.then(key).filter(|key| !key.is_empty())
}

/// The cell's date, where it holds one.
#[must_use]
pub fn date(cell: &Cell) -> Option<Date> {
    match cell.value {
        Value::Date(date) => Some(date),
        _ => None,
    }
}
