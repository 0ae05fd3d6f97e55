//! Whole processes, from start to exit: `rutinkoll audit` against bare streaming by calamine, in turns and in one run.
//!
//! ```sh
//! cargo bench --bench whole                 # up to 100,000 rows
//! ROWS=1000000 cargo bench --bench whole    # the size that the goals are stated for
//! ```
//!
//! Prints three tables: large sheets, a small one, and how cost grows to ten workbooks. Times are medians of wall time and
//! of the processor's; memory is the most that a process had.

#![allow(clippy::print_stdout, reason = "a program for the command line")]
#![allow(clippy::expect_used, clippy::panic, reason = "a bench that cannot run says why and ends")]

mod generate;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use calamine::Xlsx;
use generate::Texts;
use serde::Deserialize;
use serde::de::IgnoredAny;

const ROUNDS: usize = 5;
const AUDIT: &str = env!("CARGO_BIN_EXE_rutinkoll");

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--calamine", file] => stream(file),
        ["--inflate", file] => inflate(file),
        ["--measure", said, command @ ..] => measure(Path::new(said), command),
        // `cargo test --benches` runs this too, and wants no measuring.
        all if all.contains(&"--bench") => tables(wanted_rows()),
        _ => {
            let file = made(100, Texts::Inline, 1);
            assert!(audit(std::slice::from_ref(&file)).findings > 0, "some rows break rules");
        }
    }
}

fn wanted_rows() -> u32 {
    std::env::var("ROWS").ok().map_or(100_000, |rows| rows.parse().expect("ROWS is a number"))
}

fn tables(rows: u32) {
    println!("| {rows} rows | audit s | processor s | MiB | findings | calamine s | MiB | ratio |");
    println!("|---|---|---|---|---|---|---|---|");
    for texts in [Texts::Inline, Texts::Shared] {
        let file = made(rows, texts, 1);
        let path = file.display().to_string();
        let (audited, streamed) =
            in_turns(ROUNDS, || audit(std::slice::from_ref(&file)), || run(&["--calamine", &path]));
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | **{:.2}** |",
            texts.word(),
            seconds(audited.wall),
            seconds(audited.processor),
            audited.mib(),
            audited.findings,
            seconds(streamed.wall),
            streamed.mib(),
            audited.wall.as_secs_f64() / streamed.wall.as_secs_f64(),
        );
    }

    println!("\n| 1000 rows | wall ms | processor ms | MiB |\n|---|---|---|---|");
    let small = made(1000, Texts::Inline, 1);
    let path = small.display().to_string();
    let (audited, inflated) =
        in_turns(4 * ROUNDS + 1, || audit(std::slice::from_ref(&small)), || run(&["--inflate", &path]));
    for (what, cost) in [("audit", audited), ("only opened and inflated", inflated)] {
        let ms = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
        println!("| {what} | {} | {} | {} |", ms(cost.wall), ms(cost.processor), cost.mib());
    }

    println!("\n| rows | wall s | µs a row | MiB | findings |\n|---|---|---|---|---|");
    let sizes = [1000, 10_000, 100_000, 1_000_000].into_iter().filter(|size| *size <= rows);
    for size in sizes {
        grown(&[made(size, Texts::Shared, 1)], size.into());
    }
    let ten: Vec<PathBuf> = (1..=10).map(|seed| made(rows, Texts::Shared, seed)).collect();
    grown(&ten, 10 * u64::from(rows));
}

fn grown(files: &[PathBuf], rows: u64) {
    let rounds = if files.len() > 1 { 1 } else { ROUNDS };
    let cost = median((0..rounds).map(|_| audit(files)).collect());
    let per_row = cost.wall.as_secs_f64() * 1e6 / rows as f64;
    println!("| {rows} | {} | {per_row:.2} | {} | {} |", seconds(cost.wall), cost.mib(), cost.findings);
}

/// What a process came to.
#[derive(Clone, Copy)]
struct Cost {
    wall: Duration,
    processor: Duration,
    peak_kib: u64,
    findings: usize,
}

impl Cost {
    fn mib(&self) -> u64 {
        self.peak_kib.div_ceil(1024)
    }
}

fn in_turns(rounds: usize, ours: impl Fn() -> Cost, theirs: impl Fn() -> Cost) -> (Cost, Cost) {
    let (ours, theirs) = (0..rounds).map(|_| (ours(), theirs())).unzip();
    (median(ours), median(theirs))
}

/// The median by wall time, with the median of the processor's time and the largest peak.
fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.processor);
    let processor = costs[costs.len() / 2].processor;
    costs.sort_by_key(|cost| cost.wall);
    let peak_kib = costs.iter().map(|cost| cost.peak_kib).max().unwrap_or_default();
    Cost { processor, peak_kib, ..costs[costs.len() / 2] }
}

fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

/// An audit by the whole pack, JSON to a file.
fn audit(files: &[PathBuf]) -> Cost {
    #[derive(Deserialize)]
    struct Report {
        findings: Vec<IgnoredAny>,
    }
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/hjalplinjen").display().to_string();
    let report = under_target("report.json").display().to_string();
    let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    let mut command = vec!["--measure", &report, AUDIT, "audit", "--as-of", "2026-11-23"];
    command.extend(["--rules", &rules, "--format", "json"]);
    command.extend(files.iter().map(String::as_str));
    let cost = run(&command);
    let read = io::BufReader::new(File::open(&report).expect("the report was written"));
    let Report { findings } = serde_json::from_reader(read).expect("the report is JSON");
    Cost { findings: findings.len(), ..cost }
}

/// This program once more, measured.
fn run(command: &[&str]) -> Cost {
    let this = std::env::current_exe().expect("this program").display().to_string();
    let said = under_target("said.txt").display().to_string();
    let measured = match command {
        ["--measure", ..] => command.to_vec(),
        _ => [&["--measure", &said, &this], command].concat(),
    };
    let said = Command::new(&this).args(measured).output().expect("it runs again");
    let said = String::from_utf8_lossy(&said.stdout);
    let numbers: Vec<u64> = said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [wall, processor, peak_kib] = numbers[..] else { panic!("no measure of {command:?}: {said}") };
    let time = Duration::from_micros;
    Cost { wall: time(wall), processor: time(processor), peak_kib, findings: 0 }
}

/// Runs a command, the only one that this process ever waits for, and prints what it took: microseconds of wall time and
/// of processor time, and its peak memory in KiB. What the command says goes to a file.
fn measure(said: &Path, command: &[&str]) {
    let said = File::create(said).expect("a file for what it says");
    let start = Instant::now();
    let status = Command::new(command[0]).args(&command[1..]).stdout(said).status();
    let wall = start.elapsed();
    let code = status.expect("the command runs").code();
    assert!(matches!(code, Some(0 | 1)), "{command:?} ended with {code:?}");
    let (processor, peak_kib) = used();
    println!("{} {processor} {peak_kib}", wall.as_micros());
}

/// What processes that ended have taken: microseconds of processor time, and the most memory that one had (Linux: in KiB).
#[cfg(unix)]
fn used() -> (i64, i64) {
    use nix::sys::resource::{UsageWho, getrusage};
    let used = getrusage(UsageWho::RUSAGE_CHILDREN).expect("what it took");
    let micros = |time: nix::sys::time::TimeVal| time.tv_sec() * 1_000_000 + time.tv_usec();
    (micros(used.user_time()) + micros(used.system_time()), used.max_rss())
}

/// Not told here.
#[cfg(not(unix))]
fn used() -> (i64, i64) {
    (0, 0)
}

fn stream(file: &str) {
    let mut book: Xlsx<_> = calamine::open_workbook(file).expect("it opens");
    let mut reader = book.worksheet_cells_reader("November").expect("a sheet");
    while let Some(cell) = reader.next_cell().expect("sound cells") {
        std::hint::black_box(cell);
    }
}

/// Opens the file and inflates every part of it.
fn inflate(file: &str) {
    let mut zip = zip::ZipArchive::new(File::open(file).expect("a file")).expect("an archive");
    for part in 0..zip.len() {
        io::copy(&mut zip.by_index(part).expect("a part"), &mut io::sink()).expect("sound bytes");
    }
}

/// The sheet, written under `target`.
fn made(rows: u32, texts: Texts, seed: u64) -> PathBuf {
    let path = under_target(&format!("whole-{rows}-{}-{seed}.xlsx", texts.word()));
    let file = File::create(&path).expect("a file under target");
    generate::workbook(file, rows, texts, seed).expect("the sheet is written");
    path
}

fn under_target(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}
