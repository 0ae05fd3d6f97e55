//! False alarms, measured: phrases and rows that were labelled before the rules were written.
//!
//! `cargo test --test labelled -- --nocapture` prints the figures.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rutinkoll::finding::{Finding, Severity};
use rutinkoll::pipeline::{self, Input, Request};
use rutinkoll::ruleset::{PackFiles, RuleSet};
use rutinkoll::workbook::Limits;

fn rules() -> RuleSet {
    RuleSet::compile(&PackFiles::read(Path::new("rules/hjalplinjen")).unwrap(), None).unwrap()
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let code = &rest[at + 1..];
        if let Some(hex) = code.strip_prefix('u').and_then(|code| code.get(..4)) {
            out.push(char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap());
            rest = &code[5..];
        } else {
            out.push('\n');
            rest = &code[1..];
        }
    }
    out + rest
}

/// Of the kinds that were found, how many were right; of those that are right, how many were found.
#[test]
fn phrases_are_understood_and_not_guessed() {
    let rules = rules();
    let words = &rules.pack.words;
    let group = words.group("sort").unwrap();
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    let mut wrong = Vec::new();
    for line in fs::read_to_string("fixtures/labelled/phrases.tsv").unwrap().lines().skip(1) {
        let (phrase, kinds) = line.split_once('\t').unwrap();
        let expected: BTreeSet<&str> =
            kinds.trim().split(',').map(str::trim).filter(|kind| *kind != "?").collect();
        let kinds = words.kinds(&unescape(phrase), group);
        let got: BTreeSet<&str> = kinds.terms.iter().map(|id| words.get(*id).name.as_str()).collect();
        right += got.intersection(&expected).count();
        found += got.len();
        wanted += expected.len();
        if got != expected {
            wrong.push(format!("{phrase}: wanted {expected:?}, got {got:?}"));
        }
    }
    let guessed = found - right;
    println!("phrases: precision {right}/{found}, recall {right}/{wanted}\n{}", wrong.join("\n"));
    assert_eq!(guessed, 0, "a kind was guessed:\n{}", wrong.join("\n"));
    assert!(right * 100 >= wanted * 97, "{right} of {wanted} kinds were found:\n{}", wrong.join("\n"));
}

struct Expected {
    clause: String,
    column: String,
    severity: String,
}

fn expected(label: &str) -> Vec<Expected> {
    let one = |label: &str| {
        let (clause, rest) = label.split_once('@').unwrap();
        let (column, severity) = rest.rsplit_once(':').unwrap();
        Expected {
            clause: clause.to_owned(),
            column: column.replace('_', " "),
            severity: severity.to_owned(),
        }
    };
    if label == "fine" { Vec::new() } else { label.split_whitespace().map(one).collect() }
}

fn audit(sheet: &str, rows: &str) {
    let rules = rules();
    let request = Request {
        rules: &rules,
        as_of: "2026-11-23".parse().unwrap(),
        inputs: vec![Input::File(sheet.into())],
        tables: Vec::new(),
        sheets: Vec::new(),
        limits: Limits::default(),
        retain_days: None,
        by_adviser: false,
        pictures: true,
        jobs: 1,
        problems: Vec::new(),
    };
    let outcome = pipeline::audit(&request);
    assert!(outcome.errors.is_empty(), "{:?}", outcome.errors);
    let text = fs::read_to_string(rows).unwrap();
    let mut false_alarms = Vec::new();
    let mut missed = Vec::new();
    let (mut fine, mut breaches, mut raised) = (0, 0, 0);
    for (line, number) in text.lines().skip(1).zip(2u32..) {
        let mut fields = line.split('\t');
        let (id, label) = (fields.next().unwrap(), fields.next().unwrap());
        let labels = expected(label);
        let grave = |finding: &&Finding| finding.severity > Severity::Info;
        let found: Vec<&Finding> =
            outcome.findings.iter().filter(|finding| finding.at.row == number).collect();
        fine += usize::from(labels.iter().all(|label| label.severity == "info"));
        let answers = |finding: &Finding, label: &Expected| {
            outcome.rules[finding.rule].clauses.contains(&label.clause)
                && finding.severity.word() == label.severity
                && (label.column == "*" || finding.at.column.as_deref() == Some(&label.column))
        };
        raised += found.iter().copied().filter(grave).count();
        for label in labels.iter() {
            breaches += 1;
            if !found.iter().any(|finding| answers(finding, label)) {
                missed.push(format!(
                    "{id} (row {number}): {}@{}:{}",
                    label.clause, label.column, label.severity
                ));
            }
        }
        for finding in found.iter().copied().filter(grave) {
            if !labels.iter().any(|label| answers(finding, label)) {
                let rule = &outcome.rules[finding.rule];
                false_alarms
                    .push(format!("{id} (row {number}): {} at {:?}  [{line}]", rule.id, finding.at.column));
            }
        }
    }
    println!(
        "{rows}: {fine} fine rows; precision {}/{raised}, recall {}/{breaches}",
        raised - false_alarms.len(),
        breaches - missed.len()
    );
    assert!(
        false_alarms.is_empty() && missed.is_empty(),
        "false alarms:\n{}\nmissed:\n{}",
        false_alarms.join("\n"),
        missed.join("\n")
    );
}

#[test]
fn no_false_alarm_and_no_miss_on_the_labelled_sheet() {
    audit("fixtures/labelled/labelled.xlsx", "fixtures/labelled/rows.tsv");
}

#[test]
fn no_false_alarm_and_no_miss_with_status_and_log_columns() {
    audit("fixtures/labelled/labelled_log.xlsx", "fixtures/labelled/rows_log.tsv");
}
