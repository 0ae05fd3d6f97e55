//! The tables that a generated sheet is held against. They mostly agree with it: one asked row in 200 is at fault in
//! each. All data is invented.

use std::io::{self, BufWriter, Seek, Write};

use jiff::ToSpan;
use jiff::civil::date;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::rows::{Cell, Rows, common};

/// The tables, by name.
pub(crate) const NAMES: [&str; 3] = ["kunder", "loggar", "arenden"];

/// Files that hold a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Text, UTF-8, with `;` between columns.
    Csv,
    /// As text, with ten more columns that no rule asks for.
    Wide,
    /// A workbook, its texts inline.
    Xlsx,
}

impl Form {
    /// A file's extension.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Wide => "wide.csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// What a row of the sheet lets its customer's tables hold.
struct Asked {
    adviser: String,
    day: i64,
    kind: String,
    customer: u64,
    address: Option<String>,
}

/// So many asked rows to one that a table does not agree with.
const FAULT: usize = 200;
/// Customers that no row asks for have numbers from here on.
const STRANGERS: u64 = 40_000_000;
/// Columns of a wide table that no rule asks for.
const MORE: u64 = 10;
/// Rows stand in an order of their own; a prime, so that each has its place.
const STRIDE: u64 = 15_485_863;

/// Writes a table of so many rows for [`workbook`](super::workbook)'s sheet of so many and of the same seed: each row of
/// the sheet has its row, the others are of other customers, or of the same and long ago.
///
/// # Errors
/// Where `out` cannot be written.
pub(crate) fn table(
    out: impl Write + Seek,
    name: &str,
    (rows, sheet_rows): (u32, u32),
    seed: u64,
    form: Form,
) -> io::Result<()> {
    let header: &[&str] = match name {
        "kunder" => &["Kundnummer", "Fakturaadress"],
        "loggar" => &["Kundnummer", "Datum", "Loggkod", "Signatur"],
        _ => &["Kundnummer", "Skapad", "Status", "Ärendehanterare"],
    };
    let asked = asked(sheet_rows, seed);
    let rows = u64::from(rows);
    let more = if form == Form::Wide { MORE } else { 0 };
    let made = (0..rows).map(|place| {
        let number = place * STRIDE % rows.max(1);
        let more = (0..more).map(|column| Field::Text(format!("Uppgift {column} om {number}")));
        row(name, number, rows, &asked).into_iter().chain(more).collect()
    });
    let header = header
        .iter()
        .map(|text| (*text).to_owned())
        .chain((0..more).map(|column| format!("Uppgift {column}")));
    let all = std::iter::once(header.map(Field::Text).collect()).chain(made);
    match form {
        Form::Csv | Form::Wide => csv(out, all),
        Form::Xlsx => xlsx(out, all),
    }
}

enum Field {
    Text(String),
    Number(u64),
    /// Days since 1900, as Excel counts.
    Day(i64),
}

fn asked(rows: u32, seed: u64) -> Vec<Asked> {
    let common = common();
    let text = |cell: &Cell| match cell {
        Cell::Common(index) => Some(common[*index].clone()),
        Cell::Own(text) => Some(text.clone()),
        _ => None,
    };
    let mut made = Rows::new(seed);
    let asked = (0..rows).filter_map(|_| {
        let row = made.next();
        let (Cell::Date(day), Cell::Number(customer)) = (&row[1], &row[3]) else { return None };
        Some(Asked {
            adviser: text(&row[0]).unwrap_or_default(),
            day: i64::try_from(*day).unwrap_or_default(),
            kind: text(&row[2]).unwrap_or_default(),
            customer: *customer,
            address: text(&row[4]),
        })
    });
    asked.collect()
}

fn row(name: &str, number: u64, rows: u64, asked: &[Asked]) -> Vec<Field> {
    let every = (rows / asked.len().max(1) as u64).max(1);
    let index = usize::try_from(number / every).unwrap_or_default();
    let (of_sheet, other) = (asked.get(index), number % every);
    let at_fault = other == 0 && index % FAULT == FAULT / 2;
    // Of the others, every third is the same customer's.
    let (customer, days_ago) = match of_sheet {
        Some(asked) if other == 0 => (asked.customer, 0),
        Some(asked) if other % 3 == 1 && name != "kunder" => (asked.customer, 60 + 30 * other.cast_signed()),
        _ => (STRANGERS + number, number.cast_signed() % 400),
    };
    let day = of_sheet.map_or(46_300, |asked| asked.day) + number.cast_signed() % 4 - days_ago;
    let handler = match of_sheet {
        Some(asked) if !at_fault && !asked.adviser.is_empty() => asked.adviser.clone(),
        _ => format!("xzz{:02}", number % 90),
    };
    match name {
        "kunder" => {
            let of_copy = of_sheet.filter(|_| at_fault).and_then(|asked| asked.address.clone());
            let (house, post, town) = (1 + number % 90, 100 + number % 800, number % 83 + 10);
            let own = || format!("Prästgårdsgatan {house}, {post} {town} Norrbacka");
            vec![Field::Number(customer), Field::Text(of_copy.unwrap_or_else(own))]
        }
        "loggar" => {
            let code = if at_fault { "KONTAKT" } else { code(of_sheet.map_or("", |asked| &asked.kind)) };
            vec![Field::Number(customer), Field::Day(day), Field::Text(code.to_owned()), Field::Text(handler)]
        }
        _ => vec![
            Field::Number(customer),
            Field::Day(day),
            Field::Text("Avslutat".to_owned()),
            Field::Text(handler),
        ],
    }
}

/// The code that the log of such a letter has.
fn code(kind: &str) -> &'static str {
    let kind = kind.to_lowercase();
    match () {
        () if kind.contains("kopia") => "INVOICE",
        () if kind.starts_with("brev") => "DOKIN",
        () => "CUIN",
    }
}

fn csv(out: impl Write, rows: impl Iterator<Item = Vec<Field>>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    for row in rows {
        for (index, field) in row.iter().enumerate() {
            if index > 0 {
                out.write_all(b";")?;
            }
            match field {
                Field::Text(text) => out.write_all(text.as_bytes())?,
                Field::Number(number) => write!(out, "{number}")?,
                Field::Day(days) => write!(out, "{}", date(1899, 12, 30).saturating_add(days.days()))?,
            }
        }
        out.write_all(b"\n")?;
    }
    out.flush()
}

fn xlsx(out: impl Write + Seek, rows: impl Iterator<Item = Vec<Field>>) -> io::Result<()> {
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let mut zip = ZipWriter::new(out);
    for (name, content) in super::PARTS {
        zip.start_file(name, options)?;
        zip.write_all(content.as_bytes())?;
    }
    zip.start_file("xl/worksheets/sheet1.xml", options)?;
    let mut out = BufWriter::with_capacity(1 << 16, &mut zip);
    out.write_all(
        br#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    )?;
    for (number, row) in (1..).zip(rows) {
        write!(out, r#"<row r="{number}">"#)?;
        for (letter, field) in ('A'..).zip(&row) {
            match field {
                Field::Text(text) => {
                    write!(out, r#"<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>"#)?;
                }
                Field::Number(value) => write!(out, r#"<c r="{letter}{number}"><v>{value}</v></c>"#)?,
                Field::Day(days) => write!(out, r#"<c r="{letter}{number}" s="1"><v>{days}</v></c>"#)?,
            }
        }
        out.write_all(b"</row>")?;
    }
    out.write_all(b"</sheetData></worksheet>")?;
    out.flush()?;
    drop(out);
    zip.finish()?;
    Ok(())
}
