//! The rows as SpreadsheetML.

use std::io::{self, BufWriter, Write};

use super::Texts;
use super::rows::{Cell, HEADER, Rows, common};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
"#;
const NAMESPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// Writes `sheet1.xml`.
pub(super) fn cells(out: impl Write, rows: u32, texts: Texts, seed: u64) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let common = common();
    let mut own = common.len();
    let mut made = Rows::new(seed);
    write!(out, r#"{HEAD}<worksheet xmlns="{NAMESPACE}"><sheetData>"#)?;
    for number in 1..=rows + 1 {
        let row: [Cell; HEADER.len()] =
            if number == 1 { std::array::from_fn(Cell::Common) } else { made.next() };
        write!(out, r#"<row r="{number}" spans="1:8">"#)?;
        for (letter, cell) in ('A'..).zip(&row) {
            let (index, text) = match cell {
                Cell::Blank => continue,
                Cell::Number(value) => {
                    write!(out, r#"<c r="{letter}{number}"><v>{value}</v></c>"#)?;
                    continue;
                }
                Cell::Date(value) => {
                    write!(out, r#"<c r="{letter}{number}" s="1"><v>{value}</v></c>"#)?;
                    continue;
                }
                Cell::Common(index) => (*index, common[*index].as_str()),
                Cell::Own(text) => {
                    own += 1;
                    (own - 1, text.as_str())
                }
            };
            match texts {
                Texts::Shared => write!(out, r#"<c r="{letter}{number}" t="s"><v>{index}</v></c>"#)?,
                Texts::Inline => {
                    write!(out, r#"<c r="{letter}{number}" t="inlineStr"><is><t>"#)?;
                    escaped(&mut out, text)?;
                    out.write_all(b"</t></is></c>")?;
                }
            }
        }
        out.write_all(b"</row>")?;
    }
    out.write_all(b"</sheetData></worksheet>")?;
    out.flush()
}

/// Writes `sharedStrings.xml`: the common texts, then each row's own in the order that `cells` counts them.
/// The rows are made a second time, so that no text need be held.
pub(super) fn strings(out: impl Write, rows: u32, seed: u64) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    write!(out, r#"{HEAD}<sst xmlns="{NAMESPACE}">"#)?;
    for text in common() {
        string(&mut out, &text)?;
    }
    let mut made = Rows::new(seed);
    for _ in 0..rows {
        for cell in made.next() {
            if let Cell::Own(text) = cell {
                string(&mut out, &text)?;
            }
        }
    }
    out.write_all(b"</sst>")?;
    out.flush()
}

fn string(out: &mut impl Write, text: &str) -> io::Result<()> {
    out.write_all(b"<si><t>")?;
    escaped(out, text)?;
    out.write_all(b"</t></si>")
}

fn escaped(out: &mut impl Write, text: &str) -> io::Result<()> {
    if !text.contains(['&', '<', '>']) {
        return out.write_all(text.as_bytes());
    }
    out.write_all(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").as_bytes())
}
