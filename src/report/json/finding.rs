//! One finding of the JSON.

use serde::Serialize;

use crate::finding::{Because, Finding, Held, Identity, Location, Mark, Related, State, Values, Waived};
use crate::outcome::Outcome;

#[derive(Serialize)]
pub(super) struct JsonFinding<'a> {
    pub(super) rule: &'a str,
    pub(super) title: &'a str,
    pub(super) clauses: &'a [String],
    pub(super) basis: &'a str,
    pub(super) severity: &'a str,
    #[serde(flatten)]
    pub(super) at: Place<'a>,
    pub(super) column: Option<&'a str>,
    /// None where masked, and where there is no cell.
    pub(super) value: Option<&'a str>,
    pub(super) masked: bool,
    pub(super) message: &'a str,
    pub(super) help: &'a str,
    pub(super) because: Vec<Reason<'a>>,
    pub(super) related: Vec<Elsewhere<'a>>,
    pub(super) hidden_row: bool,
    pub(super) struck: bool,
    /// The cell is blank and carries a note.
    pub(super) note: bool,
    /// What it is known by; null where no secret was given.
    pub(super) fingerprint: Option<String>,
    pub(super) row_key: Option<String>,
    pub(super) content: Option<String>,
    /// How it stands to the baseline; null where there is none.
    pub(super) state: Option<&'a str>,
    pub(super) waived: Option<JsonWaived<'a>>,
}

/// Why it is accepted.
#[derive(Serialize)]
pub(super) struct JsonWaived<'a> {
    pub(super) reason: &'a str,
    pub(super) by: Option<&'a str>,
    pub(super) until: String,
}

impl<'a> JsonWaived<'a> {
    fn of(waived: &'a Waived) -> Self {
        Self { reason: &waived.reason, by: waived.by.as_deref(), until: waived.until.to_string() }
    }
}

impl<'a> JsonFinding<'a> {
    pub(super) fn of(outcome: &'a Outcome, from: &'a Finding, values: Values) -> Self {
        let rule = &outcome.rules[from.rule];
        let has_cell = from.at.cell.is_some();
        let since = &from.since;
        let mark = |of: fn(&Identity) -> Mark| since.identity.as_ref().map(|known| of(known).to_string());
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
            fingerprint: mark(|known| known.fingerprint),
            row_key: mark(|known| known.row_key),
            content: mark(|known| known.content),
            state: since.state.map(State::word),
            waived: since.waived.as_deref().map(JsonWaived::of),
        }
    }
}

fn is_masked(value: &Held, values: Values) -> bool {
    value.show(values).is_none()
}

#[derive(Serialize)]
pub(super) struct Place<'a> {
    pub(super) input: &'a str,
    pub(super) sheet: &'a str,
    pub(super) table: Option<&'a str>,
    pub(super) row: u32,
    pub(super) cell: Option<String>,
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
pub(super) struct Reason<'a> {
    pub(super) column: &'a str,
    pub(super) cell: String,
    pub(super) value: Option<&'a str>,
    pub(super) masked: bool,
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
pub(super) struct Elsewhere<'a> {
    #[serde(flatten)]
    pub(super) at: Place<'a>,
    pub(super) message: &'a str,
}

impl<'a> Elsewhere<'a> {
    fn of(outcome: &'a Outcome, related: &'a Related, values: Values) -> Self {
        Self { at: Place::of(outcome, &related.at), message: related.message.show(values) }
    }
}
