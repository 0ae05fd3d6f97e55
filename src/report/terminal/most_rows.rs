//! When most rows of a sheet break one rule, the sheet itself has probably changed: said first.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Location, Source};
use crate::lang::Note;
use crate::outcome::{Outcome, SheetStatus, SourceReport};

use super::ink::{Ink, Tone};

/// Fewer rows than these say nothing about a template.
const LEAST_ROWS: u64 = 10;

/// One sentence for every rule that more than half of a sheet's rows break.
pub(super) fn draw(ink: &Ink<'_>) -> String {
    let broken = broken_rows(ink.outcome);
    let sentences = broken.iter().filter_map(|((source, sheet, rule), rows)| {
        let source = source_of(ink.outcome, *source);
        let SheetStatus::Audited { rows: judged, .. } = source.sheets[*sheet].status else {
            return None;
        };
        let most = judged >= LEAST_ROWS && 2 * rows.len() as u64 > judged;
        most.then(|| sentence(ink, (source, *sheet), *rule, (rows.len(), judged)))
    });
    sentences.collect()
}

fn sentence(
    ink: &Ink<'_>,
    (source, sheet): (&SourceReport, usize),
    rule: usize,
    (broken, rows): (usize, u64),
) -> String {
    let note = Note::new("report-most-rows")
        .with("broken", broken)
        .with("rows", rows)
        .with("sheet", source.sheets[sheet].name.as_str())
        .with("title", &*ink.outcome.rules[rule].title)
        .with("path", source.path.as_str());
    format!("{}\n", ink.paragraph(("! ", Tone::Strong), &ink.say(&note)))
}

/// The rows that break each rule, by source, sheet and rule.
fn broken_rows(outcome: &Outcome) -> BTreeMap<(Source, usize, usize), BTreeSet<u32>> {
    let mut broken: BTreeMap<_, BTreeSet<u32>> = BTreeMap::new();
    for finding in &outcome.findings {
        let Location { source, sheet, row, .. } = finding.at;
        broken.entry((source, sheet, finding.rule)).or_default().insert(row);
    }
    broken
}

fn source_of(outcome: &Outcome, source: Source) -> &SourceReport {
    match source {
        Source::Input(index) => &outcome.inputs[index],
        Source::Table(index) => &outcome.tables[index],
    }
}
