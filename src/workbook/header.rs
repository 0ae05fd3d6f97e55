//! Which row is the header, and which of its cells means which column of the schema.
//!
//! A guess is made only where it is nearly certain, and said so. What could mean two things is
//! reported as [`HeaderMatch::Twice`] and never settled here.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::fold;
use crate::lang::Note;
use crate::outcome::{FoundColumn, HeaderMatch};
use crate::schema::Schema;
use crate::sheet::{
    Block, CellRef, MAX_COLUMNS, RawRow, RawValue, SheetFacts, TableBlock, column_letter,
};

/// The header stands among this many first rows that hold something.
pub const HEAD_ROWS: usize = 30;

/// Longer texts (in bytes) are prose, not headers.
const LONGEST_HEADER: usize = 200;

/// What came of looking for the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderSearch {
    /// It was found.
    Found(Layout),
    /// No row is the header.
    NotFound {
        /// The row that came closest, where any row matched at all.
        closest: Option<Closest>,
    },
}

/// How a sheet is laid out: its header, its columns and where its data lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// 1-based, on the real sheet.
    pub header_row: u32,
    /// One a column of the schema, in its order.
    pub columns: Vec<ColumnFind>,
    /// Headers that no column of the schema claims, from left to right.
    pub strays: Vec<StrayHeader>,
    /// Where the data lies.
    pub data: DataRange,
}

/// How one column of the schema was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnFind {
    /// The result.
    pub how: HeaderMatch,
    /// The header as it stands; of [`HeaderMatch::Twice`] the first.
    pub header: Option<String>,
    /// Its 0-based column.
    pub index: Option<u32>,
    /// Of [`HeaderMatch::Twice`]: every header that means this column, the first included.
    pub rivals: Vec<(u32, String)>,
}

impl ColumnFind {
    const MISSING: Self = Self {
        how: HeaderMatch::Missing,
        header: None,
        index: None,
        rivals: Vec::new(),
    };

    /// The 0-based column whose cells can be read as this column: there is one, and only one.
    #[must_use]
    pub fn readable(&self) -> Option<u32> {
        self.index.filter(|_| self.how != HeaderMatch::Twice)
    }
}

/// A header that no column of the schema claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrayHeader {
    /// 0-based.
    pub index: u32,
    /// As it stands.
    pub header: String,
}

/// Where the data lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataRange {
    /// The first row below the header, 1-based.
    pub first_row: u32,
    /// The last row of an Excel Table, its totals left out; none: to the end of the sheet.
    pub last_row: Option<u32>,
    /// 0-based.
    pub first_col: u32,
    /// 0-based, included.
    pub last_col: u32,
    /// The Excel Table that sets these bounds.
    pub table: Option<TableBlock>,
}

/// The row that came closest to being the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closest {
    /// 1-based, on the real sheet.
    pub row: u32,
    /// The canonical names that it has.
    pub matched: Vec<String>,
    /// The canonical names that it lacks: of the required columns, where there are any, else of all.
    pub missing: Vec<String>,
}

impl Layout {
    /// The columns that were found, in the schema's order, for reports.
    #[must_use]
    pub fn found_columns(&self, schema: &Schema) -> Vec<FoundColumn> {
        let pairs = schema.columns.iter().zip(&self.columns);
        pairs
            .filter_map(|(column, find)| {
                Some(FoundColumn {
                    column: Arc::from(column.name.as_str()),
                    header: find.header.clone()?,
                    index: find.index?,
                    how: find.how,
                })
            })
            .collect()
    }

    /// What a person should know of how the columns were found: the guesses.
    #[must_use]
    pub fn notes(&self, schema: &Schema) -> Vec<Note> {
        let pairs = schema.columns.iter().zip(&self.columns);
        pairs
            .filter(|(_, find)| find.how == HeaderMatch::Near)
            .filter_map(|(column, find)| {
                Some(
                    Note::new("sheet-header-near")
                        .with("column", column.name.as_str())
                        .with("header", on_one_line(find.header.as_deref()?))
                        .with("letter", column_letter(find.index?)),
                )
            })
            .collect()
    }

    /// One note a column that two headers mean, naming them with their letters.
    #[must_use]
    pub fn ambiguities(&self, schema: &Schema) -> Vec<Note> {
        let pairs = schema.columns.iter().zip(&self.columns);
        pairs
            .filter(|(_, find)| find.how == HeaderMatch::Twice)
            .map(|(column, find)| {
                let headers: Vec<String> = find
                    .rivals
                    .iter()
                    .map(|(index, header)| {
                        format!("{} ({})", on_one_line(header), column_letter(*index))
                    })
                    .collect();
                Note::new("sheet-header-twice")
                    .with("column", column.name.as_str())
                    .with("headers", headers.join(", "))
            })
            .collect()
    }
}

/// Why a sheet was not understood, said to a person.
#[must_use]
pub fn not_found_note(closest: Option<&Closest>) -> Note {
    let Some(closest) = closest else {
        return Note::new("sheet-no-header").with("rows", HEAD_ROWS);
    };
    Note::new("sheet-header-incomplete")
        .with("row", closest.row)
        .with("matched", closest.matched.join(", "))
        .with("missing", closest.missing.join(", "))
}

/// Looks for the header of `schema` among `head`, the sheet's first rows that hold something.
#[must_use]
pub fn find(head: &[RawRow], facts: &SheetFacts, schema: &Schema) -> HeaderSearch {
    let names = Names::of(schema);
    let mut best: Option<Candidate<'_>> = None;
    let mut closest: Option<Candidate<'_>> = None;
    for index in 0..head.len().min(HEAD_ROWS) {
        let candidate = Candidate::of(header_cells(head, index, facts), &head[index], &names);
        let slot = if candidate.is_header(schema) {
            &mut best
        } else {
            &mut closest
        };
        let to_beat = slot.as_ref().map_or(0, Candidate::score);
        if candidate.score() > to_beat {
            *slot = Some(candidate);
        }
    }
    match best {
        Some(candidate) => HeaderSearch::Found(lay_out(candidate, facts, schema, &names)),
        None => HeaderSearch::NotFound {
            closest: closest.map(|candidate| candidate.into_closest(schema)),
        },
    }
}

/// Is this the text of that header, folded?
pub(super) fn same_header(text: &str, header: &str) -> bool {
    if text == header {
        return true;
    }
    // Most cells differ in their first letter already; folding every cell of a sheet would cost.
    let first = |text: &str| text.chars().find(|c| c.is_alphanumeric());
    let alike = match (first(text), first(header)) {
        (Some(a), Some(b)) => a.to_lowercase().eq(b.to_lowercase()) || !text.is_ascii(),
        _ => false,
    };
    alike && text.len() <= LONGEST_HEADER && fold::words(text) == fold::words(header)
}

/// A cell of a row that may be the header.
#[derive(Debug, Clone, Copy)]
struct HeaderCell<'a> {
    index: u32,
    text: &'a str,
}

/// The texts of a row of the head. A cell merged down from a row above counts in every row of its block.
fn header_cells<'a>(head: &'a [RawRow], index: usize, facts: &SheetFacts) -> Vec<HeaderCell<'a>> {
    let row = &head[index];
    let mut cells: Vec<HeaderCell<'a>> = row.cells.iter().filter_map(header_cell).collect();
    let covering = facts.merges.iter().filter(|block| {
        block.first.column == block.last.column
            && block.first.row < row.number
            && row.number <= block.last.row
    });
    for block in covering {
        let above = head[..index]
            .iter()
            .find(|above| above.number == block.first.row);
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
            Some(HeaderCell {
                index: cell.column,
                text,
            })
        }
        _ => None,
    }
}

/// A row with what it would be as the header.
#[derive(Debug)]
struct Candidate<'a> {
    row: u32,
    /// Numbers and dates in it, which a header has few of.
    values: usize,
    cells: Vec<HeaderCell<'a>>,
    columns: Vec<ColumnFind>,
}

impl<'a> Candidate<'a> {
    fn of(cells: Vec<HeaderCell<'a>>, row: &RawRow, names: &Names) -> Self {
        let is_value =
            |value: &RawValue| matches!(value, RawValue::Number { .. } | RawValue::Date(_));
        Self {
            row: row.number,
            values: row
                .cells
                .iter()
                .filter(|cell| is_value(&cell.value))
                .count(),
            columns: names.match_row(&cells),
            cells,
        }
    }

    fn score(&self) -> usize {
        self.columns.iter().filter(|find| is_there(find)).count()
    }

    fn is_header(&self, schema: &Schema) -> bool {
        let required = schema
            .columns
            .iter()
            .filter(|column| column.required)
            .count();
        let all = schema.columns.len();
        let met = schema
            .columns
            .iter()
            .zip(&self.columns)
            .filter(|(column, find)| is_there(find) && (column.required || required < 2))
            .count();
        let wanted = if required < 2 { all } else { required };
        let score = self.score();
        met >= wanted.div_ceil(2).max(1)
            && score >= all.min(2)
            && (self.values <= score || met == wanted)
    }

    fn into_closest(self, schema: &Schema) -> Closest {
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

fn is_there(find: &ColumnFind) -> bool {
    find.how != HeaderMatch::Missing
}

fn lay_out(candidate: Candidate<'_>, facts: &SheetFacts, schema: &Schema, names: &Names) -> Layout {
    let (candidate, table) = within_table(candidate, facts, schema, names);
    let block = table.as_ref().map(|table| table.block);
    let data = DataRange {
        first_row: first_data_row(&candidate, &facts.merges),
        last_row: table
            .as_ref()
            .map(|table| (table.block.last.row).saturating_sub(table.totals_row.into())),
        first_col: block.map_or(0, |block| block.first.column),
        last_col: block.map_or(MAX_COLUMNS - 1, |block| block.last.column),
        table,
    };
    let claimed: Vec<u32> = candidate
        .columns
        .iter()
        .filter_map(|find| find.index)
        .collect();
    let rivals = candidate.columns.iter().flat_map(|find| &find.rivals);
    let rivals: Vec<u32> = rivals.map(|(index, _)| *index).collect();
    let strays = candidate
        .cells
        .iter()
        .filter(|cell| !claimed.contains(&cell.index) && !rivals.contains(&cell.index))
        .map(|cell| StrayHeader {
            index: cell.index,
            header: cell.text.to_owned(),
        })
        .collect();
    Layout {
        header_row: candidate.row,
        strays,
        columns: candidate.columns,
        data,
    }
}

/// Where the header lies in an Excel Table, only the table's own columns count.
fn within_table<'a>(
    candidate: Candidate<'a>,
    facts: &SheetFacts,
    schema: &Schema,
    names: &Names,
) -> (Candidate<'a>, Option<TableBlock>) {
    let narrowed = |table: &TableBlock| {
        let inside = |cell: &&HeaderCell<'a>| {
            table
                .block
                .contains(CellRef::new(candidate.row, cell.index))
        };
        let cells: Vec<HeaderCell<'a>> = candidate.cells.iter().filter(inside).copied().collect();
        let columns = names.match_row(&cells);
        Candidate {
            columns,
            cells,
            ..candidate
        }
    };
    let best = facts
        .tables
        .iter()
        .map(|table| (narrowed(table), table))
        .filter(|(narrowed, _)| narrowed.is_header(schema))
        .max_by_key(|(narrowed, _)| narrowed.score());
    match best {
        Some((narrowed, table)) => (narrowed, Some(table.clone())),
        None => (candidate, None),
    }
}

/// A header cell that is merged down makes the rows of its block a part of the header.
fn first_data_row(candidate: &Candidate<'_>, merges: &[Block]) -> u32 {
    let is_column = |index: u32| {
        let mut found = candidate.columns.iter().filter_map(|find| find.index);
        found.any(|found| found == index)
    };
    let last = merges
        .iter()
        .filter(|block| block.first.row <= candidate.row && block.last.row > candidate.row)
        .filter(|block| is_column(block.first.column))
        .map(|block| block.last.row)
        .filter(|last| last - candidate.row <= HEADER_DEPTH)
        .max();
    last.unwrap_or(candidate.row) + 1
}

/// A header is at most this many rows deep below its first; a longer merge is a mistake, not a header.
const HEADER_DEPTH: u32 = 3;

/// Every name that the schema's columns go by, folded.
#[derive(Debug)]
struct Names {
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
    fn of(schema: &Schema) -> Self {
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
        Self {
            columns: schema.columns.len(),
            by_text,
        }
    }

    fn match_row(&self, cells: &[HeaderCell<'_>]) -> Vec<ColumnFind> {
        let forms: Vec<Vec<String>> = cells.iter().map(|cell| forms(cell.text)).collect();
        let claims: Vec<Option<Claim>> = forms.iter().map(|forms| self.claim(forms)).collect();
        let mut columns: Vec<ColumnFind> = (0..self.columns)
            .map(|column| settle(column, &claims, cells))
            .collect();
        // Near matches alone are no evidence of a header.
        if columns.iter().any(is_there) {
            for (cell, column) in self.near_matches(&forms, &claims, &columns) {
                columns[column] = found(HeaderMatch::Near, &cells[cell]);
            }
        }
        columns
    }

    fn claim(&self, forms: &[String]) -> Option<Claim> {
        forms.iter().enumerate().find_map(|(nth, form)| {
            let (column, how) = *self.by_text.get(form)?;
            Some(Claim {
                column,
                how,
                whole: nth == 0,
            })
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
        let column = only_least(
            by_column
                .into_iter()
                .map(|(column, d)| (d, column))
                .collect(),
        )?;
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
        return found(claim.how, first);
    }
    let mut find = found(HeaderMatch::Twice, first);
    let all = std::iter::once(*first).chain(others);
    find.rivals = all.map(|cell| (cell.index, cell.text.to_owned())).collect();
    find
}

fn found(how: HeaderMatch, cell: &HeaderCell<'_>) -> ColumnFind {
    ColumnFind {
        how,
        header: Some(cell.text.to_owned()),
        index: Some(cell.index),
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
        let close = if rest[open..].starts_with('(') {
            ')'
        } else {
            ']'
        };
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

/// A header as it is shown inside a sentence.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Column;
    use crate::sheet::RawCell;

    fn schema() -> Schema {
        let column = |name: &str, aliases: &[&str], required| Column {
            name: name.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            required,
            ..Column::default()
        };
        Schema {
            name: "sheet".to_owned(),
            columns: vec![
                column("Employee", &["Signature", "Who paid"], true),
                column("Date", &[], true),
                column("Account", &["Cost centre"], true),
                column("Reciept no", &["Receipt"], false),
            ],
            ..Schema::default()
        }
    }

    fn row(number: u32, cells: &[&str]) -> RawRow {
        RawRow {
            number,
            cells: cells
                .iter()
                .zip(0..)
                .filter(|(text, _)| !text.is_empty())
                .map(|(text, column)| RawCell {
                    column,
                    value: RawValue::Text((*text).to_owned()),
                    struck: false,
                })
                .collect(),
            ..RawRow::default()
        }
    }

    fn search(rows: &[RawRow]) -> HeaderSearch {
        find(rows, &SheetFacts::default(), &schema())
    }

    fn layout(rows: &[RawRow]) -> Layout {
        match search(rows) {
            HeaderSearch::Found(layout) => layout,
            HeaderSearch::NotFound { closest } => panic!("closest: {closest:?}"),
        }
    }

    /// How each column of the schema was found: `exact 0`, `missing`.
    fn finds(cells: &[&str]) -> Vec<String> {
        let layout = layout(&[row(1, cells)]);
        let columns = layout.columns.iter();
        columns
            .map(|find| match find.index {
                Some(index) => format!("{} {index}", find.how.word()),
                None => find.how.word().to_owned(),
            })
            .collect()
    }

    #[test]
    fn headers_are_matched_folded() {
        let cases: [(&[&str], [&str; 4]); 14] = [
            (
                &["Employee", "Date", "Account"],
                ["exact 0", "exact 1", "exact 2", "missing"],
            ),
            (
                &["account:", " DATE*", "Emp\u{ad}loyee"],
                ["exact 2", "exact 1", "exact 0", "missing"],
            ),
            (
                &["Who\npaid", "Date", "Cost\u{a0}centre"],
                ["alias 0", "exact 1", "alias 2", "missing"],
            ),
            (
                &["Employee\n(signature)", "Date [ISO]", "Account"],
                ["exact 0", "exact 1", "exact 2", "missing"],
            ),
            (
                &["Employee\nas on the list", "Date"],
                ["exact 0", "exact 1", "missing", "missing"],
            ),
            (
                &["(required)\nEmployee", "Date"],
                ["exact 0", "exact 1", "missing", "missing"],
            ),
            // What stands in full goes before what stands in part.
            (
                &["Date (paid)", "Date", "Account"],
                ["missing", "exact 1", "exact 2", "missing"],
            ),
            // Misspelt.
            (
                &["Employe", "Date", "Acount"],
                ["near 0", "exact 1", "near 2", "missing"],
            ),
            (
                &["Emplyoee", "Date", "Account"],
                ["near 0", "exact 1", "exact 2", "missing"],
            ),
            // Too short, too far, or another number.
            (
                &["Employee", "Dates", "Account", "Recpt"],
                ["exact 0", "missing", "exact 2", "missing"],
            ),
            (
                &["Employee 2", "Date", "Account"],
                ["missing", "exact 1", "exact 2", "missing"],
            ),
            // A guess never competes with a match, nor with an equal guess.
            (
                &["Employe", "Employee", "Date"],
                ["exact 1", "exact 2", "missing", "missing"],
            ),
            (
                &["Acount", "Accunt", "Employee", "Date"],
                ["exact 2", "exact 3", "missing", "missing"],
            ),
            (
                &["Employee", "Date", "Who paid"],
                ["twice 0", "exact 1", "missing", "missing"],
            ),
        ];
        for (cells, expected) in cases {
            assert_eq!(finds(cells), expected, "{cells:?}");
        }
    }

    #[test]
    fn a_header_nearest_to_two_columns_is_neither() {
        let mut schema = schema();
        schema.columns[0].aliases = vec!["Handler A".to_owned()];
        schema.columns[2].aliases = vec!["Handler B".to_owned()];
        let rows = [row(1, &["Handler C", "Date", "Receipt", "Account"])];
        let HeaderSearch::Found(layout) = find(&rows, &SheetFacts::default(), &schema) else {
            panic!("not found");
        };
        assert_eq!(layout.columns[0].how, HeaderMatch::Missing);
    }

    #[test]
    fn the_row_that_matches_most_is_the_header() {
        let rows = [
            row(1, &["Expenses 2026"]),
            row(3, &["Employee", "Date"]),
            row(4, &["Employee", "Date", "Account", "Project"]),
            row(5, &["Employee", "Date", "Account"]),
        ];
        let layout = layout(&rows);
        assert_eq!((layout.header_row, layout.data.first_row), (4, 5));
        assert_eq!(layout.strays.len(), 1);
        assert_eq!(layout.strays[0].header, "Project");
        assert_eq!(layout.data.last_row, None);
    }

    #[test]
    fn too_little_is_no_header() {
        let closest = |rows: &[RawRow]| match search(rows) {
            HeaderSearch::NotFound { closest } => closest,
            HeaderSearch::Found(layout) => panic!("found: {layout:?}"),
        };
        assert_eq!(closest(&[]), None);
        assert_eq!(closest(&[row(1, &["Guide", "to", "this"])]), None);
        // One of three required columns, and another one.
        let one = closest(&[row(2, &["Employee", "Receipt"])]);
        assert_eq!(
            one.map(|closest| closest.missing),
            Some(vec!["Date".into(), "Account".into()])
        );
        // Only guesses.
        assert_eq!(closest(&[row(1, &["Employe", "Acount"])]), None);
    }

    #[test]
    fn a_row_of_values_is_no_header() {
        let mut data = row(1, &["Employee", "Date"]);
        data.cells.extend((2..6).map(|column| RawCell {
            column,
            value: RawValue::Number {
                value: 1.0,
                format: crate::sheet::NumberFormat::default(),
            },
            struck: false,
        }));
        assert!(matches!(search(&[data]), HeaderSearch::NotFound { .. }));
    }

    #[test]
    fn the_header_stands_among_the_first_thirty_rows() {
        let mut rows: Vec<RawRow> = (1..30).map(|number| row(number, &["x"])).collect();
        rows.push(row(90, &["Employee", "Date"]));
        assert_eq!(layout(&rows).header_row, 90);
        rows.insert(0, row(1, &["x"]));
        assert!(matches!(search(&rows), HeaderSearch::NotFound { .. }));
    }

    #[test]
    fn two_headers_for_one_column_are_both_named() {
        let layout = layout(&[row(
            1,
            &["Employee", "Date", "", "Signature\n(short)", "Who paid"],
        )]);
        let find = &layout.columns[0];
        assert_eq!(find.readable(), None);
        assert_eq!(
            find.rivals,
            [(0, "Employee".to_owned()), (4, "Who paid".to_owned())]
        );
        let said = crate::lang::Lang::En.say(&layout.ambiguities(&schema())[0]);
        assert!(said.ends_with("Employee (A), Who paid (E)."), "{said}");
    }

    #[test]
    fn guesses_are_said() {
        let layout = layout(&[row(1, &["Date", "Employe\n(short)"])]);
        let notes = layout.notes(&schema());
        assert_eq!(notes.len(), 1);
        let said = crate::lang::Lang::En.say(&notes[0]);
        assert!(said.contains("“Employe (short)” (B)"), "{said}");
        let found = layout.found_columns(&schema());
        assert_eq!((found.len(), found[0].index), (2, 1));
    }

    #[test]
    fn a_table_leaves_out_the_columns_beside_it() {
        let facts = SheetFacts {
            tables: vec![TableBlock {
                name: "T".to_owned(),
                block: Block {
                    first: CellRef::new(2, 1),
                    last: CellRef::new(9, 3),
                },
                totals_row: true,
            }],
            ..SheetFacts::default()
        };
        let rows = [row(2, &["Date", "Employee", "Date", "Account", "Note"])];
        let HeaderSearch::Found(layout) = find(&rows, &facts, &schema()) else {
            panic!("not found");
        };
        assert_eq!(layout.columns[1].readable(), Some(2));
        assert_eq!((layout.data.first_row, layout.data.last_row), (3, Some(8)));
        assert_eq!((layout.data.first_col, layout.data.last_col), (1, 3));
        assert!(layout.strays.is_empty());
    }
}
