//! What the targets share.

use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use rutinkoll::lang::{Lang, Note};
use rutinkoll::ruleset::fault::Fault;
use rutinkoll::ruleset::{PackFiles, RuleSet};
use rutinkoll::sheet::RawRow;
use rutinkoll::workbook::{Limits, ReadError, Workbook};

/// The day that dates without a year are read from.
pub const AS_OF: Date = date(2026, 11, 24);

/// A file or folder of the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Limits by which a fuzzer's file costs little: it is panics and hangs that are looked for.
pub fn limits() -> Limits {
    Limits { part_bytes: 64 << 20, total_bytes: 128 << 20, ..Limits::default() }
}

/// Reads every sheet to its end, and says what went wrong as a person would see it.
pub fn read_all(bytes: Vec<u8>) {
    let limits = limits();
    let result = Workbook::from_bytes(bytes, &limits).and_then(|mut book| {
        let mut row = RawRow::default();
        for index in 0..book.sheets().len() {
            let read = book.read(index).and_then(|mut rows| {
                let mut before = 0;
                while rows.next_row(&mut row)? {
                    assert!(row.number > before && row.number <= limits.rows, "row {}", row.number);
                    assert!(!row.cells.is_empty(), "row {} is blank", row.number);
                    assert!(row.cells.is_sorted_by(|a, b| a.column < b.column), "row {}", row.number);
                    assert!(row.cells.iter().all(|cell| cell.column < limits.columns));
                    before = row.number;
                }
                rows.finish().map(|_| ())
            });
            if let Err(error) = read {
                said(&error);
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        said(&error);
    }
}

fn said(ReadError(note): &ReadError) {
    sentence(note);
    assert!(Lang::Sv.help(note).is_some(), "{} has no help", note.id);
}

fn sentence(note: &Note) {
    assert_ne!(Lang::Sv.say(note), note.id);
}

/// Compiles a pack, runs its rules' tests, and looks at where its faults are said to stand.
pub fn judge(files: &PackFiles) {
    match RuleSet::compile(files, Some(Lang::Sv)) {
        Ok(rules) => {
            let all: Vec<usize> = (0..rules.rules.len()).collect();
            let results = rutinkoll::rule_test::run(&rules, &all);
            assert!(results.iter().all(|result| !result.rule.is_empty()));
        }
        Err(faults) => {
            assert!(!faults.is_empty(), "refused without a fault");
            faults.iter().for_each(fault);
        }
    }
}

fn fault(fault: &Fault) {
    sentence(&fault.note);
}
