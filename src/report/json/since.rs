//! What the JSON says of last time.

use serde::Serialize;

use crate::finding::State;
use crate::outcome::{Baseline, Gone, Outcome, StaleWaiver, Waivers};

/// The report that findings were held against.
#[derive(Serialize)]
pub(super) struct JsonBaseline<'a> {
    path: &'a str,
    created: String,
    findings: usize,
    new: usize,
    unchanged: usize,
    gone: usize,
    /// Other rules judged then.
    other_rules: bool,
    /// New findings of rules that did not judge then.
    new_of_new_rules: usize,
}

impl<'a> JsonBaseline<'a> {
    pub(super) fn of(outcome: &Outcome, from: &'a Baseline) -> Self {
        Self {
            path: &from.path,
            created: from.created.to_string(),
            findings: from.findings,
            new: outcome.in_state(State::New),
            unchanged: outcome.in_state(State::Unchanged),
            gone: outcome.since.gone.len(),
            other_rules: from.other_rules,
            new_of_new_rules: from.new_of_new_rules,
        }
    }
}

/// A finding that is no more: where it stood, and nothing of what stood there.
#[derive(Serialize)]
pub(super) struct JsonGone<'a> {
    rule: &'a str,
    title: &'a str,
    clauses: &'a [String],
    severity: &'a str,
    input: &'a str,
    sheet: &'a str,
    table: Option<&'a str>,
    row: u32,
    column: Option<&'a str>,
    cell: Option<&'a str>,
    fingerprint: &'a str,
    why: &'a str,
}

impl<'a> JsonGone<'a> {
    pub(super) fn of(from: &'a Gone) -> Self {
        Self {
            rule: &from.rule,
            title: &from.title,
            clauses: &from.clauses,
            severity: from.severity.word(),
            input: &from.input,
            sheet: &from.sheet,
            table: from.table.as_deref(),
            row: from.row,
            column: from.column.as_deref(),
            cell: from.cell.as_deref(),
            fingerprint: &from.fingerprint,
            why: from.why.word(),
        }
    }
}

/// The waivers, and what came of them.
#[derive(Serialize)]
pub(super) struct JsonWaivers<'a> {
    path: &'a str,
    count: usize,
    /// Findings that are accepted.
    waived: usize,
    stale: Vec<JsonStale<'a>>,
}

#[derive(Serialize)]
struct JsonStale<'a> {
    line: usize,
    about: &'a str,
    why: &'a str,
    reason: &'a str,
    until: String,
}

impl<'a> JsonWaivers<'a> {
    pub(super) fn of(outcome: &Outcome, from: &'a Waivers) -> Self {
        let stale = |stale: &'a StaleWaiver| JsonStale {
            line: stale.line,
            about: &stale.about,
            why: stale.why.word(),
            reason: &stale.reason,
            until: stale.until.to_string(),
        };
        Self {
            path: &from.path,
            count: from.count,
            waived: outcome.waived(),
            stale: from.stale.iter().map(stale).collect(),
        }
    }
}
