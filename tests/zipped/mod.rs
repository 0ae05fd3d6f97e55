//! Workbooks taken apart and put together again, whatever their parts hold.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive};

/// The parts of a zip: name and bytes.
pub(crate) fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).expect("a part");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("a part");
            (file.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

/// Deflated, with the names as they are: twice, or climbing out.
pub(crate) fn zip(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    todo!()
}
