//! From findings on one row to the cells of its picture.

use std::collections::BTreeMap;

use crate::finding::{Finding, Held, Location, Privacy};
use crate::lang::Note;

use super::ink::Ink;
use super::layout::{self, Label, Marks, Spot};
use super::snippet;

/// The cells of a row, by column.
type Spots = BTreeMap<u32, Spot>;

/// Draws the row of these findings; they stand on the same row.
pub(super) fn draw(ink: &Ink<'_>, findings: &[Finding]) -> String {
    let Some(first) = findings.first() else {
        return String::new();
    };
    let mut spots = row(ink, &first.at);
    for finding in findings {
        point_at_reasons(ink, &mut spots, finding);
    }
    for finding in findings {
        point_at_cell(ink, &mut spots, finding);
    }
    frame(ink, &place(ink, first), first.at.row, spots)
}

/// Draws a row that a finding refers to. None where its cells are not known.
pub(super) fn draw_other(ink: &Ink<'_>, at: &Location, message: &str) -> Option<String> {
    let cell = at.cell?;
    let mut spots = row(ink, at);
    let spot = spots.get_mut(&cell.column)?;
    spot.label = Some(Label { sentences: vec![message.to_owned()], severity: None });
    Some(frame(ink, &ink.place(at), at.row, spots))
}

fn frame(ink: &Ink<'_>, place: &str, row: u32, spots: Spots) -> String {
    let marks = Marks { between: ink.pick(" │ ", " | "), ellipsis: ink.ellipsis() };
    let spots: Vec<Spot> = spots.into_values().collect();
    let room = ink.width().saturating_sub(snippet::gutter(row));
    snippet::draw(ink, place, row, layout::lay_out(&spots, room, &marks))
}

/// The place, with what a person should know of the row.
pub(super) fn place(ink: &Ink<'_>, finding: &Finding) -> String {
    let mut place = ink.place(&finding.at);
    for remark in remarks(ink, finding) {
        place.push_str(&format!(" ({remark})"));
    }
    place
}

/// What a person should know of the row.
pub(super) fn remarks(ink: &Ink<'_>, finding: &Finding) -> Vec<String> {
    let facts = [(finding.remarks.hidden, "report-hidden"), (finding.remarks.struck, "report-struck")];
    let true_ones = facts.into_iter().filter(|(holds, _)| *holds);
    true_ones.map(|(_, id)| ink.word(id)).collect()
}

fn row(ink: &Ink<'_>, at: &Location) -> Spots {
    let picture = ink.outcome.rows.get(&at.row_key());
    let cells = picture.into_iter().flat_map(|picture| picture.cells());
    cells.map(|cell| (cell.index, spot(ink, cell.index, &cell.value))).collect()
}

fn spot(ink: &Ink<'_>, column: u32, held: &Held<impl AsRef<str>>) -> Spot {
    Spot { column, text: ink.value(held), label: None }
}

/// The spot of a column; what is sealed for one finding is sealed in the whole picture.
fn spot_of<'a>(ink: &Ink<'_>, spots: &'a mut Spots, column: u32, held: &Held) -> &'a mut Spot {
    let at = spots.entry(column).or_insert_with(|| spot(ink, column, held));
    if held.privacy == Privacy::Sealed {
        at.text = ink.masked();
    }
    at
}

fn point_at_reasons(ink: &Ink<'_>, spots: &mut Spots, finding: &Finding) {
    let on_this_row = |cell: u32| cell == finding.at.row;
    for because in finding.because.iter().filter(|it| on_this_row(it.cell.row)) {
        let spot = spot_of(ink, spots, because.cell.column, &because.value);
        let note = Note::new("report-because").with("column", &*because.column);
        spot.label = Some(Label { sentences: vec![ink.say(&note)], severity: None });
    }
}

/// What is wrong with a cell is said in place of its being a reason.
fn point_at_cell(ink: &Ink<'_>, spots: &mut Spots, finding: &Finding) {
    let Some(cell) = finding.at.cell else { return };
    let spot = spot_of(ink, spots, cell.column, &finding.value);
    let label = spot.label.get_or_insert_default();
    if label.severity.is_none() {
        label.sentences.clear();
    }
    label.severity = label.severity.max(Some(finding.severity));
    let message = ink.plain(finding.message.show(ink.look.values));
    push_new(&mut label.sentences, message);
    if finding.remarks.note {
        push_new(&mut label.sentences, ink.word("report-noted"));
    }
}

fn push_new(sentences: &mut Vec<String>, sentence: String) {
    if !sentences.contains(&sentence) {
        sentences.push(sentence);
    }
}
