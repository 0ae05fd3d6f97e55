//! The way to rows by one column.

use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::civil::Date;

use super::packed::{date_of, number_of};
use super::{date, key};
use crate::schema::ColumnId;
use crate::sheet::{Cell, Row};

/// What leads to a row: the column of its key, and the column of the day by which rows of that key are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// The key.
    pub key: ColumnId,
    /// The day.
    pub day: Option<ColumnId>,
}

impl Way {
    /// Can one go the other way by this one?
    #[must_use]
    pub fn serves(&self, other: Self) -> bool {
        self.key == other.key && (other.day.is_none() || other.day == self.day)
    }

    fn of<'r>(&self, cell: impl Fn(ColumnId) -> &'r Cell) -> (&'r Cell, Option<Date>) {
        (cell(self.key), self.day.and_then(|day| date(cell(day))))
    }
}

/// A row that an index leads to, with its day.
pub type Led = (u32, Option<Date>);

/// The way to rows by one column. A key is known by 32 bits of its digest and by its bucket: rows of another key may be
/// among those found.
#[derive(Debug, Default)]
pub struct Index {
    /// By bucket, digest and number.
    rows: Vec<Entry>,
    /// Where each bucket begins, and the last one ends.
    buckets: Vec<u32>,
    /// Bits of a digest that name its bucket.
    bits: u32,
    /// Rows whose key may be anyone's, by day. Where a table lacks the column, that is all of them.
    anyones: Vec<(Day, u32)>,
}

/// A row with the rest of its digest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    rest: u32,
    number: u32,
    day: Day,
}

/// A date in as little as it takes; 0 where there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Day(u32);

impl Day {
    fn of(date: Option<Date>) -> Self {
        Self(date.and_then(|date| u32::try_from(number_of(date)).ok()).unwrap_or_default())
    }

    fn date(self) -> Option<Date> {
        (self.0 != 0).then(|| date_of(self.0.into()))
    }
}

/// Rows with the digests of their keys, as they came.
#[derive(Debug, Default)]
pub(super) struct Unsorted {
    rows: Vec<(u64, u32, Day)>,
    anyones: Vec<(Day, u32)>,
}

impl Unsorted {
    /// Adds a row by its key; not where that is blank.
    pub(super) fn add<'r>(&mut self, number: u32, way: Way, cell: impl Fn(ColumnId) -> &'r Cell) {
        let (cell, day) = way.of(cell);
        match key(cell) {
            Some(key) => self.rows.push((digest(&key), number, Day::of(day))),
            None if cell.is_blank() => {}
            None => self.anyones.push((Day::of(day), number)),
        }
    }

    /// Forgets all rows but those of the first numbers.
    pub(super) fn truncate(&mut self, rows: usize) {
        let is_kept = |number: u32| usize::try_from(number).is_ok_and(|number| number < rows);
        self.rows.truncate(self.rows.partition_point(|(_, number, _)| is_kept(*number)));
        self.anyones.truncate(self.anyones.partition_point(|(_, number)| is_kept(*number)));
    }

    pub(super) fn sorted(self) -> Index {
        let Self { rows, mut anyones } = self;
        anyones.sort_unstable();
        let bits = rows.len().max(2).ilog2();
        // Rows are counted into their buckets, which are small, and sorted there.
        let mut buckets = vec![0_u32; (1 << bits) + 1];
        for (digest, ..) in &rows {
            buckets[bucket(*digest, bits) + 1] += 1;
        }
        for at in 1..buckets.len() {
            buckets[at] += buckets[at - 1];
        }
        let mut next = buckets.clone();
        let mut sorted = vec![Entry::default(); rows.len()];
        for (digest, number, day) in rows {
            let place = &mut next[bucket(digest, bits)];
            sorted[*place as usize] = Entry { rest: rest(digest, bits), number, day };
            *place += 1;
        }
        for ends in buckets.windows(2) {
            sorted[ends[0] as usize..ends[1] as usize].sort_unstable();
        }
        Index { rows: sorted, buckets, bits, anyones }
    }
}

/// Keys that are the same have the same digest.
fn digest(key: &str) -> u64 {
    // Most keys are numbers, and are mixed as such (SplitMix64's last steps; Steele, Lea and Flood, 2014).
    let step = |number: u64, byte: u8| byte.is_ascii_digit().then(|| number * 10 + u64::from(byte - b'0'));
    if key.len() <= 18
        && let Some(number) = key.bytes().try_fold(0, step)
    {
        let mixed = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        return mixed ^ (mixed >> 31);
    }
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
    /// Indexes rows of a sheet: what key one lacks, someone has not filled in, or has wiped.
    #[must_use]
    pub fn of_sheet<'r>(rows: impl Iterator<Item = &'r Row>, way: Way) -> Self {
        let mut keys = Unsorted::default();
        for (row, number) in rows.zip(0..) {
            keys.add(number, way, |column| row.cell(column));
            let (cell, day) = way.of(|column| row.cell(column));
            if cell.is_blank() {
                keys.anyones.push((Day::of(day), number));
            }
        }
        keys.sorted()
    }

    /// The rows with this key, in the table's order, and perhaps some of another key.
    pub fn get(&self, key: &str) -> impl Iterator<Item = Led> {
        let digest = digest(key);
        let bucket = bucket(digest, self.bits.max(1));
        let at = |place| self.buckets.get(place).map_or(0, |start: &u32| *start as usize);
        let rows = self.rows.get(at(bucket)..at(bucket + 1)).unwrap_or_default();
        let rest = rest(digest, self.bits);
        let start = rows.partition_point(|entry| entry.rest < rest);
        let rows = rows[start..].iter().take_while(move |entry| entry.rest == rest);
        rows.map(|entry| (entry.number, entry.day.date()))
    }

    /// The rows whose key may be anyone's, since it cannot be read: those without a day, and those from this day on, by
    /// day.
    pub fn anyones(&self, from: Option<Date>) -> impl Iterator<Item = Led> {
        let undated = self.anyones.partition_point(|(day, _)| day.date().is_none());
        let (undated, dated) = self.anyones.split_at(undated);
        let from = Day::of(from);
        let dated = &dated[dated.partition_point(|(day, _)| *day < from)..];
        undated.iter().chain(dated).map(|(day, number)| (*number, day.date()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sheet::Value;

    fn cell(text: &str) -> Cell {
        Cell { text: text.to_owned(), value: Value::Text, ..Cell::default() }
    }

    proptest! {
        /// Rows without a readable key may be anyone's from any day on, unless they lie before it.
        #[test]
        fn rows_that_may_be_anyones_are_found_by_day(
            days in proptest::collection::vec(proptest::option::of(1..9i8), 0..20), from in proptest::option::of(1..9i8)
        ) {
            let date = |day: i8| jiff::civil::date(2026, 11, day);
            let error = Cell { value: Value::Error, ..Cell::default() };
            let dated = |day: Option<i8>| Cell {
                value: day.map_or(Value::Blank, |day| Value::Date(date(day))),
                ..Cell::default()
            };
            let way = Way { key: ColumnId(0), day: Some(ColumnId(1)) };
            let cells: Vec<Cell> = days.iter().map(|day| dated(*day)).collect();
            let mut keys = Unsorted::default();
            for (cell, number) in cells.iter().zip(0..) {
                keys.add(number, way, |column| if column == way.key { &error } else { cell });
            }
            let found: Vec<Led> = keys.sorted().anyones(from.map(date)).collect();
            let mut wanted: Vec<Led> = (0..).zip(&days).map(|(number, day)| (number, day.map(date))).collect();
            wanted.retain(|(_, day)| day.is_none() || *day >= from.map(date));
            wanted.sort_by_key(|(number, day)| (*day, *number));
            prop_assert_eq!(found, wanted);
        }

        /// Every row is found by its key, however that is written; what else is found has another.
        #[test]
        fn a_key_leads_to_its_rows(texts in proptest::collection::vec("0{0,2}[0-9]{1,20}|[Kk]? ?[0-3]{1,2}|#", 0..40)) {
            let mut keys = Unsorted::default();
            let cells: Vec<Cell> = texts.iter().map(|text| cell(text)).collect();
            let way = Way { key: ColumnId(0), day: None };
            cells.iter().zip(0..).for_each(|(cell, number)| keys.add(number, way, |_| cell));
            let index = keys.sorted();
            for wanted in cells.iter().filter_map(key) {
                let found: Vec<u32> =
                    index.get(&wanted).map(|(number, _)| number).filter(|number| key(&cells[*number as usize]) == Some(wanted.clone())).collect();
                let same = cells.iter().zip(0..).filter(|(cell, _)| key(cell) == Some(wanted.clone()));
                prop_assert_eq!(found, same.map(|(_, number)| number).collect::<Vec<u32>>());
            }
        }
    }
}
