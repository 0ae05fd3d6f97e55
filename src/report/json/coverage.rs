//! Coverage in the JSON: what became of each rule, and of each clause.

use serde::Serialize;

use crate::lang::{Lang, Note};
use crate::outcome::{ClauseInfo, Coverage as Covered, Outcome, Status};

#[derive(Serialize)]
pub(super) struct Coverage<'a> {
    rule: &'a str,
    title: &'a str,
    clauses: &'a [String],
    basis: &'a str,
    severity: &'a str,
    /// Over what the rule says, its tests aside.
    digest: &'a str,
    status: &'a str,
    reason: Option<String>,
    help: Option<String>,
    rows_applicable: u64,
    rows_undecided: u64,
    undecided: Vec<Undecided>,
    findings: usize,
}

impl<'a> Coverage<'a> {
    pub(super) fn of(outcome: &'a Outcome, index: usize) -> Self {
        let rule = &outcome.rules[index];
        let covered = &rule.coverage;
        let lang = outcome.lang;
        let reason = reason(covered);
        Self {
            rule: &rule.id,
            title: &rule.title,
            clauses: &rule.clauses,
            basis: rule.basis.word(),
            severity: rule.severity.word(),
            digest: &rule.digest,
            status: covered.status.word(),
            reason: reason.map(|note| lang.say(note)),
            help: reason.and_then(|note| lang.help(note)),
            rows_applicable: covered.rows_applicable,
            rows_undecided: covered.rows_undecided,
            undecided: undecided(covered, lang),
            findings: outcome.findings_of(index),
        }
    }
}

/// Why it was not checked, or failed; else why most of its undecided rows were.
fn reason(covered: &Covered) -> Option<&Note> {
    match &covered.status {
        Status::NotChecked(note) | Status::Failed(note) => Some(note),
        Status::Checked => covered.undecided.first().map(|(note, _)| note),
    }
}

#[derive(Serialize)]
struct Undecided {
    reason: String,
    help: Option<String>,
    rows: u64,
}

fn undecided(covered: &Covered, lang: Lang) -> Vec<Undecided> {
    let all = covered.undecided.iter();
    all.map(|(note, rows)| Undecided { reason: lang.say(note), help: lang.help(note), rows: *rows }).collect()
}

#[derive(Serialize)]
pub(super) struct Clause<'a> {
    id: &'a str,
    title: &'a str,
    status: &'a str,
    /// Nothing that an audit is given can decide it.
    never: bool,
    reason: Option<String>,
}

impl<'a> Clause<'a> {
    pub(super) fn of(outcome: &'a Outcome, from: &'a ClauseInfo) -> Self {
        let (status, note) = outcome.clause_status(from);
        Self {
            id: &from.id,
            title: &from.title,
            status: status.word(),
            never: from.never.is_some(),
            reason: from.never.clone().or_else(|| note.map(|note| outcome.lang.say(&note))),
        }
    }
}
