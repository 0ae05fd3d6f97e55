//! The annotated copy against what it cannot do without: inflating the sheet's part and deflating it again. In
//! turns, on one thread, in one run.
//!
//! ```sh
//! cargo bench --bench annotating              # 100,000 rows, 1,000 findings
//! ```

#![allow(clippy::print_stdout, reason = "a program for the command line")]
#![allow(clippy::expect_used, reason = "a bench that cannot run says why and ends")]

mod generate;

use std::io::{Cursor, Read, Write};
use std::time::{Duration, Instant};

use generate::Texts;
use rutinkoll::annotate::{self, Front, FrontRow, Mark, Marks, NoteText};
use rutinkoll::finding::Severity;
use rutinkoll::sheet::CellRef;
use rutinkoll::workbook::Limits;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const ROUNDS: usize = 5;
const FINDINGS: u32 = 1_000;

fn main() {
    // `cargo test --benches` runs this too, and wants no measuring.
    let measure = std::env::args().any(|argument| argument == "--bench");
    let rows = if measure { 100_000 } else { 2_000 };
    for texts in [Texts::Inline, Texts::Shared] {
        let mut book = Cursor::new(Vec::new());
        generate::workbook(&mut book, rows, texts, 1).expect("the sheet is written");
        let book = book.into_inner();
        assert!(copied(&book, rows) > 0 && repacked(&book) > 0);
        if !measure {
            continue;
        }
        let (mut copies, mut floors) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            copies.push(timed(|| copied(&book, rows)));
            floors.push(timed(|| repacked(&book)));
        }
        let (copy, floor) = (median(copies), median(floors));
        println!(
            "{rows} rows, {FINDINGS} findings, {}: copy {:.3} s, inflating and deflating {:.3} s; ratio {:.2}",
            texts.word(),
            copy.as_secs_f64(),
            floor.as_secs_f64(),
            copy.as_secs_f64() / floor.as_secs_f64(),
        );
    }
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

/// A copy with a mark every so many rows: its size.
fn copied(book: &[u8], rows: u32) -> usize {
    let mut out = Cursor::new(Vec::new());
    annotate::copy(book, marks(rows), &Limits::default(), &mut out).expect("a copy");
    out.into_inner().len()
}

fn marks(rows: u32) -> Marks {
    let cell = |at: u32| CellRef::new(2 + at * (rows / FINDINGS), at % 8);
    let note = NoteText { title: "fel: Adress saknas".to_owned(), text: "Fyll i adressen.".to_owned() };
    let mark = |at: u32| Mark {
        sheet: 0,
        cell: cell(at),
        severity: Severity::Error,
        note: note.clone(),
        row: at as usize,
    };
    let row = |at: u32| FrontRow {
        severity: Severity::Error,
        cells: vec![String::from("fel"); 9],
        leads_to: Some((0, cell(at))),
    };
    let headers = (0..9).map(|at| format!("Rubrik {at}")).collect();
    let rows = (0..FINDINGS).map(row).collect();
    let front =
        Front { name: "Granskning".to_owned(), headers, widths: vec![12; 9], rows, ..Front::default() };
    Marks { front, cells: (0..FINDINGS).map(mark).collect() }
}

/// The sheet's part inflated and deflated: its packed size.
fn repacked(book: &[u8]) -> usize {
    let mut archive = ZipArchive::new(Cursor::new(book)).expect("a zip");
    let mut part = archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet");
    let mut inflated = Vec::new();
    part.read_to_end(&mut inflated).expect("it inflates");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    out.start_file("sheet1.xml", options).expect("a part");
    out.write_all(&inflated).expect("a vector takes all");
    out.finish().expect("a zip").into_inner().len()
}
