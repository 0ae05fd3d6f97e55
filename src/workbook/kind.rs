//! What a file is, by its bytes.

use super::package::Package;
use super::source::Source;
use super::{Limits, ReadError, xlsx};

/// So much of a file is looked at.
const HEAD: u64 = 4 << 10;

/// A file that can be read.
pub(super) enum Kind {
    /// With its package and the name of its main part.
    Xlsx(Package, String),
    Xlsb(Package, String),
    Ods(Package),
    /// A compound file (OLE2).
    Compound,
    Text,
}

impl Kind {
    pub(super) fn of(source: &Source, limits: &Limits) -> Result<Self, ReadError> {
        let head = source.head(HEAD)?;
        if is_lock(source, &head) {
            return Err(ReadError::new("file-is-lock"));
        }
        match head.as_slice() {
            [] => Err(ReadError::new("file-empty")),
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => zipped(Package::open(source, limits)?),
            [0xD0, 0xCF, 0x11, 0xE0, ..] => Ok(Self::Compound),
            _ => match other(&head) {
                Some(id) => Err(ReadError::new(id)),
                None => Ok(Self::Text),
            },
        }
    }
}

fn zipped(mut package: Package) -> Result<Kind, ReadError> {
    if let Some(main) = xlsx::main_part(&mut package)? {
        let folder = main.split('/').next().unwrap_or_default().to_ascii_lowercase();
        return match folder.as_str() {
            "word" | "ppt" | "visio" => Err(ReadError::new("file-is-document")),
            _ if main.to_ascii_lowercase().ends_with(".bin") => Ok(Kind::Xlsb(package, main)),
            _ => Ok(Kind::Xlsx(package, main)),
        };
    }
    if package.has("content.xml") {
        let manifest = package.bytes("META-INF/manifest.xml", 1 << 20)?.unwrap_or_default();
        if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
            return Err(ReadError::new("workbook-encrypted"));
        }
        let kind = package.bytes("mimetype", 256)?.unwrap_or_default();
        return match memchr::memmem::find(&kind, b"opendocument.").is_some()
            && memchr::memmem::find(&kind, b"spreadsheet").is_none()
        {
            true => Err(ReadError::new("file-is-document")),
            false => Ok(Kind::Ods(package)),
        };
    }
    Err(match package.has("[Content_Types].xml") {
        true => ReadError::damaged("xl/workbook.xml"),
        false => ReadError::new("file-is-zip"),
    })
}

/// The file of 165 bytes that Excel puts beside an open workbook: the user's name, after its length.
fn is_lock(source: &Source, head: &[u8]) -> bool {
    let named = matches!(source, Source::File(path)
        if path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"~$")));
    let written = head.len() == 165 && matches!(head[0], 1..=54) && head[1 + usize::from(head[0])] == b' ';
    written || (named && head.len() < 1024)
}

/// The error of a file that is known to be something else, or nothing known.
fn other(head: &[u8]) -> Option<&'static str> {
    const IMAGES: [&[u8]; 6] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"II*\0", b"MM\0*", b"BM"];
    let starts = |with: &[u8]| head.starts_with(with);
    let bitmap = |head: &[u8]| head.get(6..10) == Some(&[0; 4]);
    if head.get(..1024.min(head.len())).is_some_and(|head| memchr::memmem::find(head, b"%PDF-").is_some()) {
        return Some("file-is-pdf");
    }
    if IMAGES.iter().any(|image| starts(image) && (*image != b"BM" || bitmap(head)))
        || (starts(b"RIFF") && head.get(8..12) == Some(b"WEBP"))
    {
        return Some("file-is-image");
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if text.starts_with(b"<") {
        let lower = head.to_ascii_lowercase();
        let has = |word: &[u8]| memchr::memmem::find(&lower, word).is_some();
        if has(b"<html") || has(b"<!doctype html") || has(b"<table") {
            return Some("file-is-html");
        }
        if text.starts_with(b"<?xml") || text.starts_with(b"<!") {
            return Some("file-is-xml");
        }
    }
    let wide = super::csv::is_utf16(head);
    let control = |byte: &u8| *byte < 32 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A);
    (!wide && head.iter().any(control)).then_some("file-unknown")
}
