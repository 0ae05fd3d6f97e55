//! Our `.xlsx` reader against calamine's, cell by cell, and against LibreOffice's CSV.

#![allow(clippy::print_stderr, reason = "a test says what differs")]
#![allow(clippy::expect_used, reason = "a test fails by it")]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rutinkoll::sheet::{CellRef, RawCell, RawRow, RawValue};
use rutinkoll::workbook::cross_check::{Difference, SheetCheck, What, cross_check};
use rutinkoll::workbook::{Limits, ReadError, Workbook};

/// Cells, or whole sheets, where calamine is wrong or refuses what Excel reads.
struct Exception {
    file: &'static str,
    what: Where,
    ours: Option<&'static str>,
    theirs: &'static str,
    /// Why ours is right.
    why: &'static str,
}

enum Where {
    /// Cells of one column (0-based) of a sheet, from one row to another.
    Cells(&'static str, u32, u32, u32),
    /// calamine refuses the file.
    File,
}

const EXCEPTIONS: [Exception; 11] = [
    Exception {
        file: "cells.xlsx",
        what: Where::Cells("Celler & sort", 6, 4, 4),
        ours: Some("\"1900-02-29\""),
        theirs: "(1900, 2, 29, 0, 0, 0, 0)",
        why: "day 60, which the calendar lacks: the same day, and text here, as no date can hold it",
    },
    Exception {
        file: "cells.xlsx",
        what: Where::Cells("Celler & sort", 7, 4, 4),
        ours: Some("\"1900-01-00\""),
        theirs: "1899-12-31T00:00:00",
        why: "day 0, which Excel shows as 1900-01-00: no day of 1899",
    },
    Exception {
        file: "cells.xlsx",
        what: Where::Cells("Celler & sort", 8, 4, 4),
        ours: Some("-1"),
        theirs: "1899-12-31T00:00:00",
        why: "a negative number is no day: Excel fills the cell with #",
    },
    Exception {
        file: "prefixed.xlsx",
        what: Where::Cells("Prefix", 1, 3, 3),
        ours: Some("42"),
        theirs: "4",
        why: "a comment inside a value: what stands behind it belongs to the value, too",
    },
    Exception {
        file: "exceldatareader__Fillreport.xlsx",
        what: Where::File,
        ours: None,
        theirs: "Range is missing the expected row component.",
        why: "cells are numbered r=\"0\", r=\"1\" instead of A1, B1: their order is their place",
    },
    Exception {
        file: "exceljs__test-row-styles.xlsx",
        what: Where::File,
        ours: None,
        theirs: "Unrecognized sheet:state: show",
        why: "a state that is neither hidden nor veryHidden is shown, as Excel does; LibreOffice reads it, too",
    },
    Exception {
        file: "closedxml__SheetsWithoutRelId.xlsx",
        what: Where::File,
        ours: None,
        theirs: "Relationship not found",
        why: "sheets without a part have nothing to read; that is no reason to refuse the one that has",
    },
    Exception {
        file: "exceldatareader__Test_LotsOfSheets.xlsx",
        what: Where::Cells("DeNormalisedData", 2, 2, 1051),
        ours: Some("\"1900-01-00\""),
        theirs: "1899-12-31T00:00:00",
        why: "day 0, which Excel shows as 1900-01-00: no day of 1899",
    },
    Exception {
        file: "exceldatareader__Test_git_issue_14_InvalidOADate.xlsx",
        what: Where::Cells("Sheet1", 0, 1, 1),
        ours: Some("1000000000000"),
        theirs: "9999-12-31T00:00:00",
        why: "10^12 is no day of Excel's calendar: LibreOffice shows the number, Excel fills the cell with #",
    },
    Exception {
        file: "tidyverse__dates-leap-year-1900-xlsx.xlsx",
        what: Where::Cells("for_testing", 0, 5, 5),
        ours: Some("\"1900-02-29 08:00\""),
        theirs: "(1900, 2, 29, 8, 0, 0, 0)",
        why: "day 60, which the calendar lacks: the same day, and text here, as no date can hold it",
    },
    Exception {
        file: "tidyverse__dates-leap-year-1900-xlsx.xlsx",
        what: Where::Cells("for_human_eyes", 0, 8, 8),
        ours: Some("\"1900-02-29 08:00\""),
        theirs: "(1900, 2, 29, 8, 0, 0, 0)",
        why: "day 60 again",
    },
];

impl Exception {
    fn covers(&self, file: &str, found: &Difference) -> bool {
        let there = match (&self.what, found.what) {
            (Where::Cells(sheet, column, first, last), What::Cell(at)) => {
                found.sheet == *sheet && at.column == *column && (*first..=*last).contains(&at.row)
            }
            (Where::File, What::Readable) => true,
            _ => false,
        };
        let said = found.ours.as_deref() == self.ours && found.theirs.as_deref() == Some(self.theirs);
        there && said && self.file == file
    }
}

/// Every `.xlsx` and `.xlsm` of the fixtures, and of the strange ones where they are there.
fn workbooks() -> Vec<PathBuf> {
    let mut paths = common::files(&common::fixtures());
    paths.extend(common::corpus().iter().flat_map(|corpus| common::files(corpus)));
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "xlsx" || ending == "xlsm"));
    paths
}

/// As [`cross_check`], of a file.
fn opened(path: &Path, tell: impl FnMut(Difference)) -> Result<Vec<SheetCheck>, ReadError> {
    cross_check(&mut Workbook::open(path, &Limits::default())?, tell)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[test]
fn the_two_readers_agree() {
    let mut used = [false; EXCEPTIONS.len()];
    let mut wrong = 0;
    let paths = workbooks();
    for path in &paths {
        let file = name(path);
        let told = opened(path, |found| {
            match EXCEPTIONS.iter().position(|exception| exception.covers(&file, &found)) {
                Some(exception) => used[exception] = true,
                None => {
                    wrong += 1;
                    eprintln!("{file}: {found:?}");
                }
            }
        });
        if let Err(error) = told {
            eprintln!("{file}: not compared, ours refuses it: {error}");
        }
    }
    assert_eq!(wrong, 0, "differences");
    for (exception, used) in EXCEPTIONS.iter().zip(used) {
        let there = paths.iter().any(|path| name(path) == exception.file);
        assert!(used || !there, "no longer needed: {}, {}", exception.file, exception.why);
    }
}

/// LibreOffice's text of every cell of the first sheet, where ours is text too; elsewhere, that there is one.
#[test]
fn libreoffice_agrees() {
    let Some(corpus) = common::corpus() else { return };
    let mut wrong = 0;
    for csv in common::files(&corpus.join("libreoffice_csv")) {
        let stem = csv.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let path = corpus.join("odd").join(format!("{stem}.xlsx"));
        // LibreOffice finds nothing where cells are numbered r="0"; and that CSV's tabs are no delimiters.
        let unfit = ["exceldatareader__Fillreport", "tidyverse__whitespace-xlsx"];
        if !path.is_file() || unfit.contains(&stem.as_str()) {
            continue;
        }
        let (ours, theirs) = (cells(&path), cells(&csv));
        for at in ours.keys().chain(theirs.keys().filter(|at| !ours.contains_key(at))) {
            let same = match (ours.get(at), theirs.get(at)) {
                (Some(RawValue::NoValue), _) => true,
                // Day 60, which LibreOffice's calendar takes for the day before.
                (Some(RawValue::Text(text)), Some(_)) if text.starts_with("1900-02-29 ") => true,
                (Some(RawValue::Text(text)), Some(RawValue::Text(other))) => {
                    unspaced(text) == unspaced(other)
                }
                (Some(RawValue::Text(text)), None) => text.is_empty(),
                (ours, theirs) => ours.is_some() == theirs.is_some(),
            };
            if !same {
                wrong += 1;
                eprintln!("{stem} {at}: ours {:?}, LibreOffice {:?}", ours.get(at), theirs.get(at));
            }
        }
    }
    assert_eq!(wrong, 0, "differences");
}

/// Text without what LibreOffice treats otherwise: it keeps white space around a text that does not ask for it
/// (`xml:space`), and turns `\r` into nothing or leaves it as `_x000D_`.
fn unspaced(text: &str) -> String {
    text.replace("_x000D_", "").replace('\r', "").trim().to_owned()
}

/// What the cells of the first sheet hold.
fn cells(path: &Path) -> BTreeMap<CellRef, RawValue> {
    let mut book = Workbook::open(path, &Limits::default()).expect("it opens");
    let mut cells = BTreeMap::new();
    each_cell(&mut book, 0, |row, cell| {
        cells.insert(CellRef::new(row.number, cell.column), cell.value.clone());
    });
    cells
}

fn each_cell(book: &mut Workbook, sheet: usize, mut take: impl FnMut(&RawRow, &RawCell)) {
    let mut rows = book.read(sheet).expect("a sheet");
    let mut row = RawRow::default();
    while rows.next_row(&mut row).expect("sound rows") {
        row.cells.iter().for_each(|cell| take(&row, cell));
    }
}

/// What whoever wrote the parts by hand meant: `cells.tsv` lists every cell.
#[test]
fn every_form_that_the_format_allows() {
    let folder = common::fixtures().join("spreadsheetml");
    let written = std::fs::read_to_string(folder.join("cells.tsv")).expect("the list");
    let mut read = vec!["file\tsheet\tcell\tmarks\tvalue".to_owned()];
    for file in ["cells.xlsx", "prefixed.xlsx", "strict.xlsx", "bare.xlsx", "from-1904.xlsx"] {
        let mut book = Workbook::open(&folder.join(file), &Limits::default()).expect("it opens");
        for (index, sheet) in book.sheets().to_vec().into_iter().enumerate() {
            each_cell(&mut book, index, |row, cell| {
                let at = CellRef::new(row.number, cell.column);
                read.push(format!("{file}\t{}\t{at}\t{}\t{}", sheet.name, marks(row, cell), value(cell)));
            });
        }
    }
    let in_list = |line: &&String| !written.lines().any(|wanted| wanted == line.as_str());
    let unwanted: Vec<&String> = read.iter().filter(in_list).collect();
    let missing: Vec<&str> = written.lines().filter(|line| !read.iter().any(|read| read == line)).collect();
    assert!(unwanted.is_empty() && missing.is_empty(), "read {unwanted:#?}, instead of {missing:#?}");
}

fn marks(row: &RawRow, cell: &RawCell) -> String {
    let zeros = match &cell.value {
        RawValue::Number { format, .. } if format.zeros > 0 => format!("zeros {}", format.zeros),
        _ => String::new(),
    };
    let marks = [if row.hidden { "hidden" } else { "" }, if cell.struck { "struck" } else { "" }, &zeros];
    marks.into_iter().filter(|mark| !mark.is_empty()).collect::<Vec<_>>().join(" ")
}

fn value(cell: &RawCell) -> String {
    match &cell.value {
        RawValue::Blank => String::new(),
        RawValue::Text(text) => format!("{text:?}"),
        RawValue::Number { value, .. } => value.to_string(),
        RawValue::Bool(truth) => truth.to_string(),
        RawValue::Date(date) => date.to_string(),
        RawValue::Error(code) => code.clone(),
        RawValue::NoValue => "no value".to_owned(),
    }
}
