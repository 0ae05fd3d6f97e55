//! Bytes → rows. The only room that names calamine, zip and encoding_rs.

mod calamine;
mod csv;
mod error;
mod error_value;
pub mod header;
pub mod inputs;
mod kind;
pub mod limits;
mod number_format;
mod ods;
mod package;
mod relations;
mod serial;
mod source;
pub mod typing;
mod xlsb;
mod xlsx;
mod xml;

use std::path::Path;

pub use calamine::cross_check;
use kind::Kind;
pub use limits::Limits;
use source::Source;

use crate::lang::Note;
use crate::sheet::{RawRow, SheetFacts, Visibility};

/// The author of the notes that an annotated copy carries, and the code name of the sheet that it adds.
const OURS: &str = "rutinkoll";

/// Why a workbook, or one of its sheets, could not be read. The note's id is the error's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError(pub Note);

/// A sheet's rows, as a reader streams them.
pub trait RawRows: Send {
    /// What holds for the sheet as a whole, as far as it is known.
    fn facts(&self) -> &SheetFacts;

    /// Reads to the end of the sheet, past rows that are left: then the facts are whole. A workbook remembers
    /// them, so that the same sheet, read again, has them from the start.
    ///
    /// # Errors
    /// Where the sheet cannot be trusted: none of its rows, not even those that were read.
    fn finish(&mut self) -> Result<&SheetFacts, ReadError> {
        Ok(self.facts())
    }

    /// Fills `row` with the next row that holds something, reusing its memory; false at the end.
    ///
    /// # Errors
    /// Where the file is damaged from here on. The rows before it were right, if [`finish`](Self::finish) says
    /// nothing else.
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, ReadError>;
}

/// A sheet, before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetEntry {
    /// The text on its tab.
    pub name: String,
    /// Is it shown?
    pub visibility: Visibility,
    /// It has cells: not a chart, a dialog or a macro sheet.
    pub worksheet: bool,
}

/// What a file turned out to be, by its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFacts {
    /// `xlsx`, `xls`, `xlsb`, `ods` or `csv`.
    pub format: &'static str,
    /// The workbook counts its days from 1904.
    pub from_1904: bool,
    /// How the columns of a text file are written.
    pub text: Option<TextFacts>,
}

/// How a text file with columns is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextFacts {
    /// The encoding's name: `UTF-8`, `windows-1252`, `UTF-16LE`.
    pub encoding: &'static str,
    /// What stands between the columns.
    pub delimiter: char,
    /// The file says so itself, on a first line `sep=;`.
    pub declared: bool,
}

/// A workbook that was recognised and opened.
pub struct Workbook {
    inner: Inner,
    source: Source,
}

enum Inner {
    Xlsx(Box<xlsx::Xlsx>),
    Xlsb(Box<xlsb::Xlsb>),
    Ods(Box<ods::Ods>),
    Csv(Box<csv::Csv>),
    Other(Box<calamine::Other>),
}

impl Workbook {
    /// Opens a file, whatever its name says that it is.
    ///
    /// # Errors
    /// Where it cannot be read, is no workbook, is encrypted or damaged, or asks for more than the limits.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, ReadError> {
        Self::of(Source::file(path, limits)?, limits)
    }

    /// Opens what came through a pipe.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn from_bytes(bytes: Vec<u8>, limits: &Limits) -> Result<Self, ReadError> {
        let bytes = Source::stream(bytes.as_slice(), limits)?;
        Self::of(Source::Bytes(bytes), limits)
    }

    fn of(source: Source, limits: &Limits) -> Result<Self, ReadError> {
        let inner = match Kind::of(&source, limits)? {
            Kind::Xlsx(package, main) => Inner::Xlsx(Box::new(xlsx::Xlsx::open(package, &main)?)),
            Kind::Text => Inner::Csv(Box::new(csv::Csv::open(&source, limits)?)),
            Kind::Xlsb(package, main) => Inner::Xlsb(Box::new(xlsb::Xlsb::open(package, &main)?)),
            Kind::Ods(package) => Inner::Ods(Box::new(ods::Ods::open(package)?)),
            Kind::Compound => Inner::Other(Box::new(calamine::Other::compound(&source, limits)?)),
        };
        Ok(Self { inner, source })
    }

    /// The sheets, in the order of their tabs.
    #[must_use]
    pub fn sheets(&self) -> &[SheetEntry] {
        match &self.inner {
            Inner::Xlsx(book) => book.sheets(),
            Inner::Xlsb(book) => book.sheets(),
            Inner::Ods(book) => book.sheets(),
            Inner::Csv(book) => book.sheets(),
            Inner::Other(book) => book.sheets(),
        }
    }

    /// What the file turned out to be.
    #[must_use]
    pub fn facts(&self) -> FileFacts {
        let (format, from_1904, text) = match &self.inner {
            Inner::Xlsx(book) => ("xlsx", book.counts_from_1904(), None),
            Inner::Xlsb(book) => ("xlsb", book.counts_from_1904(), None),
            Inner::Ods(_) => ("ods", false, None),
            Inner::Csv(book) => ("csv", false, Some(book.facts())),
            Inner::Other(book) => ("xls", book.counts_from_1904(), None),
        };
        FileFacts { format, from_1904, text }
    }

    /// The rows of the sheet at this place in [`sheets`](Self::sheets).
    ///
    /// # Errors
    /// Where the sheet is missing, has no cells or is damaged, or asks for more than the limits.
    pub fn read(&mut self, index: usize) -> Result<Box<dyn RawRows + '_>, ReadError> {
        self.read_ahead(index, false)
    }

    /// As [`read`](Self::read); with `ahead`, another thread inflates a sheet that is large, where the format allows it.
    ///
    /// # Errors
    /// As there.
    pub fn read_ahead(&mut self, index: usize, ahead: bool) -> Result<Box<dyn RawRows + '_>, ReadError> {
        match &mut self.inner {
            Inner::Xlsx(book) => book.read(index, ahead),
            Inner::Xlsb(book) => book.read(index),
            Inner::Ods(book) => book.read(index),
            Inner::Csv(book) => book.read(index),
            Inner::Other(book) => book.read(index),
        }
    }

    /// The digests of the file.
    ///
    /// # Errors
    /// Where the file can no longer be read.
    pub fn digests(&self) -> Result<Digests, ReadError> {
        self.digester().digests()
    }

    /// What works out [`digests`](Self::digests), for another thread.
    #[must_use]
    pub fn digester(&self) -> Digester {
        let is_text = match &self.inner {
            Inner::Csv(book) => book.is_text(),
            Inner::Xlsx(_) | Inner::Xlsb(_) | Inner::Ods(_) | Inner::Other(_) => false,
        };
        Digester { source: self.source.clone(), is_text }
    }
}

/// Works out what a file is known by.
pub struct Digester {
    source: Source,
    is_text: bool,
}

impl Digester {
    /// Is the file so large that this is worth a thread?
    #[must_use]
    pub fn is_large(&self) -> bool {
        self.source.length() >= package::LARGE
    }

    /// The digests of the file.
    ///
    /// # Errors
    /// Where the file can no longer be read.
    pub fn digests(&self) -> Result<Digests, ReadError> {
        let (bytes, content) = self.source.digests(self.is_text)?;
        Ok(Digests { bytes, content })
    }
}

/// What a file is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digests {
    /// The SHA-256 of its bytes, in hex.
    pub bytes: String,
    /// The same of a text's content: line ends and a byte order mark do not matter. None of what is no text.
    pub content: Option<String>,
}
