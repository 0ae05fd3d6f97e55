//! Provenance in the JSON: what decides the outcome, beside what stands with the inputs, the tables and the rules.

use serde::Serialize;

use crate::outcome::{self, Outcome};

#[derive(Serialize)]
pub(super) struct Provenance<'a> {
    options: Options<'a>,
}

impl<'a> Provenance<'a> {
    pub(super) fn of(outcome: &'a Outcome) -> Self {
        Self { options: Options::of(outcome) }
    }
}

#[derive(Serialize)]
struct Options<'a> {
    sheets: &'a [String],
    limits: Vec<Limit<'a>>,
    table_periods: Vec<Period<'a>>,
    fail_on: &'a str,
    strict: bool,
    retain_days: u32,
}

#[derive(Serialize)]
struct Limit<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct Period<'a> {
    table: &'a str,
    from: Option<String>,
    to: Option<String>,
}

impl<'a> Options<'a> {
    fn of(outcome: &'a Outcome) -> Self {
        let from = &outcome.options;
        let limit = |(name, value): &'a (String, String)| Limit { name, value };
        let period = |period: &'a outcome::Period| Period {
            table: &period.table,
            from: period.from.map(|day| day.to_string()),
            to: period.to.map(|day| day.to_string()),
        };
        Self {
            sheets: &from.sheets,
            limits: from.limits.iter().map(limit).collect(),
            table_periods: from.periods.iter().map(period).collect(),
            fail_on: from.fails_on(),
            strict: from.strict,
            retain_days: outcome.retain_days,
        }
    }
}
