//! Where a workbook's bytes are: in a file, or in memory when they came through a pipe.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::package::mebibytes;
use super::{Limits, ReadError};
use crate::progress;

/// What a text in UTF-8 may begin with.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Bytes that can be opened again and again.
#[derive(Clone)]
pub(crate) enum Source {
    File(PathBuf),
    Bytes(Arc<[u8]>),
}

/// An opened source.
pub(crate) trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

pub(crate) type Opened = Box<dyn ReadSeek>;

/// A file whose reading is told to whoever waits.
struct Told(File);

impl Read for Told {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).inspect(|count| progress::add_bytes(*count))
    }
}

impl Seek for Told {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

impl Source {
    /// A file, which must be there and must not be a folder. A pipe (`<(…)`) is read at once: it gives its
    /// bytes only once.
    pub(crate) fn file(path: &Path, limits: &Limits) -> Result<Self, ReadError> {
        let facts = std::fs::metadata(path).map_err(|error| ReadError::of_file(&error))?;
        if facts.is_dir() {
            return Err(ReadError::new("file-is-folder"));
        }
        let file = Self::File(path.to_owned());
        if facts.is_file() { Ok(file) } else { Ok(Self::Bytes(file.bytes(limits)?)) }
    }

    /// What a stream gives, to its end; as many bytes as a part may have.
    pub(crate) fn stream(stream: impl Read, limits: &Limits) -> Result<Arc<[u8]>, ReadError> {
        let mut bytes = Vec::new();
        let read = stream.take(limits.part_bytes.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| ReadError::of_file(&error))?;
        if bytes.len() as u64 > limits.part_bytes {
            return Err(ReadError::limit("limit-part-size", mebibytes(limits.part_bytes)));
        }
        Ok(Arc::from(bytes))
    }

    pub(crate) fn open(&self) -> Result<Opened, ReadError> {
        Ok(match self {
            Self::File(path) => Box::new(Told(Self::file_at(path)?)),
            Self::Bytes(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }

    /// As [`open`](Self::open), where the file is read once more than what is waited for: nobody is told.
    pub(crate) fn untold(&self) -> Result<Opened, ReadError> {
        match self {
            Self::File(path) => Ok(Box::new(Self::file_at(path)?)),
            Self::Bytes(_) => self.open(),
        }
    }

    fn file_at(path: &Path) -> Result<File, ReadError> {
        File::open(path).map_err(|error| ReadError::of_file(&error))
    }

    /// The first bytes, at most `count`.
    pub(crate) fn head(&self, count: u64) -> Result<Vec<u8>, ReadError> {
        let mut head = Vec::new();
        self.open()?.take(count).read_to_end(&mut head).map_err(|error| ReadError::of_file(&error))?;
        Ok(head)
    }

    /// All bytes, for a library that needs them; as many as a part may have.
    pub(crate) fn bytes(&self, limits: &Limits) -> Result<Arc<[u8]>, ReadError> {
        if let Self::Bytes(bytes) = self {
            return Ok(Arc::clone(bytes));
        }
        Self::stream(self.open()?, limits)
    }

    /// How many bytes there are, as far as that is known.
    pub(crate) fn length(&self) -> u64 {
        match self {
            Self::File(path) => std::fs::metadata(path).map_or(0, |facts| facts.len()),
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }

    /// The SHA-256 of the bytes in hex, without holding them, and the same of a text, to which line ends and a byte order
    /// mark do not matter.
    pub(crate) fn digests(&self, is_text: bool) -> Result<(String, Option<String>), ReadError> {
        let mut bytes = Sha256::new();
        // None as long as the two are the same.
        let mut text: Option<Sha256> = None;
        let (mut at_start, mut after_return) = (true, false);
        self.each_part(|part| {
            let marked = std::mem::take(&mut at_start) && part.starts_with(BYTE_ORDER_MARK);
            if is_text && text.is_none() && (marked || memchr::memchr(b'\r', part).is_some()) {
                text = Some(bytes.clone());
            }
            bytes.update(part);
            let Some(text) = &mut text else { return };
            let mut part = if marked { &part[BYTE_ORDER_MARK.len()..] } else { part };
            if std::mem::take(&mut after_return) {
                part = part.strip_prefix(b"\n").unwrap_or(part);
            }
            while let Some(end) = memchr::memchr(b'\r', part) {
                text.update(&part[..end]);
                text.update(b"\n");
                after_return = end + 1 == part.len();
                part = &part[end + 1..];
                part = part.strip_prefix(b"\n").unwrap_or(part);
            }
            text.update(part);
        })?;
        let bytes = crate::hex(&bytes.finalize());
        let text = is_text.then(|| text.map_or_else(|| bytes.clone(), |text| crate::hex(&text.finalize())));
        Ok((bytes, text))
    }

    fn each_part(&self, mut take: impl FnMut(&[u8])) -> Result<(), ReadError> {
        let mut opened = self.untold()?;
        let mut buffer = vec![0; 256 << 10];
        loop {
            match opened.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(count) => take(&buffer[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(ReadError::of_file(&error)),
            }
        }
    }
}
