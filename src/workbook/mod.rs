//! Bytes → rows. The only room that names calamine, zip, quick-xml, flate2, csv and encoding_rs.

mod error;
pub mod header;
pub mod inputs;
pub mod limits;
mod package;
mod serial;
mod source;
pub mod typing;
mod xlsx;
mod xml;

use std::path::Path;
use std::sync::Arc;

pub use limits::Limits;
use package::Package;
use source::Source;

use crate::lang::Note;
use crate::sheet::{RawRow, SheetFacts, Visibility};

/// Why a workbook, or one of its sheets, could not be read. The note's id is the error's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError(pub Note);

/// A sheet's rows, as a reader streams them.
pub trait RawRows {
    /// What holds for the sheet as a whole.
    fn facts(&self) -> &SheetFacts;

    /// Fills `row` with the next row that holds something, reusing its memory; false at the end.
    ///
    /// # Errors
    /// Where the file is damaged from here on; the rows before it were right.
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

/// A workbook that was recognised and opened.
pub struct Workbook {
    inner: xlsx::Xlsx,
    source: Source,
}

impl Workbook {
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, ReadError> {
        Self::of(Source::file(path)?, limits)
    }
    pub fn from_bytes(bytes: Vec<u8>, limits: &Limits) -> Result<Self, ReadError> {
        Self::of(Source::Bytes(Arc::from(bytes)), limits)
    }
    fn of(source: Source, limits: &Limits) -> Result<Self, ReadError> {
        let mut package = Package::open(&source, limits)?;
        let main = xlsx::main_part(&mut package)?.ok_or_else(|| ReadError::new("file-is-zip"))?;
        Ok(Self { inner: xlsx::Xlsx::open(package, &main)?, source })
    }
    pub fn sheets(&self) -> &[SheetEntry] { self.inner.sheets() }
    pub fn read(&mut self, index: usize) -> Result<Box<dyn RawRows + '_>, ReadError> { self.inner.read(index) }
}
