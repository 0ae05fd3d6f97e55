//! Workbooks taken apart and put together again, whatever their parts are called and hold.

#![allow(clippy::expect_used, reason = "a test fails")]

use std::io::{Cursor, Read, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// The parts of a zip: name and bytes.
pub(crate) fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).expect("a part");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("a part");
            (file.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

/// A zip of these parts. The names stand as they are: twice, or climbing out.
pub(crate) fn zip(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in parts {
        let place = out.len();
        // Small parts are only wrapped: tests make thousands of them.
        let level = if bytes.len() > 1 << 20 { Compression::default() } else { Compression::none() };
        let mut packed = DeflateEncoder::new(Vec::new(), level);
        packed.write_all(bytes).expect("memory");
        let packed = packed.finish().expect("memory");
        let mut crc = Crc::new();
        crc.update(bytes);
        let mut head = Vec::new();
        // Version, UTF-8 names, deflated, no time, 1 January 1980.
        for short in [20_u16, 0x0800, 8, 0, 0x21] {
            head.extend(short.to_le_bytes());
        }
        for long in [crc.sum() as usize, packed.len(), bytes.len()] {
            head.extend(u32::try_from(long).expect("a small part").to_le_bytes());
        }
        head.extend(u16::try_from(name.len()).expect("a short name").to_le_bytes());
        head.extend([0; 2]);
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(name.as_bytes());
        out.extend(packed);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(u32::try_from(place).expect("a small zip").to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(parts.len()).expect("few parts").to_le_bytes();
    let place = out.len();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    for long in [directory.len(), place] {
        out.extend(u32::try_from(long).expect("a small zip").to_le_bytes());
    }
    out.extend([0; 2]);
    out
}
