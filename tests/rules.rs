//! The rules' own tests, and what every rule finds in every fixture: a rule that becomes noisy
//! elsewhere shows in its snapshot.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rutinkoll::finding::{Finding, Severity, Values};
use rutinkoll::outcome::{Outcome, Status};
use rutinkoll::pipeline::{self, GivenTable, Input, Request};
use rutinkoll::rule_test::coverage::Gap;
use rutinkoll::rule_test::mutate::Survivor;
use rutinkoll::rule_test::{self, Went, coverage, mutate};
use rutinkoll::ruleset::{PackFiles, RuleSet, equivalents};
use rutinkoll::workbook::Limits;

const PACKS: [&str; 2] = ["rules/hjalplinjen", "fixtures/expenses/rules"];
const SCENARIOS: [&str; 9] =
    ["clean", "headers", "months", "odd", "reconciled", "renamed", "status", "typical", "wiped"];

fn all(rules: &RuleSet) -> Vec<usize> {
    (0..rules.rules.len()).collect()
}

const TYPICAL: &str = "fixtures/typical/Hjälplinjen.xlsx";
/// A sheet and exports as hurried hands leave them.
const MESSY: &str = "fixtures/reconciled/Hjälplinjen.xlsx";

fn rules(pack: &str) -> RuleSet {
    RuleSet::compile(&PackFiles::read(Path::new(pack)).unwrap(), None).unwrap()
}

fn audit(rules: &RuleSet, file: &Path) -> Outcome {
    audit_with(rules, file, &[])
}

/// The exports that stand beside a sheet, by the table that each is.
const TABLES: [(&str, &str); 3] =
    [("kunder", "kunder.csv"), ("loggar", "loggar.xlsx"), ("arenden", "arenden.xlsx")];

/// With those of its tables that are named.
fn audit_with(rules: &RuleSet, file: &Path, tables: &[&str]) -> Outcome {
    let table = |(name, beside): (&str, &str)| GivenTable {
        name: name.to_owned(),
        input: Input::File(file.with_file_name(beside)),
        from: None,
        to: None,
    };
    pipeline::audit(&Request {
        rules,
        as_of: "2026-11-23".parse().unwrap(),
        inputs: vec![Input::File(file.to_owned())],
        tables: TABLES.into_iter().filter(|(name, _)| tables.contains(name)).map(table).collect(),
        sheets: Vec::new(),
        limits: Limits::default(),
        retain_days: None,
        by_adviser: false,
        pictures: true,
        jobs: 1,
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
        let rules = rules(pack);
        let results = rule_test::run(&rules, &all(&rules));
        assert!(!results.is_empty());
        let failed: Vec<String> = results
            .iter()
            .filter(|result| result.went != Went::Passed)
            .map(|result| {
                let (file, line) = &result.place;
                format!(
                    "{file}:{line}: {} ({:?})\n  - {}\n  + {}",
                    result.name,
                    result.went,
                    result.expected.join(", "),
                    result.got.join(", ")
                )
            })
            .collect();
        assert!(failed.is_empty(), "{}", failed.join("\n"));
    }
}

#[test]
fn every_rule_shows_what_keeps_it_what_breaks_it_and_what_it_leaves_alone() {
    for pack in PACKS {
        let mut rules = rules(pack);
        let chosen = all(&rules);
        let line = |gap: &Gap| format!("{:?} {:?}", gap.place, gap.note);
        let gaps: Vec<String> = coverage::of_rules(&mut rules, &chosen).iter().map(line).collect();
        assert!(gaps.is_empty(), "{}", gaps.join("\n"));
    }
}

/// Our own pack is held to the same by `.ci/run`; here a small one, for it takes its time unoptimised.
#[test]
fn no_small_change_of_a_rule_goes_unnoticed() {
    let pack = "fixtures/expenses/rules";
    let mut rules = rules(pack);
    let chosen = all(&rules);
    let known = equivalents(&PackFiles::read(Path::new(pack)).unwrap()).unwrap();
    let mutation = mutate::run(&mut rules, &chosen, &known);
    let line = |survivor: &Survivor| format!("{}: {}", survivor.rule, survivor.edit.name());
    let survivors: Vec<String> = mutation.survivors.iter().map(line).collect();
    assert!(survivors.is_empty(), "{}", survivors.join("\n"));
    assert!(mutation.tried > 50 && mutation.stale.is_empty() && mutation.failing.is_empty());
}

#[test]
fn a_rule_is_called_what_its_file_is_called() {
    for pack in PACKS {
        let mut files: Vec<String> = fs::read_dir(pack)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
            .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
            .filter(|stem| stem != "pack" && stem != "equivalent-mutants")
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
    // What the tables beside a sheet add, with the rows of theirs that it points at.
    for book in [TYPICAL, MESSY].map(Path::new) {
        let without = audit(&rules, book);
        let known: Vec<String> = without.findings.iter().map(|finding| line(&without, finding)).collect();
        let outcome = audit_with(&rules, book, &TABLES.map(|(name, _)| name));
        assert!(outcome.errors.is_empty(), "{:?}", outcome.errors);
        for finding in &outcome.findings {
            let line = line(&outcome, finding);
            if !known.contains(&line) {
                let lines = found.get_mut(&*outcome.rules[finding.rule].id).unwrap();
                lines.push_str(&line);
                for related in &finding.related {
                    let cell = related.at.cell.map(|cell| cell.to_string()).unwrap_or_default();
                    let table = outcome.source(&related.at).table.as_deref().unwrap_or_default();
                    let message = related.message.show(Values::Masked);
                    lines.push_str(&format!("    {table} › {cell}: {message}\n"));
                }
            }
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

/// Rules that decide by a table; each by one.
fn needing<'o>(outcome: &'o Outcome, rules: &RuleSet, table: &str) -> Vec<&'o rutinkoll::outcome::RuleInfo> {
    let index = rules.pack.tables.iter().position(|schema| schema.name == table).unwrap();
    let needs = |id: &str| rules.rules[rules.find(id).unwrap()].tables(&rules.pack).contains(&index);
    outcome.rules.iter().filter(|rule| needs(&rule.id)).collect()
}

/// The findings of the rules that need a table.
fn found(outcome: &Outcome, rules: &RuleSet, table: &str) -> Vec<String> {
    let ids: Vec<&str> = needing(outcome, rules, table).iter().map(|rule| &*rule.id).collect();
    let findings = outcome.findings.iter();
    let theirs = findings.filter(|finding| ids.contains(&&*outcome.rules[finding.rule].id));
    theirs.map(|finding| line(outcome, finding)).collect()
}

#[test]
fn a_table_that_is_not_given_is_said_and_nothing_is_missing_for_it() {
    let rules = rules("rules/hjalplinjen");
    let names = TABLES.map(|(name, _)| name);
    for book in [TYPICAL, MESSY].map(Path::new) {
        let whole = audit_with(&rules, book, &names);
        for given in [&[][..], &names[..1], &names[1..2], &names[2..]] {
            let outcome = audit_with(&rules, book, given);
            for table in names {
                if given.contains(&table) {
                    assert_eq!(found(&outcome, &rules, table), found(&whole, &rules, table), "{table}");
                    continue;
                }
                assert_eq!(found(&outcome, &rules, table), Vec::<String>::new(), "{table}");
                let needing = needing(&outcome, &rules, table);
                assert!(!needing.is_empty());
                for rule in needing {
                    let Status::NotChecked(why) = &rule.coverage.status else {
                        panic!("{} without {table}: {:?}", rule.id, rule.coverage)
                    };
                    assert_eq!(why.id, "why-table-absent", "{}", rule.id);
                }
            }
        }
        for table in names {
            assert!(!found(&whole, &rules, table).is_empty(), "{table} shows nothing");
        }
    }
}

#[test]
fn every_undecided_row_has_its_reason() {
    let rules = rules("rules/hjalplinjen");
    for tables in [&[][..], &["kunder", "loggar", "arenden"]] {
        let outcome = audit_with(&rules, Path::new(TYPICAL), tables);
        for rule in &outcome.rules {
            let covered = &rule.coverage;
            let told: u64 = covered.undecided.iter().map(|(_, rows)| rows).sum();
            assert_eq!(told, covered.rows_undecided, "{}", rule.id);
            let vague = covered.undecided.iter().any(|(why, _)| why.id == "why-nothing");
            assert!(!vague, "{}: {covered:?}", rule.id);
        }
    }
}

/// An example in the docs that names its file stands there word for word.
#[test]
fn the_examples_of_the_docs_are_taken_from_packs_that_run() {
    let docs = fs::read_to_string("docs/rule-language.md").unwrap();
    let mut shown = 0;
    for part in docs.split("<!-- fixtures/").skip(1) {
        let (path, rest) = part.split_once(" -->").unwrap();
        let example = rest.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let file = fs::read_to_string(Path::new("fixtures").join(path)).unwrap();
        assert!(file.contains(example), "{path} has not:\n{example}");
        shown += 1;
    }
    assert!(shown >= 3);
}

/// A rule's file as the schema's validator sees it.
fn as_json(text: &str) -> serde_json::Value {
    serde_yaml::from_str(text).unwrap()
}

#[test]
fn every_rule_fits_the_packs_schema_and_a_broken_one_does_not() {
    for pack in PACKS {
        let rules = rules(pack);
        let schema = jsonschema::validator_for(&rutinkoll::ruleset::json_schema(&rules)).unwrap();
        for rule in &rules.rules {
            let errors: Vec<String> = schema
                .iter_errors(&as_json(&rule.file.text))
                .map(|error| format!("{}: {} {error}", rule.id, error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{}", errors.join("\n"));
        }
    }
    let rules = rules("rules/hjalplinjen");
    let schema = jsonschema::validator_for(&rutinkoll::ruleset::json_schema(&rules)).unwrap();
    let sound = fs::read_to_string("rules/hjalplinjen/invoice-copy-without-address.yaml").unwrap();
    let slips = [
        ("severity: error", "severity: eror"),
        ("severity: error\n", ""),
        ("basis: routine", "basis: rutin"),
        ("clauses: [\"1.2\", \"3.5\"]", "clauses: [\"1.2\", \"9.9\"]"),
        ("expect:\n  Adress: filled", "expect:\n  Adres: filled"),
        ("expect:\n  Adress: filled", "expect:\n  Adress: filed"),
        ("expect:\n  Adress: filled", "expct:\n  Adress: filled"),
        ("is_a: fakturakopia", "is_a: fakturakopi"),
        ("is_a: fakturakopia", "isa: fakturakopia"),
        ("none of:", "noneof:"),
        ("expect: pass", "expect: passed"),
        ("expect: { fail: Adress }", "expect: { fails: Adress }"),
        ("row: { Vad ska skickas: Fakturakopia, Adress: \"-\" }", "row: { Vad skickas: Fakturakopia }"),
    ];
    for (old, new) in slips {
        assert!(sound.contains(old), "{old}");
        assert!(!schema.is_valid(&as_json(&sound.replacen(old, new, 1))), "{new}");
    }
}

/// The schema beside the rules is the one that `rules schema` writes.
#[test]
fn the_schema_beside_the_rules_is_fresh() {
    let written = fs::read_to_string("rules/hjalplinjen/rule.schema.json").unwrap_or_default();
    let fresh = format!("{:#}\n", rutinkoll::ruleset::json_schema(&rules("rules/hjalplinjen")));
    let told = "target/debug/rutinkoll rules schema rules/hjalplinjen > rules/hjalplinjen/rule.schema.json";
    assert!(written.replace("\r\n", "\n") == fresh, "out of date: {told}");
}
