//! SARIF 2.1.0, for code-scanning services and editors. A sheet's rows and columns are its lines and
//! columns; the sheet and the cell stand as a logical location.
//!
//! There are no `partialFingerprints` unless a finding has a fingerprint: a hash of what a row holds, without a
//! secret, would be personal data that anybody could guess back.

use std::io::{self, Write as _};

use serde::Serialize;
use serde_json::{Value, json};

use crate::finding::{Finding, Location, Severity, Source, Values};
use crate::lang::{Lang, Note};
use crate::outcome::{Gone, Outcome, Problem, RuleInfo, SourceReport, Status};

use super::json::List;
use super::{Made, prose};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// More results than this in a file GitHub refuses.
const MOST: usize = 25_000;

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write(outcome: &Outcome, made: &Made, values: Values, out: &mut impl io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let log = Log { schema: SCHEMA, runs: [run(outcome, made, values)], version: "2.1.0" };
    serde_json::to_writer_pretty(&mut out, &log)?;
    out.write_all(b"\n")?;
    out.flush()
}

#[derive(Serialize)]
struct Log<R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [R; 1],
    version: &'static str,
}

/// A run: its results are written while they are made, for they may be many.
#[derive(Serialize)]
struct Run<R> {
    #[serde(flatten)]
    before: Value,
    results: R,
    tool: Value,
}

fn run<'a>(outcome: &'a Outcome, made: &Made, values: Values) -> impl Serialize + use<'a> {
    let kept = kept(outcome);
    let results = List(move || {
        let gone = outcome.since.gone.iter().take(MOST - kept.len()).map(|gone| absent(outcome, gone));
        kept.clone().into_iter().map(move |finding| result(outcome, finding, values)).chain(gone)
    });
    let rules: Vec<Value> = outcome.rules.iter().map(|rule| of_rule(outcome, rule)).collect();
    let artifacts: Vec<Value> = sources(outcome).map(|(_, source)| artifact(source)).collect();
    let tool = json!({ "driver": {
        "name": "rutinkoll",
        "semanticVersion": made.tool_version,
        "language": outcome.lang.code(),
        "rules": rules,
    } });
    let before = json!({
        "language": outcome.lang.code(),
        "columnKind": "unicodeCodePoints",
        "artifacts": artifacts,
        "invocations": [{
            "executionSuccessful": outcome.errors.is_empty(),
            "endTimeUtc": made.created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            "toolExecutionNotifications": notifications(outcome),
        }],
        "properties": properties(outcome, made, values),
    });
    Run { before, results, tool }
}

/// At most as many findings as GitHub takes: the gravest, in the order of the report.
fn kept(outcome: &Outcome) -> Vec<&Finding> {
    let mut kept: Vec<(usize, &Finding)> = outcome.findings.iter().enumerate().collect();
    if kept.len() > MOST {
        kept.sort_by_key(|(at, finding)| (std::cmp::Reverse(finding.severity), *at));
        kept.truncate(MOST);
        kept.sort_by_key(|(at, _)| *at);
    }
    kept.into_iter().map(|(_, finding)| finding).collect()
}

fn of_rule(outcome: &Outcome, rule: &RuleInfo) -> Value {
    let lang = outcome.lang;
    let basis = prose::basis(lang, rule);
    json!({
        "id": &*rule.id,
        "name": &*rule.title,
        "shortDescription": { "text": &*rule.title },
        "fullDescription": { "text": full(outcome, rule) },
        "help": {
            "text": format!("{}: {} ({basis})", lang.word("report-help"), rule.help),
            "markdown": format!("**{}**\n\n{}\n\n{}", rule.title, rule.help, basis),
        },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": tags(rule), "clauses": rule.clauses, "basis": rule.basis.word() },
    })
}

/// The title, and what the clauses that it rests on demand.
fn full(outcome: &Outcome, rule: &RuleInfo) -> String {
    let demands = outcome.clauses.iter().filter(|clause| rule.clauses.contains(&clause.id));
    let demands: Vec<String> = demands.map(|clause| format!("{} {}", clause.id, clause.title)).collect();
    if demands.is_empty() {
        rule.title.to_string()
    } else {
        format!("{} ({})", rule.title, demands.join("; "))
    }
}

fn tags(rule: &RuleInfo) -> Vec<String> {
    [rule.basis.word().to_owned()].into_iter().chain(rule.clauses.iter().cloned()).collect()
}

fn result(outcome: &Outcome, finding: &Finding, values: Values) -> Value {
    let rule = &outcome.rules[finding.rule];
    let message =
        format!("{} {}", prose::message_alone(outcome.lang, finding, values), finding.help.show(values));
    let mut result = json!({
        "ruleId": &*rule.id,
        "ruleIndex": finding.rule,
        "level": level(finding.severity),
        "message": { "text": plain(message.trim()) },
        "locations": [location(outcome, &finding.at)],
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().map(|related| {
            let mut place = location(outcome, &related.at);
            place["message"] = json!({ "text": plain(related.message.show(values)) });
            place
        });
        result["relatedLocations"] = related.collect();
    }
    let since = &finding.since;
    if let Some(known) = &since.identity {
        result["partialFingerprints"] = fingerprints(&known.fingerprint.to_string());
    }
    if let Some(state) = since.state {
        result["baselineState"] = state.word().into();
    }
    // SARIF asks for it on every result or on none.
    if outcome.since.waivers.is_some() {
        let waived = since.waived.iter();
        result["suppressions"] = waived
            .map(|waived| {
                let why = prose::waiver(outcome.lang, waived);
                json!({ "kind": "external", "status": "accepted", "justification": why })
            })
            .collect();
    }
    result
}

/// A finding of the baseline that is no more.
fn absent(outcome: &Outcome, gone: &Gone) -> Value {
    let mut region = json!({ "startLine": gone.row.max(1) });
    let mut place = json!({ "name": gone.sheet, "kind": "element" });
    if let Some(cell) = &gone.cell {
        region["message"] = json!({ "text": cell });
        place["fullyQualifiedName"] = format!("{}!{cell}", gone.sheet).into();
    }
    let mut result = json!({
        "ruleId": gone.rule,
        "level": level(gone.severity),
        "message": { "text": plain(&gone.title) },
        "locations": [{
            "physicalLocation": { "artifactLocation": { "uri": uri(&gone.input) }, "region": region },
            "logicalLocations": [place],
        }],
        "baselineState": "absent",
        "partialFingerprints": fingerprints(&gone.fingerprint),
        "properties": { "why": gone.why.word() },
    });
    if outcome.since.waivers.is_some() {
        result["suppressions"] = json!([]);
    }
    result
}

/// Named with a version, as SARIF asks.
fn fingerprints(fingerprint: &str) -> Value {
    json!({ "rutinkoll/v1": fingerprint })
}

/// SARIF reads `[text](link)` and `{0}` in a message; what a cell holds is neither.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '[' | ']' | '\\' => escaped.extend(['\\', c]),
            '{' => escaped.push_str("{{"),
            '}' => escaped.push_str("}}"),
            c => escaped.push(c),
        }
    }
    escaped
}

fn location(outcome: &Outcome, at: &Location) -> Value {
    let source = outcome.source(at);
    let sheet = outcome.sheet_name(at);
    let mut region = json!({ "startLine": at.row.max(1) });
    if let Some(cell) = at.cell {
        region["startColumn"] = (cell.column + 1).into();
        region["endColumn"] = (cell.column + 2).into();
    }
    let index = sources(outcome).position(|(known, _)| known == at.source);
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&source.path), "index": index },
            "region": region,
        },
        "logicalLocations": [{
            "name": prose::spot(outcome.lang, at),
            "fullyQualifiedName": format!("{sheet}!{}", prose::spot(outcome.lang, at)),
            "kind": "element",
        }],
    })
}

/// Everything that was read, in the order of the artifacts.
fn sources(outcome: &Outcome) -> impl Iterator<Item = (Source, &SourceReport)> {
    let inputs = outcome.inputs.iter().enumerate().map(|(index, input)| (Source::Input(index), input));
    let tables = outcome.tables.iter().enumerate().map(|(index, table)| (Source::Table(index), table));
    inputs.chain(tables.filter(|(_, table)| !table.path.is_empty()))
}

fn artifact(source: &SourceReport) -> Value {
    let mut artifact = json!({
        "location": { "uri": uri(&source.path) },
        "roles": [if source.table.is_some() { "referencedOnCommandLine" } else { "analysisTarget" }],
    });
    if let Some(hash) = source.sha256.strip_prefix("sha256:") {
        artifact["hashes"] = json!({ "sha-256": hash });
    }
    if let Some(table) = &source.table {
        artifact["properties"] = json!({ "table": table, "rows": source.rows() });
        if let Some((from, to)) = source.period {
            artifact["properties"]["period"] = json!({ "from": from.to_string(), "to": to.to_string() });
        }
    }
    artifact
}

/// A path as a URI reference: relative ones stay so.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut uri = String::new();
    let drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with('/') || drive {
        uri.push_str(if drive { "file:///" } else { "file://" });
    }
    for byte in path.bytes() {
        let kept = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        if kept || (byte == b':' && drive) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// What could not be read or judged, what was not checked, and what was left out.
fn notifications(outcome: &Outcome) -> Vec<Value> {
    let lang = outcome.lang;
    let mut all: Vec<Value> = outcome.errors.iter().map(|problem| of_problem(lang, problem)).collect();
    for rule in &outcome.rules {
        if let Status::NotChecked(why) | Status::Failed(why) = &rule.coverage.status {
            let text = [Some(lang.say(why)), lang.help(why)].into_iter().flatten().collect::<Vec<_>>();
            all.push(json!({
                "level": if matches!(rule.coverage.status, Status::Failed(_)) { "error" } else { "warning" },
                "message": { "text": plain(&format!("{}: {}", rule.id, text.join(": "))) },
                "descriptor": { "id": why.id },
                "associatedRule": { "id": &*rule.id },
            }));
        }
    }
    let said = ["report-problems", "report-failed"];
    for section in prose::besides(outcome).iter().filter(|section| !said.contains(&section.id)) {
        let heading = lang.word(section.id);
        all.extend(section.lines.iter().map(|line| {
            let text = format!("{heading}: {}", line.whole());
            json!({ "level": "note", "message": { "text": plain(&text) }, "descriptor": { "id": section.id } })
        }));
    }
    if let Some(note) = prose::no_fingerprints(outcome) {
        let text = lang.say(&note);
        all.push(
            json!({ "level": "note", "message": { "text": plain(&text) }, "descriptor": { "id": note.id } }),
        );
    }
    if outcome.findings.len() > MOST {
        let note = Note::new("sarif-limit").with("shown", MOST).with("all", outcome.findings.len());
        all.push(json!({
            "level": "warning",
            "message": { "text": lang.say(&note) },
            "descriptor": { "id": note.id },
        }));
    }
    all
}

fn of_problem(lang: Lang, problem: &Problem) -> Value {
    let text = [problem.input.clone(), Some(lang.say(&problem.note)), lang.help(&problem.note)];
    let text: Vec<String> = text.into_iter().flatten().collect();
    json!({
        "level": "error",
        "message": { "text": plain(&text.join(": ")) },
        "descriptor": { "id": problem.note.id },
    })
}

fn properties(outcome: &Outcome, made: &Made, values: Values) -> Value {
    let mut properties = json!({
        "created": made.created.to_string(),
        "eraseBy": made.erase_by(outcome).to_string(),
        "personalData": outcome.shows_personal_data(values),
        "handling": prose::personal(outcome, values),
        "values": values.word(),
        "asOf": outcome.as_of.to_string(),
        "pack": outcome.pack.name,
        "packVersion": outcome.pack.version,
        "packDigest": outcome.pack.digest,
        "rulesOff": outcome.pack.off,
        "rulesChanged": outcome.pack.overridden,
        "options": outcome.options.written(),
        "rows": outcome.rows_judged,
        "rowsWithFindings": outcome.rows_with_findings(),
        "rowsByKind": outcome.rows_by_kind.iter().map(|(kind, n)| json!({ "kind": kind, "rows": n })).collect::<Vec<_>>(),
    });
    let people = prose::by_adviser(outcome, values);
    if !people.is_empty() {
        let people = people.into_iter().map(
            |(name, of)| json!({ "name": name, "error": of.error, "warning": of.warning, "info": of.info }),
        );
        properties["byAdviser"] = people.collect();
    }
    properties
}
