//! An audit against the mere reading of the same files, cells unseen: in turns, on one thread, in one run.
//!
//! ```sh
//! cargo bench --bench auditing                                  # a sheet of 20,000, tables of 100,000
//! ROWS=100000 TABLE_ROWS=1000000 cargo bench --bench auditing   # the size that the goals are stated for
//! ```
//!
//! Prints medians, their ratio, what judging takes a row, and the audit's peak memory (a child process of its own).

#![allow(clippy::print_stdout, reason = "a program for the command line")]
#![allow(clippy::expect_used, reason = "a bench that cannot run says why and ends")]

mod generate;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use generate::Texts;
use rutinkoll::pipeline::{self, GivenTable, Input, Request};
use rutinkoll::ruleset::{PackFiles, RuleSet};
use rutinkoll::sheet::RawRow;
use rutinkoll::workbook::{Limits, Workbook};

const ROUNDS: usize = 3;
const TABLES: [&str; 3] = ["kunder", "loggar", "arenden"];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let rows = |name: &str, default: u32| {
        std::env::var(name).ok().map_or(default, |rows| rows.parse().expect("a number of rows"))
    };
    // `cargo test --benches` runs this too, and wants no measuring.
    let measure = arguments.iter().any(|argument| argument == "--bench");
    let (rows, table_rows) =
        if measure { (rows("ROWS", 20_000), rows("TABLE_ROWS", 100_000)) } else { (100, 200) };
    let with_tables =
        |tables: bool| if tables { TABLES.map(|name| table(name, table_rows)).to_vec() } else { Vec::new() };
    if let Some(at) = arguments.iter().position(|argument| argument == "--audit-once") {
        audit(&sheet(rows, false), &with_tables(arguments[at + 1] == "tables"));
        println!("{}", peak_kib());
        return;
    }
    let sheet = sheet(rows, true);
    for name in TABLES {
        write_table(name, table_rows);
    }
    for tables in [false, true] {
        let files = with_tables(tables);
        let findings = audit(&sheet, &files);
        assert!(findings > 0, "some rows break rules");
        if measure {
            println!("{findings} findings");
            compare(&sheet, &files, rows);
        }
    }
}

fn compare(sheet: &Path, tables: &[PathBuf], rows: u32) {
    let (mut audited, mut only_read) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        audited.push(timed(|| audit(sheet, tables)));
        only_read.push(timed(|| read(sheet) + tables.iter().map(|table| read(table)).sum::<usize>()));
    }
    let (audited, only_read) = (median(audited), median(only_read));
    let what = if tables.is_empty() { "alone" } else { "tables" };
    println!(
        "{rows} rows, {what}: audit {:.3} s, {} MiB; reading {:.3} s; ratio {:.2}; {:.2} µs a row beyond reading",
        audited.as_secs_f64(),
        peak_mib(what),
        only_read.as_secs_f64(),
        audited.as_secs_f64() / only_read.as_secs_f64(),
        audited.saturating_sub(only_read).as_secs_f64() * 1e6 / f64::from(rows),
    );
}

fn sheet(rows: u32, write: bool) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("audited-{rows}.xlsx"));
    if write {
        let file = File::create(&path).expect("a file under target");
        generate::workbook(file, rows, Texts::Inline, 1).expect("the sheet is written");
    }
    path
}

fn table(name: &str, rows: u32) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{rows}.csv"))
}

/// A row a customer, in the range that the sheet's customers are of.
fn write_table(name: &str, rows: u32) {
    let mut text = match name {
        "kunder" => "Kundnummer;Fakturaadress\n",
        "loggar" => "Kundnummer;Datum;Loggkod;Signatur\n",
        _ => "Kundnummer;Skapad;Status;Ärendehanterare\n",
    }
    .to_owned();
    for row in 0..rows {
        let (customer, month, day) = (20_000_007 + row, 1 + row % 10, 1 + row % 28);
        let code = ["INVOICE", "DOKIN", "CUIN"][row as usize % 3];
        let written = match name {
            "kunder" => writeln!(text, "{customer};Storgatan {}, 123 45 Orten", 1 + row % 150),
            "loggar" => writeln!(text, "{customer};2026-{month:02}-{day:02};{code};xaa{:02}", row % 90),
            _ => writeln!(text, "{customer};2026-{month:02}-{day:02};Avslutat;xaa{:02}", row % 90),
        };
        written.expect("a String takes it");
    }
    fs::write(table(name, rows), text).expect("a file under target");
}

/// How many findings there are.
fn audit(sheet: &Path, tables: &[PathBuf]) -> usize {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/hjalplinjen");
    let rules = RuleSet::compile(&PackFiles::read(&pack).expect("the pack"), None).expect("a sound pack");
    let given = |(name, path): (&&str, &PathBuf)| GivenTable {
        name: (*name).to_owned(),
        input: Input::File(path.clone()),
        from: None,
        to: None,
    };
    let request = Request {
        rules: &rules,
        as_of: "2026-11-23".parse().expect("a day"),
        inputs: vec![Input::File(sheet.to_owned())],
        tables: TABLES.iter().zip(tables).map(given).collect(),
        sheets: Vec::new(),
        limits: Limits::default(),
        problems: Vec::new(),
        retain_days: None,
        by_adviser: false,
        jobs: 1,
    };
    let outcome = pipeline::audit(&request);
    assert!(outcome.errors.is_empty(), "{:?}", outcome.errors);
    outcome.findings.len()
}

/// Opens a file and reads every row: the number of cells.
fn read(file: &Path) -> usize {
    let mut book = Workbook::open(file, &Limits::default()).expect("it opens");
    let mut rows = book.read(0).expect("a sheet");
    let (mut row, mut cells) = (RawRow::default(), 0);
    while rows.next_row(&mut row).expect("sound rows") {
        cells += row.cells.len();
    }
    cells
}

fn timed(work: impl FnOnce() -> usize) -> Duration {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn peak_mib(what: &str) -> u64 {
    let this = std::env::current_exe().expect("this program");
    let said = Command::new(this).args(["--bench", "--audit-once", what]).output().expect("it runs again");
    String::from_utf8_lossy(&said.stdout).trim().parse::<u64>().unwrap_or_default().div_ceil(1024)
}

/// The most memory that this process has had, in KiB (Linux; elsewhere 0).
fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}
