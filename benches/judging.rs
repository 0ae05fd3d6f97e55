//! What one rule costs a row: conditions of each kind, a script, and folding; each row by itself, and by classes.
//!
//! ```sh
//! cargo bench --bench judging                 # 100,000 rows
//! ROWS=1000000 cargo bench --bench judging
//! ```
//!
//! Prints nanoseconds a rule and row: medians of five rounds, in turns, less what a row costs without a rule. `repeated`
//! texts come again and again, `own` ones are of one row each.

#![allow(clippy::print_stdout, reason = "a program for the command line")]
#![allow(clippy::expect_used, reason = "a bench that cannot run says why and ends")]

use std::hint::black_box;
use std::time::Instant;

use jiff::civil::date;
use rutinkoll::check::{Audit, SheetAt};
use rutinkoll::finding::Source;
use rutinkoll::fold;
use rutinkoll::ruleset::{PackFiles, RuleSet};
use rutinkoll::sheet::{Cell, Row, Value};

const ROUNDS: usize = 5;

const PACK: &str = r#"
schema: 1
name: bench
version: 1.0.0
languages: [en]
columns:
  What: { type: text }
  Where: { type: address }
  Note: { type: text }
terms:
  parcel: { group: thing, words: [parcel, "*parcel", package ~ post] }
  letter: { group: thing, words: [letter, "*letter"] }
  goods: { group: thing, includes: [parcel, letter] }
  urgent: { words: [at once, hurries, urgent ~ matter] }
clauses:
  B1: { title: { en: What is measured }, decided: sheet }
"#;

/// A kind of rule: its name, and what it asks.
const RULES: [(&str, &str); 7] = [
    ("nothing", "when: { What: missing }\nexpect: { What: filled }"),
    ("state", "expect: { Note: filled }"),
    ("is_a", "expect: { What: { is_a: goods } }"),
    ("mentions", "expect: { none of: [ Note: { mentions: urgent } ] }"),
    ("matches", "expect: { none of: [ Note: { matches: '\\bcase\\s*\\d{3,}' } ] }"),
    ("address", "expect: { Where: { address: complete } }"),
    ("script", "script: |\n  !matches(row.Note, `case \\d+`) || is_a(row.What, \"parcel\")"),
];

const THINGS: [&str; 6] = ["Parcel", "letter", "Gift parcel", "Two letters", "parcels", "Package by post"];
const STREETS: [&str; 4] = ["Storgatan", "Björkvägen", "Norra Hamngatan", "Åkergränd"];
const NOTES: [&str; 4] = ["Has called twice", "Goes to the son, Åke", "Wants it by post", "Nothing special"];

fn main() {
    // `cargo test --benches` runs this too, and wants no measuring.
    let measure = std::env::args().any(|argument| argument == "--bench");
    let wanted = std::env::var("ROWS").ok().map(|rows| rows.parse().expect("ROWS is a number"));
    let rows = if measure { wanted.unwrap_or(100_000) } else { 50 };
    let sets: Vec<(&str, RuleSet)> = RULES.map(|(name, asks)| (name, rule_set(asks))).into();
    for (texts, sheet) in [("repeated", sheet(rows, false)), ("own", sheet(rows, true))] {
        if measure {
            println!("{texts}:");
            table(&sets, &sheet);
        }
        for (name, rules) in &sets {
            let plain = judge(Audit::plain(rules, &Vec::new(), date(2026, 11, 23)), &sheet);
            let quick = judge(Audit::new(rules, &Vec::new(), date(2026, 11, 23)), &sheet);
            assert_eq!((plain, quick), (0, 0), "{name}: both ways find nothing");
        }
    }
}

/// A pack with one rule.
fn rule_set(asks: &str) -> RuleSet {
    let rule = format!(
        "clauses: [B1]\nbasis: routine\nseverity: error\ntitle: {{ en: Title }}\n{asks}\n\
         message: {{ en: Message. }}\nhelp: {{ en: Help. }}\n"
    );
    let files = [("pack.yaml", PACK.to_owned()), ("rule.yaml", rule)];
    let files = files.map(|(name, text)| (name.to_owned(), text)).into();
    // Without tests of its own a rule is no sound one, but for a bench.
    let files = PackFiles { files, sound: true, ..PackFiles::default() };
    RuleSet::compile(&files, None).expect("the rule compiles")
}

/// Rows that keep every rule. `own`: no row's texts are another's.
fn sheet(rows: u32, own: bool) -> Vec<Row> {
    let row = |number: u32| {
        let pick = |of: &[&str]| of[number as usize % of.len()].to_owned();
        let (house, post) =
            if own { (number % 900 + 1, number % 90_000 + 10_000) } else { (number % 9 + 1, 12_345) };
        let note = if own { format!("{}, no {number}", pick(&NOTES)) } else { pick(&NOTES) };
        let place = format!("{} {house}, {:03} {:02} Orten", pick(&STREETS), post / 100, post % 100);
        let cell =
            |(column, text): (u32, String)| Cell { text, value: Value::Text, column, ..Cell::default() };
        let cells = (0..).zip([pick(&THINGS), place, note]).map(cell).collect();
        Row { number: number + 2, cells, ..Row::default() }
    };
    (0..rows).map(row).collect()
}

/// Judges the sheet: how many findings there are.
fn judge(mut audit: Audit<'_>, sheet: &[Row]) -> usize {
    let at = SheetAt { source: Source::Input(0), sheet: 0 };
    for row in sheet {
        black_box(audit.row(at, row, &[]));
    }
    audit.finish().findings.len()
}

/// Nanoseconds a row, in turns: by rule, each row by itself and by classes; and folding a note.
fn table(sets: &[(&str, RuleSet)], sheet: &[Row]) {
    let tables = Vec::new();
    let mut times = vec![[Vec::new(), Vec::new()]; sets.len()];
    let mut folding = Vec::new();
    for _ in 0..ROUNDS {
        for ((_, rules), [plain, quick]) in sets.iter().zip(&mut times) {
            let as_of = date(2026, 11, 23);
            plain.push(nanoseconds(sheet.len(), || judge(Audit::plain(rules, &tables, as_of), sheet)));
            quick.push(nanoseconds(sheet.len(), || judge(Audit::new(rules, &tables, as_of), sheet)));
        }
        let fold_all = || sheet.iter().map(|row| fold::words(&row.cells[2].text).len()).sum();
        folding.push(nanoseconds(sheet.len(), fold_all));
    }
    let medians: Vec<[f64; 2]> = times.into_iter().map(|both| both.map(median)).collect();
    println!("{:>10} {:>12} {:>12}", "", "by itself", "by class");
    for ((name, _), [plain, quick]) in sets.iter().zip(&medians) {
        let [without, without_quick] = if *name == "nothing" { [0.0; 2] } else { medians[0] };
        println!("{name:>10} {:>9.0} ns {:>9.0} ns", plain - without, quick - without_quick);
    }
    println!("{:>10} {:>9.0} ns", "folding", median(folding));
}

fn nanoseconds(rows: usize, work: impl FnOnce() -> usize) -> f64 {
    let start = Instant::now();
    black_box(work());
    start.elapsed().as_secs_f64() * 1e9 / rows as f64
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
