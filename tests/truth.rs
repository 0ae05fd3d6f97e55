//! Three answers: every row of the truth rules in `docs/rule-language.md`, each condition once as
//! `expect` (holds: pass, broken: a finding) and once as `when` (broken: not applicable).
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use proptest::prelude::*;
use rutinkoll::finding::Source;
use rutinkoll::pipeline::{self, GivenTable, Input, Request};
use rutinkoll::rule_test;
use rutinkoll::ruleset::{PackFiles, RuleSet};
use rutinkoll::workbook::Limits;

const PACK: &str = "
schema: 1
name: prov
version: 1.0.0
languages: [sv]
columns:
  Nyckel: { type: identifier, required: true }
  Text: { type: text, required: true }
  Annan: { type: text }
  Dag: { type: date }
  Slut: { type: date }
  Tal: { type: number }
  Plats: { type: address }
  Borta: { type: text }
tables:
  lista:
    columns:
      Nyckel: { type: identifier, required: true }
      Dag: { type: date }
      Ord: { type: text }
links:
  någon: { in: lista, match: { Nyckel: Nyckel }, take: any }
  närmast: { in: lista, match: { Nyckel: Nyckel }, within: { Dag: { Dag: 7 days } }, take: nearest }
  varsin: { in: lista, match: { Nyckel: Nyckel }, within: { Dag: { Dag: 7 days } }, take: one_each }
  given: { in: lista, match: { Nyckel: Nyckel }, take: any, missing: undecided }
  röda: { in: lista, match: { Nyckel: Nyckel }, take: any, where: { Ord: { is_a: röd } } }
  ibland: { in: lista, match: { Nyckel: Nyckel }, take: any, when: { Text: filled } }
  dubbel: { in: lista, match: { Nyckel: Nyckel, Text: Ord }, take: any }
  den ena:
    { in: lista, match: { Nyckel: Nyckel }, within: { Dag: { Dag: 7 days } }, take: one_each, pool: två, when: { Text: { matches: a } } }
  den andra:
    { in: lista, match: { Nyckel: Nyckel }, within: { Dag: { Dag: 7 days } }, take: one_each, pool: två, when: { Text: { matches: b } } }
  tillbaka: { in: sheet, match: { Nyckel: Nyckel }, within: { Dag: { Dag: 7 days } }, take: one_each }
terms:
  röd: { group: färg, words: [röd] }
  blå: { group: färg, words: [blå] }
  farväl: { words: [hej då] }
placeholders: [\"-\", se ovan]
negations: [inte]
clauses:
  C: { title: { sv: Prov }, decided: sheet }
";

const HEAD: &str =
    "clauses: [C]\nbasis: routine\nseverity: error\ntitle: { sv: t }\nmessage: { sv: m }\nhelp: { sv: h }\n";

fn compile(files: Vec<(String, String)>) -> RuleSet {
    let mut files = files;
    files.push(("pack.yaml".to_owned(), PACK.to_owned()));
    files.sort();
    RuleSet::compile(&PackFiles { files, ..PackFiles::default() }, None)
        .unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// A case: the condition, the test's rows and what else it says, and T, F or U.
type Case<'c> = (&'c str, &'c str, char);

fn judged(rules: &[(String, String)]) -> Vec<String> {
    let set = compile(rules.to_vec());
    let results = rule_test::run(&set, &(0..set.rules.len()).collect::<Vec<_>>());
    assert_eq!(results.len(), rules.len());
    results.into_iter().map(|result| result.got.join(", ")).collect()
}

fn said(got: &str, broken: &str) -> char {
    match got {
        "pass" => 'T',
        "undecided" => 'U',
        got if got.starts_with(broken) => 'F',
        _ => '!',
    }
}

/// `given` is `key: value` lines of a test, by ` | `; a map alone is its row.
fn test_of(given: &str) -> String {
    let lines: Vec<String> = given
        .split(" | ")
        .map(
            |line| if line.starts_with('{') { format!("    row: {line}\n") } else { format!("    {line}\n") },
        )
        .collect();
    format!("tests:\n  - name: t\n{}    expect: pass\n", lines.concat())
}

fn check(cases: &[Case<'_>]) {
    let rule = |index: usize, kind: &str, body: String, given: &str| {
        (format!("case-{index:03}-{kind}.yaml"), format!("{HEAD}{body}{}", test_of(given)))
    };
    let expects: Vec<_> = cases
        .iter()
        .enumerate()
        .map(|(i, (cond, given, _))| rule(i, "expect", format!("at: Nyckel\nexpect: {cond}\n"), given))
        .collect();
    let whens: Vec<_> = cases
        .iter()
        .enumerate()
        .map(|(i, (cond, given, _))| {
            rule(i, "when", format!("when: {cond}\nexpect: {{ Nyckel: {{ state: merged }} }}\n"), given)
        })
        .collect();
    let mut wrong = Vec::new();
    for ((cond, given, wanted), got) in cases.iter().zip(judged(&expects)) {
        if said(&got, "fail") != *wanted {
            wrong.push(format!("expect {cond} on {given}: wanted {wanted}, got {got}"));
        }
    }
    for ((cond, given, wanted), got) in cases.iter().zip(judged(&whens)) {
        // Nothing is merged: where the rule applies, it is broken.
        let answer = if got.starts_with("fail") { 'T' } else { said(&got, "not_applicable") };
        if answer != *wanted {
            wrong.push(format!("when {cond} on {given}: wanted {wanted}, got {got}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_blank_cell_and_a_placeholder() {
    for cell in ["\"\"", "\"-\"", "\"  \"", "Se ovan"] {
        let row = format!("{{ Nyckel: 1, Text: {cell}, Annan: x }}");
        let cases: Vec<Case<'_>> = vec![
            ("{ Text: blank }", &row, 'T'),
            ("{ Text: filled }", &row, 'F'),
            ("{ Text: found }", &row, 'T'),
            ("{ Text: missing }", &row, 'F'),
            ("{ Text: readable }", &row, 'F'),
            ("{ Text: { is_a: röd } }", &row, 'F'),
            ("{ Text: { known: färg } }", &row, 'F'),
            ("{ Text: { equals: x } }", &row, 'F'),
            ("{ Text: { one_of: [x, y] } }", &row, 'F'),
            ("{ Text: { matches: x } }", &row, 'F'),
            ("{ Text: { same_as: Annan } }", &row, 'F'),
            ("{ Annan: { same_as: Text } }", &row, 'F'),
            ("{ Text: { same_address: Annan } }", &row, 'F'),
            ("{ Text: { near_address: Annan } }", &row, 'F'),
            ("{ Text: { address: none } }", &row, 'F'),
            ("{ Text: { length: 0..9 } }", &row, 'F'),
            ("{ Text: { number: 0..9 } }", &row, 'F'),
            ("{ Text: identity_number }", &row, 'F'),
            ("{ Text: { mentions: farväl } }", &row, 'F'),
            ("{ Text: { state: error } }", &row, 'F'),
            ("{ none of: [ { Text: { is_a: röd } } ] }", &row, 'T'),
        ];
        check(&cases);
    }
    check(&[
        ("{ Dag: { before: as_of } }", "{ Nyckel: 1 }", 'F'),
        ("{ Dag: { after: 2020-01-01 } }", "{ Nyckel: 1 }", 'F'),
        ("{ Dag: { before: Slut } }", "{ Nyckel: 1, Dag: 2026-11-03 }", 'F'),
    ]);
}

#[test]
fn an_error_and_a_formula_without_a_value() {
    for (cell, state, other) in
        [("{ error: \"#N/A\" }", "error", "no_value"), ("{ no_value: true }", "no_value", "error")]
    {
        let row = format!("{{ Nyckel: 1, Text: {cell}, Annan: x, Dag: 2026-11-03 }}");
        let (is, is_not) =
            (format!("{{ Text: {{ state: {state} }} }}"), format!("{{ Text: {{ state: {other} }} }}"));
        let cases: Vec<Case<'_>> = vec![
            (&is, &row, 'T'),
            (&is_not, &row, 'F'),
            ("{ Text: { state: [error, no_value] } }", &row, 'T'),
            ("{ Text: readable }", &row, 'F'),
            ("{ Text: filled }", &row, 'U'),
            ("{ Text: blank }", &row, 'U'),
            ("{ Text: { is_a: röd } }", &row, 'U'),
            ("{ Text: { known: färg } }", &row, 'U'),
            ("{ Text: { mentions: farväl } }", &row, 'U'),
            ("{ Text: { equals: x } }", &row, 'U'),
            ("{ Text: { matches: x } }", &row, 'U'),
            ("{ Text: { length: 1 } }", &row, 'U'),
            ("{ Text: { number: 1..2 } }", &row, 'U'),
            ("{ Text: identity_number }", &row, 'U'),
            ("{ Text: { address: none } }", &row, 'U'),
            ("{ Text: { same_as: Annan } }", &row, 'U'),
            ("{ Annan: { same_as: Text } }", &row, 'U'),
            ("{ none of: [ { Text: filled } ] }", &row, 'U'),
        ];
        check(&cases);
    }
}

#[test]
fn a_damaged_number_and_a_date_that_cannot_be_read() {
    let damaged = "{ Nyckel: { scientific: 1230000000 }, Text: x }";
    let bad = "{ Nyckel: 1, Dag: idag, Slut: 2026-11-03 }";
    let typed = "{ Nyckel: 1, Dag: \"23/11\" }";
    check(&[
        ("{ Nyckel: filled }", damaged, 'T'),
        ("{ Nyckel: blank }", damaged, 'F'),
        ("{ Nyckel: readable }", damaged, 'F'),
        ("{ Nyckel: { state: damaged } }", damaged, 'T'),
        ("{ Nyckel: { equals: \"1230000000\" } }", damaged, 'U'),
        ("{ Nyckel: { matches: \"1\" } }", damaged, 'U'),
        ("{ Nyckel: { length: 10 } }", damaged, 'U'),
        ("{ Nyckel: { same_as: Text } }", damaged, 'U'),
        ("{ Text: { same_as: Nyckel } }", damaged, 'U'),
        ("{ Dag: filled }", bad, 'T'),
        ("{ Dag: blank }", bad, 'F'),
        ("{ Dag: readable }", bad, 'F'),
        ("{ Dag: { state: bad_date } }", bad, 'T'),
        ("{ Dag: { before: as_of } }", bad, 'U'),
        ("{ Dag: { after: as_of } }", bad, 'U'),
        ("{ Slut: { after: Dag } }", bad, 'U'),
        ("{ Dag: { equals: 2026-11-03 } }", bad, 'U'),
        ("{ Dag: { state: typed_date } }", typed, 'T'),
        ("{ Dag: { state: struck } }", typed, 'F'),
        ("{ Dag: readable }", typed, 'T'),
        ("{ Dag: { equals: 2026-11-23 } }", typed, 'T'),
        ("{ Dag: { before: as_of } }", typed, 'F'),
        ("{ Dag: { after: as_of - 30 days } }", typed, 'T'),
    ]);
}

#[test]
fn a_kind_that_no_term_knows() {
    check(&[
        ("{ Text: { is_a: röd } }", "{ Nyckel: 1, Text: röd }", 'T'),
        ("{ Text: { is_a: röd } }", "{ Nyckel: 1, Text: blå }", 'F'),
        ("{ Text: { is_a: röd } }", "{ Nyckel: 1, Text: lila }", 'U'),
        ("{ Text: filled }", "{ Nyckel: 1, Text: lila }", 'T'),
        ("{ Text: blank }", "{ Nyckel: 1, Text: lila }", 'F'),
        ("{ Text: { known: färg } }", "{ Nyckel: 1, Text: lila }", 'F'),
        ("{ Text: { known: färg } }", "{ Nyckel: 1, Text: blå }", 'T'),
        ("{ Text: { is_a: röd } }", "{ Nyckel: 1, Text: röd + blå }", 'T'),
        ("{ Text: { mentions: farväl } }", "{ Nyckel: 1, Text: sade hej då }", 'T'),
        ("{ Text: { mentions: farväl } }", "{ Nyckel: 1, Text: sade inte hej då }", 'F'),
        ("{ Text: { mentions: farväl } }", "{ Nyckel: 1, Text: lila }", 'F'),
    ]);
}

#[test]
fn a_column_that_the_sheet_lacks() {
    let without = "{ Nyckel: 1, Text: x } | absent: [Borta]";
    check(&[
        ("{ Borta: found }", without, 'F'),
        ("{ Borta: missing }", without, 'T'),
        ("{ Borta: filled }", without, 'U'),
        ("{ Borta: blank }", without, 'U'),
        ("{ Borta: readable }", without, 'U'),
        ("{ Borta: { state: error } }", without, 'U'),
        ("{ Borta: { equals: x } }", without, 'U'),
        ("{ Borta: { mentions: farväl } }", without, 'U'),
        ("{ Text: { same_as: Borta } }", without, 'U'),
        ("[ { Borta: found }, { Borta: filled } ]", without, 'F'),
        ("{ any of: [ { Borta: missing }, { Borta: filled } ] }", without, 'T'),
    ]);
}

#[test]
fn all_any_and_none_of_every_pair() {
    let (t, f, u) = ("{ Text: { is_a: röd } }", "{ Annan: filled }", "{ Borta: filled }");
    let of = |truth: char| match truth {
        'T' => t,
        'F' => f,
        _ => u,
    };
    let row = "{ Nyckel: 1, Text: röd } | absent: [Borta]";
    let mut texts = Vec::new();
    for a in ['T', 'F', 'U'] {
        for b in ['T', 'F', 'U'] {
            let has = |truth: char| a == truth || b == truth;
            let all = if has('F') {
                'F'
            } else if has('U') {
                'U'
            } else {
                'T'
            };
            let any = if has('T') {
                'T'
            } else if has('U') {
                'U'
            } else {
                'F'
            };
            let none = match any {
                'T' => 'F',
                'F' => 'T',
                _ => 'U',
            };
            for (word, wanted) in [("all", all), ("any", any), ("none", none)] {
                texts.push((format!("{{ {word} of: [ {}, {} ] }}", of(a), of(b)), wanted));
            }
            // Several lines, and a list of them, are all of.
            texts.push((format!("[ {}, {} ]", of(a), of(b)), all));
        }
    }
    let cases: Vec<Case<'_>> = texts.iter().map(|(cond, wanted)| (cond.as_str(), row, *wanted)).collect();
    assert_eq!(cases.len(), 36);
    check(&cases);
    check(&[
        ("{ Text: [ filled, { equals: röd } ] }", row, 'T'),
        ("{ Text: [ filled, { equals: blå } ] }", row, 'F'),
        ("{ none of: [ { none of: [ { Text: filled } ] } ] }", row, 'T'),
    ]);
}

/// A row with a table whose dates reach from October to the end of November.
fn listed(row: &str, rows: &str) -> String {
    let around = "{ Nyckel: 98, Dag: 2026-10-01, Ord: a }, { Nyckel: 99, Dag: 2026-11-30, Ord: b }";
    let comma = if rows.is_empty() { "" } else { ", " };
    format!("{{ {row} }} | tables: {{ lista: [ {around}{comma}{rows} ] }}")
}

#[test]
fn a_link_that_takes_any() {
    let one = listed("Nyckel: 1", "{ Nyckel: 1, Ord: röd }");
    let same = listed("Nyckel: 1", "{ Nyckel: 1, Ord: röd }, { Nyckel: 1, Ord: röd }");
    let differ = listed("Nyckel: 1", "{ Nyckel: 1, Ord: röd }, { Nyckel: 1, Ord: blå }");
    let none = listed("Nyckel: 1", "{ Nyckel: 2, Ord: röd }");
    let key_blank = listed("Text: x", "{ Nyckel: 1, Ord: röd }");
    let key_error = listed("Nyckel: { error: \"#N/A\" }", "{ Nyckel: 1, Ord: röd }");
    let key_damaged = listed("Nyckel: { scientific: 1230000000 }", "{ Nyckel: 1, Ord: röd }");
    let absent = "{ Nyckel: 1 }";
    check(&[
        ("{ någon: found }", &one, 'T'),
        ("{ någon: missing }", &one, 'F'),
        ("{ någon.Ord: { is_a: röd } }", &one, 'T'),
        ("{ någon.Ord: { is_a: blå } }", &one, 'F'),
        ("{ någon: found }", &differ, 'T'),
        ("{ någon.Ord: { is_a: röd } }", &differ, 'U'),
        ("{ någon.Ord: { is_a: röd } }", &same, 'T'),
        ("{ någon: found }", &none, 'F'),
        ("{ någon: missing }", &none, 'T'),
        ("{ någon.Ord: filled }", &none, 'F'),
        ("{ någon.Ord: blank }", &none, 'F'),
        ("{ någon.Ord: { is_a: röd } }", &none, 'F'),
        ("{ någon: found }", &key_blank, 'U'),
        ("{ någon: missing }", &key_blank, 'U'),
        ("{ någon: found }", &key_error, 'U'),
        ("{ någon: found }", &key_damaged, 'U'),
        ("{ någon: found }", absent, 'U'),
        ("{ någon: missing }", absent, 'U'),
        ("{ någon.Ord: filled }", absent, 'U'),
    ]);
}

#[test]
fn a_link_that_takes_the_nearest_or_one_each() {
    let row = "Nyckel: 1, Dag: 2026-11-03";
    let near =
        listed(row, "{ Nyckel: 1, Dag: 2026-11-09, Ord: blå }, { Nyckel: 1, Dag: 2026-11-04, Ord: röd }");
    let far = listed(row, "{ Nyckel: 1, Dag: 2026-11-20, Ord: röd }");
    let undated = listed(row, "{ Nyckel: 1, Dag: idag, Ord: röd }");
    let outside = listed("Nyckel: 1, Dag: 2026-01-03", "");
    let no_day = listed("Nyckel: 1", "{ Nyckel: 1, Dag: 2026-11-03, Ord: röd }");
    for link in ["närmast", "varsin"] {
        let found = format!("{{ {link}: found }}");
        let missing = format!("{{ {link}: missing }}");
        let red = format!("{{ {link}.Ord: {{ is_a: röd }} }}");
        check(&[
            (&found, &near, 'T'),
            (&red, &near, 'T'),
            (&found, &far, 'F'),
            (&missing, &far, 'T'),
            (&red, &far, 'F'),
            (&found, &undated, 'U'),
            (&missing, &undated, 'U'),
            (&found, &outside, 'U'),
            (&missing, &outside, 'U'),
            (&found, &no_day, 'U'),
            (&found, "{ Nyckel: 1, Dag: 2026-11-03 }", 'U'),
        ]);
    }
}

#[test]
fn exists() {
    let row = "Nyckel: 1, Dag: 2026-11-03";
    let both = listed(row, "{ Nyckel: 1, Ord: röd }, { Nyckel: 1, Ord: blå }");
    let blue = listed(row, "{ Nyckel: 1, Ord: blå }");
    let unknown = listed(row, "{ Nyckel: 1, Ord: lila }, { Nyckel: 1, Ord: blå }");
    let none = listed(row, "");
    let red = "{ exists: { in: någon, where: { Ord: { is_a: röd } } } }";
    check(&[
        (red, &both, 'T'),
        (red, &blue, 'F'),
        (red, &unknown, 'U'),
        (red, &none, 'F'),
        (red, "{ Nyckel: 1 }", 'U'),
        ("{ exists: { in: någon } }", &both, 'T'),
        ("{ exists: { in: någon } }", &none, 'F'),
        ("{ exists: { in: någon } }", "{ Nyckel: 1 }", 'U'),
        ("{ none of: [ { exists: { in: någon } } ] }", &none, 'T'),
    ]);
}

#[test]
fn a_key_that_cannot_be_read_may_be_anyones() {
    let row = "Nyckel: 1, Dag: 2026-11-03";
    let unreadable = listed(row, "{ Nyckel: { error: \"#N/A\" }, Dag: 2026-11-04, Ord: röd }");
    let beside = listed(
        row,
        "{ Nyckel: { error: \"#N/A\" }, Dag: 2026-11-04, Ord: röd }, { Nyckel: 1, Dag: 2026-11-05, Ord: blå }",
    );
    let far = listed(row, "{ Nyckel: { error: \"#N/A\" }, Dag: 2026-11-20, Ord: röd }");
    let damaged = listed(row, "{ Nyckel: { scientific: 1230000000 }, Dag: 2026-11-04, Ord: röd }");
    let no_day = listed(row, "{ Nyckel: { error: \"#N/A\" }, Dag: idag, Ord: röd }");
    let blank = listed(row, "{ Dag: 2026-11-04, Ord: röd }");
    for link in ["närmast", "varsin"] {
        let found = format!("{{ {link}: found }}");
        let missing = format!("{{ {link}: missing }}");
        check(&[
            (&found, &unreadable, 'U'),
            (&missing, &unreadable, 'U'),
            (&found, &beside, 'T'),
            (&found, &far, 'F'),
            (&found, &damaged, 'U'),
            (&found, &no_day, 'U'),
            // A row of a table without a key is nobody's.
            (&found, &blank, 'F'),
        ]);
    }
    let red = "{ exists: { in: närmast, where: { Ord: { is_a: röd } } } }";
    let blue = "{ exists: { in: närmast, where: { Ord: { is_a: blå } } } }";
    check(&[(red, &beside, 'U'), (blue, &beside, 'T'), (red, &far, 'F'), ("{ någon: found }", &far, 'U')]);
    // The other key tells them apart.
    let other = listed("Nyckel: 1, Text: blå", "{ Nyckel: { error: \"#N/A\" }, Ord: röd }");
    let same = listed("Nyckel: 1, Text: blå", "{ Nyckel: { error: \"#N/A\" }, Ord: blå }");
    let second = listed("Nyckel: 1, Text: blå", "{ Nyckel: 1, Ord: { error: \"#N/A\" } }");
    check(&[
        ("{ dubbel: found }", &other, 'F'),
        ("{ dubbel: found }", &same, 'U'),
        ("{ dubbel: found }", &second, 'U'),
        ("{ dubbel: found }", &listed("Nyckel: 1", "{ Nyckel: 1, Ord: blå }"), 'U'),
    ]);
}

#[test]
fn what_a_link_asks_for() {
    let red = listed("Nyckel: 1", "{ Nyckel: 1, Ord: röd }, { Nyckel: 3, Ord: röd }");
    let blue = listed("Nyckel: 1", "{ Nyckel: 1, Ord: blå }, { Nyckel: 3, Ord: röd }");
    let unknown = listed("Nyckel: 1", "{ Nyckel: 1, Ord: lila }, { Nyckel: 3, Ord: röd }");
    let none_is_red = listed("Nyckel: 1", "{ Nyckel: 1, Ord: blå }");
    let missing = listed("Nyckel: 1", "{ Nyckel: 2, Ord: röd }");
    check(&[
        ("{ röda: found }", &red, 'T'),
        ("{ röda: found }", &blue, 'F'),
        ("{ röda: found }", &unknown, 'U'),
        // No row at all is red: the table is not what the pack takes it for.
        ("{ röda: found }", &none_is_red, 'U'),
        ("{ given: found }", &red, 'T'),
        ("{ given: found }", &missing, 'U'),
        ("{ given: missing }", &missing, 'U'),
        ("{ given.Ord: { is_a: röd } }", &missing, 'U'),
        ("{ ibland: found }", &red, 'F'),
        ("{ ibland: found }", &listed("Nyckel: 1, Text: x", "{ Nyckel: 1, Ord: röd }"), 'T'),
        ("{ ibland: found }", "{ Nyckel: 1 }", 'F'),
        ("{ ibland: found }", "{ Nyckel: 1, Text: x }", 'U'),
        ("{ någon.Ord: found }", &red, 'T'),
        ("{ Annan: { mentioned_in: Text } }", "{ Nyckel: 1, Annan: \"07\", Text: \"nr 7, tack\" }", 'T'),
        ("{ Annan: { mentioned_in: Text } }", "{ Nyckel: 1, Annan: \"7\", Text: nr 17 }", 'F'),
        ("{ Annan: { mentioned_in: Text } }", "{ Nyckel: 1, Annan: \"7\" }", 'F'),
        ("{ Annan: { mentioned_in: Text } }", "{ Nyckel: 1, Annan: \"7\", Text: { error: \"#N/A\" } }", 'U'),
        ("{ undecided: { sv: det går inte att säga } }", "{ Nyckel: 1 }", 'U'),
        ("{ any of: [ { undecided: { sv: nej } }, { Nyckel: filled } ] }", "{ Nyckel: 1 }", 'T'),
    ]);
}

#[test]
fn a_candidate_of_a_pool_answers_once() {
    let one = "{ Nyckel: 1, Dag: 2026-11-03, Ord: röd }";
    let two = format!("{one}, {{ Nyckel: 1, Dag: 2026-11-04, Ord: röd }}");
    let both = "{ den ena: found, den andra: found }";
    let either = "{ any of: [ den ena: found, den andra: found ] }";
    let row = |text: &str| format!("Nyckel: 1, Dag: 2026-11-03, Text: {text}");
    check(&[
        (both, &listed(&row("ab"), one), 'F'),
        (either, &listed(&row("ab"), one), 'T'),
        (both, &listed(&row("ab"), &two), 'T'),
        (both, &listed(&row("a"), &two), 'F'),
        (either, &listed(&row("b"), one), 'T'),
        (either, &listed(&row("c"), one), 'F'),
    ]);
}

#[test]
fn from_a_table_to_the_sheet() {
    let got = |rows: &str, sheet: &str| {
        let given = format!("rows: [ {rows} ] | sheet: [ {sheet} ]");
        answers("over: lista\nat: Nyckel\nexpect: { tillbaka: found }\n", &given)
    };
    let log = "{ Nyckel: 1, Dag: 2026-11-03, Ord: a }";
    let others = "{ Nyckel: 8, Dag: 2026-11-01, Text: x }, { Nyckel: 9, Dag: 2026-11-30, Text: x }";
    assert_eq!(got(log, &format!("{{ Nyckel: \"01\", Dag: 2026-11-05, Text: x }}, {others}")), "pass");
    assert!(got(log, others).starts_with("fail: Nyckel, row: 1"));
    assert!(got(log, &format!("{{ Nyckel: 1, Dag: 2026-11-15, Text: x }}, {others}")).starts_with("fail"));
    // One row answers for one of them.
    let twice =
        got(&format!("{log}, {log}"), &format!("{{ Nyckel: 1, Dag: 2026-11-05, Text: x }}, {others}"));
    assert!(twice.starts_with("fail"), "{twice}");
    assert_eq!(got("{ Nyckel: 1, Dag: 2026-10-03 }", others), "undecided");
    assert_eq!(got("{ Nyckel: 1, Dag: idag }", others), "undecided");
    assert_eq!(got("{ Dag: 2026-11-03 }", others), "undecided");
    // Who is not filled in yet may be anyone.
    assert_eq!(got(log, &format!("{{ Dag: 2026-11-05, Text: x }}, {others}")), "undecided");
    assert!(got(log, &format!("{{ Dag: 2026-11-25, Text: x }}, {others}")).starts_with("fail"));
}

fn answers(body: &str, given: &str) -> String {
    judged(&[("case.yaml".to_owned(), format!("{HEAD}{body}{}", test_of(given)))]).remove(0)
}

#[test]
fn unique() {
    let body = "expect: { unique: { fields: [Nyckel, Text], within: { Dag: 30 days } } }\n";
    let one = |row: &str| format!("rows: [ {{ Nyckel: 1, Text: x, Dag: 2026-11-03 }}, {row} ]");
    let got = |row: &str| answers(body, &one(row));
    assert!(got("{ Nyckel: \"1\", Text: X, Dag: 2026-11-20 }").starts_with("fail: Nyckel, row: 2"));
    assert_eq!(got("{ Nyckel: 2, Text: x, Dag: 2026-11-20 }"), "pass");
    assert_eq!(got("{ Nyckel: 1, Text: y, Dag: 2026-11-20 }"), "pass");
    assert_eq!(got("{ Nyckel: 1, Text: x, Dag: 2026-12-20 }"), "pass");
    assert_eq!(got("{ Nyckel: 1, Dag: 2026-11-20 }"), "undecided");
    assert_eq!(got("{ Nyckel: { scientific: 1230000000 }, Text: x, Dag: 2026-11-20 }"), "undecided");
    assert_eq!(got("{ Nyckel: 1, Text: { error: \"#N/A\" }, Dag: 2026-11-20 }"), "undecided");
}

#[test]
fn scripts() {
    let script = |code: &str| format!("at: Text\nscript: |\n  {code}\n");
    let got = |code: &str| answers(&script(code), "{ Nyckel: 1, Text: x, Tal: 7 } | absent: [Borta]");
    assert_eq!(got("true"), "pass");
    assert!(got("false").starts_with("fail: Text"));
    assert_eq!(got("undecided()"), "undecided");
    assert_eq!(got("row.Text == \"x\""), "pass");
    assert_eq!(got("row.Annan == \"\""), "pass");
    assert_eq!(got("row.Borta == \"\""), "undecided");
    assert_eq!(got("row.Tal == 7.0"), "pass");
    for broken in
        ["row.Text < 5", "row.Tal == row.Text", "row.Text", "1", "loop { }", "let a = []; loop { a.push(1) }"]
    {
        let got = got(broken);
        assert!(
            !["pass", "undecided", "not_applicable"].contains(&got.as_str()) && !got.starts_with("fail"),
            "{broken}: {got}"
        );
    }
    let unreadable =
        |cell: &str| answers(&script("row.Text == \"x\""), &format!("{{ Nyckel: 1, Text: {cell} }}"));
    assert_eq!(unreadable("{ error: \"#N/A\" }"), "undecided");
    assert_eq!(unreadable("{ no_value: true }"), "undecided");
}

#[test]
fn scripts_follow_links() {
    let script = |code: &str| format!("at: Text\nscript: |\n  {code}\n");
    let row = "Nyckel: 1, Dag: 2026-11-03";
    let near = "{ Nyckel: 1, Dag: 2026-11-06, Ord: blå }, { Nyckel: 1, Dag: 2026-11-04, Ord: röd }";
    let got = |code: &str, rows: &str| answers(&script(code), &listed(row, rows));
    for (code, wanted) in [
        ("candidates(\"någon\").len() == 2", "pass"),
        ("candidates(\"närmast\")[0].Ord == \"röd\"", "pass"),
        ("nearest(\"närmast\").Ord == \"röd\"", "pass"),
        ("link(\"närmast\").Ord == \"röd\"", "pass"),
        ("närmast.Ord == \"röd\"", "pass"),
        ("found(link(\"den ena\"))", "fail"),
        ("candidates(\"någon\").some(|theirs| is_a(theirs.Ord, \"blå\"))", "pass"),
        ("candidates(\"någon\").all(|theirs| is_a(theirs.Ord, \"blå\"))", "fail"),
        ("found(någon)", "undecided"),
    ] {
        assert!(got(code, near).starts_with(wanted), "{code}: {}", got(code, near));
    }
    assert_eq!(got("candidates(\"någon\").len() == 0", ""), "pass");
    assert_eq!(got("nearest(\"närmast\") == ()", ""), "pass");
    assert_eq!(got("candidates(\"närmast\").len() == 0", "{ Nyckel: 1, Dag: idag }"), "undecided");
    assert_eq!(answers(&script("candidates(\"någon\").len() == 0"), "{ Nyckel: 1 }"), "undecided");
    let unique = script("unique([\"Nyckel\", \"Text\"], \"Dag\", 30)");
    let same = |other: &str| {
        answers(&unique, &format!("rows: [ {{ Nyckel: 1, Text: x, Dag: 2026-11-03 }}, {other} ]"))
    };
    let got = same("{ Nyckel: 1, Text: X, Dag: 2026-11-20 }");
    assert!(got.starts_with("fail"), "{got}");
    assert_eq!(same("{ Nyckel: 1, Text: X, Dag: 2026-12-20 }"), "pass");
    assert_eq!(same("{ Nyckel: 1, Text: y, Dag: 2026-11-20 }"), "pass");
    assert_eq!(same("{ Nyckel: 1, Dag: 2026-11-20 }"), "undecided");
}

/// A row or a row of the table: its key and its day in November.
type Dated = (u32, u32);

/// Rows that no row of the table answers for, by trying every way.
fn fewest_unanswered(rows: &[Dated], theirs: &[Dated], used: &mut Vec<usize>) -> usize {
    let Some((row, rest)) = rows.split_first() else { return 0 };
    let mut fewest = 1 + fewest_unanswered(rest, theirs, used);
    for (index, other) in theirs.iter().enumerate() {
        if row.0 == other.0 && row.1.abs_diff(other.1) <= 7 && !used.contains(&index) {
            used.push(index);
            fewest = fewest.min(fewest_unanswered(rest, theirs, used));
            used.pop();
        }
    }
    fewest
}

/// What the sheets' rows and the table's come to: by rule, the rows that break it.
fn reconciled(rules: &RuleSet, sheets: &[&[Dated]], theirs: &[(Dated, &str)]) -> Vec<(String, usize, u32)> {
    let sheet = |rows: &&[Dated]| {
        let line = |(key, day): &Dated| format!("{key};a;2026-11-{day:02}\n");
        let lines: String = rows.iter().map(line).collect();
        Input::Stdin(format!("Nyckel;Text;Dag\n{lines}").into_bytes())
    };
    let line = |((key, day), word): &(Dated, &str)| format!("{key};2026-11-{day:02};{word}\n");
    let lines: String = theirs.iter().map(line).collect();
    let table = GivenTable {
        name: "lista".to_owned(),
        input: Input::Stdin(
            format!("Nyckel;Dag;Ord\n98;2026-10-01;x\n99;2026-12-31;x\n{lines}").into_bytes(),
        ),
        from: None,
        to: None,
    };
    let outcome = pipeline::audit(&Request {
        rules,
        as_of: "2026-12-31".parse().unwrap(),
        inputs: sheets.iter().map(sheet).collect(),
        tables: vec![table],
        sheets: Vec::new(),
        limits: Limits::default(),
        retain_days: None,
        by_adviser: false,
        pictures: true,
        jobs: 1,
        problems: Vec::new(),
    });
    assert!(outcome.errors.is_empty(), "{:?}", outcome.errors);
    let of = |finding: &rutinkoll::finding::Finding| {
        let Source::Input(input) = finding.at.source else { panic!("{finding:?}") };
        (outcome.rules[finding.rule].id.to_string(), input, finding.at.row)
    };
    outcome.findings.iter().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn one_each_leaves_as_few_as_can_be_whatever_the_order(
        rows in proptest::collection::vec((1u32..3, 1u32..22), 0..5),
        cut in 0usize..5,
        (theirs, shuffled) in proptest::collection::vec(((1u32..3, 1u32..22), prop_oneof!["röd", "blå"]), 0..5)
            .prop_flat_map(|theirs| (Just(theirs.clone()), Just(theirs).prop_shuffle())),
    ) {
        let rule = |name: &str, body: &str| (format!("{name}.yaml"), format!("{HEAD}at: Nyckel\n{body}"));
        let rules = compile(vec![
            rule("answered", "expect: { varsin: found }\n"),
            rule("red", "when: { varsin: found }\nexpect: { varsin.Ord: { is_a: röd } }\n"),
        ]);
        let (first, second) = rows.split_at(cut.min(rows.len()));
        let judge = |theirs: &[(Dated, String)]| {
            let theirs: Vec<(Dated, &str)> = theirs.iter().map(|(at, word)| (*at, word.as_str())).collect();
            reconciled(&rules, &[first, second], &theirs)
        };
        let found = judge(&theirs);
        let unanswered = found.iter().filter(|(rule, ..)| rule == "answered").count();
        let dated: Vec<Dated> = theirs.iter().map(|(at, _)| *at).collect();
        prop_assert_eq!(unanswered, fewest_unanswered(&rows, &dated, &mut Vec::new()));
        prop_assert_eq!(found, judge(&shuffled));
    }
}

#[test]
fn when_and_expect_together() {
    let of = |truth: char, field: &str| match truth {
        'T' => format!("{{ {field}: found }}"),
        'F' => format!("{{ {field}: missing }}"),
        _ if field == "Annan" => "{ Borta: blank }".to_owned(),
        _ => "{ Borta: filled }".to_owned(),
    };
    let mut wrong = Vec::new();
    for when in ['T', 'F', 'U'] {
        for expect in ['T', 'F', 'U'] {
            let body = format!("when: {}\nexpect: {}\n", of(when, "Text"), of(expect, "Annan"));
            let got = answers(&body, "{ Nyckel: 1, Text: x } | absent: [Borta]");
            let wanted = match (when, expect) {
                ('F', _) => "not_applicable",
                ('U', _) | (_, 'U') => "undecided",
                ('T', 'T') => "pass",
                _ => "fail",
            };
            if !got.starts_with(wanted) {
                wrong.push(format!("when {when}, expect {expect}: {got}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("prov.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(["Nyckel", "Text", "Annan"]) {
        sheet.write(0, column, header).unwrap();
    }
    for (row, (text, other)) in
        (1..).zip([("röd", "x"), ("röd", ""), ("blå", ""), ("lila", "x"), ("röd", "x")])
    {
        sheet.write(row, 0, row).unwrap();
        sheet.write(row, 1, text).unwrap();
        if !other.is_empty() {
            sheet.write(row, 2, other).unwrap();
        }
    }
    book.save(&path).unwrap();
    let rule = |name: &str, body: &str| (format!("{name}.yaml"), format!("{HEAD}{body}"));
    let rules = compile(vec![
        rule("red-has-another", "when: { Text: { is_a: röd } }\nexpect: { Annan: filled }\n"),
        rule("needs-a-column", "expect: { Borta: filled }\n"),
        rule("needs-a-table", "when: { Text: { is_a: röd } }\nexpect: { någon: found }\n"),
        rule("never-applies", "when: { Text: { equals: grön } }\nexpect: { Annan: filled }\n"),
        rule("breaks", "at: Text\nscript: |\n  row.Text < 5\n"),
    ]);
    let outcome = pipeline::audit(&Request {
        rules: &rules,
        as_of: "2026-11-23".parse().unwrap(),
        inputs: vec![Input::File(path)],
        tables: Vec::new(),
        sheets: Vec::new(),
        limits: Limits::default(),
        retain_days: None,
        by_adviser: false,
        pictures: true,
        jobs: 1,
        problems: Vec::new(),
    });
    let of = |id: &str| {
        let index = outcome.rules.iter().position(|rule| &*rule.id == id).unwrap();
        let coverage = &outcome.rules[index].coverage;
        (
            coverage.status.word(),
            coverage.rows_applicable,
            coverage.rows_undecided,
            outcome.findings_of(index),
        )
    };
    assert_eq!(outcome.rows_judged, 5);
    assert_eq!(of("red-has-another"), ("checked", 3, 1, 1));
    let undecided = |id: &str| (of(id).0, of(id).2, of(id).3);
    assert_eq!(undecided("needs-a-column"), ("not_checked", 5, 0));
    // Three rows are red, and one of an unknown kind: none is decided.
    assert_eq!(undecided("needs-a-table"), ("not_checked", 4, 0));
    assert_eq!(of("never-applies"), ("checked", 0, 0, 0));
    assert_eq!(of("breaks").0, "failed");
    assert_eq!(outcome.errors.len(), 1, "a rule that broke is an error of the run");
}
