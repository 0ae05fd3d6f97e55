//! Which header means which column: by its name, by an alias, or by a near miss of either.

use std::collections::BTreeMap;

use super::ColumnFind;
use super::candidate::{HeaderCell, is_there};
use crate::fold;
use crate::outcome::HeaderMatch;
use crate::schema::Schema;

/// Every name that the schema's columns go by, folded.
#[derive(Debug)]
pub(super) struct Names {
    columns: usize,
    by_text: BTreeMap<String, (usize, HeaderMatch)>,
}

/// A header's claim to a column.
#[derive(Debug, Clone, Copy)]
struct Claim {
    column: usize,
    how: HeaderMatch,
    /// Matched with everything that stands in the cell.
    whole: bool,
}

impl Names {
    pub(super) fn of(schema: &Schema) -> Self {
        let mut by_text = BTreeMap::new();
        let mut add = |name: &str, column, how| {
            let folded = fold::words(name);
            if !folded.is_empty() {
                by_text.entry(folded).or_insert((column, how));
            }
        };
        for (index, column) in schema.columns.iter().enumerate() {
            add(&column.name, index, HeaderMatch::Exact);
        }
        for (index, column) in schema.columns.iter().enumerate() {
            for alias in &column.aliases {
                add(alias, index, HeaderMatch::Alias);
            }
        }
        Self { columns: schema.columns.len(), by_text }
    }

    /// How each column of the schema is found in a row, in the schema's order.
    pub(super) fn match_row(&self, cells: &[HeaderCell<'_>]) -> Vec<ColumnFind> {
        let forms: Vec<Vec<String>> = cells.iter().map(|cell| forms(cell.text)).collect();
        let claims: Vec<Option<Claim>> = forms.iter().map(|forms| self.claim(forms)).collect();
        let mut columns: Vec<ColumnFind> =
            (0..self.columns).map(|column| settle(column, &claims, cells)).collect();
        // Near matches alone are no evidence of a header.
        if columns.iter().any(is_there) {
            for (cell, column) in self.near_matches(&forms, &claims, &columns) {
                columns[column] = found(HeaderMatch::Near, true, &cells[cell]);
            }
        }
        columns
    }

    fn claim(&self, forms: &[String]) -> Option<Claim> {
        forms.iter().enumerate().find_map(|(nth, form)| {
            let (column, how) = *self.by_text.get(form)?;
            Some(Claim { column, how, whole: nth == 0 })
        })
    }

    /// Pairs of cell and column that are each other's nearest, and nobody else's equally.
    fn near_matches(
        &self,
        forms: &[Vec<String>],
        claims: &[Option<Claim>],
        columns: &[ColumnFind],
    ) -> Vec<(usize, usize)> {
        let mut by_column: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for (cell, forms) in forms.iter().enumerate() {
            if claims[cell].is_some() {
                continue;
            }
            if let Some((column, distance)) = self.nearest(forms)
                && !is_there(&columns[column])
            {
                by_column.entry(column).or_default().push((distance, cell));
            }
        }
        by_column
            .into_iter()
            .filter_map(|(column, candidates)| Some((only_least(candidates)?, column)))
            .collect()
    }

    /// The one column nearest to a header, with its distance.
    fn nearest(&self, forms: &[String]) -> Option<(usize, usize)> {
        let mut by_column: BTreeMap<usize, usize> = BTreeMap::new();
        for (name, (column, _)) in &self.by_text {
            let distances = forms.iter().filter_map(|form| near(form, name));
            if let Some(distance) = distances.min() {
                let least = by_column.entry(*column).or_insert(distance);
                *least = distance.min(*least);
            }
        }
        let least = *by_column.values().min()?;
        let column = only_least(by_column.into_iter().map(|(column, d)| (d, column)).collect())?;
        Some((column, least))
    }
}

/// The item with the least distance, unless two have it.
fn only_least(candidates: Vec<(usize, usize)>) -> Option<usize> {
    let least = candidates.iter().map(|(distance, _)| *distance).min()?;
    let mut best = candidates.iter().filter(|(distance, _)| *distance == least);
    let (_, item) = best.next()?;
    best.next().is_none().then_some(*item)
}

/// Gives a column to the header that claims it. What stands in full goes before what stands in part.
fn settle(column: usize, claims: &[Option<Claim>], cells: &[HeaderCell<'_>]) -> ColumnFind {
    let mine: Vec<(&HeaderCell<'_>, Claim)> = cells
        .iter()
        .zip(claims)
        .filter_map(|(cell, claim)| Some((cell, (*claim)?)))
        .filter(|(_, claim)| claim.column == column)
        .collect();
    let any_whole = mine.iter().any(|(_, claim)| claim.whole);
    let mut rivals = mine.iter().filter(|(_, claim)| claim.whole || !any_whole);
    let Some((first, claim)) = rivals.next() else {
        return ColumnFind::MISSING;
    };
    let others: Vec<&HeaderCell<'_>> = rivals.map(|(cell, _)| *cell).collect();
    if others.is_empty() {
        return found(claim.how, claim.whole, first);
    }
    let mut find = found(HeaderMatch::Twice, true, first);
    let all = std::iter::once(*first).chain(others);
    find.rivals = all.map(|cell| (cell.index, cell.text.to_owned())).collect();
    find
}

fn found(how: HeaderMatch, whole: bool, cell: &HeaderCell<'_>) -> ColumnFind {
    ColumnFind {
        how,
        header: Some(cell.text.to_owned()),
        index: Some(cell.index),
        in_part: !whole,
        rivals: Vec::new(),
    }
}

/// The edit distance between a folded header and a folded name, where it is small enough for a slip.
fn near(header: &str, name: &str) -> Option<usize> {
    let letters = header.chars().filter(|c| c.is_alphabetic()).count();
    let limit = match letters {
        0..6 => return None,
        6..10 => 1,
        _ => 2,
    };
    let close = header.chars().count().abs_diff(name.chars().count()) <= limit;
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    if !close || digits(header) != digits(name) {
        return None;
    }
    let distance = strsim::osa_distance(header, name);
    (distance <= limit).then_some(distance)
}

/// A header folded: first in full, then without brackets, without its further lines, without both.
fn forms(text: &str) -> Vec<String> {
    let bare = without_brackets(text);
    let mut forms: Vec<String> = Vec::with_capacity(2);
    for form in [text, &bare, first_line(text), first_line(&bare)] {
        let folded = fold::words(form);
        if !folded.is_empty() && !forms.contains(&folded) {
            forms.push(folded);
        }
    }
    forms
}

fn first_line(text: &str) -> &str {
    text.trim_start().lines().next().unwrap_or_default()
}

/// Leaves out `(…)` and `[…]`. A bracket that is never closed stays.
fn without_brackets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(['(', '[']) {
        let close = if rest[open..].starts_with('(') { ')' } else { ']' };
        let Some(length) = rest[open..].find(close) else {
            break;
        };
        out.push_str(&rest[..open]);
        out.push(' ');
        rest = &rest[open + length + close.len_utf8()..];
    }
    out.push_str(rest);
    out
}
