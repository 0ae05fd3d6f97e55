//! An audit on all processors against the mere reading of the same files, cells unseen, on one: in turns, in one run.
//!
//! ```sh
//! cargo bench --bench auditing                                  # a sheet of 20,000, tables of 100,000
//! ROWS=100000 TABLE_ROWS=1000000 cargo bench --bench auditing   # the size that the goals are stated for
//! ```
//!
//! Prints medians, their ratio (to calamine's cell reader, too, where all files are workbooks), what judging takes a row, and the audit's peak memory (a child process of its own).
//! The wide tables are the same ones with ten more columns, which no rule asks for: the peak is to be the same.

#![allow(clippy::print_stdout, reason = "a program for the command line")]
#![allow(clippy::expect_used, reason = "a bench that cannot run says why and ends")]

mod generate;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use calamine::Xlsx;
use generate::Texts;
use generate::tables::{self, Form};
use rutinkoll::pipeline::{self, GivenTable, Input, Request};
use rutinkoll::ruleset::{PackFiles, RuleSet};
use rutinkoll::sheet::RawRow;
use rutinkoll::workbook::{Limits, Workbook};

const ROUNDS: usize = 3;
/// What is audited: the sheet alone, or with its tables in this form.
const KINDS: [(&str, Option<Form>); 4] =
    [("alone", None), ("csv", Some(Form::Csv)), ("wide", Some(Form::Wide)), ("xlsx", Some(Form::Xlsx))];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let rows = |name: &str, default: u32| {
        std::env::var(name).ok().map_or(default, |rows| rows.parse().expect("a number of rows"))
    };
    // `cargo test --benches` runs this too, and wants no measuring.
    let measure = arguments.iter().any(|argument| argument == "--bench");
    let (rows, table_rows) =
        if measure { (rows("ROWS", 20_000), rows("TABLE_ROWS", 100_000)) } else { (100, 200) };
    let tables = |form: Option<Form>| match form {
        Some(form) => tables::NAMES.map(|name| file(name, rows, table_rows, form)).to_vec(),
        None => Vec::new(),
    };
    let sheet = file("sheet", rows, 0, Form::Xlsx);
    let once = |what: &str| {
        let at = arguments.iter().position(|argument| argument == what)?;
        KINDS.iter().find(|(word, _)| arguments.get(at + 1).is_some_and(|kind| kind == word))
    };
    if let Some((_, form)) = once("--audit-once") {
        audit(&sheet, &tables(*form));
        println!("{}", peak_kib());
        return;
    }
    // For a measure of processor time: `--read-once csv`, against `--audit-once csv`.
    if let Some((_, form)) = once("--read-once") {
        println!("{}", read(&sheet) + tables(*form).iter().map(|table| read(table)).sum::<usize>());
        return;
    }
    generate::workbook(made(&sheet), rows, Texts::Inline, 1).expect("the sheet is written");
    for (what, form) in KINDS {
        let files = tables(form);
        for (name, path) in tables::NAMES.iter().zip(&files) {
            let size = (table_rows, rows);
            tables::table(made(path), name, size, 1, form.unwrap_or(Form::Csv))
                .expect("the table is written");
        }
        let findings = audit(&sheet, &files);
        assert!(findings > 0, "some rows break rules");
        if measure {
            println!("{rows} rows, {what}: {findings} findings");
            compare(&sheet, &files, rows, (what, form));
        }
    }
}

fn compare(sheet: &Path, tables: &[PathBuf], rows: u32, (what, form): (&str, Option<Form>)) {
    let (mut audited, mut only_read, mut calamines) = (Vec::new(), Vec::new(), Vec::new());
    let all = || std::iter::once(sheet).chain(tables.iter().map(PathBuf::as_path));
    for _ in 0..ROUNDS {
        audited.push(timed(|| audit(sheet, tables)));
        only_read.push(timed(|| all().map(read).sum()));
        // calamine reads no text files.
        if matches!(form, None | Some(Form::Xlsx)) {
            calamines.push(timed(|| all().map(calamine_reads).sum()));
        }
    }
    let (audited, only_read) = (median(audited), median(only_read));
    println!(
        "  audit {:.3} s, {} MiB; reading {:.3} s, ratio {:.2}; {:.2} µs a row beyond reading",
        audited.as_secs_f64(),
        peak_mib(what),
        only_read.as_secs_f64(),
        audited.as_secs_f64() / only_read.as_secs_f64(),
        audited.saturating_sub(only_read).as_secs_f64() * 1e6 / f64::from(rows),
    );
    if !calamines.is_empty() {
        let calamines = median(calamines);
        let ratio = audited.as_secs_f64() / calamines.as_secs_f64();
        println!("  calamine {:.3} s, ratio {ratio:.2}", calamines.as_secs_f64());
    }
}

fn file(name: &str, rows: u32, table_rows: u32, form: Form) -> PathBuf {
    let stem =
        if name == "sheet" { format!("audited-{rows}") } else { format!("{name}-{table_rows}-{rows}") };
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{stem}.{}", form.word()))
}

fn made(path: &Path) -> File {
    File::create(path).expect("a file under target")
}

/// How many findings there are.
fn audit(sheet: &Path, files: &[PathBuf]) -> usize {
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
        tables: tables::NAMES.iter().zip(files).map(given).collect(),
        sheets: Vec::new(),
        limits: Limits::default(),
        problems: Vec::new(),
        retain_days: None,
        by_adviser: false,
        pictures: true,
        jobs: pipeline::all_processors(),
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

/// As [`read`], by calamine.
fn calamine_reads(file: &Path) -> usize {
    let mut book: Xlsx<_> = calamine::open_workbook(file).expect("calamine opens it");
    let mut reader = book.worksheet_cells_reader("November").expect("a sheet");
    let mut cells = 0;
    while reader.next_cell().expect("sound cells").is_some() {
        cells += 1;
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
