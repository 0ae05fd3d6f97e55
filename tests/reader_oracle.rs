//! Our `.xlsx` reader against calamine's, cell by cell.

#![allow(clippy::print_stderr, reason = "a test says what differs")]

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use calamine::{DataRef, Xlsx};
use rutinkoll::sheet::{RawRow, RawValue};
use rutinkoll::workbook::{Limits, Workbook};

/// Files in which calamine is wrong or refuses what Excel reads, and why.
const EXCEPTIONS: [(&str, &str); 8] = [
    ("fakta.xlsx", "a time of day is shown as Excel shows it, 07:30, not as a day of 1899"),
    (
        "exceldatareader__Fillreport.xlsx",
        "columns numbered r=\"0\": read by their order here, refused by calamine",
    ),
    (
        "exceldatareader__Test_LotsOfSheets.xlsx",
        "serial 0 is shown as Excel shows it, 1900-01-00, not as a day of 1899",
    ),
    ("tafia__date_1904.xlsx", "a duration ([h]:mm) is a number of days here, no calendar date"),
    ("exceldatareader__Test_git_issue_14_InvalidOADate.xlsx", "10^12 is no day: calamine says 9999-12-31"),
    ("exceljs__test-row-styles.xlsx", "calamine refuses the file for state=\"show\""),
    ("tafia__date_iso.xlsx", "calamine hands ISO dates on as text; the same dates"),
    ("tidyverse__dates-leap-year-1900-xlsx.xlsx", "29 February 1900 is text here, written without seconds"),
];

type Cells = BTreeMap<(u32, u32), String>;

fn ours(path: &Path, index: usize) -> Result<Cells, String> {
    let said = |error: rutinkoll::workbook::ReadError| error.to_string();
    let mut book = Workbook::open(path, &Limits::default()).map_err(said)?;
    let mut rows = book.read(index).map_err(said)?;
    let (mut row, mut cells) = (RawRow::default(), Cells::new());
    while rows.next_row(&mut row).map_err(said)? {
        for cell in &row.cells {
            let value = match &cell.value {
                RawValue::Blank | RawValue::NoValue => continue,
                RawValue::Text(text) if text.is_empty() => continue,
                RawValue::Text(text) | RawValue::Error(text) => text.clone(),
                RawValue::Number { value, .. } => value.to_string(),
                RawValue::Bool(value) => value.to_string(),
                RawValue::Date(moment) => moment.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            };
            cells.insert((row.number - 1, cell.column), value);
        }
    }
    Ok(cells)
}

fn theirs(path: &Path, name: &str) -> Result<Cells, String> {
    let mut book: Xlsx<_> =
        calamine::open_workbook(path).map_err(|error: calamine::XlsxError| error.to_string())?;
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
    let mut cells = Cells::new();
    while let Some(cell) = reader.next_cell().map_err(|error| error.to_string())? {
        let value = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::SharedString("") => continue,
            DataRef::String(text) if text.is_empty() => continue,
            DataRef::SharedString(text) => (*text).to_owned(),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
            DataRef::Int(value) => value.to_string(),
            DataRef::Float(value) => value.to_string(),
            DataRef::Bool(value) => value.to_string(),
            DataRef::Error(code) => code.to_string(),
            DataRef::DateTime(moment) => {
                let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
                let _ = milli;
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        };
        cells.insert(cell.get_position(), value);
    }
    Ok(cells)
}

/// Each cell that differs, with both readings.
fn differences(path: &Path) -> Vec<String> {
    let book = match Workbook::open(path, &Limits::default()) {
        Ok(book) => book,
        Err(error) => return vec![format!("ours: {error}")],
    };
    let mut found = Vec::new();
    for (index, sheet) in book.sheets().iter().enumerate().filter(|(_, sheet)| sheet.worksheet) {
        match (ours(path, index), theirs(path, &sheet.name)) {
            (Ok(ours), Ok(theirs)) => {
                let places: std::collections::BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
                found.extend(places.into_iter().filter(|at| ours.get(at) != theirs.get(at)).map(|at| {
                    format!("{} {at:?}: ours {:?}, calamine {:?}", sheet.name, ours.get(at), theirs.get(at))
                }));
            }
            (ours, theirs) => found.push(format!("{}: {:?} {:?}", sheet.name, ours.err(), theirs.err())),
        }
    }
    found
}

#[test]
fn the_two_readers_agree() {
    let mut paths = common::files(&common::fixtures());
    paths.extend(common::corpus().iter().flat_map(|corpus| common::files(&corpus.join("odd"))));
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "xlsx"));
    let mut wrong = 0;
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let found = differences(&path);
        if found.is_empty() || EXCEPTIONS.iter().any(|(file, _)| *file == name) {
            continue;
        }
        wrong += found.len();
        eprintln!("{name}: {} differences", found.len());
        found.iter().take(4).for_each(|line| eprintln!("    {line}"));
    }
    assert_eq!(wrong, 0);
}
