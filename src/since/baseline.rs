//! Findings against an earlier report: what is new, what is still there, what is gone.

use std::collections::HashSet;

use crate::finding::{Mark, State};
use crate::lang::Note;
use crate::outcome::{Baseline, Gone, GoneWhy, Outcome, SheetStatus, Status};
use crate::past;

/// Can findings be recognised in the earlier report?
///
/// # Errors
/// Where it has no fingerprints, or they are made with another secret: every finding would seem new.
pub fn comparable(old: &past::Report, key_id: &str) -> Result<(), Note> {
    let lacks = old.findings.iter().any(|finding| mark(finding).is_none());
    match &old.key_id {
        Some(theirs) if theirs != key_id => {
            Err(Note::new("baseline-other-secret").with("theirs", theirs.as_str()).with("ours", key_id))
        }
        Some(_) if !lacks => Ok(()),
        _ => Err(Note::new("baseline-no-fingerprints")),
    }
}

/// Holds findings against an earlier report, named by `path`. They must be known, see
/// [`identify`](super::identify), and the report [`comparable`].
pub fn hold_against(outcome: &mut Outcome, old: &past::Report, path: &str) {
    let before: HashSet<Mark> = old.findings.iter().filter_map(mark).collect();
    let mut now = HashSet::new();
    for finding in &mut outcome.findings {
        let Some(known) = &finding.since.identity else { continue };
        let was_there = before.contains(&known.fingerprint);
        finding.since.state = Some(if was_there { State::Unchanged } else { State::New });
        now.insert(known.fingerprint);
    }
    let is_gone = |finding: &&past::Finding| mark(finding).is_none_or(|mark| !now.contains(&mark));
    let gone: Vec<Gone> =
        old.findings.iter().filter(is_gone).map(|finding| gone(outcome, old, finding)).collect();
    outcome.since.gone = gone;
    outcome.since.baseline = Some(Baseline {
        path: path.to_owned(),
        created: old.created,
        findings: old.findings.len(),
        other_rules: other_rules(outcome, old),
        new_of_new_rules: new_of_new_rules(outcome, old),
    });
}

fn mark(finding: &past::Finding) -> Option<Mark> {
    finding.fingerprint.as_deref()?.parse().ok()
}

fn gone(outcome: &Outcome, old: &past::Report, finding: &past::Finding) -> Gone {
    let now = outcome.rules.iter().find(|rule| *rule.id == *finding.rule);
    let then = old.coverage.iter().find(|rule| rule.rule == finding.rule);
    let title = now.map(|rule| rule.title.to_string()).or_else(|| then.map(|rule| rule.title.clone()));
    Gone {
        fingerprint: finding.fingerprint.clone().unwrap_or_default(),
        rule: finding.rule.clone(),
        title: title.unwrap_or_else(|| finding.rule.clone()),
        clauses: finding.clauses.clone(),
        severity: finding.severity,
        input: finding.input.clone(),
        sheet: finding.sheet.clone(),
        table: finding.table.clone(),
        row: finding.row,
        column: finding.column.clone(),
        cell: finding.cell.clone(),
        why: match now.map(|rule| &rule.coverage.status) {
            None => GoneWhy::NoRule,
            Some(Status::NotChecked(_) | Status::Failed(_)) => GoneWhy::NotChecked,
            Some(Status::Checked) if is_unseen(outcome, old, finding) => GoneWhy::NotChecked,
            Some(Status::Checked) => GoneWhy::Mended,
        },
    }
}

/// Did this audit not look at what the finding stood in? A file of another name is taken for the same one, grown, unless
/// this audit looked at some of the old ones only.
fn is_unseen(outcome: &Outcome, old: &past::Report, finding: &past::Finding) -> bool {
    if finding.table.is_some() {
        return false;
    }
    let was_given = |path: &str| old.inputs.iter().any(|input| input.path == path);
    let Some(input) = outcome.inputs.iter().find(|input| input.path == finding.input) else {
        return outcome.inputs.iter().all(|input| was_given(&input.path));
    };
    let sheet = input.sheets.iter().find(|sheet| sheet.name == finding.sheet);
    input.sha256.is_empty() || sheet.is_some_and(|sheet| matches!(sheet.status, SheetStatus::Skipped(_)))
}

fn other_rules(outcome: &Outcome, old: &past::Report) -> bool {
    let pack = &outcome.pack;
    let now = (&pack.name, &pack.digest, &pack.off, &pack.overridden);
    now != (&old.rules.pack, &old.rules.digest, &old.rules.off, &old.rules.overridden)
}

/// New findings of rules that did not judge then: the sheet need not have changed.
fn new_of_new_rules(outcome: &Outcome, old: &past::Report) -> usize {
    let judged_then: HashSet<&str> = old
        .coverage
        .iter()
        .filter(|rule| rule.status == past::Status::Checked)
        .map(|rule| rule.rule.as_str())
        .collect();
    let is_new = |finding: &&crate::finding::Finding| {
        finding.since.state == Some(State::New) && !judged_then.contains(&*outcome.rules[finding.rule].id)
    };
    outcome.findings.iter().filter(is_new).count()
}
