//! Writes a large, invented workbook: `cargo run --release --example generate_sheet -- 1000000 shared FILE`.

#![allow(clippy::print_stderr, reason = "a program for the command line")]

#[path = "../benches/generate/mod.rs"]
mod generate;

use std::fs::File;
use std::process::ExitCode;

use generate::Texts;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rows, texts, path] = arguments.as_slice() else {
        return refuse("ROWS inline|shared FILE");
    };
    let texts = match texts.as_str() {
        "inline" => Texts::Inline,
        "shared" => Texts::Shared,
        _ => return refuse("texts are `inline` or `shared`"),
    };
    let Some(rows) = rows.parse().ok().filter(|rows| *rows < 1_048_576) else {
        return refuse("ROWS is a number below 1048576");
    };
    match File::create(path).and_then(|file| generate::workbook(file, rows, texts, 1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(&format!("{path}: {error}")),
    }
}

fn refuse(why: &str) -> ExitCode {
    eprintln!("generate_sheet: {why}");
    ExitCode::from(2)
}
