//! Holds our reader of `.xlsx` against calamine's on every workbook of a folder, and prints each difference:
//! `cargo run --release --example cross_check -- DIR`. Exit code 1 where there is any.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rutinkoll::workbook::cross_check::{Difference, What, cross_check};
use rutinkoll::workbook::{Limits, Workbook};

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("cross_check: name a folder of workbooks, or one");
        return ExitCode::from(2);
    };
    let (mut files, mut cells, mut differences) = (0_u64, 0, 0);
    for path in workbooks(&folder) {
        let shown = path.display();
        let opened = Workbook::open(&path, &Limits::default());
        match opened
            .and_then(|mut book| cross_check(&mut book, |found| println!("{shown}: {}", line(&found))))
        {
            Ok(sheets) => {
                files += 1;
                cells += sheets.iter().map(|sheet| sheet.cells).sum::<u64>();
                differences += sheets.iter().map(|sheet| sheet.differences).sum::<u64>();
            }
            Err(error) => println!("{shown}: not compared: {}", error.0.id),
        }
    }
    println!("{files} workbooks, {cells} cells, {differences} differences");
    if differences == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn line(found: &Difference) -> String {
    let what = match found.what {
        What::Cell(at) => at.to_string(),
        other => format!("{other:?}").to_lowercase(),
    };
    let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
    format!("{} {what}: ours {}, calamine {}", found.sheet, side(&found.ours), side(&found.theirs))
}

/// The `.xlsx` and `.xlsm` files below a folder, or the file itself.
fn workbooks(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(path) else {
        return vec![path.to_owned()];
    };
    let mut found: Vec<PathBuf> = entries.flatten().flat_map(|entry| workbooks(&entry.path())).collect();
    found.retain(|path| {
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        ending == "xlsx" || ending == "xlsm"
    });
    found.sort();
    found
}
