//! `.xlsb`: our own streaming reader. calamine reads it too, but passes over formulas whose value is an
//! error and over rich text in the cell: blank where something stands. It stays as the oracle.
//!
//! ```text
//! record   the parts' binary records             book   the sheets, the styles, the shared strings
//! facts    what stands around the rows           rows   a sheet's rows, one at a time
//! ```

mod book;
mod facts;
mod record;
mod rows;

use book::{Book, Strings, Style};

use super::package::Package;
use super::{RawRows, ReadError, SheetEntry};

/// An open workbook.
pub(super) struct Xlsb {
    package: Package,
    book: Book,
    styles: Vec<Style>,
    /// Read with the first sheet.
    strings: Option<Strings>,
}

impl Xlsb {
    /// `main` is the workbook's main part.
    pub(super) fn open(mut package: Package, main: &str) -> Result<Self, ReadError> {
        let book = Book::read(&mut package, main)?;
        let styles = match &book.styles {
            Some(name) => book::styles(&mut package, name)?,
            None => Vec::new(),
        };
        Ok(Self { package, book, styles, strings: None })
    }

    pub(super) fn sheets(&self) -> &[SheetEntry] {
        &self.book.sheets
    }

    pub(super) fn counts_from_1904(&self) -> bool {
        self.book.from_1904
    }

    /// The rows of a sheet that [`sheets`](Self::sheets) lists.
    pub(super) fn read(&mut self, index: usize) -> Result<Box<dyn RawRows + '_>, ReadError> {
        let Some(part) = self.book.parts.get(index).cloned().flatten() else {
            return Err(ReadError::new("sheet-without-part"));
        };
        if self.strings.is_none() {
            self.strings = Some(match &self.book.strings {
                Some(name) => Strings::read(&mut self.package, name)?,
                None => Strings::default(),
            });
        }
        let facts = facts::read(&mut self.package, &part)?;
        let context = rows::Context {
            strings: self.strings.as_ref(),
            styles: &self.styles,
            from_1904: self.book.from_1904,
            limits: self.package.limits().clone(),
        };
        let reader = self.package.part(&part)?.ok_or_else(|| ReadError::damaged(&part))?;
        Ok(Box::new(rows::Rows::open(reader, &part, facts, context)?))
    }
}
