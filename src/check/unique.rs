//! Rows that are the same as an earlier one.

use std::hash::{DefaultHasher, Hash, Hasher};

use hashbrown::HashTable;
use jiff::civil::Date;

use crate::finding::Location;
use crate::fold;
use crate::ruleset::cond::Unique;
use crate::schema::{ColumnId, ColumnType, Schema};
use crate::sheet::{Cell, Row, Value};
use crate::swedish::address;
use crate::table;

/// The rows seen so far, by what makes them the same.
#[derive(Debug, Default)]
pub(crate) struct Uniques {
    /// Of each key the last row that was seen with it, by its place in `seen`: a table of places grows cheaply.
    last: HashTable<u32>,
    seen: Vec<Seen>,
    /// The sheets of the rows seen: each with the place of its first.
    sheets: Vec<(u32, u32)>,
    memory: Memory,
    /// What was asked, where another knows the rows before.
    asked: Option<Vec<Known>>,
}

/// A key's digest, of 96 bits: all that is kept of it. Among a million keys, two share one once in 10¹⁷ sheets.
type Digest = [u32; 3];

/// Memory for a row's keys.
#[derive(Debug, Default)]
struct Memory {
    keys: Vec<String>,
    part: String,
}

/// What a row is to be the same by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    /// The day that `days` count from; any, where none count.
    day: Date,
    /// The same only within so many days.
    days: Option<i32>,
    digests: Digests,
}

/// Any of these makes it the same.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Digests {
    One(Digest),
    Several(Box<[Digest]>),
}

impl Digests {
    fn all(&self) -> &[Digest] {
        match self {
            Self::One(digest) => std::slice::from_ref(digest),
            Self::Several(digests) => digests,
        }
    }
}

impl Known {
    /// Or else a field that is blank, or that cannot be read. `memory` is only spared.
    fn of(unique: &Unique, schema: &Schema, row: &Row, memory: &mut Memory) -> Result<Self, ColumnId> {
        // A field that cannot be read is told of before a day.
        memory.write_keys(unique, schema, row)?;
        let (day, days) = match unique.within {
            Some((column, days)) => (table::date(row.cell(column)).ok_or(column)?, Some(days)),
            None => (Date::default(), None),
        };
        let digests = match memory.keys.as_slice() {
            [key] => Digests::One(digest(unique.id, key)),
            keys => Digests::Several(keys.iter().map(|key| digest(unique.id, key)).collect()),
        };
        Ok(Self { day, days, digests })
    }
}

/// A row that was seen, with one of its keys. There may be as many as rows: it is small.
#[derive(Debug)]
struct Seen {
    digest: Digest,
    /// As in [`Known`].
    day: Date,
    row: u32,
    /// The place of the one before it with the same key, or [`NONE`].
    before: u32,
}

/// No place: there are never so many.
const NONE: u32 = u32::MAX;

/// An earlier row that is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Earlier {
    pub(crate) sheet: usize,
    pub(crate) row: u32,
}

/// Is a row the same as an earlier one?
pub(crate) enum Sameness {
    New,
    Same(Earlier),
    /// A field that is blank, or that cannot be read.
    Unclear(ColumnId),
}

impl Uniques {
    /// Another workbook: its rows repeat nothing of the one before.
    pub(crate) fn clear(&mut self) {
        self.last.clear();
        self.seen.clear();
        self.sheets.clear();
    }

    /// The last sheet of this workbook was never seen.
    pub(crate) fn forget(&mut self, sheet: usize) {
        let Some((_, first)) = self.sheets.pop_if(|(last, _)| usize::try_from(*last) == Ok(sheet)) else {
            return;
        };
        let seen = &self.seen;
        self.last.retain(|last| {
            while *last >= first
                && let Some(forgotten) = get(seen, *last)
            {
                *last = forgotten.before;
            }
            *last != NONE
        });
        self.seen.truncate(first as usize);
    }

    /// Another knows the rows before: every row is taken for new, and what it may be the same by is noted.
    pub(crate) fn only_ask(&mut self) {
        self.asked = Some(Vec::new());
    }

    /// What was asked since this was.
    pub(crate) fn asked(&mut self) -> std::vec::Drain<'_, Known> {
        self.asked.get_or_insert_default().drain(..)
    }

    /// Looks for an earlier row that is the same, and remembers this one.
    pub(crate) fn see(&mut self, unique: &Unique, schema: &Schema, row: &Row, at: &Location) -> Sameness {
        let known = match Known::of(unique, schema, row, &mut self.memory) {
            Ok(known) => known,
            Err(id) => return Sameness::Unclear(id),
        };
        if let Some(asked) = &mut self.asked {
            asked.push(known);
            return Sameness::New;
        }
        self.see_known(&known, at.sheet, row.number).map_or(Sameness::New, Sameness::Same)
    }

    /// The same, by what was worked out before.
    pub(crate) fn see_known(&mut self, known: &Known, sheet: usize, row: u32) -> Option<Earlier> {
        let at = (u32::try_from(sheet).unwrap_or(u32::MAX), row);
        let Known { day, days, digests } = known;
        let mut same = None;
        for digest in digests.all() {
            let is_its = |place: &u32| get(&self.seen, *place).is_some_and(|seen| seen.digest == *digest);
            let last = self.last.find(hash(digest), is_its).copied().unwrap_or(NONE);
            same = same.or_else(|| self.find(last, at, *day, *days));
            if get(&self.seen, last).is_none_or(|seen| (self.sheet(last), seen.row) != at) {
                self.remember(Seen { digest: *digest, day: *day, row: at.1, before: last }, at.0);
            }
        }
        same
    }

    fn remember(&mut self, row: Seen, sheet: u32) {
        let Some(place) = u32::try_from(self.seen.len()).ok().filter(|place| *place != NONE) else { return };
        let (digest, before) = (row.digest, row.before);
        self.seen.push(row);
        if self.sheets.last().is_none_or(|(last, _)| *last != sheet) {
            self.sheets.push((sheet, place));
        }
        let seen = &self.seen;
        match self.last.find_mut(hash(&digest), |last| *last == before) {
            Some(last) => *last = place,
            None => {
                let hash_of = |place: &u32| get(seen, *place).map_or(0, |seen| hash(&seen.digest));
                self.last.insert_unique(hash(&digest), place, hash_of);
            }
        }
    }

    /// The sheet of the row at a place.
    fn sheet(&self, place: u32) -> u32 {
        let after = self.sheets.partition_point(|(_, first)| *first <= place);
        self.sheets.get(after.wrapping_sub(1)).map_or(u32::MAX, |(sheet, _)| *sheet)
    }

    /// The last of the rows seen that is near enough, and not the row itself.
    fn find(&self, mut place: u32, at: (u32, u32), day: Date, days: Option<i32>) -> Option<Earlier> {
        while let Some(seen) = get(&self.seen, place) {
            let sheet = self.sheet(place);
            if (sheet, seen.row) != at && is_near(day, seen.day, days) {
                return Some(Earlier { sheet: usize::try_from(sheet).ok()?, row: seen.row });
            }
            place = seen.before;
        }
        None
    }
}

fn get(seen: &[Seen], place: u32) -> Option<&Seen> {
    seen.get(usize::try_from(place).ok()?)
}

/// A digest is as good as a hash.
fn hash(digest: &Digest) -> u64 {
    u64::from(digest[0]) << 32 | u64::from(digest[1])
}

fn digest(id: u16, key: &str) -> Digest {
    let [one, other] = [0u8, 1].map(|half| {
        let mut hasher = DefaultHasher::new();
        (half, id, key).hash(&mut hasher);
        hasher.finish()
    });
    [(one >> 32) as u32, one as u32, other as u32]
}

fn is_near(day: Date, other: Date, days: Option<i32>) -> bool {
    days.is_none_or(|days| (day - other).get_days().abs() <= days)
}

impl Memory {
    /// Every combination of the row's identifiers: two rows with one in common are the same.
    fn write_keys(&mut self, unique: &Unique, schema: &Schema, row: &Row) -> Result<(), ColumnId> {
        let Self { keys, part } = self;
        keys.truncate(1);
        match keys.first_mut() {
            Some(key) => key.clear(),
            None => keys.push(String::new()),
        }
        for id in &unique.fields {
            part.clear();
            let several = write_part(part, row.cell(*id), schema.column(*id).kind).ok_or(*id)?;
            if several.is_empty() {
                for key in keys.iter_mut() {
                    key.push('\u{1f}');
                    key.push_str(part);
                }
            } else {
                let with = |key: &String, part: &String| format!("{key}\u{1f}{part}");
                *keys = keys.iter().flat_map(|key| several.iter().map(move |part| with(key, part))).collect();
            }
        }
        Ok(())
    }
}

/// What a cell is the same by: written to `part`, or several things. None where it is blank or cannot be read.
fn write_part(part: &mut String, cell: &Cell, kind: ColumnType) -> Option<Vec<String>> {
    // As in a join, zeros that Excel took from the front do not matter.
    let whole = !cell.marks.damaged || cell.marks.lost_zeros;
    let readable = matches!(cell.value, Value::Text | Value::Number(_) | Value::Date(_)) && whole;
    if !readable {
        return None;
    }
    let text = cell.text.as_str();
    match kind {
        ColumnType::Identifier if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            part.push_str(fold::without_zeros(text));
        }
        ColumnType::Identifier => return Some(identifiers(text)).filter(|all| !all.is_empty()),
        ColumnType::Address => {
            if !address::write_key(text, part) {
                fold::words_into(text, part);
            }
        }
        _ => fold::words_into(text, part),
    }
    Some(Vec::new())
}

/// The identifiers in a cell that may hold several: its words with a digit.
fn identifiers(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '+' | '&'))
        .filter(|word| word.chars().any(|c| c.is_ascii_digit()))
        .map(fold::identifier)
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    /// A row: its digests, its day, its sheet.
    type Given = (Vec<u32>, i8, u32);

    /// The plain way: every row seen, from the last to the first.
    fn plainly(
        seen: &[(u32, Date, (u32, u32))],
        row: &Given,
        at: (u32, u32),
        days: Option<i32>,
    ) -> Option<(u32, u32)> {
        let day = date(2026, 11, row.1);
        row.0.iter().find_map(|key| {
            let same = |(other, then, there): &&(u32, Date, (u32, u32))| {
                other == key && *there != at && is_near(day, *then, days)
            };
            seen.iter().rev().find(same).map(|(_, _, there)| *there)
        })
    }

    proptest! {
        #[test]
        fn the_last_row_with_the_same_key_is_found(
            rows in proptest::collection::vec((proptest::collection::vec(0u32..40, 0..3), 1i8..28, 0u32..3), 0..200),
            days in proptest::option::of(0i32..10),
            forget in any::<bool>(),
        ) {
            let mut rows = rows;
            rows.sort_by_key(|(_, _, sheet)| *sheet);
            let mut uniques = Uniques::default();
            let mut seen: Vec<(u32, Date, (u32, u32))> = Vec::new();
            let judge = |uniques: &mut Uniques, rows: &[Given], seen: &mut Vec<_>| {
                for (row, number) in rows.iter().zip(1..) {
                    let at = (row.2, number);
                    let day = date(2026, 11, row.1);
                    let digests = row.0.iter().map(|key| [*key / 7, 0, *key]).collect();
                    let known = Known { day, days, digests: Digests::Several(digests) };
                    let same = uniques.see_known(&known, at.0 as usize, at.1);
                    let came = same.map(|earlier| (earlier.sheet as u32, earlier.row));
                    prop_assert_eq!(came, plainly(seen, row, at, days));
                    seen.extend(row.0.iter().map(|key| (*key, day, at)));
                }
                Ok(())
            };
            judge(&mut uniques, &rows, &mut seen)?;
            if forget && let Some((_, _, (sheet, _))) = seen.last().copied() {
                uniques.forget(sheet as usize);
                seen.retain(|(_, _, (there, _))| *there != sheet);
                let last: Vec<Given> = rows.into_iter().filter(|row| row.2 == sheet).collect();
                judge(&mut uniques, &last, &mut seen)?;
            }
        }
    }
}
