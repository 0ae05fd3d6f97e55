//! A large workbook for measuring: 8 columns as in an everyday register, with some cells blank.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// How the text is stored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Strings {
    Inline,
    Shared,
}

/// The workbook's path in the system's temporary folder; it is made where it is not there yet.
pub fn workbook(rows: u32, strings: Strings) -> io::Result<PathBuf> {
    let kind = if strings == Strings::Inline { "inline" } else { "shared" };
    let path = std::env::temp_dir().join(format!("rutinkoll-bench-{rows}-{kind}.xlsx"));
    if !path.exists() {
        let half = path.with_extension("half");
        write(&half, rows, strings)?;
        std::fs::rename(&half, &path)?;
    }
    Ok(path)
}

/// Every text once, as Excel writes them.
#[derive(Default)]
struct Shared {
    texts: Vec<String>,
    places: HashMap<String, usize>,
}

impl Shared {
    fn index(&mut self, text: String) -> usize {
        let next = self.texts.len();
        *self.places.entry(text).or_insert_with_key(|text| {
            self.texts.push(text.clone());
            next
        })
    }
}

fn write(path: &Path, rows: u32, strings: Strings) -> io::Result<()> {
    let mut zip = ZipWriter::new(BufWriter::new(File::create(path)?));
    let mut part = |zip: &mut ZipWriter<BufWriter<File>>, name: &str| {
        zip.start_file(name, SimpleFileOptions::default().large_file(true))
            .map_err(io::Error::other)
    };
    for (name, text) in SMALL_PARTS {
        part(&mut zip, name)?;
        zip.write_all(text.as_bytes())?;
    }
    part(&mut zip, "xl/worksheets/sheet1.xml")?;
    zip.write_all(SHEET_START.as_bytes())?;
    let mut shared = Shared::default();
    let mut xml = String::new();
    for row in 1..=rows {
        xml.clear();
        one_row(&mut xml, row, strings, &mut shared);
        zip.write_all(xml.as_bytes())?;
    }
    zip.write_all(b"</sheetData><mergeCells count=\"1\"><mergeCell ref=\"J1:K2\"/></mergeCells></worksheet>")?;
    part(&mut zip, "xl/sharedStrings.xml")?;
    zip.write_all(b"<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">")?;
    for text in shared.texts {
        write!(zip, "<si><t>{text}</t></si>")?;
    }
    zip.write_all(b"</sst>")?;
    zip.finish().map_err(io::Error::other)?.flush()
}

fn one_row(xml: &mut String, row: u32, strings: Strings, shared: &mut Shared) {
    const KINDS: [&str; 5] = ["Kopia", "Blankett", "Bekr\u{e4}ftelse", "Intyg &amp; bilaga", "\u{d6}vrigt"];
    let chance = row.wrapping_mul(2_654_435_761) >> 8;
    let _ = write!(xml, "<row r=\"{row}\" spans=\"1:8\">");
    let _ = write!(xml, "<c r=\"A{row}\" s=\"1\"><v>{}</v></c>", 45_000 + row % 700);
    let mut text = |xml: &mut String, letter: char, value: String| {
        let _ = match strings {
            Strings::Inline => write!(xml, "<c r=\"{letter}{row}\" t=\"inlineStr\"><is><t>{value}</t></is></c>"),
            Strings::Shared => {
                let index = shared.index(value);
                write!(xml, "<c r=\"{letter}{row}\" t=\"s\"><v>{index}</v></c>")
            }
        };
    };
    text(xml, 'B', format!("sig{}", chance % 40));
    text(xml, 'C', KINDS[(chance % 5) as usize].to_owned());
    let _ = write!(xml, "<c r=\"D{row}\"><v>{}</v></c>", 10_000_000 + chance % 9_000_000);
    if chance % 3 > 0 {
        let place = chance % 90_000 + 10_000;
        text(xml, 'E', format!("Storgatan {}, {place} Orten", chance % 200));
    }
    if chance % 2 > 0 {
        text(xml, 'F', format!("\u{c4}rende {}", chance % 100_000));
    }
    let _ = write!(xml, "<c r=\"G{row}\"><v>{}.5</v></c>", chance % 1000);
    if chance % 11 == 0 {
        text(xml, 'H', "se ovan".to_owned());
    }
    xml.push_str("</row>");
}

const SHEET_START: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";

const SMALL_PARTS: [(&str, &str); 5] = [
    ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/></Types>"),
    ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
    ("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Register\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
    ("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"),
    ("xl/styles.xml", "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"14\" fontId=\"0\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"),
];
