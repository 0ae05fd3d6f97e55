//! Rows that are the same as an earlier one.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

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
    seen: FxHashMap<(u16, String), Vec<Seen>>,
}

/// A row that was seen, with the day that `within` counts from.
type Seen = (Option<Date>, Earlier);

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
        self.seen.clear();
    }

    /// A sheet of this workbook was never seen.
    pub(crate) fn forget(&mut self, sheet: usize) {
        for rows in self.seen.values_mut() {
            rows.retain(|(_, row)| row.sheet != sheet);
        }
    }

    /// Looks for an earlier row that is the same, and remembers this one.
    pub(crate) fn see(&mut self, unique: &Unique, schema: &Schema, row: &Row, at: &Location) -> Sameness {
        let keys = match keys(unique, schema, row) {
            Ok(keys) => keys,
            Err(id) => return Sameness::Unclear(id),
        };
        let day = unique.within.map(|(column, _)| table::date(row.cell(column)));
        if let (Some(None), Some((column, _))) = (day, unique.within) {
            return Sameness::Unclear(column);
        }
        let here = Earlier { sheet: at.sheet, row: row.number };
        let mut same = None;
        for key in keys {
            let seen = self.seen.entry((unique.id, key)).or_default();
            let near = |(other, earlier): &(Option<Date>, Earlier)| {
                (*earlier != here && is_near(day.flatten(), *other, unique.within.map(|(_, days)| days)))
                    .then(|| earlier.clone())
            };
            if same.is_none() {
                same = seen.iter().rev().find_map(near);
            }
            if seen.last().is_none_or(|(_, last)| *last != here) {
                seen.push((day.flatten(), here.clone()));
            }
        }
        same.map_or(Sameness::New, Sameness::Same)
    }
}

fn is_near(day: Option<Date>, other: Option<Date>, days: Option<i32>) -> bool {
    match (day, other, days) {
        (Some(day), Some(other), Some(days)) => (day - other).get_days().abs() <= days,
        _ => days.is_none(),
    }
}

/// Every combination of the row's identifiers: two rows with one in common are the same.
fn keys(unique: &Unique, schema: &Schema, row: &Row) -> Result<Vec<String>, ColumnId> {
    let mut keys = vec![String::new()];
    for id in &unique.fields {
        let parts = parts(row.cell(*id), schema.column(*id).kind).ok_or(*id)?;
        keys =
            keys.iter().flat_map(|key| parts.iter().map(move |part| format!("{key}\u{1f}{part}"))).collect();
    }
    Ok(keys)
}

/// What a cell is the same by; none where it is blank or cannot be read.
fn parts(cell: &Cell, kind: ColumnType) -> Option<Vec<String>> {
    // As in a join, zeros that Excel took from the front do not matter.
    let whole = !cell.marks.damaged || cell.marks.lost_zeros;
    let readable = matches!(cell.value, Value::Text | Value::Number(_) | Value::Date(_)) && whole;
    if !readable {
        return None;
    }
    Some(match kind {
        ColumnType::Identifier => identifiers(&cell.text),
        ColumnType::Address => vec![address::key(&cell.text).unwrap_or_else(|| fold::words(&cell.text))],
        _ => vec![fold::words(&cell.text)],
    })
    .filter(|parts: &Vec<String>| !parts.is_empty())
}

/// The identifiers in a cell that may hold several: its words with a digit.
fn identifiers(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '+' | '&'))
        .filter(|word| word.chars().any(|c| c.is_ascii_digit()))
        .map(fold::identifier)
        .collect()
}
