//! Other places that findings are about: an earlier row, a row of a table.

use crate::finding::{Finding, Related};
use crate::lang::Note;

use super::ink::{Ink, Tone};
use super::picture;

/// More places than these are listed by their row numbers instead of drawn.
const DRAWN: usize = 3;

/// Draws them below the findings' own row.
pub(super) fn draw(ink: &Ink<'_>, group: &[Finding]) -> String {
    let places = distinct(group);
    if places.len() > DRAWN {
        return list(ink, &places);
    }
    places.into_iter().map(|place| one(ink, place)).collect()
}

/// Every place once, in the findings' order.
pub(super) fn distinct(group: &[Finding]) -> Vec<&Related> {
    let mut places: Vec<&Related> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for place in group.iter().flat_map(|finding| &finding.related) {
        let message = place.message.show(crate::finding::Values::Shown);
        if seen.insert((place.row_key(), place.at.cell, message)) {
            places.push(place);
        }
    }
    places
}

fn one(ink: &Ink<'_>, place: &Related) -> String {
    let message = ink.plain(place.message.show(ink.look.values));
    picture::draw_other(ink, &place.at, &message).unwrap_or_else(|| {
        let lead = format!("  {}: ", ink.word("report-see-also"));
        let line = format!("{}: {message}", ink.place(&place.at));
        ink.paragraph((&lead, Tone::Quiet), &line)
    })
}

/// One paragraph for every sheet and sentence, with all its rows.
pub(super) fn list(ink: &Ink<'_>, places: &[&Related]) -> String {
    let alike = places
        .chunk_by(|a, b| (a.at.source, a.at.sheet, &a.message) == (b.at.source, b.at.sheet, &b.message));
    alike.map(|places| listed(ink, places)).collect()
}

fn listed(ink: &Ink<'_>, places: &[&Related]) -> String {
    let Some(first) = places.first() else {
        return String::new();
    };
    let mut rows: Vec<u32> = places.iter().map(|place| place.at.row).collect();
    rows.sort_unstable();
    rows.dedup();
    let note = Note::new("report-rows-listed").with("n", rows.len()).with("rows", ranges(ink, &rows));
    let message = ink.plain(first.message.show(ink.look.values));
    let line = format!("{}, {}: {message}", ink.sheet(&first.at), ink.say(&note));
    let lead = format!("  {}: ", ink.word("report-see-also"));
    ink.paragraph((&lead, Tone::Quiet), &line)
}

/// `4, 7, 12–31`
fn ranges(ink: &Ink<'_>, rows: &[u32]) -> String {
    let runs = rows.chunk_by(|a, b| a + 1 == *b);
    let texts: Vec<String> = runs.map(|run| range(ink, run)).collect();
    texts.join(", ")
}

fn range(ink: &Ink<'_>, run: &[u32]) -> String {
    match run {
        [first, .., last] if run.len() > 2 => format!("{first}{}{last}", ink.pick("–", "-")),
        _ => run.iter().map(u32::to_string).collect::<Vec<_>>().join(", "),
    }
}
