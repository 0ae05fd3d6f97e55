//! The rules' own tests, and what every rule finds in every fixture: a rule that becomes noisy
//! elsewhere shows in its snapshot.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rutinkoll::finding::{Finding, Severity, Values};
use rutinkoll::outcome::Outcome;
use rutinkoll::pipeline::{self, Input, Request};
use rutinkoll::rule_test::{self, Went};
use rutinkoll::ruleset::rule::{Expected, Over};
use rutinkoll::ruleset::{PackFiles, RuleSet};
use rutinkoll::workbook::Limits;

const PACKS: [&str; 2] = ["rules/hjalplinjen", "fixtures/expenses/rules"];
const SCENARIOS: [&str; 8] = ["clean", "headers", "months", "odd", "renamed", "status", "typical", "wiped"];

/// What makes these apply is already the breach: no row keeps them.
const NEVER_KEPT: [&str; 3] = ["address-see-above", "wiped-row", "wiped-row-without-status"];

fn rules(pack: &str) -> RuleSet {
    RuleSet::compile(&PackFiles::read(Path::new(pack)).unwrap(), None).unwrap()
}

fn audit(rules: &RuleSet, file: &Path) -> Outcome {
    pipeline::audit(&Request {
        rules,
        as_of: "2026-11-23".parse().unwrap(),
        inputs: vec![Input::File(file.to_owned())],
        tables: Vec::new(),
        sheets: Vec::new(),
        limits: Limits::default(),
        retain_days: None,
        by_adviser: false,
        problems: Vec::new(),
    })
}

/// Every workbook of the scenarios, but the tables beside them.
fn workbooks() -> Vec<PathBuf> {
    let tables = ["loggar.xlsx", "arenden.xlsx"];
    let files =
        SCENARIOS.iter().flat_map(|scenario| fs::read_dir(Path::new("fixtures").join(scenario)).unwrap());
    let mut books: Vec<PathBuf> = files
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "xlsx"))
        .filter(|path| !tables.iter().any(|table| path.ends_with(table)))
        .collect();
    books.sort();
    assert!(books.len() >= 11, "{books:?}");
    books
}

fn line(outcome: &Outcome, finding: &Finding) -> String {
    let place = match finding.at.cell {
        Some(cell) => cell.to_string(),
        None => format!("{} {}", finding.at.row, finding.at.column.as_deref().unwrap_or_default()),
    };
    let file = outcome.source(&finding.at).path.trim_start_matches("fixtures/").replace('\\', "/");
    let sheet = outcome.sheet_name(&finding.at);
    format!(
        "{file} › {sheet} › {place} {}: {}\n",
        finding.severity.word(),
        finding.message.show(Values::Masked)
    )
}

#[test]
fn the_tests_beside_the_rules_pass() {
    for pack in PACKS {
        let results = rule_test::run(&rules(pack), &[]);
        assert!(!results.is_empty());
        let failed: Vec<String> = results
            .iter()
            .filter(|result| result.went != Went::Passed)
            .map(|result| {
                let (file, line) = &result.place;
                format!(
                    "{file}:{line}: {} ({:?})\n  - {}\n  + {}",
                    result.name, result.went, result.expected, result.got
                )
            })
            .collect();
        assert!(failed.is_empty(), "{}", failed.join("\n"));
    }
}

#[test]
fn every_rule_shows_what_keeps_it_what_breaks_it_and_what_it_leaves_alone() {
    let mut lacking = Vec::new();
    for pack in PACKS {
        for rule in &rules(pack).rules {
            let has = |wanted: fn(&Expected) -> bool| rule.tests.iter().any(|test| wanted(&test.expect));
            if !has(|expect| *expect == Expected::Pass) && !NEVER_KEPT.contains(&&*rule.id) {
                lacking.push(format!("{}: no row that passes", rule.id));
            }
            if !has(|expect| matches!(expect, Expected::Fail { .. })) {
                lacking.push(format!("{}: no row that fails", rule.id));
            }
            // A list of headers always has one that such a rule is about.
            let narrow = rule.when.is_some() && rule.over != Over::Headers;
            if narrow && !has(|expect| *expect == Expected::NotApplicable) {
                lacking.push(format!("{}: no row that it does not apply to", rule.id));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn a_rule_is_called_what_its_file_is_called() {
    for pack in PACKS {
        let mut files: Vec<String> = fs::read_dir(pack)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
            .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
            .filter(|stem| stem != "pack")
            .collect();
        files.sort();
        let ids: Vec<String> = rules(pack).rules.iter().map(|rule| rule.id.to_string()).collect();
        assert_eq!(ids, files);
        for id in &ids {
            assert!(id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{id}");
        }
    }
}

#[test]
fn what_every_rule_finds_in_every_fixture() {
    let rules = rules("rules/hjalplinjen");
    let mut found: BTreeMap<String, String> =
        rules.rules.iter().map(|rule| (rule.id.to_string(), String::new())).collect();
    for book in workbooks() {
        let outcome = audit(&rules, &book);
        for finding in &outcome.findings {
            found.get_mut(&*outcome.rules[finding.rule].id).unwrap().push_str(&line(&outcome, finding));
        }
    }
    let changed: Vec<&str> = found
        .iter()
        .filter(|(id, lines)| {
            let lines = if lines.is_empty() { "(nothing)\n" } else { lines };
            let assert = || {
                insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                    insta::assert_snapshot!(id.as_str(), lines);
                });
            };
            catch_unwind(AssertUnwindSafe(assert)).is_err()
        })
        .map(|(id, _)| id.as_str())
        .collect();
    assert!(changed.is_empty(), "these find something else: {}", changed.join(", "));
}

#[test]
fn the_clean_month_has_no_warning_and_no_error() {
    let outcome = audit(&rules("rules/hjalplinjen"), Path::new("fixtures/clean/Hjälplinjen.xlsx"));
    assert!(outcome.errors.is_empty(), "{:?}", outcome.errors);
    let grave: Vec<String> = outcome
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Info)
        .map(|finding| line(&outcome, finding))
        .collect();
    assert!(grave.is_empty(), "{}", grave.join(""));
}
