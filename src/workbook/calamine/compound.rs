//! A compound file (OLE2): what is in it, and the stream of an `.xls`.

use crate::workbook::ReadError;

/// Sector numbers from here on are no sectors.
const NO_SECTOR: u32 = 0xFFFF_FFFA;

/// The stream that an `.xls` is in, or the error that says what else the file is.
pub(super) fn workbook(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let damaged = || ReadError::damaged("Workbook");
    let file = Compound::open(bytes).ok_or_else(damaged)?;
    let entries = file.entries().ok_or_else(damaged)?;
    let find = |name: &str| entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
    if find("EncryptedPackage").is_some() {
        return Err(ReadError::new("workbook-encrypted"));
    }
    let Some(book) = find("Workbook").or_else(|| find("Book")) else {
        return Err(ReadError::new("file-is-document"));
    };
    let root = entries.first().ok_or_else(damaged)?;
    file.stream(book, root).ok_or_else(damaged)
}

struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// The sector that follows each.
    next: Vec<u32>,
}

struct Entry {
    name: String,
    start: u32,
    length: usize,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self { bytes, sector, next: Vec::new() };
        let mut tables: Vec<u32> = (0..109).filter_map(|index| u32_at(bytes, 76 + 4 * index)).collect();
        let mut more = u32_at(bytes, 68)?;
        let mut left = bytes.len() / sector + 1;
        while more < NO_SECTOR {
            left = left.checked_sub(1)?;
            let block = file.block(more)?;
            tables.extend((0..sector / 4 - 1).filter_map(|index| u32_at(block, 4 * index)));
            more = u32_at(block, sector - 4).unwrap_or(NO_SECTOR);
        }
        for table in tables.into_iter().filter(|table| *table < NO_SECTOR).take(bytes.len() / sector + 1) {
            let block = file.block(table)?;
            file.next.extend((0..sector / 4).filter_map(|index| u32_at(block, 4 * index)));
        }
        Some(file)
    }

    /// A sector; the last one of a file may be short.
    fn block(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        self.bytes.get(start..self.bytes.len().min(start.checked_add(self.sector)?))
    }

    fn chain(&self, mut number: u32, most: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        while number < NO_SECTOR && out.len() < most {
            out.extend_from_slice(self.block(number)?);
            if out.len() > self.bytes.len() {
                return None;
            }
            number = *self.next.get(number as usize)?;
        }
        out.truncate(most);
        Some(out)
    }

    fn entries(&self) -> Option<Vec<Entry>> {
        let directory = self.chain(u32_at(self.bytes, 48)?, usize::MAX)?;
        let entry = |raw: &[u8]| {
            let length = usize::from(u16_at(raw, 64)?).min(64).saturating_sub(2);
            let units: Vec<u16> = (0..length / 2).filter_map(|index| u16_at(raw, 2 * index)).collect();
            Some(Entry {
                name: String::from_utf16_lossy(&units),
                start: u32_at(raw, 116)?,
                length: u32_at(raw, 120)? as usize,
            })
        };
        Some(directory.chunks_exact(128).filter_map(entry).collect())
    }

    fn stream(&self, entry: &Entry, root: &Entry) -> Option<Vec<u8>> {
        if entry.length >= 4096 {
            return self.chain(entry.start, entry.length);
        }
        // Short streams stand in 64-byte pieces of the root's.
        let pieces = self.chain(root.start, root.length)?;
        let table = self.chain(u32_at(self.bytes, 60)?, usize::MAX)?;
        let (mut out, mut number) = (Vec::new(), entry.start);
        while number < NO_SECTOR && out.len() < entry.length {
            let start = (number as usize).checked_mul(64)?;
            out.extend_from_slice(pieces.get(start..pieces.len().min(start.checked_add(64)?))?);
            number = u32_at(&table, 4 * number as usize)?;
        }
        out.truncate(entry.length);
        Some(out)
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
