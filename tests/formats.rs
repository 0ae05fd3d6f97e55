//! The same rows in another format are the same rows.

#![allow(clippy::expect_used, reason = "a test fails")]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use assert_cmd::Command;
use rutinkoll::sheet::{NumberFormat, RawRow, RawValue, SheetFacts, Visibility};
use rutinkoll::workbook::{Limits, Workbook};

/// A finding's rule, row and column.
type At = (String, u64, String);

fn findings(path: &Path) -> BTreeSet<At> {
    let out = Command::cargo_bin("rutinkoll")
        .expect("the binary")
        .args(["audit", "--format", "json", "--as-of", "2026-11-23"])
        .arg(path)
        .output()
        .expect("it runs");
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(
        report["errors"].as_array().map(Vec::len),
        Some(0),
        "{}: {}",
        path.display(),
        report["errors"]
    );
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let list = report["findings"].as_array().expect("findings");
    list.iter().map(|at| (text(&at["rule"]), at["row"].as_u64().unwrap_or(0), text(&at["column"]))).collect()
}

/// What a format cannot carry, by row, and why.
fn excused(file: &str) -> Vec<(u64, &'static str)> {
    let mut rows =
        vec![(121, "a formula without a value: no other format has it, LibreOffice calculates it")];
    if !file.starts_with("Hjälplinjen") {
        rows.push((119, "a number of 17 digits: as text it may as well be whole"));
    }
    if file == "windows-1252.csv" {
        rows.push((89, "a zero-width space, for which Windows-1252 has no letter: Excel writes ?"));
    }
    rows
}

#[test]
fn the_same_findings_in_every_format() {
    let source = findings(&common::fixtures().join("typical/Hjälplinjen.xlsx"));
    assert!(source.len() > 70);
    let formats = common::fixtures().join("formats");
    for file in [
        "Hjälplinjen.xls",
        "Hjälplinjen.xlsb",
        "Hjälplinjen.ods",
        "windows-1252.csv",
        "utf-8-bom.csv",
        "utf-16.txt",
        "sep.csv",
    ] {
        let there = findings(&formats.join(file));
        let excused = excused(file);
        let differ: Vec<&At> = source
            .symmetric_difference(&there)
            .filter(|(_, row, _)| !excused.iter().any(|(excused, _)| excused == row))
            .collect();
        assert!(differ.is_empty(), "{file}: {differ:#?}");
    }
}

struct Sheet {
    facts: SheetFacts,
    rows: Vec<RawRow>,
    hidden: Vec<bool>,
}

fn sheet(ending: &str) -> Sheet {
    let path = common::fixtures().join(format!("formats/fakta.{ending}"));
    let mut book = Workbook::open(&path, &Limits::default()).expect(ending);
    let hidden = book.sheets().iter().map(|sheet| sheet.visibility != Visibility::Visible).collect();
    let mut rows = book.read(0).expect(ending);
    let (mut row, mut all) = (RawRow::default(), Vec::new());
    while rows.next_row(&mut row).expect(ending) {
        row.cells.retain(|cell| cell.value != RawValue::Text(String::new()));
        // How a text is stored is not what it says.
        row.cells.iter_mut().for_each(|cell| cell.shared = None);
        all.push(row.clone());
    }
    rows.finish().expect(ending);
    Sheet { facts: rows.facts().clone(), rows: all, hidden }
}

/// What differs from the `.xlsx`, row by row.
fn differences(xlsx: &Sheet, other: &Sheet) -> Vec<String> {
    let rows = xlsx.rows.len().max(other.rows.len());
    (0..rows)
        .filter(|row| xlsx.rows.get(*row) != other.rows.get(*row))
        .map(|row| format!("{:?}\n  {:?}", xlsx.rows.get(row), other.rows.get(row)))
        .collect()
}

#[test]
fn every_format_tells_the_same_of_its_cells() {
    let mut xlsx = sheet("xlsx");
    assert_eq!(xlsx.rows.len(), 17);
    assert_eq!((xlsx.facts.notes.len(), xlsx.facts.merges.len()), (1, 1));
    assert!(xlsx.facts.protected && xlsx.facts.hidden_columns == [3] && xlsx.hidden == [false, true]);
    let xls = sheet("xls");
    assert_eq!(differences(&xlsx, &xls), Vec::<String>::new(), "xls");
    assert_eq!((&xlsx.facts, &xlsx.hidden), (&xls.facts, &xls.hidden), "xls");

    // What wrote the .xlsb writes no strike-through, notes or protection.
    let mut xlsb = sheet("xlsb");
    for (ours, theirs) in xlsx.rows.iter().zip(&mut xlsb.rows) {
        for (ours, theirs) in ours.cells.iter().zip(&mut theirs.cells) {
            theirs.struck = ours.struck;
        }
    }
    assert_eq!(differences(&xlsx, &xlsb), Vec::<String>::new(), "xlsb");
    assert_eq!((&xlsx.facts.merges, &xlsx.hidden), (&xlsb.facts.merges, &xlsb.hidden), "xlsb");
    assert_eq!(xlsx.facts.hidden_columns, xlsb.facts.hidden_columns);

    // What wrote the .ods writes a truth as a number.
    for cell in xlsx.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if cell.value == RawValue::Bool(true) {
            cell.value = RawValue::Number { value: 1.0, format: NumberFormat::default() };
        }
    }
    let ods = sheet("ods");
    assert_eq!(differences(&xlsx, &ods), Vec::<String>::new(), "ods");
    assert_eq!((&xlsx.facts, &xlsx.hidden), (&ods.facts, &ods.hidden), "ods");
}
