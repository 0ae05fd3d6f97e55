//! One finding of the JSON.

use serde::Serialize;

use crate::finding::{Because, Finding, Held, Location, Related, Values};
use crate::outcome::Outcome;

#[derive(Serialize)]
pub(super) struct JsonFinding<'a> {
    rule: &'a str,
    title: &'a str,
    clauses: &'a [String],
    basis: &'a str,
    severity: &'a str,
    #[serde(flatten)]
    at: Place<'a>,
    column: Option<&'a str>,
    /// None where masked, and where there is no cell.
    value: Option<&'a str>,
    masked: bool,
    message: &'a str,
    help: &'a str,
    because: Vec<Reason<'a>>,
    related: Vec<Elsewhere<'a>>,
    hidden_row: bool,
    struck: bool,
    /// The cell is blank and carries a note.
    note: bool,
    fingerprint: Option<&'a str>,
}

impl<'a> JsonFinding<'a> {
    pub(super) fn of(outcome: &'a Outcome, from: &'a Finding, values: Values) -> Self {
        let rule = &outcome.rules[from.rule];
        let has_cell = from.at.cell.is_some();
        Self {
            rule: &rule.id,
            title: &rule.title,
            clauses: &rule.clauses,
            basis: rule.basis.word(),
            severity: from.severity.word(),
            at: Place::of(outcome, &from.at),
            column: from.at.column.as_deref(),
            value: from.value.show(values).filter(|_| has_cell),
            masked: is_masked(&from.value, values),
            message: from.message.show(values),
            help: from.help.show(values),
            because: from.because.iter().map(|because| Reason::of(because, values)).collect(),
            related: from.related.iter().map(|related| Elsewhere::of(outcome, related, values)).collect(),
            hidden_row: from.remarks.hidden,
            struck: from.remarks.struck,
            note: from.remarks.note,
            fingerprint: None,
        }
    }
}

fn is_masked(value: &Held, values: Values) -> bool {
    value.show(values).is_none()
}

#[derive(Serialize)]
struct Place<'a> {
    input: &'a str,
    sheet: &'a str,
    table: Option<&'a str>,
    row: u32,
    cell: Option<String>,
}

impl<'a> Place<'a> {
    fn of(outcome: &'a Outcome, at: &Location) -> Self {
        let source = outcome.source(at);
        Self {
            input: &source.path,
            sheet: outcome.sheet_name(at),
            table: source.table.as_deref(),
            row: at.row,
            cell: at.cell.map(|cell| cell.to_string()),
        }
    }
}

#[derive(Serialize)]
struct Reason<'a> {
    column: &'a str,
    cell: String,
    value: Option<&'a str>,
    masked: bool,
}

impl<'a> Reason<'a> {
    fn of(because: &'a Because, values: Values) -> Self {
        Self {
            column: &because.column,
            cell: because.cell.to_string(),
            value: because.value.show(values),
            masked: is_masked(&because.value, values),
        }
    }
}

#[derive(Serialize)]
struct Elsewhere<'a> {
    #[serde(flatten)]
    at: Place<'a>,
    message: &'a str,
}

impl<'a> Elsewhere<'a> {
    fn of(outcome: &'a Outcome, related: &'a Related, values: Values) -> Self {
        Self { at: Place::of(outcome, &related.at), message: related.message.show(values) }
    }
}
