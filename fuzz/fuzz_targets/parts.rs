//! A sound workbook of which one part is replaced: the checksum of a zip never stops these bytes.
#![no_main]

use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

type Parts = Vec<(String, Vec<u8>)>;

/// The parts that are replaced, by the first byte.
const REPLACED: [(&str, &str); 12] = [
    ("xlsx", "xl/worksheets/sheet1.xml"),
    ("xlsx", "xl/sharedStrings.xml"),
    ("xlsx", "xl/styles.xml"),
    ("xlsx", "xl/workbook.xml"),
    ("xlsx", "xl/_rels/workbook.xml.rels"),
    ("ods", "content.xml"),
    ("ods", "styles.xml"),
    ("xlsb", "xl/worksheets/sheet1.bin"),
    ("xlsb", "xl/sharedStrings.bin"),
    ("xlsb", "xl/styles.bin"),
    ("xlsb", "xl/workbook.bin"),
    ("xlsx", "xl/comments1.xml"),
];

static BOOKS: LazyLock<Vec<(&str, Parts)>> = LazyLock::new(|| {
    ["xlsx", "ods", "xlsb"]
        .into_iter()
        .filter_map(|kind| {
            let path = rutinkoll_fuzz::project(&format!("fixtures/formats/fakta.{kind}"));
            Some((kind, unpacked(std::fs::read(path).ok()?)?))
        })
        .collect()
});

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let (kind, name) = REPLACED[usize::from(*first) % REPLACED.len()];
    let Some((_, parts)) = BOOKS.iter().find(|(book, _)| *book == kind) else { return };
    if let Some(book) = packed(parts, name, bytes) {
        rutinkoll_fuzz::read_all(book);
    }
});

fn unpacked(bytes: Vec<u8>) -> Option<Parts> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Parts::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).ok()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        parts.push((file.name().ok()?.into_owned(), bytes));
    }
    Some(parts)
}

fn packed(parts: &Parts, name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let others = parts.iter().filter(|(other, _)| other != name);
    for (name, bytes) in others.map(|(name, bytes)| (name.as_str(), bytes.as_slice())).chain([(name, bytes)])
    {
        writer.start_file(name, options).ok()?;
        writer.write_all(bytes).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}
