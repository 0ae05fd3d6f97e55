//! How fast is a large sheet read? `cargo run --release --example read_speed [ROWS]`
//!
//! Our reader and calamine's streaming one, in turns over the same files; medians and their ratio. With
//! `READER=ours` or `READER=calamine` only one runs (to look at its memory with `time -v`).

#![allow(clippy::print_stdout, reason = "an example")]

#[path = "../benches/generate.rs"]
mod generate;

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use calamine::{DataRef, Reader, Xlsx};
use generate::Strings;
use rutinkoll::sheet::RawRow;
use rutinkoll::workbook::{Limits, Workbook};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let rows = std::env::args().nth(1).map_or(Ok(1_000_000), |rows| rows.parse())?;
    let only = std::env::var("READER").unwrap_or_default();
    for (name, strings) in [("inline", Strings::Inline), ("shared", Strings::Shared)] {
        let path = generate::workbook(rows, strings)?;
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..if only.is_empty() { 5 } else { 1 } {
            if only != "calamine" {
                ours.push(timed(|| read_ours(&path))?);
            }
            if only != "ours" {
                theirs.push(timed(|| read_calamine(&path))?);
            }
        }
        let (ours, theirs) = (median(ours), median(theirs));
        let ratio = ours.1.as_secs_f64() / theirs.1.as_secs_f64();
        println!("{name}: ours {ours:?}, calamine {theirs:?}, ratio {ratio:.3}");
    }
    Ok(())
}

fn timed(read: impl Fn() -> Outcome<usize>) -> Outcome<(usize, Duration)> {
    let start = Instant::now();
    let cells = read()?;
    Ok((cells, start.elapsed()))
}

fn median(mut times: Vec<(usize, Duration)>) -> (usize, Duration) {
    times.sort_by_key(|(_, time)| *time);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn read_ours(path: &Path) -> Outcome<usize> {
    let mut workbook = Workbook::open(path, &Limits::default())?;
    let mut rows = workbook.read(0)?;
    let (mut row, mut cells) = (RawRow::default(), 0);
    while rows.next_row(&mut row)? {
        cells += row.cells.len();
    }
    Ok(cells)
}

fn read_calamine(path: &Path) -> Outcome<usize> {
    let mut workbook: Xlsx<_> = calamine::open_workbook(path)?;
    let name = workbook.sheet_names().first().cloned().unwrap_or_default();
    let mut reader = workbook.worksheet_cells_reader(&name)?;
    let mut cells = 0;
    while let Some(cell) = reader.next_cell()? {
        cells += usize::from(*cell.get_value() != DataRef::Empty);
    }
    Ok(cells)
}
