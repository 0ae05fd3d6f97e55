//! The report as JSON, version 1: the surface that scripts rely on.
//!
//! The types below are the format's own, so that the inside can change. Additions are allowed;
//! nothing is renamed. Lists are written as they are walked: no copy of the report is built.

mod coverage;
mod finding;
mod in_order;
pub mod inspect;
mod later;
mod provenance;
mod since;
mod source;

use std::io;

use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::finding::{Severity, Values};
use crate::lang::Lang;
use crate::outcome::{Outcome, PackInfo, Problem};
use crate::seal;

use super::{Made, prose};
use coverage::{Clause, Coverage};
use finding::JsonFinding;
use in_order::InOrder;
use provenance::Provenance;
use since::{JsonBaseline, JsonGone, JsonWaivers};
use source::{Input, Table, Totals};

/// Bytes that are written at a time.
const BUFFER: usize = 1 << 16;

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write(outcome: &Outcome, made: &Made, values: Values, out: &mut impl io::Write) -> io::Result<()> {
    let findings = List(move || {
        let findings = outcome.findings.iter();
        findings.map(move |from| JsonFinding::of(outcome, from, values))
    });
    let mut out = io::BufWriter::with_capacity(BUFFER, out);
    later::beside(seal(outcome, made, values), |seal| {
        serde_json::to_writer_pretty(
            &mut out,
            &report(outcome, made, values, None, Some(findings), Some(seal)),
        )
    })?;
    io::Write::write_all(&mut out, b"\n")?;
    io::Write::flush(&mut out)
}

/// The findings alone, one value each, as the report holds them.
#[must_use]
pub fn findings(outcome: &Outcome, values: Values) -> Vec<serde_json::Value> {
    let value = |from| serde_json::to_value(JsonFinding::of(outcome, from, values)).unwrap_or_default();
    outcome.findings.iter().map(value).collect()
}

/// Writes one finding a line, and last a line with everything else.
///
/// # Errors
/// Those of `out`.
pub fn write_lines(
    outcome: &Outcome,
    made: &Made,
    values: Values,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(BUFFER, out);
    later::beside(seal(outcome, made, values), |seal| {
        for finding in &outcome.findings {
            serde_json::to_writer(&mut out, &JsonFinding::of(outcome, finding, values))?;
            io::Write::write_all(&mut out, b"\n")?;
        }
        let rest = report(outcome, made, values, Some("summary"), None::<()>, Some(seal));
        serde_json::to_writer(&mut out, &rest).map_err(io::Error::from)
    })?;
    io::Write::write_all(&mut out, b"\n")?;
    io::Write::flush(&mut out)
}

/// What works out the report's seal: the same, whichever way it is written.
fn seal(outcome: &Outcome, made: &Made, values: Values) -> impl Fn() -> String + Sync {
    let rest = serde_json::to_value(report(outcome, made, values, None, None::<()>, None::<()>));
    let rest = if let Ok(Value::Object(rest)) = rest { rest } else { Map::new() };
    let findings = move || outcome.findings.iter().map(move |from| JsonFinding::of(outcome, from, values));
    move || seal::of(&rest, findings().map(InOrder))
}

fn report<'a>(
    outcome: &'a Outcome,
    made: &'a Made,
    values: Values,
    kind: Option<&'a str>,
    findings: Option<impl Serialize + 'a>,
    digest: Option<impl Serialize + 'a>,
) -> impl Serialize + 'a {
    let lang = outcome.lang;
    Report {
        kind,
        schema: "rutinkoll.report/1",
        tool: Tool { name: "rutinkoll", version: made.tool_version },
        created: made.created.to_string(),
        erase_by: made.erase_by(outcome).to_string(),
        personal_data: outcome.shows_personal_data(values),
        as_of: outcome.as_of.to_string(),
        lang: lang.code(),
        values: values.word(),
        rules: Rules::of(&outcome.pack),
        provenance: Provenance::of(outcome),
        key_id: outcome.since.key_id.as_deref(),
        baseline: outcome.since.baseline.as_ref().map(|from| JsonBaseline::of(outcome, from)),
        waivers: outcome.since.waivers.as_ref().map(|from| JsonWaivers::of(outcome, from)),
        inputs: List(move || {
            let inputs = outcome.inputs.iter().zip(outcome.by_input());
            inputs.map(move |(from, totals)| Input::of(from, totals, lang))
        }),
        tables: List(move || {
            outcome
                .tables
                .iter()
                .filter(|table| !table.path.is_empty())
                .map(move |from| Table::of(from, lang))
        }),
        coverage: List(move || (0..outcome.rules.len()).map(|rule| Coverage::of(outcome, rule))),
        clauses: List(move || outcome.clauses.iter().map(|from| Clause::of(outcome, from))),
        summary: Summary::of(outcome),
        by_adviser: outcome.adviser.is_some().then(|| {
            let people = prose::by_adviser(outcome, values).into_iter();
            people.map(|(adviser, totals)| Person { adviser, totals: totals.into() }).collect()
        }),
        findings,
        gone: List(move || outcome.since.gone.iter().map(JsonGone::of)),
        errors: List(move || outcome.errors.iter().map(move |from| Fault::of(from, lang))),
        notes: List(move || {
            let notes = outcome.notes.iter().cloned().chain(prose::no_fingerprints(outcome));
            notes.map(move |note| lang.say(&note))
        }),
        digest,
    }
}

#[derive(serde::Serialize)]
struct Report<'a, I, T, R, C, F, G, E, N, D> {
    /// What kind of line this is, where there are others.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    schema: &'a str,
    tool: Tool<'a>,
    created: String,
    erase_by: String,
    personal_data: bool,
    as_of: String,
    lang: &'a str,
    values: &'a str,
    rules: Rules<'a>,
    provenance: Provenance<'a>,
    /// Which secret the fingerprints are made with; null where there are none.
    key_id: Option<&'a str>,
    baseline: Option<JsonBaseline<'a>>,
    waivers: Option<JsonWaivers<'a>>,
    inputs: I,
    tables: T,
    coverage: R,
    clauses: C,
    summary: Summary<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by_adviser: Option<Vec<Person>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<F>,
    /// What stood in the baseline and is no more.
    gone: G,
    errors: E,
    notes: N,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<D>,
}

/// A list that is written while it is walked.
pub(super) struct List<F>(pub(super) F);

impl<F, I> Serialize for List<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

#[derive(serde::Serialize)]
struct Tool<'a> {
    name: &'a str,
    version: &'a str,
}

#[derive(serde::Serialize)]
struct Rules<'a> {
    pack: &'a str,
    version: &'a str,
    source: &'a str,
    digest: &'a str,
    /// Over what all rules share: columns, words, settings, scripts.
    shared_digest: &'a str,
    off: &'a [String],
    overridden: &'a [String],
}

impl<'a> Rules<'a> {
    fn of(pack: &'a PackInfo) -> Self {
        Self {
            pack: &pack.name,
            version: &pack.version,
            source: pack.source.as_deref().unwrap_or("built-in"),
            digest: &pack.digest,
            shared_digest: &pack.shared_digest,
            off: &pack.off,
            overridden: &pack.overridden,
        }
    }
}

#[derive(serde::Serialize)]
struct Summary<'a> {
    rows: u64,
    rows_with_findings: usize,
    error: usize,
    warning: usize,
    info: usize,
    rows_by_kind: Vec<Kind<'a>>,
}

impl<'a> Summary<'a> {
    fn of(outcome: &'a Outcome) -> Self {
        let kinds = outcome.rows_by_kind.iter();
        Self {
            rows: outcome.rows_judged,
            rows_with_findings: outcome.rows_with_findings(),
            error: outcome.count(Severity::Error),
            warning: outcome.count(Severity::Warning),
            info: outcome.count(Severity::Info),
            rows_by_kind: kinds.map(|(kind, rows)| Kind { kind, rows: *rows }).collect(),
        }
    }
}

/// Findings by whoever filled in the row; only where that was asked for.
#[derive(serde::Serialize)]
struct Person {
    adviser: String,
    #[serde(flatten)]
    totals: Totals,
}

#[derive(serde::Serialize)]
struct Kind<'a> {
    kind: &'a str,
    rows: u64,
}

#[derive(serde::Serialize)]
struct Fault<'a> {
    input: Option<&'a str>,
    code: &'a str,
    message: String,
    help: Option<String>,
}

impl<'a> Fault<'a> {
    fn of(problem: &'a Problem, lang: Lang) -> Self {
        Self {
            input: problem.input.as_deref(),
            code: problem.note.id,
            message: lang.say(&problem.note),
            help: lang.help(&problem.note),
        }
    }
}
