//! A sheet is read once. What stands after its rows, merged blocks and damage, still counts for all of them.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook, Worksheet};
use rutinkoll::outcome::{Outcome, SheetStatus};
use rutinkoll::pipeline::{self, Input, Request};
use rutinkoll::ruleset::{PackFiles, RuleSet};
use rutinkoll::sheet::RawRow;
use rutinkoll::workbook::{Limits, ReadError};
use tempfile::TempDir;

const HEADER: [&str; 8] = [
    "Rådgivare",
    "Datum",
    "Vad ska skickas",
    "Kundnummer",
    "Adress",
    "Namn på mottagare",
    "Fakturanummer",
    "Kommentar",
];
/// More than are read before the header is looked for.
const ROWS: u32 = 60;

fn rules() -> RuleSet {
    RuleSet::compile(&PackFiles::read(Path::new("rules/hjalplinjen")).unwrap(), None).unwrap()
}

fn audit(path: &Path, rules: &RuleSet) -> Outcome {
    pipeline::audit(&Request {
        rules,
        as_of: "2026-11-23".parse().unwrap(),
        inputs: vec![Input::File(path.to_owned())],
        tables: Vec::new(),
        sheets: Vec::new(),
        limits: Limits::default(),
        retain_days: None,
        by_adviser: false,
        pictures: true,
        jobs: 1,
        problems: Vec::new(),
    })
}

/// A header in the first row, then invoice copies from `first` on (0-based). Some repeat an earlier one, some
/// lack their address; advisers are blank where `blank` says so.
fn fill(sheet: &mut Worksheet, first: u32, blank: impl Fn(u32) -> bool) {
    for (column, header) in (0..).zip(HEADER) {
        sheet.write(0, column, header).unwrap();
    }
    for number in 0..ROWS {
        let row = first + number;
        if !blank(row) {
            sheet.write(row, 0, "xanl01").unwrap();
        }
        let copied = if number % 20 == 13 { number - 5 } else { number };
        sheet.write(row, 1, "2026-11-02").unwrap();
        sheet.write(row, 2, "Fakturakopia").unwrap();
        sheet.write(row, 3, 20_600_001 + copied).unwrap();
        if number % 20 != 7 {
            sheet.write(row, 4, format!("Storgatan {copied}, 123 45 Orten")).unwrap();
        }
        sheet.write(row, 5, "Eva Ek").unwrap();
        sheet.write(row, 6, format!("7{copied:09}")).unwrap();
        sheet.write(row, 7, "Faktura till annan adress").unwrap();
    }
}

fn saved(folder: &TempDir, name: &str, make: impl FnOnce(&mut Worksheet)) -> PathBuf {
    let mut book = Workbook::new();
    make(book.add_worksheet());
    let path = folder.path().join(name);
    book.save(&path).unwrap();
    path
}

/// The findings by rule and place, and what became of every rule.
fn said(outcome: &Outcome) -> (Vec<String>, Vec<String>) {
    let findings = outcome.findings.iter();
    let findings = findings.map(|found| format!("{} {:?}", outcome.rules[found.rule].id, found.at.cell));
    let coverage = outcome.rules.iter().map(|rule| format!("{} {:?}", rule.id, rule.coverage));
    (findings.collect(), coverage.collect())
}

#[test]
fn merged_blocks_far_down_fill_their_rows() {
    let (folder, rules) = (tempfile::tempdir().unwrap(), rules());
    let covered = |row: u32| (50..53).contains(&row);
    let written = saved(&folder, "written.xlsx", |sheet| fill(sheet, 1, |_| false));
    let merged = saved(&folder, "merged.xlsx", |sheet| {
        fill(sheet, 1, covered);
        sheet.merge_range(49, 0, 52, 0, "xanl01", &Format::new()).unwrap();
    });
    let lacking = saved(&folder, "lacking.xlsx", |sheet| fill(sheet, 1, covered));
    let [written, merged, lacking] = [written, merged, lacking].map(|path| audit(&path, &rules));
    assert!(!written.findings.is_empty() && written.errors.is_empty());
    assert_eq!(said(&merged), said(&written));
    assert_eq!(merged.rows, written.rows);
    assert_eq!((merged.rows_judged, merged.rows_by_kind), (written.rows_judged, written.rows_by_kind));
    let notes = &merged.inputs[0].sheets[0].notes;
    assert!(notes.iter().any(|note| note.id == "sheet-merged"), "{notes:?}");
    assert_eq!(lacking.findings.len(), written.findings.len() + 3, "the blocks do matter");
}

#[test]
fn a_header_that_is_merged_down_is_two_rows_deep() {
    let (folder, rules) = (tempfile::tempdir().unwrap(), rules());
    let path = saved(&folder, "deep.xlsx", |sheet| {
        fill(sheet, 2, |_| false);
        for (column, header) in (0..7).zip(HEADER) {
            sheet.merge_range(0, column, 1, column, header, &Format::new()).unwrap();
        }
        sheet.write(1, 7, "(frivillig)").unwrap();
    });
    let outcome = audit(&path, &rules);
    assert_eq!(outcome.rows_judged, u64::from(ROWS));
    assert!(matches!(outcome.inputs[0].sheets[0].status, SheetStatus::Audited { header_row: 1, .. }));
}

#[test]
fn a_sheet_that_turns_out_to_be_damaged_is_not_judged_by_half() {
    let (folder, rules) = (tempfile::tempdir().unwrap(), rules());
    let sound = saved(&folder, "sound.xlsx", |sheet| fill(sheet, 1, |_| false));
    assert!(!audit(&sound, &rules).findings.is_empty());
    let sheet = part(&sound, "xl/worksheets/sheet1.xml");
    let tail = "</sheetData>";
    let damaged = [
        sheet.replace("</worksheet>", ""),
        sheet.replace(tail, "</sheetData><mergeCells><mergeCell ref=\"?\"/></mergeCells>"),
        sheet.replace(tail, "</sheetData><sheetData/>"),
        sheet.replace(tail, ""),
    ];
    for (case, sheet) in damaged.iter().enumerate() {
        let path = folder.path().join(format!("{case}.xlsx"));
        fs::write(&path, with_part(&sound, "xl/worksheets/sheet1.xml", sheet.as_bytes())).unwrap();
        assert_nothing_judged(&audit(&path, &rules), case);
    }
    // One digit of a customer's number is another: sound XML, and only the checksum tells.
    let mut bytes = with_part(&sound, "xl/worksheets/sheet1.xml", sheet.as_bytes());
    let at = memchr::memmem::find(&bytes, b"<v>20600005</v>").expect("parts are stored as they are");
    bytes[at + 10] = b'6';
    let path = folder.path().join("flipped.xlsx");
    fs::write(&path, bytes).unwrap();
    assert_nothing_judged(&audit(&path, &rules), damaged.len());
}

fn assert_nothing_judged(outcome: &Outcome, case: usize) {
    let ids: Vec<&str> = outcome.errors.iter().map(|problem| problem.note.id).collect();
    assert_eq!(ids, ["workbook-damaged"], "{case}");
    assert!(outcome.findings.is_empty() && outcome.rows.is_empty(), "{case}");
    assert_eq!(outcome.rows_judged, 0, "{case}");
    assert!(matches!(outcome.inputs[0].sheets[0].status, SheetStatus::Skipped(_)), "{case}");
}

/// XML that is wrong among the rows says after which; the rows before it were right, and are judged.
#[test]
fn rows_before_damage_are_judged() {
    let (folder, rules) = (tempfile::tempdir().unwrap(), rules());
    let sound = saved(&folder, "sound.xlsx", |sheet| fill(sheet, 1, |_| false));
    let sheet = part(&sound, "xl/worksheets/sheet1.xml").replace("<c r=\"A50\"", "<c r=\"A5O\"");
    let path = folder.path().join("damaged.xlsx");
    fs::write(&path, with_part(&sound, "xl/worksheets/sheet1.xml", sheet.as_bytes())).unwrap();
    let outcome = audit(&path, &rules);
    assert_eq!(outcome.errors.len(), 1);
    assert_eq!(outcome.errors[0].note.id, "sheet-damaged");
    assert_eq!(outcome.rows_judged, 48, "rows 2 to 49");
    assert!(!outcome.findings.is_empty());
}

/// A part that ends early, wherever that is, is an error: never fewer rows, texts or styles in silence.
#[test]
fn a_part_that_is_cut_short_is_an_error() {
    let path = Path::new("fixtures/spreadsheetml/cells.xlsx");
    assert_eq!(read(fs::read(path).unwrap()), Ok(5));
    for name in [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
    ] {
        let whole = part(path, name);
        let cuts = (0..whole.len()).filter(|cut| whole.is_char_boundary(*cut)).step_by(7);
        for cut in cuts.chain([whole.len() - 1]) {
            let answer = read(with_part(path, name, &whole.as_bytes()[..cut]));
            assert!(answer.is_err(), "{name} cut at {cut}: {answer:?}");
        }
    }
}

/// A byte that is another, in a part whose checksum is right: an answer or an error.
#[test]
fn a_part_with_a_wrong_byte_is_survived() {
    let path = Path::new("fixtures/spreadsheetml/cells.xlsx");
    let mut refused = 0;
    for name in ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"] {
        let whole = part(path, name).into_bytes();
        for at in (0..whole.len()).step_by(5) {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (at % 8);
            refused += u32::from(read(with_part(path, name, &flipped)).is_err());
        }
    }
    assert!(refused > 300, "{refused}");
}

/// The number of rows.
fn read(bytes: Vec<u8>) -> Result<usize, ReadError> {
    let mut book = rutinkoll::workbook::Workbook::from_bytes(bytes, &Limits::default())?;
    let (mut row, mut count) = (RawRow::default(), 0);
    for sheet in 0..book.sheets().len() {
        let mut rows = book.read(sheet)?;
        while rows.next_row(&mut row)? {
            count += 1;
        }
    }
    Ok(count)
}

fn part(path: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The workbook with one part replaced; nothing is packed.
fn with_part(path: &Path, name: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let part = file.name().unwrap().into_owned();
        out.start_file(part.clone(), stored).unwrap();
        out.write_all(if part == name { content } else { &bytes }).unwrap();
    }
    out.finish().unwrap().into_inner()
}
