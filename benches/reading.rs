//! Reading a sheet, ours against calamine's `worksheet_cells_reader`: in turns, on one thread, in one run.
//!
//! ```sh
//! cargo bench --bench reading                 # 100,000 × 8
//! ROWS=1000000 cargo bench --bench reading    # the size that the goals are stated for
//! ```
//!
//! Prints medians, their ratio, and each reader's peak memory (a child process that does nothing else).

#![allow(clippy::print_stdout, reason = "a program for the command line")]
#![allow(clippy::expect_used, reason = "a bench that cannot run says why and ends")]

mod generate;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use calamine::Xlsx;
use generate::Texts;
use rutinkoll::sheet::RawRow;
use rutinkoll::workbook::{Limits, Workbook};

const ROUNDS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--read-once") {
        let read = if arguments[at + 1] == "ours" { ours } else { calamines };
        read(Path::new(&arguments[at + 2]));
        println!("{}", peak_kib());
        return;
    }
    // `cargo test --benches` runs this too, and wants no measuring.
    let measure = arguments.iter().any(|argument| argument == "--bench");
    let rows = if measure { wanted_rows() } else { 100 };
    for texts in [Texts::Inline, Texts::Shared] {
        let file = made(rows, texts);
        assert_eq!(ours(&file), calamines(&file), "the readers count the same cells");
        if measure {
            compare(&file, rows, texts);
        }
    }
}

fn wanted_rows() -> u32 {
    std::env::var("ROWS").ok().map_or(100_000, |rows| rows.parse().expect("ROWS is a number"))
}

/// The sheet, written under `target`.
fn made(rows: u32, texts: Texts) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{rows}-{}.xlsx", texts.word()));
    let file = File::create(&path).expect("a file under target");
    generate::workbook(file, rows, texts, 1).expect("the sheet is written");
    path
}

fn compare(file: &Path, rows: u32, texts: Texts) {
    let (mut mine, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        mine.push(timed(|| ours(file)));
        theirs.push(timed(|| calamines(file)));
    }
    let (mine, theirs) = (median(mine), median(theirs));
    println!(
        "{rows} × 8, {}: ours {:.3} s, {} MiB; calamine {:.3} s, {} MiB; ratio {:.3}",
        texts.word(),
        mine.as_secs_f64(),
        peak_mib("ours", file),
        theirs.as_secs_f64(),
        peak_mib("calamine", file),
        mine.as_secs_f64() / theirs.as_secs_f64(),
    );
}

fn timed(read: impl FnOnce() -> usize) -> Duration {
    let start = Instant::now();
    std::hint::black_box(read());
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Opens the workbook and reads every row: the number of cells.
fn ours(file: &Path) -> usize {
    let mut book = Workbook::open(file, &Limits::default()).expect("it opens");
    let mut rows = book.read(0).expect("a sheet");
    let (mut row, mut cells) = (RawRow::default(), 0);
    while rows.next_row(&mut row).expect("sound rows") {
        cells += row.cells.len();
    }
    cells
}

fn calamines(file: &Path) -> usize {
    let mut book: Xlsx<_> = calamine::open_workbook(file).expect("it opens");
    let mut reader = book.worksheet_cells_reader("November").expect("a sheet");
    let mut cells = 0;
    while let Some(cell) = reader.next_cell().expect("sound cells") {
        cells += 1;
        std::hint::black_box(cell);
    }
    cells
}

fn peak_mib(reader: &str, file: &Path) -> u64 {
    let this = std::env::current_exe().expect("this program");
    let said = Command::new(this).args(["--read-once", reader]).arg(file).output().expect("it runs again");
    String::from_utf8_lossy(&said.stdout).trim().parse::<u64>().unwrap_or_default().div_ceil(1024)
}

/// The most memory that this process has had, in KiB (Linux; elsewhere 0).
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}
