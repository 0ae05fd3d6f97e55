//! Rows that are the same as an earlier one.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::finding::Location;
use crate::fold;
use crate::ruleset::cond::Unique;
use crate::schema::{ColumnId, ColumnType, Schema};
use crate::sheet::{Cell, Row, Value};
use crate::swedish::address;
use crate::table;

/// The rows seen so far, by what makes them the same. Of a key only its digest is kept, of 128 bits.
#[derive(Debug, Default)]
pub(crate) struct Uniques {
    /// By key: the last row that was seen with it, by its place in `seen`.
    last: FxHashMap<Digest, u32>,
    seen: Vec<Seen>,
    /// Memory for a row's keys.
    keys: Vec<String>,
    ready: Keys,
}

type Digest = [u64; 2];

/// What a row is to be the same by, for some of what is asked to be unique.
#[derive(Debug, Default)]
pub(crate) struct Keys(Vec<(u16, Key)>);

/// What a row is the same by.
#[derive(Debug, Clone)]
enum Key {
    One(Option<Date>, Digest),
    /// Any of these.
    Several(Option<Date>, Vec<Digest>),
    /// A field that is blank, or that cannot be read.
    Unclear(ColumnId),
}

impl Keys {
    pub(crate) fn add(&mut self, unique: &Unique, schema: &Schema, row: &Row, memory: &mut Vec<String>) {
        self.0.push((unique.id, Key::of(unique, schema, row, memory)));
    }
}

impl Key {
    fn of(unique: &Unique, schema: &Schema, row: &Row, keys: &mut Vec<String>) -> Self {
        let day = match unique.within.map(|(column, _)| (column, table::date(row.cell(column)))) {
            Some((column, None)) => Err(column),
            Some((_, day)) => Ok(day),
            None => Ok(None),
        };
        // A field that cannot be read is told of before a day.
        if let Err(id) = write_keys(keys, unique, schema, row) {
            return Self::Unclear(id);
        }
        match (day, keys.as_slice()) {
            (Err(id), _) => Self::Unclear(id),
            (Ok(day), [key]) => Self::One(day, digest(unique.id, key)),
            (Ok(day), keys) => Self::Several(day, keys.iter().map(|key| digest(unique.id, key)).collect()),
        }
    }
}

/// A row that was seen.
#[derive(Debug)]
struct Seen {
    /// The day that `within` counts from.
    day: Option<Date>,
    sheet: u32,
    row: u32,
    /// The one before it with the same key.
    before: Option<u32>,
}

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
    }

    /// The last sheet of this workbook was never seen.
    pub(crate) fn forget(&mut self, sheet: usize) {
        let is_of_sheet = |seen: &&Seen| usize::try_from(seen.sheet) == Ok(sheet);
        let forgotten = self.seen.iter().rev().take_while(is_of_sheet).count();
        let kept = self.seen.len() - forgotten;
        let is_kept = |place: u32| usize::try_from(place).is_ok_and(|place| place < kept);
        self.last.retain(|_, last| {
            let mut place = Some(*last);
            while let Some(found) = place.filter(|place| !is_kept(*place)) {
                place = self.seen.get(found as usize).and_then(|seen| seen.before);
            }
            *last = place.unwrap_or_default();
            place.is_some()
        });
        self.seen.truncate(kept);
    }

    /// What the next rows are to be the same by was worked out before.
    pub(crate) fn ready(&mut self, keys: Keys) {
        self.ready = keys;
    }

    /// Looks for an earlier row that is the same, and remembers this one.
    pub(crate) fn see(&mut self, unique: &Unique, schema: &Schema, row: &Row, at: &Location) -> Sameness {
        let known = self.ready.0.iter().find(|(id, _)| *id == unique.id).map(|(_, key)| key.clone());
        let key = known.unwrap_or_else(|| Key::of(unique, schema, row, &mut self.keys));
        match key {
            Key::One(day, digest) => self.see_digests(&[digest], day, unique, row, at),
            Key::Several(day, digests) => self.see_digests(&digests, day, unique, row, at),
            Key::Unclear(id) => Sameness::Unclear(id),
        }
    }

    fn see_digests(
        &mut self,
        digests: &[Digest],
        day: Option<Date>,
        unique: &Unique,
        row: &Row,
        at: &Location,
    ) -> Sameness {
        let days = unique.within.map(|(_, days)| days);
        let sheet = u32::try_from(at.sheet).unwrap_or(u32::MAX);
        let mut same = None;
        for digest in digests {
            let last = self.last.get(digest).copied();
            same = same.or_else(|| self.find(last, (sheet, row.number), day, days));
            if self.get(last).is_some_and(|last| (last.sheet, last.row) == (sheet, row.number)) {
                continue;
            }
            if let Ok(place) = u32::try_from(self.seen.len()) {
                self.seen.push(Seen { day, sheet, row: row.number, before: last });
                self.last.insert(*digest, place);
            }
        }
        same.map_or(Sameness::New, Sameness::Same)
    }

    fn get(&self, place: Option<u32>) -> Option<&Seen> {
        self.seen.get(usize::try_from(place?).ok()?)
    }

    /// The last of the rows seen that is near enough, and not the row itself.
    fn find(
        &self,
        mut place: Option<u32>,
        here: (u32, u32),
        day: Option<Date>,
        days: Option<i32>,
    ) -> Option<Earlier> {
        while let Some(seen) = self.get(place) {
            if (seen.sheet, seen.row) != here && is_near(day, seen.day, days) {
                return Some(Earlier { sheet: usize::try_from(seen.sheet).ok()?, row: seen.row });
            }
            place = seen.before;
        }
        None
    }
}

fn digest(id: u16, key: &str) -> Digest {
    [0u8, 1].map(|half| {
        let mut hasher = DefaultHasher::new();
        (half, id, key).hash(&mut hasher);
        hasher.finish()
    })
}

fn is_near(day: Option<Date>, other: Option<Date>, days: Option<i32>) -> bool {
    match (day, other, days) {
        (Some(day), Some(other), Some(days)) => (day - other).get_days().abs() <= days,
        _ => days.is_none(),
    }
}

/// Every combination of the row's identifiers: two rows with one in common are the same.
fn write_keys(keys: &mut Vec<String>, unique: &Unique, schema: &Schema, row: &Row) -> Result<(), ColumnId> {
    keys.truncate(1);
    match keys.first_mut() {
        Some(key) => key.clear(),
        None => keys.push(String::new()),
    }
    for id in &unique.fields {
        let parts = Parts::of(row.cell(*id), schema.column(*id).kind).ok_or(*id)?;
        let add = |key: &mut String, part: &str| {
            key.push('\u{1f}');
            key.push_str(part);
        };
        match parts {
            Parts::One(part) => keys.iter_mut().for_each(|key| add(key, &part)),
            Parts::Several(parts) => {
                let with = |key: &String, part: &String| format!("{key}\u{1f}{part}");
                *keys = keys.iter().flat_map(|key| parts.iter().map(move |part| with(key, part))).collect();
            }
        }
    }
    Ok(())
}

/// What a cell is the same by.
enum Parts<'c> {
    One(Cow<'c, str>),
    Several(Vec<String>),
}

impl<'c> Parts<'c> {
    /// None where the cell is blank or cannot be read.
    fn of(cell: &'c Cell, kind: ColumnType) -> Option<Self> {
        // As in a join, zeros that Excel took from the front do not matter.
        let whole = !cell.marks.damaged || cell.marks.lost_zeros;
        let readable = matches!(cell.value, Value::Text | Value::Number(_) | Value::Date(_)) && whole;
        if !readable {
            return None;
        }
        let text = cell.text.as_str();
        match kind {
            ColumnType::Identifier if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(Self::One(Cow::Borrowed(fold::without_zeros(text))))
            }
            ColumnType::Identifier => {
                Some(identifiers(text)).filter(|all| !all.is_empty()).map(Self::Several)
            }
            ColumnType::Address => {
                Some(Self::One(address::key(text).unwrap_or_else(|| fold::words(text)).into()))
            }
            _ => Some(Self::One(fold::words(text).into())),
        }
    }
}

/// The identifiers in a cell that may hold several: its words with a digit.
fn identifiers(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '+' | '&'))
        .filter(|word| word.chars().any(|c| c.is_ascii_digit()))
        .map(fold::identifier)
        .collect()
}
