//! A row as it would be as the header: what its cells mean, and whether that is enough.

use super::names::Names;
use super::{Closest, ColumnFind, LONGEST_HEADER};
use crate::fold;
use crate::outcome::HeaderMatch;
use crate::schema::Schema;
use crate::sheet::{RawRow, RawValue, SheetFacts};

/// A cell of a row that may be the header.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeaderCell<'a> {
    pub(super) index: u32,
    pub(super) text: &'a str,
}

/// The texts of a row of the head. A cell merged down from a row above counts in every row of its block.
pub(super) fn header_cells<'a>(head: &'a [RawRow], index: usize, facts: &SheetFacts) -> Vec<HeaderCell<'a>> {
    let row = &head[index];
    let mut cells: Vec<HeaderCell<'a>> = row.cells.iter().filter_map(header_cell).collect();
    let covering = facts.merges.iter().filter(|block| {
        block.first.column == block.last.column
            && block.first.row < row.number
            && row.number <= block.last.row
    });
    for block in covering {
        let above = head[..index].iter().find(|above| above.number == block.first.row);
        let Some(cell) = above.and_then(|above| above.cell(block.first.column)) else {
            continue;
        };
        let place = cells.binary_search_by_key(&cell.column, |cell| cell.index);
        if let (Err(place), Some(cell)) = (place, header_cell(cell)) {
            cells.insert(place, cell);
        }
    }
    cells
}

fn header_cell(cell: &crate::sheet::RawCell) -> Option<HeaderCell<'_>> {
    match &cell.value {
        RawValue::Text(text) if text.len() <= LONGEST_HEADER && !fold::is_blank(text) => {
            Some(HeaderCell { index: cell.column, text })
        }
        _ => None,
    }
}

/// A row with what it would be as the header.
#[derive(Debug)]
pub(super) struct Candidate<'a> {
    pub(super) row: u32,
    /// The row that it ends in.
    pub(super) last_row: u32,
    /// Numbers and dates in it, which a header has few of.
    pub(super) values: usize,
    pub(super) cells: Vec<HeaderCell<'a>>,
    pub(super) columns: Vec<ColumnFind>,
}

impl<'a> Candidate<'a> {
    pub(super) fn of(cells: Vec<HeaderCell<'a>>, row: &RawRow, names: &Names) -> Self {
        let is_value = |value: &RawValue| matches!(value, RawValue::Number { .. } | RawValue::Date(_));
        Self {
            row: row.number,
            last_row: row.number,
            values: row.cells.iter().filter(|cell| is_value(&cell.value)).count(),
            columns: names.match_row(&cells),
            cells,
        }
    }

    pub(super) fn score(&self) -> usize {
        self.columns.iter().filter(|find| is_there(find)).count()
    }

    /// Is the next row the header's second: headers only, two at least, and some that this row lacks?
    pub(super) fn goes_on_in(&self, other: &Self) -> bool {
        let lacked = |(own, below): (&ColumnFind, &ColumnFind)| !is_there(own) && self.is_free(below);
        other.row == self.row + 1
            && other.values == 0
            && other.score() >= 2
            && self.columns.iter().zip(&other.columns).any(lacked)
    }

    /// Was it found, in a column of the sheet that is not yet taken?
    fn is_free(&self, below: &ColumnFind) -> bool {
        below.readable().is_some() && self.columns.iter().all(|own| own.index != below.index)
    }

    /// Takes over what it lacks from the header's second row.
    pub(super) fn take_in(&mut self, other: Self) {
        self.last_row = other.row;
        for (at, below) in other.columns.into_iter().enumerate() {
            if !is_there(&self.columns[at]) && self.is_free(&below) {
                self.columns[at] = below;
            }
        }
    }

    /// Has the other row more than half as many columns, and at least two?
    pub(super) fn is_close(&self, other: &Self) -> bool {
        other.score() >= 2 && 2 * other.score() > self.score()
    }

    pub(super) fn is_header(&self, schema: &Schema) -> bool {
        let required = schema.columns.iter().filter(|column| column.required).count();
        let all = schema.columns.len();
        let met = schema
            .columns
            .iter()
            .zip(&self.columns)
            .filter(|(column, find)| is_there(find) && (column.required || required < 2))
            .count();
        let wanted = if required < 2 { all } else { required };
        let score = self.score();
        met >= wanted.div_ceil(2).max(1) && score >= all.min(2) && (self.values <= score || met == wanted)
    }

    pub(super) fn into_closest(self, schema: &Schema) -> Closest {
        let any_required = schema.columns.iter().any(|column| column.required);
        let pairs = || schema.columns.iter().zip(&self.columns);
        Closest {
            row: self.row,
            matched: pairs()
                .filter(|(_, find)| is_there(find))
                .map(|(column, _)| column.name.clone())
                .collect(),
            missing: pairs()
                .filter(|(column, find)| !is_there(find) && (column.required || !any_required))
                .map(|(column, _)| column.name.clone())
                .collect(),
        }
    }
}

pub(super) fn is_there(find: &ColumnFind) -> bool {
    find.how != HeaderMatch::Missing
}
