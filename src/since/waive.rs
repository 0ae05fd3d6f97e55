//! What was accepted: waivers against findings.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::finding::{Finding, Mark, Waived};
use crate::lang::Note;
use crate::outcome::{Outcome, StaleWaiver, StaleWhy, Waivers};
use crate::ruleset::{Waiver, WaiverFile, WaiverOf};

/// Findings that are known, by their rows.
type ByRow = HashMap<Mark, Vec<usize>>;

/// Are the waivers made with the secret that findings are known by?
///
/// # Errors
/// Where one is not: none of its findings could be recognised.
pub fn made_with(file: &WaiverFile, key_id: &str) -> Result<(), Note> {
    match file.waivers.iter().find(|waiver| waiver.key_id != key_id) {
        None => Ok(()),
        Some(other) => {
            let note = Note::new("waiver-other-secret").with("line", other.line);
            Err(note.with("theirs", other.key_id.as_str()).with("ours", key_id))
        }
    }
}

/// Marks what was accepted, and tells which waivers accept nothing. The findings must be known, see
/// [`identify`](super::identify).
pub fn waive(outcome: &mut Outcome, file: &WaiverFile, path: &str) {
    let mut by_row = ByRow::new();
    for (index, finding) in outcome.findings.iter().enumerate() {
        if let Some(known) = &finding.since.identity {
            by_row.entry(known.row_key).or_default().push(index);
        }
    }
    let stale = |waiver: &Waiver| {
        Some(StaleWaiver {
            line: waiver.line,
            about: waiver.of.name().to_owned(),
            why: accept(outcome, waiver, &by_row).err()?,
            reason: waiver.reason.clone(),
            until: waiver.until,
        })
    };
    let stale = file.waivers.iter().filter_map(stale).collect();
    outcome.since.waivers = Some(Waivers { path: path.to_owned(), count: file.waivers.len(), stale });
}

fn accept(outcome: &mut Outcome, waiver: &Waiver, by_row: &ByRow) -> Result<(), StaleWhy> {
    if !is_known(outcome, &waiver.of) {
        return Err(StaleWhy::Unknown);
    }
    if waiver.until < outcome.as_of {
        return Err(StaleWhy::Expired);
    }
    let of_row = by_row.get(&waiver.row_key).map(Vec::as_slice).unwrap_or_default();
    let meant: Vec<usize> = of_row
        .iter()
        .copied()
        .filter(|index| is_of(outcome, &outcome.findings[*index], &waiver.of))
        .collect();
    let waived =
        Arc::new(Waived { reason: waiver.reason.clone(), by: waiver.by.clone(), until: waiver.until });
    // One of each: a second row that is equal was not accepted with the first.
    let mut taken = BTreeSet::new();
    for index in &meant {
        let finding = &mut outcome.findings[*index];
        let holds = finding.since.identity.is_some_and(|known| waiver.content.contains(&known.content));
        let what = (finding.rule, finding.at.column.clone());
        if holds && finding.since.waived.is_none() && taken.insert(what) {
            finding.since.waived = Some(Arc::clone(&waived));
        }
    }
    match (taken.is_empty(), meant.is_empty()) {
        (false, _) => Ok(()),
        (true, true) => Err(StaleWhy::Unmatched),
        (true, false) => Err(StaleWhy::Changed),
    }
}

fn is_of(outcome: &Outcome, finding: &Finding, of: &WaiverOf) -> bool {
    let rule = &outcome.rules[finding.rule];
    match of {
        WaiverOf::Rule(id) => *rule.id == **id,
        WaiverOf::Clause(id) => rule.clauses.contains(id),
    }
}

/// Has the pack such a rule, on or off, or such a clause?
fn is_known(outcome: &Outcome, of: &WaiverOf) -> bool {
    match of {
        WaiverOf::Rule(id) => {
            outcome.rules.iter().any(|rule| *rule.id == **id) || outcome.pack.off.contains(id)
        }
        WaiverOf::Clause(id) => outcome.clauses.iter().any(|clause| clause.id == *id),
    }
}
