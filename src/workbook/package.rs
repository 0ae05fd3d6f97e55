//! A zip of parts, each inflated under the limits.

mod ahead;

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use flate2::bufread::DeflateDecoder;
use rustc_hash::FxHashMap;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::ReadError;
use super::limits::Limits;
use super::source::{Opened, Source};
use ahead::{Ahead, Here, Pieces};

/// The parts of a zip, by name without regard to case (as Office does).
pub(crate) struct Package {
    archive: ZipArchive<Opened>,
    source: Source,
    names: FxHashMap<String, usize>,
    /// What each part has cost so far: read again, it costs nothing more.
    spent: FxHashMap<usize, u64>,
    limits: Limits,
    /// Of the whole file.
    length: u64,
}

impl Package {
    pub(crate) fn open(source: &Source, limits: &Limits) -> Result<Self, ReadError> {
        let mut opened = source.open()?;
        let (length, declared) = directory(&mut opened, limits)?;
        let archive = ZipArchive::new(opened).map_err(|error| of_zip(&error, "zip"))?;
        let mut names = FxHashMap::default();
        for index in 0..archive.len() {
            let Some(Ok(name)) = archive.name_for_index(index) else { continue };
            // Two parts of one name: which of them is meant cannot be told.
            if let Some(before) = names.insert(key(&name), index).filter(|_| !name.ends_with('/')) {
                return Err(ReadError::damaged(
                    &archive.name_for_index(before).and_then(Result::ok).unwrap_or_default(),
                ));
            }
        }
        // The archive keeps one of those that have the very same name.
        if declared.is_some_and(|declared| declared > archive.len() as u64) {
            return Err(ReadError::damaged("zip"));
        }
        Ok(Self {
            archive,
            source: source.clone(),
            names,
            spent: FxHashMap::default(),
            limits: limits.clone(),
            length,
        })
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&key(name))
    }

    /// A part that lists things (sheets, styles, relations): small in any real file.
    pub(crate) fn small_part(&mut self, name: &str) -> Result<Option<Part<'_>>, ReadError> {
        let part = self.part(name)?;
        Ok(part.map(|part| Part { most: part.most.min(SMALL), ..part }))
    }

    /// A part, if there is one of that name.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Part<'_>>, ReadError> {
        self.part_ahead(name, false)
    }

    /// As [`part`](Self::part); with `ahead`, another thread inflates one that is large.
    pub(crate) fn part_ahead(&mut self, name: &str, ahead: bool) -> Result<Option<Part<'_>>, ReadError> {
        let Some(&index) = self.names.get(&key(name)) else {
            return Ok(None);
        };
        let others = self.spent.iter().filter(|(other, _)| **other != index).map(|(_, bytes)| bytes).sum();
        let file = self.archive.by_index(index).map_err(|error| of_zip(&error, name))?;
        let packed = file.compressed_size().min(self.length);
        let declared = file.size();
        let thread = match ahead && packed >= LARGE {
            true => Ahead::start(self.source.open()?, index),
            false => None,
        };
        let bytes: Box<dyn Read + Send + '_> = match thread {
            Some(thread) => Box::new(Pieces::of(thread)),
            None if packed >= LARGE => Box::new(Pieces::of(Here::of(file))),
            None => Box::new(file),
        };
        let part = Part {
            packed,
            bytes,
            most: self.limits.part_bytes,
            inflated: 0,
            others,
            spent: self.spent.entry(index).or_default(),
            limits: &self.limits,
        };
        // What is honest about being too large need not be read to that point.
        match part.refusal(declared, declared) {
            Some(error) => Err(error),
            None => Ok(Some(part)),
        }
    }

    /// The bytes of a part that was read to its end before, to be read once more: limits and checksum were looked
    /// at then. It does not hold on to the package, so that who reads it can stop, and go on later.
    pub(crate) fn again(&mut self, name: &str) -> Result<Option<Again>, ReadError> {
        let Some(&index) = self.names.get(&key(name)) else {
            return Ok(None);
        };
        let file = self.archive.by_index(index).map_err(|error| of_zip(&error, name))?;
        let start = file.data_start().ok_or_else(|| ReadError::damaged(name))?;
        let (method, packed) = (file.compression(), file.compressed_size());
        drop(file);
        let mut opened = self.source.open()?;
        opened.seek(SeekFrom::Start(start)).map_err(|error| ReadError::of_file(&error))?;
        let packed = BufReader::with_capacity(64 << 10, opened.take(packed));
        Ok(Some(match method {
            CompressionMethod::Stored => Box::new(packed),
            _ => Box::new(DeflateDecoder::new(packed)),
        }))
    }

    /// A part as a whole, for the small ones; at most `most` bytes.
    pub(crate) fn bytes(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(part) = self.part(name)? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        part.take(most).read_to_end(&mut bytes).map_err(|error| ReadError::while_reading(&error, name))?;
        Ok(Some(bytes))
    }
}

/// See [`Package::again`].
pub(crate) type Again = Box<dyn Read + Send>;

/// A part's inflated bytes. Reading past a limit is an error that names it.
pub(crate) struct Part<'a> {
    bytes: Box<dyn Read + Send + 'a>,
    packed: u64,
    most: u64,
    inflated: u64,
    others: u64,
    spent: &'a mut u64,
    limits: &'a Limits,
}

/// So many packed bytes are worth a thread; a part of them is read in pieces.
pub(super) const LARGE: u64 = 1 << 20;
/// The most bytes of a part that lists things: a `styles.xml` that has gone wild is about 30 MiB.
const SMALL: u64 = 64 << 20;
/// So much may be inflated before the ratio is looked at.
const RATIO_FROM: u64 = 64 << 20;

impl Part<'_> {
    /// Why so many inflated bytes, of which `spent` are paid for here, are too many.
    fn refusal(&self, inflated: u64, spent: u64) -> Option<ReadError> {
        let limits = self.limits;
        if inflated > self.most {
            Some(ReadError::limit("limit-part-size", mebibytes(self.most)))
        } else if self.others.saturating_add(spent) > limits.total_bytes {
            Some(ReadError::limit("limit-total-size", mebibytes(limits.total_bytes)))
        } else if inflated > RATIO_FROM && inflated / limits.ratio.max(1) > self.packed {
            Some(ReadError::limit("limit-ratio", limits.ratio))
        } else {
            None
        }
    }
}

/// Bytes as the mebibytes that an error states.
pub(crate) fn mebibytes(bytes: u64) -> u64 {
    bytes >> 20
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.inflated += count as u64;
        *self.spent = self.inflated.max(*self.spent);
        match self.refusal(self.inflated, *self.spent) {
            Some(error) => Err(error.into_io()),
            None => Ok(count),
        }
    }
}

fn of_zip(error: &ZipError, part: &str) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ReadError::new("workbook-encrypted"),
        ZipError::Io(error) => ReadError::while_reading(error, part),
        _ => ReadError::damaged(part),
    }
}

fn key(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_ascii_lowercase()
}

/// The zip's own directory costs memory by its entries: looks at their number before it is read.
/// Returns the file's length, and the number, where the record at the end of the file gives it.
fn directory(opened: &mut Opened, limits: &Limits) -> Result<(u64, Option<u64>), ReadError> {
    let of_file = |error| ReadError::of_file(&error);
    let length = opened.seek(SeekFrom::End(0)).map_err(of_file)?;
    let start = length.saturating_sub((64 << 10) + 128);
    opened.seek(SeekFrom::Start(start)).map_err(of_file)?;
    let mut tail = Vec::new();
    opened.read_to_end(&mut tail).map_err(of_file)?;
    opened.seek(SeekFrom::Start(0)).map_err(of_file)?;
    let declared = declared_entries(&tail);
    if declared.iter().any(|count| *count > limits.parts) {
        return Err(ReadError::limit("limit-parts", limits.parts));
    }
    Ok((length, declared.into_iter().next()))
}

/// The numbers of entries that end-of-directory records in the file's tail declare, the last record's first.
fn declared_entries(tail: &[u8]) -> Vec<u64> {
    let old = memchr::memmem::rfind_iter(tail, b"PK\x05\x06")
        .filter_map(|at| tail.get(at + 10..at + 12)?.try_into().ok())
        .map(|bytes| u64::from(u16::from_le_bytes(bytes)))
        .filter(|count| *count != 0xFFFF);
    let new = memchr::memmem::find_iter(tail, b"PK\x06\x06")
        .filter_map(|at| tail.get(at + 32..at + 40)?.try_into().ok())
        .map(u64::from_le_bytes);
    old.chain(new).collect()
}
